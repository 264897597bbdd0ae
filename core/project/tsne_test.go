package project

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

// finish drives a projection to its end.
func finish(t testing.TB, p Projection, m blas32.General, units int) {
	t.Helper()
	for !p.Settled() {
		if _, err := p.Step(m, units); err != nil {
			t.Fatal(err)
		}
	}
}

// run does all stages of a course.
func run(t testing.TB, begin func(c *course, end func() error)) {
	t.Helper()
	var c course
	done := false
	begin(&c, func() error { done = true; return nil })
	for !done {
		if _, _, err := c.step(3); err != nil {
			t.Fatal(err)
		}
	}
}

// scattered returns points of a map.
func scattered(n, k int, size float64, seed uint64) []float32 {
	rng := rand.New(rand.NewPCG(seed, 5))
	y := make([]float32, n*k)
	for i := range y {
		y[i] = float32(size * rng.NormFloat64())
	}
	return y
}

// dense returns the graph of a symmetric matrix.
func dense(p [][]float64) *graph {
	g := &graph{start: []int32{0}}
	for _, row := range p {
		for j, v := range row {
			if v != 0 {
				g.cols, g.values = append(g.cols, int32(j)), append(g.values, float32(v))
			}
		}
		g.start = append(g.start, int32(len(g.cols)))
	}
	return g
}

// divergence is KL(P‖Q) as it is written down, in double precision.
func divergence(p [][]float64, y []float64, k int) (loss float64) {
	n := len(p)
	w := make([][]float64, n)
	var z float64
	for i := range n {
		w[i] = make([]float64, n)
		for j := range n {
			if i != j {
				square := 0.
				for e := range k {
					square += (y[i*k+e] - y[j*k+e]) * (y[i*k+e] - y[j*k+e])
				}
				w[i][j] = 1 / (1 + square)
				z += w[i][j]
			}
		}
	}
	for i := range n {
		for j := range n {
			if p[i][j] > 0 {
				loss += p[i][j] * math.Log(p[i][j]*z/w[i][j])
			}
		}
	}
	return loss
}

// gradient returns that of t at y, and its loss, by one round of its own.
func gradient(t *testing.T, p [][]float64, y []float64, k int) (g []float64, loss float64) {
	s := NewTSNE(Settings{Dimensions: k, Forces: ForcesExact})
	for _, v := range y {
		s.y = append(s.y, float32(v))
	}
	s.take(dense(p))
	s.rounds = 1000*lossRounds - 1 // neither exaggerated nor without a loss
	run(t, func(c *course, end func() error) { s.round(c, end) })
	for i := range y {
		g = append(g, 4*(float64(s.attract[i])-float64(s.repel[i])/s.z))
	}
	return g, s.Loss()
}

func TestTheGradientIsThatOfTheDivergence(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	for _, k := range []int{2, 3} {
		for _, n := range []int{4, 9} {
			p, sum := make([][]float64, n), 0.
			for i := range p {
				p[i] = make([]float64, n)
				for j := range i {
					p[i][j] = rng.Float64()
					p[j][i] = p[i][j]
					sum += 2 * p[i][j]
				}
			}
			for i := range p {
				for j := range p {
					p[i][j] /= sum
				}
			}
			y := make([]float64, n*k)
			for i := range y {
				y[i] = rng.NormFloat64()
			}
			got, loss := gradient(t, p, y, k)
			if want := divergence(p, y, k); math.Abs(loss-want) > 1e-5 {
				t.Errorf("%d points of %d: loss %v, want %v", n, k, loss, want)
			}
			const h = 1e-5
			for i := range y {
				at := y[i]
				y[i] = at + h
				above := divergence(p, y, k)
				y[i] = at - h
				want := (above - divergence(p, y, k)) / (2 * h)
				y[i] = at
				if math.Abs(got[i]-want) > 1e-5 {
					t.Errorf("%d points of %d: gradient %d is %v, want %v", n, k, i, got[i], want)
				}
			}
		}
	}
}

