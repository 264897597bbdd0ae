package glove

import (
	"fmt"
	"math"
)

// Config holds the settings of a training run. A zero stands for the default,
// which is the authors' program's.
type Config struct {
	Dim          int     // length of a vector; 50
	Iterations   int     // passes over the non-zeros; 25
	LearningRate float64 // η; 0.05
	XMax         float64 // the count from which on all weigh the same; 100
	Alpha        float64 // how fast smaller counts weigh less; 0.75, negative: all weigh the same
}

func (c Config) withDefaults() Config {
	or := func(x *float64, standard float64) {
		if *x == 0 {
			*x = standard
		}
	}
	if c.Dim == 0 {
		c.Dim = 50
	}
	if c.Iterations == 0 {
		c.Iterations = 25
	}
	or(&c.LearningRate, .05)
	or(&c.XMax, 100)
	or(&c.Alpha, .75)
	return c
}

func (c Config) check() error {
	if c.Dim < 1 {
		return fmt.Errorf("dimension %d is less than 1", c.Dim)
	}
	if c.Iterations < 1 {
		return fmt.Errorf("%d iterations are less than 1", c.Iterations)
	}
	positive := func(x float64) bool { return x > 0 && !math.IsInf(x, 0) }
	if !positive(c.LearningRate) {
		return fmt.Errorf("learning rate %v is not a positive number", c.LearningRate)
	}
	if !positive(c.XMax) {
		return fmt.Errorf("x_max %v is not a positive number", c.XMax)
	}
	if math.IsNaN(c.Alpha) || math.IsInf(c.Alpha, 1) {
		return fmt.Errorf("alpha %v is not a number", c.Alpha)
	}
	return nil
}

// Weight returns f(x) = min(1, (x/XMax)^Alpha).
func (c Config) Weight(x float64) float64 { return c.withDefaults().weightOf(math.Log(x)) }

// weightOf returns f of a number whose logarithm is given.
func (c Config) weightOf(log float64) float64 {
	return min(1, math.Exp(max(0, c.Alpha)*(log-math.Log(c.XMax))))
}
