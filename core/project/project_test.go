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

	"nearspace/core/vec"
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

// gonumPCA returns gonum's axes, as columns, and variances.
func gonumPCA(t *testing.T, m blas32.General) (axes mat.Dense, variances []float64) {
	t.Helper()
	dense := mat.NewDense(m.Rows, m.Cols, nil)
	for i := range m.Rows {
		for k := range m.Cols {
			dense.Set(i, k, float64(m.Data[i*m.Stride+k]))
		}
	}
	var pc stat.PC
	if !pc.PrincipalComponents(dense, nil) {
		t.Fatal("gonum found no components")
	}
	pc.VectorsTo(&axes)
	return axes, pc.VarsTo(nil)
}

func TestPCAAgreesWithGonum(t *testing.T) {
	for name, m := range map[string]blas32.General{
		"exact":                   cloud(300, 9, 1),
		"fewer rows than columns": cloud(5, 9, 1),
		"iterated":                wordlike(1000, exactDim+30),
	} {
		got, err := FitPCA(m, 3, 1)
		if err != nil {
			t.Fatal(err)
		}
		axes, variances := gonumPCA(t, m)
		var total float64
		for _, v := range variances {
			total += v
		}
		if math.Abs(got.Total-total) > 1e-4*total {
			t.Errorf("%s: total variance %v, want %v", name, got.Total, total)
		}
		for j := range 3 {
			if math.Abs(got.Variances[j]-variances[j]) > 1e-4*variances[0] {
				t.Errorf("%s: variance %d is %v, want %v", name, j, got.Variances[j], variances[j])
			}
			var cos float64
			for k := range m.Cols {
				cos += float64(got.Axes.Data[j*got.Axes.Stride+k]) * axes.At(k, j)
			}
			if math.Abs(math.Abs(cos)-1) > 1e-4 {
				t.Errorf("%s: axis %d is turned: cosine %v", name, j, cos)
			}
		}
	}
}

func TestPCADoesNotDependOnSlices(t *testing.T) {
	for _, m := range []blas32.General{cloud(300, 9, 1), wordlike(300, exactDim+1)} {
		whole, err := FitPCA(m, 2, 1)
		if err != nil {
			t.Fatal(err)
		}
		sliced := NewPCA(2, 1)
		for err == nil && !sliced.Settled() {
			_, err = sliced.Step(m, 7)
		}
		if err != nil || !slices.Equal(whole.Coordinates(), sliced.Coordinates()) {
			t.Errorf("%d dimensions: slices of 7 rows give another map (%v)", m.Cols, err)
		}
		if n := len(whole.Coordinates()); n != 600 {
			t.Errorf("%d coordinates of 300 rows", n)
		}
	}
}

