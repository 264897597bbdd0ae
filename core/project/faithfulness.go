package project

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

// A Faithfulness is how far a map of n points can be trusted, judged by the k
// nearest of each. With r the rank of a row among the others by nearness to row
// i, 1 the nearest,
//
//	Trust      = 1 − 2/(k·(2n−3k−1))·Σ r−k over those near i on the map but not in the space, r in the space
//	Continuity = the same with map and space exchanged
//	Preserved  = share of the k nearest in the space that are so on the map
//	Shepard    = Spearman's correlation of distances in the space and on the map
//
// each for a point, and as the mean over points. Trust falls when the map shows
// neighbours that are none, continuity when it tears neighbours apart.
//
// Venna and Kaski, "Neighborhood preservation in nonlinear projection methods",
// 2001.
type Faithfulness struct {
	K                                     int
	Looked                                int      // points that were judged
	Trust, Continuity, Preserved, Shepard float64  // over them; Shepard of all their pairs
	PerPoint                              []Judged // of all n; NaN of a point that was not looked at
}

// Judged is the faithfulness of one point.
type Judged struct{ Trust, Continuity, Preserved, Shepard float32 }

// A Judge finds the faithfulness of a map in slices.
type Judge struct {
	result      Faithfulness
	course      course
	rows, drawn points
	looked      []int32 // points to judge
	done        bool

	scores    [2][]float32 // of a block of points with all: space, map
	best      [2]nearest
	rng       *rand.Rand
	distances [2][]float64 // of pairs of all points
}

const (
	judgedRows   = 2000 // points that are looked at if there are more
	judgeBlock   = 4    // points whose products with all are taken together
	shepardPairs = 50   // of each of them with others,
	shepardKept  = 10   // of which so many count for all points together
)

// NewJudge begins to judge a map of the rows of m, with dimensions coordinates
// for each. Beyond 2000 rows only so many are looked at, spread evenly, and held
// against all; all makes it look at every one.
func NewJudge(m blas32.General, metric space.Metric, coordinates []float32, dimensions, k int, all bool) (*Judge, error) {
	n := m.Rows
	if len(coordinates) != n*dimensions {
		return nil, fmt.Errorf("faithfulness: %d coordinates of %d dimensions for %d rows", len(coordinates), dimensions, n)
	}
	if k < 1 || 2*n-3*k-1 <= 0 || k >= n {
		return nil, fmt.Errorf("faithfulness: %d neighbours of %d rows are outside 1 to %d", k, n, max(0, min(n-1, (2*n-2)/3)))
	}
	j := &Judge{rng: rand.New(rand.NewPCG(1, 0x7a1)), result: Faithfulness{K: k, PerPoint: make([]Judged, n)}}
	j.rows.metric, j.drawn.metric = or(metric, space.Cosine), space.Euclidean
	nan := float32(math.NaN())
	for i := range j.result.PerPoint {
		j.result.PerPoint[i] = Judged{nan, nan, nan, nan}
	}
	count := min(n, judgedRows)
	if all {
		count = n
	}
	for i := range count {
		j.looked = append(j.looked, int32(i*n/count))
	}
	j.result.Looked = count
	for side := range 2 {
		j.scores[side] = make([]float32, judgeBlock*n)
		j.best[side].items = make([]neighbor, 0, k)
	}
	y := blas32.General{Rows: n, Cols: dimensions, Stride: dimensions, Data: coordinates}
	judge := stage{
		id: "judge", n: (count + judgeBlock - 1) / judgeBlock,
		cost: judgeBlock * float64(n) * float64(m.Cols+20*k) / 1500,
		do: func(from, to int) {
			for b := from; b < to; b++ {
				j.block(j.looked[b*judgeBlock : min((b+1)*judgeBlock, count)])
			}
		}, end: j.finish,
	}
	j.course.begin(j.rows.prepare(m, func() error {
		j.course.begin(j.drawn.prepare(y, func() error { j.course.begin(judge); return nil }))
		return nil
	}))
	return j, nil
}

// Step works for about so many units and returns whether all is judged.
func (j *Judge) Step(units int) (bool, error) {
	for left := float64(units); left > 0 && !j.done; {
		spent, _, err := j.course.step(j.course.things(left))
		if err != nil {
			return false, err
		}
		left -= spent
	}
	return j.done, nil
}

