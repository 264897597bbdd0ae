package space

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/neighbor"
	"nearspace/core/vec"
)

// A Bag is rows with weights that add up to 1: what a text is made of, without
// its order.
type Bag struct {
	IDs     []int
	Weights []float64
}

// Bag counts the words of a text. Those that the space lacks are left out and
// counted apart.
func (s *Space) Bag(words []string) (b Bag, unknown int) {
	places := map[int]int{}
	for _, w := range words {
		id, ok := s.Find(w)
		if !ok {
			unknown++
			continue
		}
		place, seen := places[id]
		if !seen {
			place = len(b.IDs)
			places[id] = place
			b.IDs = append(b.IDs, id)
			b.Weights = append(b.Weights, 0)
		}
		b.Weights[place]++
	}
	for i := range b.Weights {
		b.Weights[i] /= float64(len(words) - unknown)
	}
	return b, unknown
}

// MoverDistance is how far the words of one text have to travel to become those
// of the other, the word mover's distance: the least
//
//	Σᵢⱼ fᵢⱼ·‖xᵢ−yⱼ‖,  Σⱼ fᵢⱼ = aᵢ,  Σᵢ fᵢⱼ = bⱼ,  f ≥ 0,
//
// with the rows at unit length. It is exact, and takes about the cube of the
// number of words. From or to an empty bag it is +∞.
//
// Kusner, Sun, Kolkin and Weinberger, "From word embeddings to document
// distances", 2015.
func (s *Space) MoverDistance(a, b Bag) float64 {
	if len(a.IDs) == 0 || len(b.IDs) == 0 {
		return math.Inf(1)
	}
	return cheapest(slices.Clone(a.Weights), slices.Clone(b.Weights), s.moves(a, b))
}

// moves returns the distances from each word of a to each of b.
func (s *Space) moves(a, b Bag) []float64 {
	to := s.units(b.IDs)
	unit, squares := make([]float32, s.Dim()), make([]float32, to.Rows)
	moves := make([]float64, 0, len(a.IDs)*len(b.IDs))
	for _, id := range a.IDs {
		s.Unit(unit, id)
		vec.SquaredDistances(squares, to, 0, unit)
		for _, d := range squares {
			moves = append(moves, math.Sqrt(float64(d)))
		}
	}
	return moves
}

// units returns copies of rows at unit length.
func (s *Space) units(ids []int) blas32.General {
	m := blas32.General{Rows: len(ids), Cols: s.Dim(), Stride: max(1, s.Dim()), Data: make([]float32, len(ids)*s.Dim())}
	for i, id := range ids {
		s.Unit(m.Data[i*m.Stride:][:m.Cols], id)
	}
	return m
}

// NearestBags returns the k bags nearest to one by MoverDistance, the nearest
// first, named by their places. The distance of the centres, which is quick and
// never above it, says in which order they are looked at and where to stop; of
// the others most are passed over because even if each word went to the nearest
// one of the other text, they were too far. Empty bags are not found.
func (s *Space) NearestBags(bag Bag, bags []Bag, k int, pace func() error) ([]Neighbor, error) {
	centre := s.centre(bag)
	order := make([]Neighbor, 0, len(bags))
	for i, b := range bags {
		if len(b.IDs) > 0 && len(bag.IDs) > 0 {
			order = append(order, Neighbor{ID: i, Score: math.Sqrt(float64(vec.SquaredDistance(centre, s.centre(b))))})
		}
		if err := pace(); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(order, func(a, b Neighbor) int { return cmp.Compare(a.Score, b.Score) })
	best := neighbor.Top{K: k}
	for _, n := range order {
		if !best.Wants(Neighbor{ID: n.ID, Score: rounded(n.Score)}) {
			break
		}
		b := bags[n.ID]
		moves := s.moves(bag, b)
		if best.Wants(Neighbor{ID: n.ID, Score: rounded(relaxed(bag, b, moves))}) {
			best.Add(Neighbor{ID: n.ID, Score: -cheapest(slices.Clone(bag.Weights), slices.Clone(b.Weights), moves)})
		}
		if err := pace(); err != nil {
			return nil, err
		}
	}
	found := best.Sorted()
	for i := range found {
		found[i].Score = -found[i].Score
	}
	return found, nil
}

// rounded is the score of a distance that is not above the bound but for the
// rounding of float32.
func rounded(bound float64) float64 { return -math.Max(0, bound-1e-5) }

// centre returns the weighted mean of the rows at unit length.
func (s *Space) centre(b Bag) []float32 {
	sum, unit := make([]float32, s.Dim()), make([]float32, s.Dim())
	for i, id := range b.IDs {
		s.Unit(unit, id)
		vec.AddScaled(sum, float32(b.Weights[i]), unit)
	}
	return sum
}

// relaxed returns the larger of what it costs if each word of a goes to the
// nearest of b, and the other way round.
func relaxed(a, b Bag, moves []float64) float64 {
	var from, to float64
	m := len(b.IDs)
	for i, w := range a.Weights {
		from += w * slices.Min(moves[i*m:(i+1)*m])
	}
	for j, w := range b.Weights {
		least := math.Inf(1)
		for i := range a.IDs {
			least = math.Min(least, moves[i*m+j])
		}
		to += w * least
	}
	return math.Max(from, to)
}