func TestPCAFarFromZeroLosesNoDigits(t *testing.T) {
	m := cloud(300, 9, 1)
	want, err := FitPCA(m, 2, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i := range m.Rows {
		for k := range m.Cols {
			m.Data[i*m.Stride+k] += 1000
		}
	}
	got, err := FitPCA(m, 2, 1)
	if err != nil {
		t.Fatal(err)
	}
	for j, v := range want.Variances {
		if math.Abs(got.Variances[j]-v) > 1e-3*v {
			t.Errorf("variance %d: %v, near zero %v", j, got.Variances[j], v)
		}
	}
}

func TestPCAOfALine(t *testing.T) {
	m := blas32.General{Rows: 3, Cols: 2, Stride: 2, Data: []float32{0, 0, 3, 4, 6, 8}}
	p, err := FitPCA(m, 2, 1)
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

func TestPCARefusesWhatIsNotFinite(t *testing.T) {
	m := cloud(10, 3, 1)
	m.Data[4*m.Stride+2] = float32(math.NaN())
	var bad *ValueError
	if _, err := FitPCA(m, 2, 1); !errors.As(err, &bad) || *bad != (ValueError{4, 2}) {
		t.Errorf("%v", err)
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
	want, err := FitPCA(unitRows(m), 2, 1)
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

// change returns how far two lists of points are from each other, as a share of
// the size of the first.
func change(from, to []float32) float64 {
	var moved, size float64
	for i, v := range from {
		moved += float64(to[i]-v) * float64(to[i]-v)
		size += float64(v) * float64(v)
	}
	return math.Sqrt(moved / size)
}

func TestALiveMapMovesNoMoreThanItsRows(t *testing.T) {
	m := cloud(400, 10, 5)
	l := NewLive(10, 2, 1)
	var last []float32
	for range 30 {
		last = update(t, l, m, 1000)
	}
	// The two leading directions change places: a plain PCA would swap its axes.
	rng := rand.New(rand.NewPCG(9, 9))
	for round := range 40 {
		before := slices.Clone(m.Data)
		for i := range m.Rows {
			row := m.Data[i*m.Stride:][:m.Cols]
			for k := range row {
				row[k] += float32(rng.NormFloat64() * .02)
			}
			row[0] *= .98
			row[1] *= 1.02
		}
		now := update(t, l, m, 1000)
		if rows, points := change(before, m.Data), change(last, now); points > 2*rows {
			t.Errorf("round %d: the map moved by %.3f of its size, the rows by %.3f", round, points, rows)
		}
		last = now
	}
}

func TestALiveMapDoesNotFlipWithItsAxes(t *testing.T) {
	m := cloud(400, 10, 5)
	l := NewLive(10, 3, 1)
	for range 30 {
		update(t, l, m, 1000)
	}
	before := update(t, l, m, 1000)
	for name, disturb := range map[string]func(){
		"sign":  func() { vec.Scale(-1, l.basis.col(1)) },
		"order": func() { swap(l.basis.col(0), l.basis.col(2)) },
	} {
		disturb()
		if c := change(before, update(t, l, m, 1000)); c > 1e-3 {
			t.Errorf("another %s of the basis moved the map by %.4f of its size", name, c)
		}
	}
}

func swap(x, y []float32) {
	for i := range x {
		x[i], y[i] = y[i], x[i]
	}
}

func TestALiveMapKeepsItsSize(t *testing.T) {
	for _, raw := range []bool{false, true} {
		m := cloud(600, 10, 5)
		l := NewLive(10, 2, 1)
		l.Raw = raw
		for round := range 80 {
			if round < 40 {
				vec.Scale(1.05, m.Data) // seven times as long in the end
			}
			at := update(t, l, m, 1000)
			if round != 79 {
				continue
			}
			within := 0
			for i := range m.Rows {
				if math.Hypot(float64(at[2*i]), float64(at[2*i+1])) <= 1 {
					within++
				}
			}
			if share := float64(within) / 600; math.Abs(share-.9) > .02 {
				t.Errorf("raw %v: %.2f of the points lie within 1", raw, share)
			}
		}
	}
}

func TestALiveMapTakesMoreRows(t *testing.T) {
	m := cloud(400, 10, 5)
	few := m
	few.Rows = 300
	l := NewLive(10, 2, 1)
	for range 30 {
		update(t, l, few, 1000)
	}
	before := update(t, l, few, 1000)
	if _, err := l.Step(few, 64); err != nil {
		t.Fatal(err)
	}
	now := update(t, l, m, 64)
	if len(now) != 800 {
		t.Fatalf("%d coordinates of 400 points", len(now))
	}
	if c := change(before, now[:600]); c > .1 {
		t.Errorf("the first points moved by %.2f of the map's size", c)
	}
}

func TestALiveMapTakesRowsThatAreNotFinite(t *testing.T) {
	m := cloud(50, 5, 6)
	m.Data[3*m.Stride] = float32(math.Inf(1))
	clear(m.Data[4*m.Stride : 5*m.Stride])
	l := NewLive(5, 2, 1)
	for range 3 {
		at := update(t, l, m, 1000)
		for _, v := range at {
			if v-v != 0 {
				t.Fatal("a coordinate is not finite")
			}
		}
		if !slices.Equal(at[6:10], make([]float32, 4)) {
			t.Errorf("rows without a direction are at %v, not in the middle", at[6:10])
		}
	}
	zeros := blas32.General{Rows: 4, Cols: 5, Stride: 5, Data: make([]float32, 20)}
	update(t, NewLive(5, 2, 1), zeros, 10)
}

func ExampleFitPCA() {
	m := blas32.General{Rows: 4, Cols: 2, Stride: 2, Data: []float32{1, 1, 2, 2, 3, 3, 4, 4}}
	p, _ := FitPCA(m, 1, 1)
	fmt.Printf("%.2f %.2f\n", p.Axes.Data, p.Explained())
	// Output: [0.71 0.71] [1.00]
}

// wordlike returns rows whose variance falls as that of word vectors does.
func wordlike(rows, cols int) blas32.General {
	rng := rand.New(rand.NewPCG(7, 1))
	m := blas32.General{Rows: rows, Cols: cols, Stride: cols, Data: make([]float32, rows*cols)}
	for i := range m.Data {
		m.Data[i] = float32(rng.NormFloat64() / math.Sqrt(float64(1+i%cols)))
	}
	return m
}

func BenchmarkLive(b *testing.B) {
	m := wordlike(15000, 100)
	l := NewLive(100, 2, 1)
	for b.Loop() {
		for done := false; !done; {
			var err error
			if done, err = l.Step(m, m.Rows); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkPCA(b *testing.B) {
	for _, cols := range []int{100, 300} {
		m := wordlike(15000, cols)
		b.Run(fmt.Sprint(cols), func(b *testing.B) {
			for b.Loop() {
				if _, err := FitPCA(m, 2, 1); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkLeading measures the one piece of PCA that is not sliced.
func BenchmarkLeading(b *testing.B) {
	for _, d := range []int{64, exactDim} {
		c := newCovariance(make([]float32, d))
		m := wordlike(2*d, d)
		for i := range m.Rows {
			c.add(m.Data[i*d : (i+1)*d])
		}
		cov, _ := c.matrix()
		b.Run(fmt.Sprint(d), func(b *testing.B) {
			for b.Loop() {
				if _, _, err := vec.LeadingEigen(cov, 2); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Rows that the map can show whole are shown as they are: at unit length they would
// lie on a circle.
func TestLiveMapOfTheWhole(t *testing.T) {
	for _, test := range []struct{ dim, dimensions int }{{2, 2}, {3, 3}, {3, 2}} {
		p, err := New("live", test.dim, Settings{Dimensions: test.dimensions, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		if whole := p.(*Live).Raw; whole != (test.dim <= test.dimensions) {
			t.Errorf("%d dimensions of %d: as they are: %t", test.dimensions, test.dim, whole)
		}
	}
}
