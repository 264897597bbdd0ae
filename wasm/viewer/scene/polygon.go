package scene

// A Polygon is a closed line on the screen, corner by corner: x and y in turn. What
// is inside it is what an odd number of its sides lies to the right of.
type Polygon []float64

// Rectangle returns the polygon with two opposite corners.
func Rectangle(x0, y0, x1, y1 float64) Polygon {
	return Polygon{x0, y0, x1, y0, x1, y1, x0, y1}
}

// polygonBands is into how many bands of equal height a polygon is cut.
const polygonBands = 256

// A cutter tells for many points whether they are inside a polygon. For each band
// it knows the sides that touch it, which are few.
type cutter struct {
	corners     Polygon
	top, bottom float64
	left, right float64
	bands       [polygonBands][]int32 // the sides, by their first corner
}

func newCutter(p Polygon) *cutter {
	c := &cutter{corners: p[:len(p)&^1]}
	if len(c.corners) == 0 {
		return c
	}
	c.left, c.right, c.top, c.bottom = p[0], p[0], p[1], p[1]
	for i := 0; i < len(c.corners); i += 2 {
		c.left, c.right = min(c.left, p[i]), max(c.right, p[i])
		c.top, c.bottom = min(c.top, p[i+1]), max(c.bottom, p[i+1])
	}
	for i := 0; i < len(c.corners); i += 2 {
		_, y0, _, y1 := c.side(int32(i))
		for b := c.band(min(y0, y1)); b <= c.band(max(y0, y1)); b++ {
			c.bands[b] = append(c.bands[b], int32(i))
		}
	}
	return c
}

func (c *cutter) side(i int32) (x0, y0, x1, y1 float64) {
	next := i + 2
	if int(next) == len(c.corners) {
		next = 0
	}
	return c.corners[i], c.corners[i+1], c.corners[next], c.corners[next+1]
}

func (c *cutter) band(y float64) int {
	return cellAt((y-c.top)/(c.bottom-c.top)*polygonBands, polygonBands)
}

// has reports whether a place is inside.
func (c *cutter) has(x, y float64) bool {
	if !(x >= c.left && x <= c.right && y >= c.top && y <= c.bottom) {
		return false
	}
	inside := false
	for _, i := range c.bands[c.band(y)] {
		x0, y0, x1, y1 := c.side(i)
		if (y0 > y) != (y1 > y) && x < x0+(y-y0)/(y1-y0)*(x1-x0) {
			inside = !inside
		}
	}
	return inside
}
