package lab

import (
	"errors"

	"nearspace/core/space"
)

// A Vector is what an answer is about if that is no row of a space, but has a place
// among them: a sum of words, a word that never occurred, a text that is new.
type Vector struct {
	Space string `json:"space"`
	Label string `json:"label"`

	place, direction []float32
}

// ErrNoVector says that an answer is about no vector, or about one that is a row.
var ErrNoVector = errors.New("the answer is about no vector that is not on the map already")

// VectorIn returns a vector of a space by where it is.
func VectorIn(s *space.Space, label string, place []float32) *Vector {
	return &Vector{Space: s.Name, Label: label, place: place, direction: place}
}

// sumIn returns what an expression over the rows of one space stands for in
// another, nil if it is one of its rows: Σ weight·row, and the direction of the
// same sum of rows at unit length.
func sumIn(s, of *space.Space, e space.Expression) (*Vector, error) {
	if s == of && len(e) == 1 && e[0].Weight == 1 {
		return nil, nil
	}
	direction, _, err := of.Evaluate(e)
	if err != nil {
		return nil, err
	}
	place, _, err := of.EvaluateRaw(e)
	if err != nil {
		return nil, err
	}
	return &Vector{Space: s.Name, Label: e.String(), place: place, direction: direction}, nil
}

// Of returns the numbers, as they count where rows do by their direction alone or
// by their length too.
func (v *Vector) Of(byDirection bool) []float32 {
	if byDirection {
		return v.direction
	}
	return v.place
}

// NearestToSum ranks rows of s by their nearness to an expression over the rows of
// another space, or its own, whose rows are then left out.
func NearestToSum(s, of *space.Space, e space.Expression, count int, title Text, pace Pace) (Answer, error) {
	sum, ids, err := of.Evaluate(e)
	if err != nil {
		return Answer{}, err
	}
	if s != of {
		ids = nil
	}
	ranking, err := Nearest(s, sum, count, space.Cosine, ids, title, pace)
	if err != nil {
		return Answer{}, err
	}
	v, err := sumIn(s, of, e)
	return Answer{Parts: []Part{ranking}, Vector: v}, err
}