// On a square of side 1 the affinities of its own points are 1/2 along a side
// and 1/3 across, of 4·(2·1/2 + 1/3) = 16/3 in all.
func TestFourPointsAtTheirAffinitiesRest(t *testing.T) {
	y := []float64{0, 0, 1, 0, 1, 1, 0, 1}
	const side, across = 3. / 32, 1. / 16
	p := [][]float64{{0, side, across, side}, {side, 0, side, across}, {across, side, 0, side}, {side, across, side, 0}}
	got, loss := gradient(t, p, y, 2)
	for i, v := range got {
		if math.Abs(v) > 1e-6 {
			t.Errorf("gradient %d is %v", i, v)
		}
	}
	if math.Abs(loss) > 1e-6 {
		t.Errorf("loss %v", loss)
	}
	// Twice as large, 1/(1+d²) is 1/5 and 1/9: q along a side is 9/92.
	for i := range y {
		y[i] *= 2
	}
	got, _ = gradient(t, p, y, 2)
	// 4·((side−9/92)·(−2)/5 + (across−5/92)·(−2)/9) for the first coordinate.
	if want := 4 * ((side-9./92)*-2/5 + (across-5./92)*-2/9); math.Abs(got[0]-want) > 1e-6 {
		t.Errorf("gradient %v, want %v", got[0], want)
	}
}

func repulsionOf(t testing.TB, r repulsion, y []float32, k int) (force []float32, z float64) {
	t.Helper()
	force = make([]float32, len(y))
	run(t, func(c *course, end func() error) {
		r.begin(c, y, force, k, func(sum float64) error { z = sum; return end() })
	})
	return force, z
}

func TestForcesAgreeWithTheExactOnes(t *testing.T) {
	for _, c := range []struct {
		name   string
		r      repulsion
		k      int
		force  float64 // bound for each
		z      float64
		places []float64
	}{
		{"grid", &gridRepulsion{}, 2, .02, .001, []float64{1e-4, .1, .7, 3, 20}},
		{"tree", &treeRepulsion{angle: .5}, 2, .03, .015, []float64{1e-4, .1, 3, 60}},
		{"octree", &treeRepulsion{angle: .5}, 3, .03, .015, []float64{1e-4, .1, 3, 60}},
		{"whole tree", &treeRepulsion{angle: 1e-3}, 3, 1e-5, 1e-5, []float64{1e-4, 3}},
	} {
		for _, size := range c.places {
			y := scattered(1000, c.k, size, 1)
			copy(y[c.k:2*c.k], y[:c.k]) // two in one place
			want, z := repulsionOf(t, exactRepulsion{}, y, c.k)
			got, gotZ := repulsionOf(t, c.r, y, c.k)
			if off := change(want, got); off > c.force || math.Abs(gotZ/z-1) > c.z {
				t.Errorf("%s: of size %g: forces are off by %.4f, z by %.5f", c.name, size, off, gotZ/z-1)
			}
		}
	}
}

func TestAFieldIsTheSumOverAllCells(t *testing.T) {
	f, err := newField(fieldSides[0])
	if err != nil {
		t.Fatal(err)
	}
	const h = .4
	k := func(square float64) float64 { return 1 / (1 + square) }
	run(t, func(c *course, end func() error) { f.spectrum(c, h, k, end) })
	// A charge on a grid point, spread by the spline there, and the potential
	// gathered alike.
	w := spline(0)
	around := func(a, b int, do func(cell int, w float32)) {
		for i, u := range w {
			for j, v := range w {
				if u*v != 0 {
					do((a+i-2)*f.side+b+j-2, u*v)
				}
			}
		}
	}
	put := func(a, b int, charge float32) {
		around(a, b, func(cell int, w float32) { f.density[cell] += charge * w })
	}
	put(5, 7, 2)
	put(50, 60, -1)
	run(t, func(c *course, end func() error) { f.convolve(c, end) })
	for _, at := range [][2]int{{5, 7}, {5, 8}, {50, 60}, {3, 3}, {60, 3}, {30, 40}} {
		var got float64
		around(at[0], at[1], func(cell int, w float32) { got += float64(w * f.potential[cell]) })
		square := func(a, b int) float64 { return h * h * float64((at[0]-a)*(at[0]-a)+(at[1]-b)*(at[1]-b)) }
		if want := 2*k(square(5, 7)) - k(square(50, 60)); math.Abs(got-want) > 5e-4 {
			t.Errorf("the potential at %v is %v, want %v", at, got, want)
		}
	}
}

