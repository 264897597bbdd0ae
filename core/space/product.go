package space

import (
	"math"

	"nearspace/core/neighbor"
	"nearspace/core/vec"
)

// A ProductSearch finds the rows for which the product of cosines with the terms
// of an expression is largest, as gensim's most_similar_cosmul does:
//
//	Π₊ cos'(x,y)^w / (Π₋ cos'(x,y)^w + 10⁻⁶),  cos' = (1+cos)/2,
//
// over the terms of positive and of negative weights ±w. One large cosine then
// decides less than in a sum. It goes in slices, as a Search does.
//
// Levy and Goldberg, "Linguistic regularities in sparse and explicit word
// representations", 2014 (3CosMul).
type ProductSearch struct {
	space    *Space
	terms    []productTerm
	next     int
	best     neighbor.Top
	exclude  map[int]bool
	cosines  []float32
	product  []float64
	quotient []float64
}

type productTerm struct {
	unit   []float32
	weight float64
}

// SearchProduct begins a search. The rows of the expression's labels are left
// out, as are rows of zeros.
func (s *Space) SearchProduct(e Expression, k int) (*ProductSearch, error) {
	labels := make([]string, len(e))
	for i, t := range e {
		labels[i] = t.Label
	}
	ids, err := s.FindAll(labels)
	if err != nil {
		return nil, err
	}
	const slice = 256
	q := &ProductSearch{
		space: s, best: neighbor.Top{K: k}, exclude: map[int]bool{},
		cosines: make([]float32, slice), product: make([]float64, slice), quotient: make([]float64, slice),
	}
	for i, t := range e {
		unit := make([]float32, s.Dim())
		s.Unit(unit, ids[i])
		q.terms = append(q.terms, productTerm{unit, t.Weight})
		q.exclude[ids[i]] = true
	}
	if len(q.terms) == 0 {
		return nil, ErrNoDirection
	}
	return q, nil
}

// Step looks at so many rows and returns whether all have been seen.
func (q *ProductSearch) Step(rows int) bool {
	s := q.space
	for end := min(s.Len(), q.next+rows); q.next < end; {
		from, n := q.next, min(len(q.cosines), end-q.next)
		q.next += n
		inverses := s.exact().InverseNorms(from, n)
		product, quotient := q.product[:n], q.quotient[:n]
		for i := range n {
			product[i], quotient[i] = 1, 1
		}
		for _, t := range q.terms {
			vec.Dots(q.cosines[:n], s.vectors, from, t.unit)
			t.multiply(product, quotient, q.cosines[:n], inverses)
		}
		for i := range n {
			found := Neighbor{ID: from + i, Score: product[i] / (quotient[i] + 1e-6)}
			if q.best.Wants(found) && inverses[i] != 0 && s.Has(found.ID) && !q.exclude[found.ID] {
				q.best.Add(found)
			}
		}
	}
	return q.next >= s.Len()
}

func (t productTerm) multiply(product, quotient []float64, dots, inverses []float32) {
	into := product
	if t.weight < 0 {
		into = quotient
	}
	w := math.Abs(t.weight)
	for i, dot := range dots {
		factor := math.Max(0, (1+float64(dot*inverses[i]))/2)
		if w != 1 {
			factor = math.Pow(factor, w)
		}
		into[i] *= factor
	}
}

// Result returns what was found so far, with the products.
func (q *ProductSearch) Result() []Neighbor { return q.best.Sorted() }
