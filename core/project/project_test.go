package project

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// cloud returns normal rows around a mean whose spread falls with the dimension.
func cloud(rows, cols int, seed uint64) blas32.General {
	rng := rand.New(rand.NewPCG(seed, 1))
	m := blas32.General{Rows: rows, Cols: cols, Stride: cols + 2, Data: make([]float32, rows*(cols+2))}
	for i := range rows {
		for k := range cols {
			m.Data[i*m.Stride+k] = float32(rng.NormFloat64()*5*math.Pow(.6, float64(k)) + float64(k%3))
		}
	}
	return m
}

func noPace() error { return nil }

func TestPCAAgreesWithGonum(t *testing.T) {
	m := cloud(300, 9, 1)
	got, err := NewPCA(m, 4, 1, noPace)
	if err != nil {
		t.Fatal(err)
	}
	dense := mat.NewDense(m.Rows, m.Cols, nil)
	for i := range m.Rows {
		for k := range m.Cols {
			dense.Set(i, k, float64(m.Data[i*m.Stride+k]))
		}
	}
	var want stat.PC
	if !want.PrincipalComponents(dense, nil) {
		t.Fatal("gonum found no components")
	}
	var vectors mat.Dense
	want.VectorsTo(&vectors)
	variances := want.VarsTo(nil)
	var total float64
	for _, v := range variances {
		total += v
	}
	if math.Abs(got.Total-total) > 1e-4*total {
		t.Errorf("total variance %v, want %v", got.Total, total)
	}
	for j := range 4 {
		if math.Abs(got.Variances[j]-variances[j]) > 1e-4*variances[0] {
			t.Errorf("variance %d is %v, want %v", j, got.Variances[j], variances[j])
		}
		var cos float64
		for k := range m.Cols {
			cos += float64(got.Axes.Data[j*got.Axes.Stride+k]) * vectors.At(k, j)
		}
		if math.Abs(math.Abs(cos)-1) > 1e-5 {
			t.Errorf("axis %d is turned: cosine %v", j, cos)
		}
	}
}

func TestPCAOfALine(t *testing.T) {
	m := blas32.General{Rows: 3, Cols: 2, Stride: 2, Data: []float32{0, 0, 3, 4, 6, 8}}
	p, err := NewPCA(m, 2, 1, noPace)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Explained(); math.Abs(got[0]-1) > 1e-6 || got[1] > 1e-6 {
		t.Errorf("explained %v", got)
	}
	at := make([]float32, 2)
	p.Transform(at, []float32{6, 8})
	if math.Abs(float64(at[0])-5) > 1e-5 || math.Abs(float64(at[1])) > 1e-5 {
		t.Errorf("(6, 8) is at %v, want (5, 0)", at)
	}
}

func TestPCAOfManyDimensionsFindsTheLeadingAxes(t *testing.T) {
	m := cloud(400, exactDim+40, 2)
	got, err := NewPCA(m, 2, 1, noPace)
	if err != nil {
		t.Fatal(err)
	}
	for j := range 2 {
		if want := 25 * math.Pow(.36, float64(j)); math.Abs(got.Variances[j]-want) > .25*want {
			t.Errorf("variance %d is %v, want about %v", j, got.Variances[j], want)
		}
		if along := got.Axes.Data[j*got.Axes.Stride+j]; along < .98 {
			t.Errorf("axis %d has only %v of dimension %d", j, along, j)
		}
	}
}

func TestPCARefusesWhatIsNotFinite(t *testing.T) {
	m := cloud(10, 3, 1)
	m.Data[4*m.Stride+2] = float32(math.NaN())
	var bad *ValueError
	if _, err := NewPCA(m, 2, 1, noPace); !errors.As(err, &bad) || *bad != (ValueError{4, 2}) {
		t.Errorf("%v", err)
	}
	stop := errors.New("stop")
	if _, err := NewPCA(cloud(2000, 3, 1), 2, 1, func() error { return stop }); err != stop {
		t.Errorf("cancelled: %v", err)
	}
}

func update(t *testing.T, l *Live, m blas32.General, rows int) []float32 {
	t.Helper()
	for {
		done, err := l.Step(m, rows)
		if err != nil {
			t.Fatal(err)
		}
		if done {
			return slices.Clone(l.Coordinates())
		}
	}
}

