package project

// A stage is work on n things one after the other, which may be done in
// different slices.
type stage struct {
	id   string
	n    int
	cost float64            // of a thing, in units of work; 0: 1
	do   func(from, to int) // nil: nothing
	end  func() error       // begins what comes next
}

// A course is one stage after another.
type course struct {
	stage
	next int
}

func (c *course) begin(s stage) {
	s.cost = or(s.cost, 1)
	c.stage, c.next = s, 0
}

// things returns how many things so many units are, at least 1.
func (c *course) things(units float64) int { return max(1, int(units/c.cost)) }

// step does so many things, but not beyond the end of the stage, and returns the
// units spent, at least 1, and whether the stage has ended.
func (c *course) step(things int) (spent float64, ended bool, err error) {
	from := c.next
	c.next = min(c.n, from+things)
	if c.do != nil && c.next > from {
		c.do(from, c.next)
	}
	spent = max(1, float64(c.next-from)*c.cost)
	if c.next < c.n {
		return spent, false, nil
	}
	return spent, true, c.end()
}
