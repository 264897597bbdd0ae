package project

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// Components is a PCA of which some axes are shown, not the first ones.
type Components struct {
	*PCA
	// Whitened has each coordinate divided by its standard deviation, so that their
	// covariance is the identity: see [Whitening].
	Whitened bool
	columns  []int
	coords   []float32
	shown    along // where the map that is shown puts rows
}

// NewComponents begins a map along principal axes by number, from 0.
func NewComponents(columns []int, seed uint64) *Components {
	return &Components{PCA: NewPCA(slices.Max(columns)+1, seed), columns: columns}
}

// Dimensions returns how many axes are shown.
func (c *Components) Dimensions() int { return len(c.columns) }

// Coordinates returns those along the axes that are shown; 0 along one that the
// rows do not have.
func (c *Components) Coordinates() []float32 { return c.coords }

// Explained returns the share of the whole variance along each axis that is shown;
// 0 along one that the rows do not have.
func (c *Components) Explained() []float64 {
	all := c.PCA.Explained()
	shares := make([]float64, len(c.columns))
	for j, column := range c.columns {
		if column < len(all) {
			shares[j] = all[column]
		}
	}
	return shares
}

// Step is the PCA's.
func (c *Components) Step(m blas32.General, rows int) (bool, error) {
	frame, err := c.PCA.Step(m, rows)
	if frame {
		all, k, p := c.PCA.Coordinates(), c.PCA.Dimensions(), len(c.columns)
		show := c.show()
		c.coords = make([]float32, m.Rows*p)
		for i := range m.Rows {
			show(c.coords[i*p:(i+1)*p], all[i*k:(i+1)*k])
		}
		c.shown = c.along(show)
	}
	return frame, err
}

// show is how the coordinates that are shown come from those along all axes.
func (c *Components) show() func(dst, all []float32) {
	columns, scales := c.columns, c.scales()
	return func(dst, all []float32) {
		for j, column := range columns {
			if column < len(all) {
				dst[j] = scales[j] * all[column]
			}
		}
	}
}

// along is where the axes that were found put rows.
func (c *Components) along(show func(dst, all []float32)) along {
	axes, mean := c.Axes, c.Mean
	var sphere *Sphere
	if c.Sphere != nil {
		now := *c.Sphere // which is another when the axes are sought anew
		sphere = &now
	}
	row, all := make([]float32, axes.Cols), make([]float32, axes.Rows)
	return func(dst, x []float32) {
		if sphere != nil {
			sphere.Transform(row, x)
		} else {
			copy(row, x)
		}
		vec.AddScaled(row, -1, mean)
		vec.Dots(all, axes, 0, row)
		show(dst, all)
	}
}

// ByDirection implements Placer.
func (c *Components) ByDirection() bool { return false }

// Place implements Placer: new rows are where the axes put them.
func (c *Components) Place(m blas32.General) (*Placement, error) {
	return c.shown.place(m, len(c.Mean), len(c.columns))
}

// scales are what the coordinates are multiplied by; 0 along an axis that is noise.
func (c *Components) scales() []float32 {
	scales := make([]float32, len(c.columns))
	strong := Whiten(c.PCA).Dimensions()
	for j, column := range c.columns {
		if !c.Whitened {
			scales[j] = 1
		} else if column < strong && c.Variances[column] > 0 {
			scales[j] = float32(1 / math.Sqrt(c.Variances[column]))
		}
	}
	return scales
}