func TestPerplexity(t *testing.T) {
	distances := func(d ...float32) (found []neighbor) {
		for _, v := range d {
			found = append(found, neighbor{distance: v})
		}
		return found
	}
	rng := rand.New(rand.NewPCG(1, 1))
	many := make([]float32, 90)
	for i := range many {
		many[i] = 5 + rng.Float32()
	}
	for _, c := range []struct {
		name       string
		found      []neighbor
		perplexity float64
	}{
		{"many", distances(many...), 30},
		{"of far rows", distances(1e4, 1.1e4, 1.2e4, 1.3e4), 2.5},
		{"of near rows", distances(1e-5, 1.1e-5, 1.2e-5, 1.3e-5), 2.5},
		{"with one in the same place", distances(0, 1, 2, 3, 4), 2},
	} {
		for _, metric := range []space.Metric{space.Euclidean, space.Cosine} {
			p := make([]float32, len(c.found))
			newConditional(metric, len(p)).add(p, c.found, c.perplexity, 1)
			var h, sum float64
			for _, v := range p {
				if v > 0 {
					h -= float64(v) * math.Log(float64(v))
				}
				sum += float64(v)
			}
			if math.Abs(math.Exp(h)-c.perplexity) > 1e-3 || math.Abs(sum-1) > 1e-5 {
				t.Errorf("%s, %s: perplexity %v and sum %v", c.name, metric, math.Exp(h), sum)
			}
		}
	}
	p := make([]float32, 4)
	newConditional(space.Euclidean, 4).add(p, distances(2, 2, 2, 2), 2, 1)
	if !slices.Equal(p, []float32{.25, .25, .25, .25}) {
		t.Errorf("equally far rows have %v", p)
	}
}

func TestTSNEDoesNotDependOnSlices(t *testing.T) {
	m := cloud(250, 9, 1)
	for _, s := range []Settings{
		{Rounds: 15, Forces: ForcesExact, Whiten: true},
		{Rounds: 15, Forces: ForcesTree, Dimensions: 3, Start: StartRandom},
		{Rounds: 15, Forces: ForcesExact, Sphere: true},
		{Rounds: 15, Forces: ForcesGrid, Start: StartSpectral, Perplexity: 80, SecondPerplexity: 10},
	} {
		sameInSlices(t, fmt.Sprintf("%+v", s), m, func() Projection { return NewTSNE(s) })
	}
}

// sameInSlices holds a projection that is driven at once against one in small
// slices, before and after its rows have changed.
func sameInSlices(t *testing.T, name string, m blas32.General, begin func() Projection) {
	t.Helper()
	whole, sliced := begin(), begin()
	for range 2 {
		finish(t, whole, m, 1<<40)
		finish(t, sliced, m, 7)
		if !slices.Equal(whole.Coordinates(), sliced.Coordinates()) {
			t.Errorf("%s: slices of 7 units give another map", name)
		}
		whole.Renew()
		sliced.Renew()
	}
}

func trust(t testing.TB, m blas32.General, metric space.Metric, p Projection, k int) float64 {
	t.Helper()
	j, err := NewJudge(m, metric, p.Coordinates(), p.Dimensions(), k, true)
	if err != nil {
		t.Fatal(err)
	}
	for done := false; !done; {
		if done, err = j.Step(1 << 30); err != nil {
			t.Fatal(err)
		}
	}
	return j.Result().Trust
}

func TestTSNEOfFiftyPoints(t *testing.T) {
	m := blas32.General{Rows: 50, Cols: 5, Stride: 5, Data: scattered(50, 5, 1, 8)}
	for _, s := range []Settings{{}, {Start: StartRandom}, {Dimensions: 3}, {Forces: ForcesTree}} {
		s.Metric, s.Perplexity = space.Euclidean, 10
		p := NewTSNE(s)
		finish(t, p, m, 1<<30)
		if got := trust(t, m, space.Euclidean, p, 5); got < .85 {
			t.Errorf("%+v: trustworthiness %.3f", s, got)
		}
		if l := p.Loss(); !(l > 0 && l < 1) {
			t.Errorf("%+v: loss %v", s, l)
		}
	}
}

