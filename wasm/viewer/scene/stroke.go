package scene

import "math"

// Line draws an antialiased line of so many pixels' width. The coverage of a
// pixel at distance d of it is
//
//	min(1, max(0, width/2 + 1/2 - d))
func (c *Canvas) Line(x0, y0, x1, y1, width float64, color uint32) {
	x0, y0, x1, y1, ok := c.clip(x0, y0, x1, y1, width+1)
	if !ok {
		return
	}
	dx, dy := x1-x0, y1-y0
	length := math.Sqrt(dx*dx + dy*dy)
	if length == 0 {
		return
	}
	// Along the longer side the line takes steps of a pixel, and across it the few
	// pixels that it covers.
	along, across := 1, c.Width
	steps, rows := c.Width, c.Height
	if math.Abs(dy) > math.Abs(dx) {
		x0, y0, x1, y1, dx, dy = y0, x0, y1, x1, dy, dx
		along, across, steps, rows = across, along, rows, steps
	}
	if x0 > x1 {
		x0, y0, x1, dx, dy = x1, y1, x0, -dx, -dy
	}
	// A distance of d from the line is d·length/dx across. Numbers are in 2⁻¹⁶.
	const one, half = 1 << 16, 1 << 15
	slope, part := dy/dx, dx/length
	full := width/2 + 0.5
	reach := int(full / part * one)
	first, last := max(0, int(math.Floor(x0))), min(steps-1, int(math.Floor(x1)))
	y, step := int((y0+(float64(first)+0.5-x0)*slope)*(one<<16)), int(slope*(one<<16))
	covered, falls := int(full*one), int(part*one)
	source := spread(color)
	for x := first; x <= last; x, y = x+1, y+step {
		middle := y >> 16
		low, high := (middle-reach)>>16, (middle+reach)>>16
		if low < 0 {
			low = 0
		}
		if high >= rows {
			high = rows - 1
		}
		for row := low; row <= high; row++ {
			d := row<<16 + half - middle
			if d < 0 {
				d = -d
			}
			coverage, at := (covered-d*falls>>16)>>8, row*across+x*along
			switch {
			case coverage <= 0:
			case c.inking:
				c.inkAt(at, coverage)
			case coverage < 256:
				v := source * uint64(coverage) >> 8 & lanes
				c.Pixels[at] = over(v, uint32(v>>48), c.Pixels[at])
			default:
				c.Pixels[at] = over(source, color>>24, c.Pixels[at])
			}
		}
	}
}

// hair draws a line one pixel wide and not antialiased.
func (c *Canvas) hair(x0, y0, x1, y1 float64, color uint32) {
	x0, y0, x1, y1, ok := c.clip(x0, y0, x1, y1, 0)
	if !ok {
		return
	}
	dx, dy := x1-x0, y1-y0
	along, across, rows := 1, c.Width, uint(c.Height)
	steps := c.Width
	if math.Abs(dy) > math.Abs(dx) {
		x0, y0, x1, y1, dx, dy = y0, x0, y1, x1, dy, dx
		along, across, steps, rows = across, along, c.Height, uint(c.Width)
	}
	if x0 > x1 {
		x0, y0, x1, dx, dy = x1, y1, x0, -dx, -dy
	}
	if dx == 0 {
		return
	}
	const one = 1 << 32
	slope := dy / dx
	first, last := int(x0), min(steps-1, int(x1))
	y, step := int((y0+(float64(first)+0.5-x0)*slope)*one), int(slope*one)
	source, rest := spread(color), 256-grow(color>>24)
	for at := first * along; first <= last; first, at, y = first+1, at+along, y+step {
		if row := uint(y >> 32); row < rows {
			pixel := &c.Pixels[at+int(row)*across]
			v := source + spread(*pixel)*rest>>8&lanes
			*pixel = uint32(v | v>>24)
		}
	}
}

// Path draws a closed line of so many pixels' width through corners, x and y in
// turn. Where its parts meet it is no darker.
func (c *Canvas) Path(corners []float64, width float64, color uint32) {
	if len(corners) < 4 {
		return
	}
	c.ink, c.inking = resized(c.ink, len(c.Pixels)), true
	x, y := corners[len(corners)-2], corners[len(corners)-1]
	for i := 0; i+1 < len(corners); i += 2 {
		c.Line(x, y, corners[i], corners[i+1], width, color)
		x, y = corners[i], corners[i+1]
	}
	c.inking = false
	for _, at := range c.inked {
		c.cover(int(at), uint64(c.ink[at]), color)
		c.ink[at] = 0
	}
	c.inked = c.inked[:0]
}

