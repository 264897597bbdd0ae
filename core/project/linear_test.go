package project

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
	"nearspace/core/vec"
)

func TestDimensionsAreTheRowsOwn(t *testing.T) {
	m := cloud(30, 5, 1)
	p := NewDimensions([]int{4, 1}, space.Dot)
	finish(t, p, m, 7)
	for i := range m.Rows {
		row := m.Data[i*m.Stride:][:5]
		if !slices.Equal(p.Coordinates()[2*i:2*i+2], []float32{row[4], row[1]}) {
			t.Fatalf("row %d is at %v, want %v and %v", i, p.Coordinates()[2*i:2*i+2], row[4], row[1])
		}
	}
	if _, err := NewDimensions([]int{1, 5}, space.Dot).Step(m, 1); err == nil {
		t.Error("five dimensions have a sixth")
	}
}

func TestARandomProjectionKeepsDistancesOnAverage(t *testing.T) {
	m := blas32.General{Rows: 200, Cols: 60, Stride: 60, Data: scattered(200, 60, 1, 2)}
	p := NewRandomProjection(3, space.Dot, 1)
	finish(t, p, m, 1<<30)
	y := blas32.General{Rows: 200, Cols: 3, Stride: 3, Data: p.Coordinates()}
	var ratio float64
	for i := range 199 {
		a := exactDistance(space.Euclidean, m.Data[i*60:(i+1)*60], m.Data[(i+1)*60:(i+2)*60])
		b := exactDistance(space.Euclidean, y.Data[i*3:(i+1)*3], y.Data[(i+1)*3:(i+2)*3])
		ratio += b * b / (a * a) / 199
	}
	if want := 3. / 60; math.Abs(ratio/want-1) > .2 {
		t.Errorf("squared distances are %.4f of what they were, want %.4f", ratio, want)
	}
}

func TestAxesBetweenWords(t *testing.T) {
	m := blas32.General{Rows: 5, Cols: 3, Stride: 3, Data: []float32{
		3, 0, 0, // queen
		0, 2, 0, // man
		1, 0, 0, // woman
		0, 0, 4, // apple
		1, 1, 0,
	}}
	s := space.New("words", space.Input, make([]string, 5), m)
	p := NewAxes(s, []Poles{{From: []int{2}, To: []int{1}}, {From: []int{1}, To: []int{3}}})
	finish(t, p, m, 1)
	h := float32(math.Sqrt(.5))
	want := []float32{-h, 0, h, -h, -h, 0, 0, h, 0, -.5}
	for i, v := range p.Coordinates() {
		if math.Abs(float64(v-want[i])) > 1e-6 {
			t.Fatalf("%v, want %v", p.Coordinates(), want)
		}
	}
	m.Data[3], m.Data[4] = 0, -2 // man turns round, and the axes with it
	p.Renew()
	if p.Settled() {
		t.Error("the map rests though rows have changed")
	}
	finish(t, p, m, 2)
	if got := p.Coordinates()[2]; math.Abs(float64(got-h)) > 1e-6 {
		t.Errorf("man is at %v along the axis to it, want %v", got, h)
	}
	if _, err := NewAxes(s, []Poles{{From: []int{1}, To: []int{1}}, {}}).Step(m, 1); err == nil {
		t.Error("there is an axis from a word to itself")
	}
}

// The ratios of the variance between the kinds of iris and within are known.
func TestDiscriminantsOfIris(t *testing.T) {
	m, labels := iris(t)
	p := NewDiscriminants(labels, 3, space.Dot)
	finish(t, p, m, 11)
	y := p.Coordinates()
	for j, want := range []float64{32.1919, .28539} {
		var mean [3]float64
		var all, between, within float64
		for i, c := range labels {
			mean[c] += float64(y[3*i+j]) / 50
			all += float64(y[3*i+j]) / 150
		}
		for i, c := range labels {
			d := float64(y[3*i+j]) - mean[c]
			within += d * d
			between += (mean[c] - all) * (mean[c] - all)
		}
		if got := between / within; math.Abs(got/want-1) > .01 {
			t.Errorf("axis %d: between and within the kinds are as %.4f, want %.4f", j, got, want)
		}
		if v := within / 149; math.Abs(v-1) > .05 {
			t.Errorf("axis %d: the variance within is %.4f", j, v)
		}
	}
	for i := range m.Rows {
		if y[3*i+2] != 0 {
			t.Fatal("three kinds have a third axis")
		}
	}
	for i := range labels {
		labels[i] = min(labels[i], 0)
	}
	if _, err := NewDiscriminants(labels, 2, space.Dot).Step(m, 1); err == nil {
		t.Error("one kind is told apart")
	}
}

func TestDiscriminantsOfMoreDimensionsThanRows(t *testing.T) {
	m, labels := groups(30, 40, 3)
	labels[7] = -1
	p := NewDiscriminants(labels, 2, space.Euclidean)
	finish(t, p, m, 1<<30)
	if got := tightness(p.Coordinates(), 2, labels); !(got < .2) {
		t.Errorf("classes have the tightness %.2f", got)
	}
}

