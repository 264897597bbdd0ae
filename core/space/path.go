package space

import (
	"container/heap"
	"errors"
	"math"
)

// ErrNoPath says that no steps to near rows lead from one row to another, or that
// they are too many to look for.
var ErrNoPath = errors.New("no path of near rows leads there")

// maxExpanded is from how many rows a path looks on before it gives up.
const maxExpanded = 5000

// Path returns the shortest way from one row to another on which each step leads
// to one of the k rows nearest to the last by cosine, among those that a filter
// wants; nil wants all. The length of a step is the angle between its ends, so
// that no way is shorter than the angle between the first and the last: the rows
// for which the two together are least are looked at first (A*; Hart, Nilsson and
// Raphael, 1968). Each row of the path has the cosine to the one before, the
// first 1. It calls pace after each row that it looks from, which takes as long
// as Nearest, and ends with the error that pace returns.
func (s *Space) Path(from, to, k int, wants Filter, pace func() error) ([]Neighbor, error) {
	p := &paths{reached: map[int]arrival{from: {before: -1, cosine: 1}}}
	heap.Push(p, waypoint{id: from, bound: s.angle(from, to)})
	for expanded := 0; p.Len() > 0 && expanded < maxExpanded; expanded++ {
		at := heap.Pop(p).(waypoint)
		if at.id == to {
			return p.to(to), nil
		}
		if at.length > p.reached[at.id].length {
			continue // a shorter way was found meanwhile
		}
		search := s.Search(s.Row(at.id), k, Cosine, []int{at.id}).Where(wants)
		for !search.Step(s.Len()) {
		}
		for _, n := range search.Result() {
			length := at.length + angle(n.Score)
			if known, reached := p.reached[n.ID]; !reached || length < known.length {
				p.reached[n.ID] = arrival{at.id, length, n.Score}
				heap.Push(p, waypoint{n.ID, length, length + s.angle(n.ID, to)})
			}
		}
		if err := pace(); err != nil {
			return nil, err
		}
	}
	return nil, ErrNoPath
}

func (s *Space) angle(a, b int) float64 { return angle(s.Similarity(a, b)) }

func angle(cosine float64) float64 { return math.Acos(math.Max(-1, math.Min(1, cosine))) }

// arrival is how a row was reached by the shortest way known.
type arrival struct {
	before         int
	length, cosine float64 // of the whole way, of the last step
}

// waypoint is a row to look on from; no way through it is shorter than bound.
type waypoint struct {
	id            int
	length, bound float64
}

// paths is a heap of waypoints, the least bound first.
type paths struct {
	reached map[int]arrival
	ahead   []waypoint
}

func (p *paths) Len() int { return len(p.ahead) }
func (p *paths) Less(i, j int) bool {
	a, b := p.ahead[i], p.ahead[j]
	return a.bound < b.bound || a.bound == b.bound && a.id < b.id
}
func (p *paths) Swap(i, j int) { p.ahead[i], p.ahead[j] = p.ahead[j], p.ahead[i] }
func (p *paths) Push(x any)    { p.ahead = append(p.ahead, x.(waypoint)) }
func (p *paths) Pop() any {
	last := len(p.ahead) - 1
	x := p.ahead[last]
	p.ahead = p.ahead[:last]
	return x
}

// to returns the way to a row that was reached.
func (p *paths) to(id int) []Neighbor {
	var path []Neighbor
	for id >= 0 {
		a := p.reached[id]
		path = append([]Neighbor{{ID: id, Score: a.cosine}}, path...)
		id = a.before
	}
	return path
}