// Stage returns how far it is: at prepare the rows of the space are still read,
// after it they may change.
func (j *Judge) Stage() Stage { return Stage{ID: j.course.id, Done: j.course.next, Total: j.course.n} }

// Result returns what was found, once Step has returned true.
func (j *Judge) Result() *Faithfulness { return &j.result }

func (j *Judge) sides() [2]*points { return [2]*points{&j.rows, &j.drawn} }

// block judges a few points.
func (j *Judge) block(ids []int32) {
	n := j.rows.x.Rows
	for side, p := range j.sides() {
		d := p.x.Cols
		q := blas32.General{Rows: len(ids), Cols: d, Stride: d, Data: make([]float32, len(ids)*d)}
		for i, id := range ids {
			copy(q.Data[i*d:], p.row(int(id)))
		}
		blas32.Gemm(blas.NoTrans, blas.Trans, 1, q, p.x, 0, blas32.General{Rows: len(ids), Cols: n, Stride: n, Data: j.scores[side]})
		for i := range ids {
			scores := j.scores[side][i*n : (i+1)*n]
			for e, h := range p.half {
				scores[e] += h
			}
		}
	}
	for i, id := range ids {
		j.judge(int(id), j.scores[0][i*n:(i+1)*n], j.scores[1][i*n:(i+1)*n])
	}
}

// judge compares the scores of all rows with one, in the space and on the map.
func (j *Judge) judge(id int, scores ...[]float32) {
	n, k := j.rows.x.Rows, j.result.K
	var near [2][]neighbor
	for side, s := range scores {
		s[id] = float32(math.Inf(-1))
		b := &j.best[side]
		b.items = b.items[:0]
		for e, v := range s {
			if e != id {
				b.offer(neighbor{int32(e), v})
			}
		}
		near[side] = b.items
	}
	var penalty [2]float64
	common := 0
	for side := range 2 {
		for _, c := range near[1-side] {
			at := neighbor{c.id, scores[side][c.id]}
			if !j.best[side].items[0].below(at) && j.best[side].items[0] != at {
				penalty[side] += float64(rank(scores[side], at) - k)
			} else if side == 0 {
				common++
			}
		}
	}
	norm := 2 / (float64(k) * float64(2*n-3*k-1))
	p := Judged{Trust: float32(1 - norm*penalty[0]), Continuity: float32(1 - norm*penalty[1]), Preserved: float32(common) / float32(k)}
	var distances [2][shepardPairs]float64
	for e := range shepardPairs {
		other := j.rng.IntN(n - 1)
		if other >= id {
			other++
		}
		for side, ps := range j.sides() {
			distances[side][e] = float64(ps.distance(ps.row(id), ps.row(other)))
		}
	}
	p.Shepard = float32(spearman(distances[0][:], distances[1][:]))
	for side := range distances {
		j.distances[side] = append(j.distances[side], distances[side][:shepardKept]...)
	}
	j.result.PerPoint[id] = p
	r := &j.result
	r.Trust += float64(p.Trust)
	r.Continuity += float64(p.Continuity)
	r.Preserved += float64(p.Preserved)
}

// rank returns how many neighbors do not stand below c, itself among them.
func rank(scores []float32, c neighbor) (r int) {
	for e, v := range scores {
		if v > c.distance || v == c.distance && int32(e) <= c.id {
			r++
		}
	}
	return r
}

func (j *Judge) finish() error {
	r := &j.result
	for _, sum := range []*float64{&r.Trust, &r.Continuity, &r.Preserved} {
		*sum /= float64(r.Looked)
	}
	r.Shepard = spearman(j.distances[0], j.distances[1])
	j.done = true
	return nil
}

// spearman is the correlation of the ranks, of equal numbers their mean.
func spearman(x, y []float64) float64 {
	a, b := ranks(x), ranks(y)
	middle := float64(len(x)-1) / 2
	var ab, aa, bb float64
	for i := range a {
		u, v := a[i]-middle, b[i]-middle
		ab += u * v
		aa += u * u
		bb += v * v
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

func ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	r := make([]float64, len(x))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && x[order[j]] == x[order[i]] {
			j++
		}
		for _, at := range order[i:j] {
			r[at] = float64(i+j-1) / 2
		}
		i = j
	}
	return r
}
