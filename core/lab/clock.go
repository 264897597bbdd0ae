package lab

import "time"

// A Clock measures the speed of a run's phase over its last few seconds of work.
// Its zero value is ready.
type Clock struct {
	phase   string
	units   float64
	seconds float64
}

// Add says that so many units of a phase took so long. A new phase begins anew.
func (c *Clock) Add(phase string, units float64, d time.Duration) {
	if phase != c.phase {
		*c = Clock{phase: phase}
	}
	const memory = 3 // seconds
	if c.seconds > memory {
		c.units, c.seconds = c.units*memory/c.seconds, memory
	}
	c.units += units
	c.seconds += d.Seconds()
}

// Rate returns the units per second of work in a phase, 0 while it is unknown.
func (c *Clock) Rate(phase string) float64 {
	if phase != c.phase || c.seconds == 0 {
		return 0
	}
	return c.units / c.seconds
}