func TestLinearMapsDoNotDependOnSlices(t *testing.T) {
	m, labels := groups(300, 9, 4)
	for name, begin := range map[string]func() Projection{
		"random":        func() Projection { return NewRandomProjection(2, "", 1) },
		"discriminants": func() Projection { return NewDiscriminants(labels, 2, Correlation) },
		"live":          func() Projection { return NewLive(9, 2, 1) },
		"pca":           func() Projection { return NewPCA(2, 1) },
	} {
		sameInSlices(t, name, m, begin)
	}
}

func TestLoadings(t *testing.T) {
	m, _ := iris(t)
	p, err := FitPCA(m, 4, 1)
	if err != nil {
		t.Fatal(err)
	}
	for j, want := range []float64{.92461872, .05306648, .01710261, .00521218} {
		if got := p.Explained()[j]; math.Abs(got-want) > 1e-5 {
			t.Errorf("axis %d explains %v, want %v", j, got, want)
		}
	}
	// All loadings of a dimension make up its variance.
	l := p.Loadings()
	for d, want := range []float64{.685694, .189979, 3.116278, .581006} {
		var sum float64
		for j := range 4 {
			v := float64(l.Data[j*l.Stride+d])
			sum += v * v
		}
		if math.Abs(sum-want) > 1e-4 {
			t.Errorf("dimension %d has the variance %v, want %v", d, sum, want)
		}
	}
}

func TestWhatLiesAlongAnAxis(t *testing.T) {
	// Rows along a line, whose second dimension is twice the first.
	m := blas32.General{Rows: 7, Cols: 3, Stride: 3, Data: make([]float32, 21)}
	for i, x := range []float32{3, -1, 0, 5, -4, 1, 2} {
		m.Data[3*i], m.Data[3*i+1] = x, 2*x
	}
	p, err := FitPCA(m, 2, 1)
	if err != nil {
		t.Fatal(err)
	}
	if low, high := p.Ends(0, 2); !slices.Equal(low, []int{4, 1}) || !slices.Equal(high, []int{3, 0}) {
		t.Errorf("at the ends are the rows %d and %d", low, high)
	}
	if low, high := p.Ends(0, 9); len(low) != 3 || len(high) != 3 {
		t.Errorf("of 7 rows %d and %d are at the ends", len(low), len(high))
	}
	dimensions, loadings := p.Leads(0, 2)
	if !slices.Equal(dimensions, []int{1, 0}) || math.Abs(float64(loadings[0]/loadings[1])-2) > 1e-5 {
		t.Errorf("dimensions %d load by %v", dimensions, loadings)
	}
}

func TestOtherComponents(t *testing.T) {
	m, _ := iris(t)
	all, err := FitPCA(m, 4, 1)
	if err != nil {
		t.Fatal(err)
	}
	p := NewComponents([]int{3, 1}, 1)
	finish(t, p, m, 40)
	for i := range m.Rows {
		at := all.Coordinates()[4*i:]
		if !slices.Equal(p.Coordinates()[2*i:2*i+2], []float32{at[3], at[1]}) {
			t.Fatalf("row %d is at %v, want %v and %v", i, p.Coordinates()[2*i:2*i+2], at[3], at[1])
		}
	}
	if p.Dimensions() != 2 {
		t.Errorf("%d dimensions", p.Dimensions())
	}
	if shares := all.Explained(); !slices.Equal(p.Explained(), []float64{shares[3], shares[1]}) {
		t.Errorf("explained %v, want the last and the second of %v", p.Explained(), shares)
	}
}

// The covariance of the places is the identity, whichever axes are shown; an axis along
// which the rows do not vary is no more than it was.
func TestSpheredComponentsHaveTheIdentityAsCovariance(t *testing.T) {
	m, _ := iris(t)
	for _, columns := range [][]int{{0, 1}, {3, 1}, {0, 1, 2}} {
		p, err := New("pca", 4, Settings{Dimensions: len(columns), Columns: columns, Whiten: true})
		if err != nil {
			t.Fatal(err)
		}
		finish(t, p, m, 40)
		k := p.Dimensions()
		c := newCovariance(make([]float32, k))
		for i := range m.Rows {
			c.add(p.Coordinates()[i*k : (i+1)*k])
		}
		cov, _ := c.matrix()
		for i := range k {
			for j := range k {
				if want := float64(1 - min(1, (i-j)*(i-j))); math.Abs(cov.Data[i*k+j]-want) > 1e-4 {
					t.Errorf("axes %v: covariance %v at %d, %d, want %v", columns, cov.Data[i*k+j], i, j, want)
				}
			}
		}
	}
	line := blas32.General{Rows: 3, Cols: 2, Stride: 2, Data: []float32{1, 5, 2, 5, 3, 5}}
	p := NewComponents([]int{0, 1}, 1)
	p.Whitened = true
	finish(t, p, line, 3)
	for i := range line.Rows {
		if y := p.Coordinates()[2*i+1]; y != 0 {
			t.Errorf("row %d is at %v along an axis that the rows do not have", i, y)
		}
	}
}

