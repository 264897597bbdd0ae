package project

import (
	"fmt"
	"math/rand/v2"
	"slices"

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
	shown  along // where the map that is shown puts rows
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
// which an axis runs. Without any it runs where the rows spread most besides.
type Poles struct{ From, To []int }

// NewAxes returns a map whose coordinates are how far along the axis between two
// sets of rows of the space each row lies, one axis a coordinate.
func NewAxes(s *space.Space, poles []Poles) *Linear {
	return newLinear(len(poles), space.Cosine, func(l *Linear, then func() error) error {
		d := l.m.Cols
		l.Axes = blas32.General{Rows: len(poles), Cols: d, Stride: d, Data: make([]float32, len(poles)*d)}
		var free []int
		var known [][]float32
		for j, p := range poles {
			if len(p.From) == 0 && len(p.To) == 0 {
				free = append(free, j)
				continue
			}
			axis, err := s.Axis(p.From, p.To)
			if err != nil {
				return fmt.Errorf("axis %d: %w", j+1, err)
			}
			copy(l.Axes.Data[j*d:], axis)
			known = append(known, axis)
		}
		for _, j := range free {
			axis := l.besides(known)
			copy(l.Axes.Data[j*d:], axis)
			known = append(known, axis)
		}
		return then()
	})
}

// besides returns the direction in which the rows spread most at right angles to
// some axes, by power iteration on their covariance. A sample of the rows tells.
func (l *Linear) besides(axes [][]float32) []float32 {
	const (
		most   = 2048 // rows
		rounds = 30
	)
	n, d := min(l.m.Rows, most), l.m.Cols
	x := blas32.General{Rows: n, Cols: d, Stride: d, Data: make([]float32, n*d)}
	mean := make([]float32, d)
	for i := range n {
		row := x.Data[i*d : (i+1)*d]
		l.take.take(row, l.m.Data[i*l.m.Rows/n*l.m.Stride:][:d])
		vec.AddScaled(mean, 1/float32(n), row)
	}
	basis := orthonormal(axes)
	for i := range n {
		row := x.Data[i*d : (i+1)*d]
		vec.AddScaled(row, -1, mean)
		remove(row, basis)
	}
	rng := rand.New(rand.NewPCG(1, 0xa815))
	axis, along := make([]float32, d), make([]float32, n)
	for i := range axis {
		axis[i] = float32(rng.NormFloat64())
	}
	for range rounds {
		vec.Dots(along, x, 0, axis)
		clear(axis)
		for i, v := range along {
			vec.AddScaled(axis, v, x.Data[i*d:(i+1)*d])
		}
		if norm := vec.Norm(axis); norm > 0 {
			vec.Scale(1/norm, axis)
		}
	}
	return axis
}

// orthonormal returns axes of unit length at right angles to each other that reach
// as far.
func orthonormal(axes [][]float32) [][]float32 {
	var basis [][]float32
	for _, axis := range axes {
		axis = slices.Clone(axis)
		remove(axis, basis)
		if norm := vec.Norm(axis); norm > 1e-6 {
			vec.Scale(1/norm, axis)
			basis = append(basis, axis)
		}
	}
	return basis
}

// remove takes from a row what lies along axes at right angles to each other.
func remove(row []float32, basis [][]float32) {
	for _, axis := range basis {
		vec.AddScaled(row, -vec.Dot(row, axis), axis)
	}
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
		l.shown = l.along()
		return nil
	}})
	return nil
}

// Transform stores the coordinates of a row.
func (l *Linear) Transform(dst, row []float32) { l.along()(dst, row) }

// along is where the axes as they are now put rows.
func (l *Linear) along() along {
	axes, mean := l.Axes, l.Mean
	return func(dst, row []float32) {
		l.take.take(l.row, row)
		if mean != nil {
			vec.AddScaled(l.row, -1, mean)
		}
		vec.Dots(dst[:l.k], axes, 0, l.row)
	}
}

// ByDirection implements Placer.
func (l *Linear) ByDirection() bool { return l.take.byDirection() }

// Place implements Placer: new rows are where the axes put them.
func (l *Linear) Place(m blas32.General) (*Placement, error) {
	return l.shown.place(m, len(l.row), l.k)
}