// groups returns rows around a few middles, and which.
func groups(rows, cols, n int) (blas32.General, []int32) {
	m := blas32.General{Rows: rows, Cols: cols, Stride: cols, Data: scattered(rows, cols, 1, 3)}
	middles := scattered(n, cols, 6, 4)
	labels := make([]int32, rows)
	for i := range rows {
		labels[i] = int32(i % n)
		for j := range cols {
			m.Data[i*cols+j] += middles[i%n*cols+j]
		}
	}
	return m, labels
}

// jump returns the largest distance that a point has moved, as a share of the
// map's spread.
func jump(before, after []float32, k int) (far float64) {
	for i := 0; i < len(before); i += k {
		var square float64
		for j := range k {
			d := float64(after[i+j] - before[i+j])
			square += d * d
		}
		far = max(far, math.Sqrt(square))
	}
	return far / spreadOf(before, k)
}

func TestTrainingMovesTheMapWithoutJumps(t *testing.T) {
	for name, begin := range map[string]func() Projection{
		"t-SNE": func() Projection { return NewTSNE(Settings{Metric: space.Euclidean, Rounds: 400}) },
		"UMAP":  func() Projection { return NewUMAP(Settings{Metric: space.Euclidean}) },
	} {
		m, _ := groups(250, 8, 5)
		p := begin()
		finish(t, p, m, 1<<30)
		rng := rand.New(rand.NewPCG(6, 6))
		for range 5 {
			for i := range m.Data {
				m.Data[i] += float32(.1 * rng.NormFloat64())
			}
			p.Renew()
			frames := 0
			for !p.Settled() && frames < 60 {
				before := slices.Clone(p.Coordinates())
				frame, err := p.Step(m, 1000)
				if err != nil {
					t.Fatal(err)
				}
				if far := jump(before, p.Coordinates(), 2); far > .5 {
					t.Fatalf("%s: a point jumps by %.2f of the map", name, far)
				}
				if frame {
					frames++
				}
			}
			if frames < 60 {
				t.Errorf("%s: the map rests after %d rounds", name, frames)
			}
		}
		finish(t, p, m, 1<<30)
		if got := trust(t, m, space.Euclidean, p, 10); got < .9 {
			t.Errorf("%s: trustworthiness %.3f after training", name, got)
		}
	}
}

// distanceTo returns how far a place is from the middle of a class.
func distanceTo(at, y []float32, k int, labels []int32, class int32) float64 {
	middle, count := make([]float64, k), 0.
	for i, l := range labels[:len(y)/k] {
		if l == class {
			count++
			for j := range k {
				middle[j] += float64(y[i*k+j])
			}
		}
	}
	var square float64
	for j, v := range at {
		d := float64(v) - middle[j]/count
		square += d * d
	}
	return math.Sqrt(square)
}

