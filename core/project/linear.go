package project

import (
	"fmt"
	"math/rand/v2"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
	"nearspace/core/vec"
)

// A Linear is a map along given axes: yⱼ = axisⱼ·(x−mean), of rows as a metric
// takes them: at unit length for Cosine. When the rows change, the axes are found
// again and all rows placed again; the last map is shown meanwhile.
type Linear struct {
	Axes blas32.General // k × d; known after the first frame
	Mean []float32      // nil: zeros

	k      int
	take   points
	find   func(l *Linear, then func() error) error // begins the stages that find Axes and Mean
	m      blas32.General
	course course
	stale  bool
	row    []float32
	coords []float32
	coming []float32
}

func newLinear(k int, metric space.Metric, find func(l *Linear, then func() error) error) *Linear {
	return &Linear{k: k, take: points{metric: or(metric, space.Cosine)}, find: find, stale: true}
}

// fixed returns axes that do not depend on the rows.
func fixed(k int, metric space.Metric, axes func(d int) (blas32.General, error)) *Linear {
	return newLinear(k, metric, func(l *Linear, then func() error) (err error) {
		if l.Axes, err = axes(l.m.Cols); err != nil {
			return err
		}
		return then()
	})
}

// NewRandomProjection returns a map along random directions. Distances come out
// right on average, by the lemma of Johnson and Lindenstrauss, but far from it in
// two dimensions: it is what other maps are held against.
func NewRandomProjection(k int, metric space.Metric, seed uint64) *Linear {
	return fixed(k, metric, func(d int) (blas32.General, error) {
		axes := randomColumns(d, min(k, d), rand.New(rand.NewPCG(seed, 0x9a2d)))
		return padded(axes.matrix(), k), nil
	})
}

// NewDimensions returns a map whose coordinates are some of the rows' own.
func NewDimensions(columns []int, metric space.Metric) *Linear {
	return fixed(len(columns), metric, func(d int) (blas32.General, error) {
		axes := blas32.General{Rows: len(columns), Cols: d, Stride: d, Data: make([]float32, len(columns)*d)}
		for j, column := range columns {
			if column < 0 || column >= d {
				return axes, &SettingError{Name: "columns", Value: fmt.Sprint(column), Max: float64(d - 1)}
			}
			axes.Data[j*d+column] = 1
		}
		return axes, nil
	})
}

// Poles are two sets of rows, of words or of all rows of two classes, between
// which an axis runs.
type Poles struct{ From, To []int }

// NewAxes returns a map whose coordinates are how far along the axis between two
// sets of rows of the space each row lies, one axis a coordinate.
func NewAxes(s *space.Space, poles []Poles) *Linear {
	return fixed(len(poles), space.Cosine, func(d int) (blas32.General, error) {
		axes := blas32.General{Rows: len(poles), Cols: d, Stride: d, Data: make([]float32, len(poles)*d)}
		for j, p := range poles {
			axis, err := s.Axis(p.From, p.To)
			if err != nil {
				return axes, fmt.Errorf("axis %d: %w", j+1, err)
			}
			copy(axes.Data[j*d:], axis)
		}
		return axes, nil
	})
}

// padded returns k axes, zeros after those there are.
func padded(axes blas32.General, k int) blas32.General {
	all := blas32.General{Rows: k, Cols: axes.Cols, Stride: axes.Cols, Data: make([]float32, k*axes.Cols)}
	for j := range min(k, axes.Rows) {
		copy(all.Data[j*all.Stride:], axes.Data[j*axes.Stride:][:axes.Cols])
	}
	return all
}

// Dimensions returns the number of axes.
func (l *Linear) Dimensions() int { return l.k }

// Coordinates returns n × k numbers, none before the first frame.
func (l *Linear) Coordinates() []float32 { return l.coords }

// Renew says that the rows have changed.
func (l *Linear) Renew() { l.stale = true }

// Settled says that all rows are placed as they are.
func (l *Linear) Settled() bool { return !l.stale && l.coming == nil && l.course.end == nil }

// Stage says how far the pass over the rows is.
func (l *Linear) Stage() Stage { return Stage{"rows", l.course.next, l.course.n} }

// Step works on the map, a row a unit.
func (l *Linear) Step(m blas32.General, units int) (bool, error) {
	if m.Rows < 1 || m.Cols < 1 {
		return false, fmt.Errorf("map: %d × %d numbers have no axes", m.Rows, m.Cols)
	}
	anew := l.stale && l.course.end == nil || m.Rows != l.m.Rows || m.Cols != l.m.Cols
	if l.m = m; anew {
		l.stale = false
		l.row = make([]float32, m.Cols)
		if err := l.find(l, l.place); err != nil {
			l.course = course{}
			return false, fmt.Errorf("map: %w", err)
		}
	}
	for left := float64(units); left > 0 && l.course.end != nil; {
		spent, ended, err := l.course.step(l.course.things(left))
		if err != nil {
			return false, fmt.Errorf("map: %w", err)
		}
		if left -= spent; ended && l.coming == nil {
			return true, nil
		}
	}
	return false, nil
}

// place begins the pass that places all rows.
func (l *Linear) place() error {
	l.coming = make([]float32, l.m.Rows*l.k)
	l.course.begin(stage{id: "rows", n: l.m.Rows, do: func(from, to int) {
		for i := from; i < to; i++ {
			l.Transform(l.coming[i*l.k:(i+1)*l.k], l.m.Data[i*l.m.Stride:][:l.m.Cols])
		}
	}, end: func() error {
		l.coords, l.coming, l.course = l.coming, nil, course{}
		return nil
	}})
	return nil
}

// Transform stores the coordinates of a row.
func (l *Linear) Transform(dst, row []float32) {
	l.take.take(l.row, row)
	if l.Mean != nil {
		vec.AddScaled(l.row, -1, l.Mean)
	}
	vec.Dots(dst[:l.k], l.Axes, 0, l.row)
}
