package project

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/blas/blas32"
)

// Components is a PCA of which some axes are shown, not the first ones.
type Components struct {
	*PCA
	// Whitened has each coordinate divided by its standard deviation, so that their
	// covariance is the identity: see [Whitening].
	Whitened bool
	columns  []int
	coords   []float32
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
		all, k := c.PCA.Coordinates(), c.PCA.Dimensions()
		scales := c.scales()
		c.coords = make([]float32, m.Rows*len(c.columns))
		for i := range m.Rows {
			for j, column := range c.columns {
				if column < k {
					c.coords[i*len(c.columns)+j] = scales[j] * all[i*k+column]
				}
			}
		}
	}
	return frame, err
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
