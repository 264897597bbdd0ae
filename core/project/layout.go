package project

import (
	"fmt"
	"math"
	"math/rand/v2"
	"unsafe"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

// A layout is what maps of neighbours share: the search for the neighbours and
// their weights, a start, and rounds that move the points. After a Renew the
// search goes on beside the rounds, which go on with the old weights meanwhile.
type layout struct {
	s      Settings
	k      int
	kind   kind
	random *rand.PCG

	m      blas32.General
	points points
	found  neighbors

	search  course // for neighbours and weights
	course  course // of a round
	stale   bool   // the rows have changed since the search began
	finding bool   // a search is under way
	share   int    // things of it to do before the next round
	moving  bool   // a round is under way

	y      []float32 // n × k
	rounds int
	until  int
	frame  bool // coordinates are new
}

// A kind is what a layout differs in.
type kind interface {
	// neighbors returns how many of n rows count as a row's neighbours.
	neighbors(n int) int
	// weigh returns the first of the stages, on the layout's search, that make
	// weights of the neighbours.
	weigh(g *neighbors, end func(*graph) error) stage
	// take takes over new weights, when there are points.
	take(g *graph)
	// scale makes coordinates of a start as large as they should be.
	scale(y []float32)
	// round begins the stages of a round.
	round(c *course, end func() error)
	// weights stores those of the neighbours of a row that is to be placed.
	weights(w []float32, found []neighbor)
	// settle moves it from the middle of its neighbours to its place among points
	// y; i is its number.
	settle(at, y []float32, found []neighbor, w []float32, i uint64)
	// effort is what that costs on a map of n points, in units.
	effort(n int) float64
}

func (l *layout) init(s Settings, k kind) {
	l.s, l.k, l.kind = s, or(s.Dimensions, 2), k
	l.s.Metric = or(s.Metric, space.Cosine)
	l.points.metric = l.s.Metric
	l.random = rand.NewPCG(s.Seed, 0x7a9)
	l.until, l.stale = s.Rounds, true
}

// Dimensions returns how many coordinates a point has.
func (l *layout) Dimensions() int { return l.k }

// Coordinates returns n × k numbers.
func (l *layout) Coordinates() []float32 { return l.y }

// Rounds returns how many rounds have been done.
func (l *layout) Rounds() int { return l.rounds }

// GoOn adds rounds to those that are to be done.
func (l *layout) GoOn(rounds int) { l.until = max(l.until, l.rounds) + rounds }

// Settled says that all rounds are done, with the rows as they are.
func (l *layout) Settled() bool { return !l.stale && !l.finding && !l.moving && l.rounds >= l.until }

// Renew says that the rows have changed.
func (l *layout) Renew() { l.stale = true }

// Perturb moves the points at random, by amount times the map's own spread, and
// goes on for some rounds.
func (l *layout) Perturb(amount float64) {
	noise := rand.New(l.random)
	size := spreadOf(l.y, l.k)
	for i := range l.y {
		l.y[i] += float32(amount * size * noise.NormFloat64())
	}
	l.until = max(l.until, l.rounds+renewedRounds)
}

// Stage says what Step works on.
func (l *layout) Stage() Stage {
	if l.rounds == 0 && !l.moving {
		return Stage{or(l.search.id, "prepare"), l.search.next, l.search.n}
	}
	return Stage{"rounds", l.rounds, l.until}
}

// Step works on the map.
func (l *layout) Step(m blas32.General, units int) (bool, error) {
	if m.Rows < 2 || m.Cols < 1 {
		return false, fmt.Errorf("map: %d × %d numbers have no neighbours", m.Rows, m.Cols)
	}
	if m.Rows != l.m.Rows || m.Cols != l.m.Cols {
		l.stale, l.finding, l.share = true, false, 0
	}
	l.m, l.frame = m, false
	for left := float64(units); left > 0 && !l.frame && !l.Settled(); {
		spent, err := l.advance(left)
		if err != nil {
			return false, fmt.Errorf("map: %w", err)
		}
		left -= spent
	}
	return l.frame, nil
}

// advance does a part of a stage.
func (l *layout) advance(units float64) (float64, error) {
	if l.stale && !l.finding && !l.moving {
		l.stale, l.finding = false, true
		switch {
		case l.s.Whiten:
			l.whiten()
		case l.s.Sphere:
			l.sphere()
		default:
			l.search.begin(l.points.prepare(l.m, l.prepared))
		}
	}
	if ready := l.rounds > 0 || l.moving; l.finding && (l.share > 0 || !ready) {
		things := l.search.things(units)
		if ready {
			things = min(things, l.share)
		}
		spent, ended, err := l.search.step(things)
		if l.share -= things; ended {
			l.share = 0
		}
		return spent, err
	}
	if !l.moving {
		l.moving = true
		l.kind.round(&l.course, l.ended)
	}
	spent, _, err := l.course.step(l.course.things(units))
	return spent, err
}

// ended ends a round.
func (l *layout) ended() error {
	l.rounds++
	l.moving, l.frame = false, true
	if l.finding {
		const units = 5 // of search a point, about what a round takes
		l.share = l.search.things(units * float64(len(l.y)/l.k))
	}
	return nil
}

// prepared begins what follows when the rows have been taken over.
func (l *layout) prepared() error {
	if l.y == nil && l.s.Start == StartPCA {
		l.startWithPCA(l.neighbor)
		return nil
	}
	return l.neighbor()
}

// neighbor begins the search for neighbours.
func (l *layout) neighbor() error {
	n := l.points.x.Rows
	l.found = neighbors{}
	l.found.find(&l.search, &l.points, &l.points, l.kind.neighbors(n), func() error {
		l.search.begin(l.kind.weigh(&l.found, l.weighed))
		return nil
	})
	return nil
}

// weighed takes over the graph, which first may have to give the start.
func (l *layout) weighed(g *graph) error {
	begin := func() error {
		l.finding = false
		l.fit(g.rows())
		l.kind.take(g)
		if l.rounds > 0 {
			l.until = max(l.until, l.rounds+renewedRounds)
		} else {
			l.frame = true
		}
		return nil
	}
	switch n := g.rows(); {
	case l.y != nil:
		return begin()
	case l.s.Start == StartSpectral && n > smoothed && connected(g):
		spectral(&l.search, g, l.k, l.random, func(y []float32) error {
			l.y = y
			l.kind.scale(y)
			return begin()
		})
		return nil
	case l.s.Start == StartSpectral:
		l.startWithPCA(begin)
		return nil
	default:
		noise := rand.New(l.random)
		l.y = make([]float32, n*l.k)
		for i := range l.y {
			l.y[i] = float32(noise.NormFloat64())
		}
	}
	l.kind.scale(l.y)
	return begin()
}

// fit gives n points places: a new one the middle of its neighbours.
func (l *layout) fit(n int) {
	old := len(l.y) / l.k
	if n <= old {
		l.y = l.y[:n*l.k]
		return
	}
	noise := rand.New(l.random)
	little := .01 * spreadOf(l.y, l.k)
	l.y = append(l.y, make([]float32, (n-old)*l.k)...)
	for i := old; i < n; i++ {
		at := l.y[i*l.k : (i+1)*l.k]
		var count float32
		for _, to := range l.found.of(i) {
			if int(to.id) < old {
				count++
				for e, v := range l.y[int(to.id)*l.k:][:l.k] {
					at[e] += (v - at[e]) / count
				}
			}
		}
		for j := range at {
			at[j] += float32(little * noise.NormFloat64())
		}
	}
}

// pca begins the search for the leading axes of rows.
func (l *layout) pca(id string, m blas32.General, k int, sphere *Sphere, then func(*PCA) error) {
	p := NewPCA(k, l.s.Seed)
	p.Sphere = sphere
	var ended bool
	var err error
	const rows = 256
	l.search.begin(stage{id: id, n: 1, cost: rows, do: func(int, int) {
		ended, err = p.Step(m, rows)
	}, end: func() error {
		if err != nil {
			return err
		}
		if !ended {
			l.search.next = 0
			return nil
		}
		return then(p)
	}})
}

// whiten begins the search for the axes along which rows are made to vary alike,
// and takes the rows over after that.
func (l *layout) whiten() {
	var sphere *Sphere
	if l.s.Sphere {
		sphere = new(Sphere)
	}
	l.pca("prepare", l.m, min(l.m.Cols, exactDim), sphere, func(p *PCA) error {
		l.points.whiten, l.points.mean = Whiten(p), nil
		l.search.begin(l.points.prepare(l.m, l.prepared))
		return nil
	})
}

// sphere begins the search for the middle from which the rows are seen, and takes
// them over after that.
func (l *layout) sphere() {
	s, m := new(Sphere), l.m
	l.search.begin(stage{id: "prepare", n: m.Rows, do: func(from, to int) {
		for i := from; i < to; i++ {
			s.add(m.Data[i*m.Stride:][:m.Cols])
		}
	}, end: func() error {
		s.done()
		l.points.sphere, l.points.mean = s, nil
		l.search.begin(l.points.prepare(l.m, l.prepared))
		return nil
	}})
}

// startWithPCA begins the search for the start along the leading axes.
func (l *layout) startWithPCA(then func() error) {
	l.pca("start", l.points.x, l.k, nil, func(p *PCA) error {
		l.y = make([]float32, l.points.x.Rows*l.k)
		for i := range l.points.x.Rows { // there may be fewer axes than k
			copy(l.y[i*l.k:(i+1)*l.k], p.Coordinates()[i*p.k:(i+1)*p.k])
		}
		l.kind.scale(l.y)
		l.frame = true
		return then()
	})
}

// centre moves the middle of the map to 0, if it has one.
func (l *layout) centre() error {
	middle := middleOf(l.y, l.k)
	for _, v := range middle {
		if v-v != 0 {
			return fmt.Errorf("the points have flown apart in round %d: the rate is too high", l.rounds+1)
		}
	}
	for i := 0; i < len(l.y); i += l.k {
		for j := range l.k {
			l.y[i+j] -= float32(middle[j])
		}
	}
	return nil
}

func middleOf(y []float32, k int) (middle [3]float64) {
	for i := 0; i < len(y); i += k {
		for j, v := range y[i : i+k] {
			middle[j] += float64(v)
		}
	}
	for j := range middle {
		middle[j] /= float64(max(1, len(y)/k))
	}
	return middle
}

// spreadOf returns the standard deviation of the coordinates.
func spreadOf(y []float32, k int) float64 {
	middle := middleOf(y, k)
	var sum float64
	for i := 0; i < len(y); i += k {
		for j, v := range y[i : i+k] {
			d := float64(v) - middle[j]
			sum += d * d
		}
	}
	return math.Sqrt(sum / float64(max(1, len(y))))
}

// pairs and triples are points as arrays, which inner loops read with one check
// of bounds.
func pairs(y []float32) [][2]float32 {
	return unsafe.Slice((*[2]float32)(unsafe.Pointer(unsafe.SliceData(y))), len(y)/2)
}

func triples(y []float32) [][3]float32 {
	return unsafe.Slice((*[3]float32)(unsafe.Pointer(unsafe.SliceData(y))), len(y)/3)
}
