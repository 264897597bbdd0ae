package scene

import "math"

// A Canvas is a picture that discs are put on.
type Canvas struct {
	Pixels        []uint32 // Width × Height, row by row
	Width, Height int

	discs [maxRadius*radiusSteps + 1]*disc
}

const (
	maxRadius   = 32
	radiusSteps = 4 // radii are rounded to quarters of a pixel
	phases      = 4 // positions too
)

// NewCanvas returns a transparent picture.
func NewCanvas(width, height int) *Canvas {
	return &Canvas{Pixels: make([]uint32, width*height), Width: width, Height: height}
}

// Clear makes the picture transparent.
func (c *Canvas) Clear() { clear(c.Pixels) }

// Discs draws the points from a row to before another as the camera sees them,
// whose screen is as large as the canvas; the last is on top. Fade is how much
// is taken from their colours, of 256.
func (c *Canvas) Discs(p *Points, camera *Camera, from, to int, fade uint64) {
	scale := camera.Scale()
	left, top := camera.Screen(0, 0)
	for row := from; row < to; row++ {
		x := left + float64(p.at[2*row])*scale
		y := top - float64(p.at[2*row+1])*scale
		c.Disc(x, y, p.radius(row), faded(p.color(row), fade))
	}
}

// Specks draws every point as one pixel.
func (c *Canvas) Specks(p *Points, camera *Camera, fade uint64) {
	scale := camera.Scale()
	left, top := camera.Screen(0, 0)
	width, height := float64(c.Width), float64(c.Height)
	for row := range p.Len() {
		x := left + float64(p.at[2*row])*scale
		y := top - float64(p.at[2*row+1])*scale
		if x >= 0 && x < width && y >= 0 && y < height {
			i := int(y)*c.Width + int(x)
			color := faded(p.color(row), fade)
			c.Pixels[i] = over(spread(color), color>>24, c.Pixels[i])
		}
	}
}

// faded takes a part of a premultiplied colour away.
func faded(color uint32, fade uint64) uint32 {
	if fade == 0 {
		return color
	}
	v := spread(color) * (256 - fade) >> 8 & lanes
	return uint32(v | v>>24)
}

// Disc draws an antialiased disc about (x, y), placed and sized to a quarter of
// a pixel.
func (c *Canvas) Disc(x, y float64, radius float32, color uint32) {
	reach := float64(maxRadius + 1)
	if !(x > -reach && x < float64(c.Width)+reach && y > -reach && y < float64(c.Height)+reach) {
		return
	}
	if !(radius > 0) {
		return
	}
	size := max(1, int(min(radius, maxRadius)*radiusSteps+0.5))
	if c.discs[size] == nil {
		c.discs[size] = newDisc(float64(size) / radiusSteps)
	}
	d := c.discs[size]
	// The shift keeps the conversion, which truncates, on positive numbers.
	const shift = 2 * maxRadius
	fx, fy := int((x+shift)*phases+0.5), int((y+shift)*phases+0.5)
	m := &d.masks[fy%phases][fx%phases]
	c.stamp(m, fx/phases-shift-d.half, fy/phases-shift-d.half, color)
}

// A disc is the masks of one radius, one for each phase within a pixel.
type disc struct {
	half  int // the mask reaches so far about the pixel of the centre
	masks [phases][phases]mask
}

// A mask is how much of each pixel is covered, 1 to 255; what is not covered is
// in no row.
type mask []maskRow

type maskRow struct {
	x, y     int
	coverage []uint8
}

// newDisc takes for the coverage of a pixel at distance d of the centre
//
//	min(1, max(0, r + 1/2 - d))
func newDisc(radius float64) *disc {
	d := &disc{half: int(math.Ceil(radius)) + 1}
	for py := range phases {
		for px := range phases {
			d.masks[py][px] = newMask(radius, d.half, float64(px)/phases, float64(py)/phases)
		}
	}
	return d
}

func newMask(radius float64, half int, px, py float64) mask {
	var m mask
	for y := range 2*half + 1 {
		row := maskRow{y: y}
		for x := range 2*half + 1 {
			far := math.Hypot(float64(x-half)+0.5-px, float64(y-half)+0.5-py)
			if a := uint8(math.Round(255 * min(1, max(0, radius+0.5-far)))); a > 0 {
				if row.coverage == nil {
					row.x = x
				}
				row.coverage = append(row.coverage, a)
			}
		}
		if row.coverage != nil {
			m = append(m, row)
		}
	}
	return m
}

func (c *Canvas) stamp(m *mask, left, top int, color uint32) {
	source := spread(color)
	rest := 256 - grow(color>>24) // of the pixel below a full one
	for i := range *m {
		row := &(*m)[i]
		y, x, coverage := top+row.y, left+row.x, row.coverage
		if uint(y) >= uint(c.Height) {
			continue
		}
		if x < 0 || x+len(coverage) > c.Width {
			if x >= c.Width || x+len(coverage) <= 0 {
				continue
			}
			coverage = coverage[max(0, -x):min(len(coverage), c.Width-x)]
			x = max(0, x)
		}
		line := c.Pixels[y*c.Width+x:][:len(coverage)]
		for j := range line {
			v, below := source, rest
			if a := coverage[j]; a < 255 {
				v = source * grow(uint32(a)) >> 8 & lanes
				below = 256 - grow(uint32(v>>48))
			}
			v += spread(line[j]) * below >> 8 & lanes
			line[j] = uint32(v | v>>24)
		}
	}
}

// lanes are the four channels of a colour, 16 bits apart: red, blue, green and
// alpha from the lowest, so that one multiplication scales them all.
const lanes = 0x00ff00ff00ff00ff

func spread(color uint32) uint64 { return (uint64(color) | uint64(color)<<24) & lanes }

// grow maps 0…255 to 0…256, so that 255 is one.
func grow(a uint32) uint64 { return uint64(a + a>>7) }

// over composes premultiplied colours (Porter and Duff, 1984):
//
//	s + (1 - α)·d
func over(source uint64, alpha, pixel uint32) uint32 {
	v := source + spread(pixel)*(256-grow(alpha))>>8&lanes
	return uint32(v | v>>24)
}