// unitRows returns the rows at unit length.
func unitRows(m blas32.General) blas32.General {
	u := m
	u.Data = slices.Clone(m.Data)
	for i := range u.Rows {
		row := u.Data[i*u.Stride:][:u.Cols]
		var n float64
		for _, v := range row {
			n += float64(v) * float64(v)
		}
		for k := range row {
			row[k] /= float32(math.Sqrt(n))
		}
	}
	return u
}

func TestALiveMapConvergesToThePlaneOfPCA(t *testing.T) {
	m := cloud(500, 20, 3)
	l := NewLive(20, 2, 1)
	for range 40 {
		update(t, l, m, 1000)
	}
	want, err := NewPCA(unitRows(m), 2, 1, noPace)
	if err != nil {
		t.Fatal(err)
	}
	for j := range 2 {
		var inPlane float64
		for i := range 2 {
			var cos float64
			for k := range 20 {
				cos += float64(l.axes.col(j)[k]) * float64(want.Axes.Data[i*want.Axes.Stride+k])
			}
			inPlane += cos * cos
		}
		if inPlane < .9999 {
			t.Errorf("axis %d lies in the plane by %v only", j, inPlane)
		}
	}
	explained := want.Explained()
	if got := l.Explained(); math.Abs(got[0]+got[1]-explained[0]-explained[1]) > 1e-3 {
		t.Errorf("explained %v, want %v", got, explained)
	}
	if l.Moved() > 1e-6 {
		t.Errorf("it still moves by %v", l.Moved())
	}
}

func TestALiveMapDoesNotDependOnSlices(t *testing.T) {
	m := cloud(3000, 12, 4)
	a, b := NewLive(12, 2, 1), NewLive(12, 2, 1)
	for range 3 {
		if !slices.Equal(update(t, a, m, 1<<20), update(t, b, m, 7)) {
			t.Fatal("slices of 7 rows give another map")
		}
	}
}

func TestALiveMapMovesNoMoreThanItsRows(t *testing.T) {
	m := cloud(400, 10, 5)
	l := NewLive(10, 2, 1)
	var last []float32
	for range 30 {
		last = update(t, l, m, 1000)
	}
	// Two directions of like variance change places: a plain PCA would flip.
	rng := rand.New(rand.NewPCG(9, 9))
	for round := range 60 {
		for i := range m.Rows {
			for k := range m.Cols {
				m.Data[i*m.Stride+k] += float32(rng.NormFloat64() * .02)
			}
			m.Data[i*m.Stride] *= .99
			m.Data[i*m.Stride+1] *= 1.01
		}
		now := update(t, l, m, 1000)
		var moved, size float64
		for i := range now {
			moved += float64(now[i]-last[i]) * float64(now[i]-last[i])
			size += float64(last[i]) * float64(last[i])
		}
		if ratio := math.Sqrt(moved / size); ratio > .2 {
			t.Errorf("round %d: the map moved by %.2f of its size", round, ratio)
		}
		last = now
	}
}

func TestALiveMapTakesRowsThatAreNotFinite(t *testing.T) {
	m := cloud(50, 5, 6)
	m.Data[3*m.Stride] = float32(math.Inf(1))
	l := NewLive(5, 2, 1)
	for range 3 {
		for _, v := range update(t, l, m, 1000) {
			if v-v != 0 {
				t.Fatal("a coordinate is not finite")
			}
		}
	}
	zeros := blas32.General{Rows: 4, Cols: 5, Stride: 5, Data: make([]float32, 20)}
	update(t, NewLive(5, 2, 1), zeros, 10)
}

func ExampleNewPCA() {
	m := blas32.General{Rows: 4, Cols: 2, Stride: 2, Data: []float32{1, 1, 2, 2, 3, 3, 4, 4}}
	p, _ := NewPCA(m, 1, 1, func() error { return nil })
	fmt.Printf("%.2f %.2f\n", p.Axes.Data, p.Explained())
	// Output: [0.71 0.71] [1.00]
}

func BenchmarkLive(b *testing.B) {
	m := cloud(15000, 100, 7)
	l := NewLive(100, 2, 1)
	for b.Loop() {
		if _, err := l.Step(m, m.Rows); err != nil {
			b.Fatal(err)
		}
	}
}