func TestFurtherRows(t *testing.T) {
	all, labels := groups(420, 8, 3)
	few := all
	few.Rows = 400
	more := part(all, 400, 20)
	for name, begin := range map[string]func() interface {
		Projection
		Place(blas32.General) (*Placement, error)
	}{
		"t-SNE": func() interface {
			Projection
			Place(blas32.General) (*Placement, error)
		} {
			return NewTSNE(Settings{Metric: space.Euclidean, Rounds: 400, Dimensions: 3})
		},
		"UMAP": func() interface {
			Projection
			Place(blas32.General) (*Placement, error)
		} {
			return NewUMAP(Settings{Metric: space.Euclidean})
		},
	} {
		p := begin()
		if _, err := p.Place(more); err == nil {
			t.Errorf("%s: rows are placed on no map", name)
		}
		finish(t, p, few, 1<<30)
		k := p.Dimensions()
		before := slices.Clone(p.Coordinates())
		placement, err := p.Place(more)
		if err != nil {
			t.Fatal(err)
		}
		for done := false; !done; {
			if done, err = placement.Step(100); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(before, p.Coordinates()) {
			t.Errorf("%s: placing has moved the map", name)
		}
		inTheirClass := func(y []float32) {
			t.Helper()
			for i := range more.Rows {
				at := y[i*k : (i+1)*k]
				own := distanceTo(at, before, k, labels, labels[400+i])
				for class := range int32(3) {
					if class != labels[400+i] && distanceTo(at, before, k, labels, class) < 2*own {
						t.Fatalf("%s: row %d is placed at %v, %.1f from the middle of its class", name, i, at, own)
					}
				}
			}
		}
		inTheirClass(placement.Coordinates())
		// The same rows as rows of the map.
		for len(p.Coordinates()) < 420*k {
			if _, err := p.Step(all, 100); err != nil {
				t.Fatal(err)
			}
		}
		if far := jump(before, p.Coordinates()[:400*k], k); far > 1 {
			t.Errorf("%s: twenty more rows move the map by %.2f", name, far)
		}
		inTheirClass(p.Coordinates()[400*k:])
		finish(t, p, few, 1<<30)
		if len(p.Coordinates()) != 400*k {
			t.Errorf("%s: %d coordinates after rows have gone", name, len(p.Coordinates()))
		}
	}
}

// tightness is the mean distance within classes as a share of that between.
func tightness(y []float32, k int, labels []int32) float64 {
	var within, between, n, m float64
	for i := range labels {
		for j := range i {
			var square float64
			for e := range k {
				d := float64(y[i*k+e] - y[j*k+e])
				square += d * d
			}
			if labels[i] == labels[j] {
				within += math.Sqrt(square)
				n++
			} else {
				between += math.Sqrt(square)
				m++
			}
		}
	}
	return within / n / (between / m)
}

func TestSupervisionTakesClassesApart(t *testing.T) {
	m := blas32.General{Rows: 200, Cols: 5, Stride: 5, Data: scattered(200, 5, 1, 8)}
	labels := make([]int32, 200)
	for i := range labels {
		labels[i] = int32(i % 2)
	}
	for name, begin := range map[string]func(Settings) Projection{
		"t-SNE": func(s Settings) Projection { return NewTSNE(s) },
		"UMAP":  func(s Settings) Projection { return NewUMAP(s) },
	} {
		free, taught := begin(Settings{Rounds: 300}), begin(Settings{Rounds: 300, Labels: labels, Supervision: .9})
		finish(t, free, m, 1<<30)
		finish(t, taught, m, 1<<30)
		a, b := tightness(free.Coordinates(), 2, labels), tightness(taught.Coordinates(), 2, labels)
		if a < .9 || b > .8*a {
			t.Errorf("%s: classes at random have the tightness %.2f, supervised %.2f", name, a, b)
		}
		apart := begin(Settings{Rounds: 20, Labels: labels, Supervision: 1, Dimensions: 3})
		finish(t, apart, m, 1<<30)
		for _, v := range apart.Coordinates() {
			if v-v != 0 {
				t.Fatalf("%s: a coordinate is %v when classes have nothing in common", name, v)
			}
		}
		none := begin(Settings{Rounds: 300, Labels: labels})
		finish(t, none, m, 1<<30)
		if !slices.Equal(none.Coordinates(), free.Coordinates()) {
			t.Errorf("%s: labels count without supervision", name)
		}
	}
}

func TestPerturbAndGoOn(t *testing.T) {
	m, _ := groups(200, 8, 3)
	p := NewTSNE(Settings{Rounds: 300})
	finish(t, p, m, 1<<30)
	before := slices.Clone(p.Coordinates())
	p.Perturb(.1)
	if far := jump(before, p.Coordinates(), 2); far < .1 || far > 1 {
		t.Errorf("perturbed by .1, the map has moved by %.2f", far)
	}
	finish(t, p, m, 1<<30)
	rounds := p.Rounds()
	if p.GoOn(10); p.Settled() {
		t.Error("it does not go on")
	}
	finish(t, p, m, 1<<30)
	if p.Rounds() != rounds+10 {
		t.Errorf("%d rounds after 10 more than %d", p.Rounds(), rounds)
	}
}

func float64s(x []float32) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}

func TestARateThatIsTooHighIsAnError(t *testing.T) {
	m, _ := groups(200, 8, 3)
	for _, forces := range []string{ForcesExact, ForcesTree, ForcesGrid} {
		p := NewTSNE(Settings{Rate: 1e30, Forces: forces})
		var err error
		for err == nil && !p.Settled() {
			_, err = p.Step(m, 1<<30)
		}
		if err == nil {
			t.Errorf("%s: the map settles", forces)
		}
	}
}