// square fills one about (x, y), its half side given in pixels.
func (c *Canvas) square(x, y, half float64, color uint32) {
	if !(x-x == 0 && y-y == 0) {
		return
	}
	c.flush()
	covers := func(at int, middle float64) float64 {
		return min(float64(at+1), middle+half) - max(float64(at), middle-half)
	}
	for row := int(math.Floor(max(0, y-half))); row <= int(min(float64(c.Height-1), y+half)); row++ {
		for column := int(math.Floor(max(0, x-half))); column <= int(min(float64(c.Width-1), x+half)); column++ {
			c.blend(column, row, covers(row, y)*covers(column, x), color)
		}
	}
}

// large draws a disc without a mask.
func (c *Canvas) large(x, y, radius float64, color uint32) {
	reach := radius + 1
	if !(x-x == 0 && y-y == 0 && radius-radius == 0) {
		return
	}
	for row := int(math.Floor(max(0, y-reach))); row <= int(min(float64(c.Height-1), y+reach)); row++ {
		for column := int(math.Floor(max(0, x-reach))); column <= int(min(float64(c.Width-1), x+reach)); column++ {
			c.blend(column, row, radius+0.5-math.Hypot(float64(column)+0.5-x, float64(row)+0.5-y), color)
		}
	}
}

// Ring draws an antialiased circle, radius being that of the line's middle.
func (c *Canvas) Ring(x, y, radius, width float64, color uint32) {
	reach := radius + width/2 + 1
	if !(x-x == 0 && y-y == 0) {
		return
	}
	for row := int(math.Floor(max(0, y-reach))); row <= int(min(float64(c.Height-1), y+reach)); row++ {
		for column := int(math.Floor(max(0, x-reach))); column <= int(min(float64(c.Width-1), x+reach)); column++ {
			d := math.Abs(math.Hypot(float64(column)+0.5-x, float64(row)+0.5-y) - radius)
			c.blend(column, row, width/2+0.5-d, color)
		}
	}
}

// blend puts a colour over a pixel that it covers in part.
func (c *Canvas) blend(x, y int, coverage float64, color uint32) {
	if !(coverage > 0) || uint(x) >= uint(c.Width) || uint(y) >= uint(c.Height) {
		return
	}
	c.cover(y*c.Width+x, uint64(256*min(coverage, 1)), color)
}

// inkAt keeps how much of a pixel a path covers at most, in 256ths.
func (c *Canvas) inkAt(at, coverage int) {
	if c.ink[at] == 0 {
		c.inked = append(c.inked, int32(at))
	}
	if coverage = min(coverage, 256); coverage > int(c.ink[at]) {
		c.ink[at] = uint16(coverage)
	}
}

// cover puts so many 256ths of a colour over a pixel.
func (c *Canvas) cover(at int, part uint64, color uint32) {
	source := spread(color) * part >> 8 & lanes
	c.Pixels[at] = over(source, uint32(source>>48), c.Pixels[at])
}

// clip returns the part of a line within the picture and a margin (Liang and
// Barsky, 1984).
func (c *Canvas) clip(x0, y0, x1, y1, margin float64) (_, _, _, _ float64, ok bool) {
	from, to := 0.0, 1.0
	dx, dy := x1-x0, y1-y0
	if far := dx + dy; far-far != 0 {
		return 0, 0, 0, 0, false
	}
	for _, side := range [4][2]float64{
		{-dx, x0 + margin}, {dx, float64(c.Width) + margin - x0},
		{-dy, y0 + margin}, {dy, float64(c.Height) + margin - y0},
	} {
		// The built-in min and max are a call in WebAssembly.
		speed, room := side[0], side[1]
		switch part := room / speed; {
		case speed < 0 && part > from:
			from = part
		case speed > 0 && part < to:
			to = part
		case speed == 0 && room < 0: // beside it
			return 0, 0, 0, 0, false
		}
	}
	if !(from < to) {
		return 0, 0, 0, 0, false
	}
	return x0 + from*dx, y0 + from*dy, x0 + to*dx, y0 + to*dy, true
}
