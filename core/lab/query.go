package lab

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// An ArgumentError names an argument of a question that is missing (Value is
// empty) or outside its range.
type ArgumentError struct {
	Name, Value string
	Min, Max    float64
}

func (e *ArgumentError) Error() string {
	if e.Value == "" {
		return fmt.Sprintf("argument %s is missing", e.Name)
	}
	return fmt.Sprintf("argument %s: %s is outside %v to %v", e.Name, e.Value, e.Min, e.Max)
}

// Fill checks the arguments of a query against the lab's questions and returns
// it with the defaults of those left out. Of an argument with choices the value
// must be one; a number must be in its range; a label, an expression or a text
// must not be empty, rows and a space may.
func Fill(questions []Question, q Query) (Query, error) {
	for _, question := range questions {
		if question.ID != q.Question {
			continue
		}
		filled := Query{Question: q.Question, Args: map[string]string{}, beside: q.beside}
		for _, a := range question.Arguments {
			value, given := q.Args[a.Name]
			if a.Kind != SetArgument || strings.TrimSpace(value) == "" { // a file's lines keep their numbers
				value = strings.TrimSpace(value)
			}
			if !given {
				value = a.Default
			}
			if err := a.check(value); err != nil {
				return Query{}, err
			}
			filled.Args[a.Name] = value
		}
		for name := range q.Args {
			if _, known := filled.Args[name]; !known {
				return Query{}, &UnknownError{What: "argument", ID: name}
			}
		}
		return filled, nil
	}
	return Query{}, &UnknownError{What: "question", ID: q.Question}
}

func (a Argument) check(value string) error {
	if value == "" {
		if a.Kind == RowsArgument || a.Kind == SpaceArgument {
			return nil
		}
		return &ArgumentError{Name: a.Name}
	}
	switch a.Kind {
	case NumberArgument, ScoreArgument:
		x, err := strconv.ParseFloat(value, 64)
		if err != nil || math.IsNaN(x) || x < a.Min || x > a.Max {
			return &ArgumentError{a.Name, value, a.Min, a.Max}
		}
	case ChoiceArgument:
		return checkChoice(Field{Name: a.Name, Choices: a.Choices}, value)
	}
	return nil
}

// NewQuery returns a question with arguments given as name, value, name, value …
func NewQuery(question string, args ...string) Query {
	q := Query{Question: question, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		q.Args[args[i]] = args[i+1]
	}
	return q
}

// Number returns a filled number argument.
func (q Query) Number(name string) float64 {
	x, _ := strconv.ParseFloat(q.Args[name], 64) // Fill has checked it
	return x
}