// Nine of ten normal points of a plane lie within √(2·ln 10) of the middle.
func TestReach(t *testing.T) {
	y := scattered(5000, 2, 3, 1)
	for i := range y {
		y[i] += 100
	}
	if got, want := Reach(y, 2), 3*math.Sqrt(2*math.Ln10); math.Abs(got/want-1) > .03 {
		t.Errorf("%v, want %v", got, want)
	}
	if got := Reach(nil, 2); got != 0 {
		t.Errorf("no points reach %v far", got)
	}
}

func TestNew(t *testing.T) {
	m, labels := groups(60, 5, 3)
	s := space.New("rows", space.Input, make([]string, 60), m)
	for _, method := range All().Methods() {
		for _, k := range []int{2, 3} {
			settings := Settings{Dimensions: k, Rounds: 50, Labels: labels, Space: s}
			for range k {
				settings.Poles = append(settings.Poles, Poles{[]int{0}, []int{1}})
			}
			p, err := New(method.ID, 5, settings)
			if err != nil {
				t.Fatalf("%s: %v", method.ID, err)
			}
			for frames := 0; frames < 3 && !p.Settled(); {
				frame, err := p.Step(m, 100)
				if err != nil {
					t.Fatalf("%s: %v", method.ID, err)
				}
				if frame {
					frames++
				}
			}
			if p.Dimensions() != k || len(p.Coordinates()) != 60*k {
				t.Errorf("%s: %d coordinates of %d dimensions", method.ID, len(p.Coordinates()), p.Dimensions())
			}
		}
	}
	for _, c := range []struct {
		method string
		s      Settings
		want   string
	}{
		{"mds", Settings{}, "method"},
		{"umap", Settings{Dimensions: 4}, "dimensions"},
		{"tsne", Settings{Perplexity: 1}, "perplexity"},
		{"tsne", Settings{Rate: math.NaN()}, "rate"},
		{"umap", Settings{Neighbors: 1}, "neighbors"},
		{"umap", Settings{Start: "left"}, "start"},
		{"random", Settings{Metric: "taxi"}, "metric"},
		{"axes", Settings{}, "poles"},
		{"pca", Settings{Columns: []int{0, 5}}, "columns"},
		{"dimensions", Settings{Columns: []int{0, 1, 2}}, "columns"},
	} {
		_, err := New(c.method, 5, c.s)
		if e, ok := err.(*SettingError); !ok || e.Name != c.want {
			t.Errorf("%s %+v: %v, want an error of %s", c.method, c.s, err, c.want)
		}
	}
}

func ExampleNew() {
	m := blas32.General{Rows: 4, Cols: 3, Stride: 3, Data: []float32{1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1}}
	p, err := New("dimensions", 3, Settings{Metric: space.Dot, Columns: []int{0, 2}})
	if err != nil {
		panic(err)
	}
	for !p.Settled() {
		if _, err := p.Step(m, 100); err != nil {
			panic(err)
		}
	}
	fmt.Println(p.Coordinates())
	// Output: [1 0 0 0 0 1 1 1]
}

// An axis without poles is the first principal component of what the others leave.
func TestAnAxisBesidesOthers(t *testing.T) {
	const d = 6
	m := wordlike(400, d)
	for i := range m.Rows {
		row := m.Data[i*m.Stride:][:d]
		for k := range row {
			row[k] *= []float32{9, 1, 5, 1, .5, 3}[k] // before they are at unit length
		}
	}
	labels := make([]string, m.Rows)
	s := space.New("words", space.Input, labels, m)
	p := NewAxes(s, []Poles{{}, {From: []int{3}, To: []int{5}}})
	for !p.Settled() {
		if _, err := p.Step(m, 1000); err != nil {
			t.Fatal(err)
		}
	}
	free, given := p.Axes.Data[:d], p.Axes.Data[d:]
	if dot := vec.Dot(free, given); math.Abs(float64(dot)) > 1e-4 {
		t.Errorf("the axes' product is %v", dot)
	}
	spread := func(axis []float32) float64 {
		var sum, squares float64
		for i := range m.Rows {
			row := m.Data[i*m.Stride:][:d]
			v := float64(vec.Dot(row, axis)) / float64(vec.Norm(row))
			sum, squares = sum+v, squares+v*v
		}
		return squares - sum*sum/float64(m.Rows)
	}
	most := spread(free)
	for k := range d { // no direction at right angles to the given one spreads more
		axis := make([]float32, d)
		axis[k] = 1
		remove(axis, [][]float32{given})
		vec.Scale(1/vec.Norm(axis), axis)
		if got := spread(axis); got > most*(1+1e-4) {
			t.Errorf("direction %d spreads %v, the axis %v", k, got, most)
		}
	}
}
