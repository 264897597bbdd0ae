package scene

import "math"

// A Canvas is a picture that discs are put on.
type Canvas struct {
	Pixels        []uint32 // Width × Height, row by row
	Width, Height int

	masks   []mask            // by radius, then by phase, and of rings; made when needed
	nearest []float32         // of each pixel: how near the speck there is
	waiting [maxWaiting]stamp // not yet on the picture
	waits   int               // how many

	inking bool     // a path is drawn: what it covers is kept
	ink    []uint16 // of each pixel: how much of it the path covers, in 256ths
	inked  []int32  // the pixels that it covers

	ringed  [2]float64 // radius and width of the rings that there are masks of
	lengths []uint16   // of lines in sight, in pixels of their longer side, and 1 more
	counts  []int32    // of lines, by their length
}

const (
	maxRadius   = 32
	radiusSteps = 4 // radii are rounded to quarters of a pixel
	phases      = 4 // positions too
	// rings stands for their size among those of discs.
	rings = maxRadius*radiusSteps + 1
	// spare is the room behind the pixels for the rest of the widest vector.
	spare = 15
	// maxWaiting bounds what waits to be stamped, to stay near the processor. It is
	// a power of two.
	maxWaiting = 256
)

// NewCanvas returns a transparent picture.
func NewCanvas(width, height int) *Canvas {
	return &Canvas{
		Pixels: make([]uint32, width*height, width*height+spare),
		Width:  width, Height: height,
		masks: make([]mask, (rings+1)*phases*phases),
	}
}

// Clear makes the picture transparent.
func (c *Canvas) Clear() { clear(c.Pixels) }

// Discs draws the points from a row to before another as the camera sees them,
// whose screen is as large as the canvas; the last is on top. In space the points
// are counted from the farthest, and are smaller and fainter the farther they are.
// Fade is how much is taken from their colours, of 256. Chosen points are not among
// them.
func (c *Canvas) Discs(p *Points, camera *Camera, from, to int, fade uint64) {
	p.discs(c, camera, from, to, style{fade: fade})
}

// A pen draws, on a canvas or into a file; the last is on top. What put and putRing
// draw may wait for the next flush.
type pen interface {
	put(x, y float64, radius float32, color uint32)
	putRing(x, y, radius, width float64, color uint32)
	flush()
	sprite(a *Atlas, tile int, x, y, size float64, fade uint64)
	square(x, y, half float64, color uint32)
	Line(x0, y0, x1, y1, width float64, color uint32)
	Ring(x, y, radius, width float64, color uint32)
	Path(corners []float64, width float64, color uint32)
}

// A style is how the points of one look are drawn.
type style struct {
	which   look
	fade    uint64  // taken from their colours, of 256
	outline uint32  // a colour, 0: none
	width   float32 // of it
	sprites bool    // tiles take the place of discs
}

// discs draws the points of one look.
func (p *Points) discs(c pen, camera *Camera, from, to int, s style) {
	if p.inSpace(camera) {
		seen := p.seenBy(camera)
		order := seen.farToNear()
		for _, row := range order[min(from, len(order)):min(to, len(order))] {
			if row := int(row); p.look(row) == s.which {
				near := seen.near[row]
				p.stamp(c, row, float64(seen.x[row]), float64(seen.y[row]), near, deeper(s.fade, near), s)
			}
		}
		c.flush()
		return
	}
	scale := camera.Scale()
	left, top, _ := camera.Screen(0, 0, 0)
	for row := from; row < to; row++ {
		if p.look(row) == s.which {
			x := left + float64(p.at.x[row])*scale
			y := top - float64(p.at.y[row])*scale
			p.stamp(c, row, x, y, 1, s.fade, s)
		}
	}
	c.flush()
}

// stamp draws a point, so many times as large as it is.
func (p *Points) stamp(c pen, row int, x, y float64, grow float32, fade uint64, s style) {
	if s.sprites {
		if tile := p.tile(row); tile >= 0 {
			size := 2 * float64(p.reach(row)*grow)
			if s.outline != 0 {
				c.square(x, y, size/2+float64(s.width), s.outline)
			}
			c.sprite(p.Atlas, tile, x, y, size, fade)
			return
		}
	}
	radius := p.radius(row) * grow
	if s.outline != 0 {
		c.put(x, y, radius+s.width, s.outline)
	}
	c.put(x, y, radius, faded(p.color(row), fade))
}

// Specks draws every point that is not chosen as one pixel, in space the nearest on
// top.
func (c *Canvas) Specks(p *Points, camera *Camera, fade uint64) {
	c.specks(p, camera, fade, plain)
}

// specks draws the points of one look.
func (c *Canvas) specks(p *Points, camera *Camera, fade uint64, which look) {
	if p.inSpace(camera) {
		c.specksInSpace(p, camera, fade, which)
		return
	}
	colored := min(p.Len(), len(p.Colors))
	looked := min(colored, len(p.looks))
	if len(p.looks) > 0 || which == plain {
		c.specksIn(p.at.x[:colored], p.at.y[:colored], p.Colors, p.looks[:looked], camera, fade, which)
		c.specksIn(p.at.x[colored:], p.at.y[colored:], nil, p.looks[looked:], camera, fade, which)
	}
}

// specksIn draws points in the plane of these colours, or all of the default one;
// if there are looks, those that have the one.
func (c *Canvas) specksIn(px, py []float32, colors []uint32, looks []look, camera *Camera, fade uint64, which look) {
	next := 1
	if len(colors) == 0 {
		colors, next = []uint32{defaultColor}, 0
	}
	pixels, columns, rows := c.Pixels, uint(c.Width), uint(c.Height)
	scale := camera.Scale()
	left, top, _ := camera.Screen(0, 0, 0)
	// One more before the conversion, which truncates, and one less after it: what
	// is left of 0, or no number, becomes a large one.
	left, top = left+1, top+1
	py = py[:len(px)]
	for i, k := 0, 0; i < len(px); i, k = i+1, k+next {
		if i < len(looks) && looks[i] != which {
			continue
		}
		x := uint(int(left+float64(px[i])*scale) - 1)
		y := uint(int(top-float64(py[i])*scale) - 1)
		if x < columns && y < rows {
			source := spread(colors[k]) * (256 - fade) >> 8 & lanes
			at := y*columns + x
			pixels[at] = over(source, uint32(source>>48), pixels[at])
		}
	}
}

// specksInSpace keeps for each pixel how near its point is, and lets no farther
// one cover it.
func (c *Canvas) specksInSpace(p *Points, camera *Camera, fade uint64, which look) {
	s := p.seenBy(camera)
	c.nearest = resized(c.nearest, c.Width*c.Height)
	clear(c.nearest)
	fades := deepFades(fade)
	pixels, nearest, columns, rows := c.Pixels, c.nearest, uint(c.Width), uint(c.Height)
	sx, sy, near, colors, looks := s.x, s.y[:len(s.x)], s.near[:len(s.x)], p.Colors, p.looks
	for i, px := range sx {
		x, y := uint(int(px+1)-1), uint(int(sy[i]+1)-1)
		if x >= columns || y >= rows {
			continue
		}
		at := y*columns + x
		n := near[i]
		if n <= nearest[at] || i < len(looks) && looks[i] != which {
			continue
		}
		nearest[at] = n
		color := uint32(defaultColor)
		if i < len(colors) {
			color = colors[i]
		}
		source := spread(color)
		if n < 1 || fade > 0 {
			source = source * (256 - fades[deepStep(n)]) >> 8 & lanes
		}
		pixels[at] = over(source, uint32(source>>48), pixels[at])
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
// a pixel; one that is larger than 32 pixels in radius exactly.
func (c *Canvas) Disc(x, y float64, radius float32, color uint32) {
	c.put(x, y, radius, color)
	c.flush()
}

// put does what Disc does, now or at the next flush.
func (c *Canvas) put(x, y float64, radius float32, color uint32) {
	if radius > maxRadius {
		c.flush()
		c.large(x, y, float64(radius), color)
		return
	}
	if !(radius > 0) || !c.reaches(x, y, maxRadius+1) {
		return
	}
	size := max(1, int(radius*radiusSteps+0.5))
	id, left, top := c.phase(size, x, y)
	m := &c.masks[id]
	if m.coverage == nil {
		r := float64(size)/radiusSteps + 0.5
		*m = newMask(int(math.Ceil(r+0.5)), id, func(d float64) float64 { return r - d })
	}
	c.stamp(id, left, top, color)
}

// putRing draws an antialiased circle as put draws a disc. There are masks of one
// radius and width at a time.
func (c *Canvas) putRing(x, y, radius, width float64, color uint32) {
	reach := radius + width/2 + 1
	if !c.reaches(x, y, reach) {
		return
	}
	if reach > maxRadius {
		c.flush()
		c.Ring(x, y, radius, width, color)
		return
	}
	if c.ringed != [2]float64{radius, width} {
		c.flush()
		c.ringed = [2]float64{radius, width}
		clear(c.masks[rings*phases*phases:])
	}
	id, left, top := c.phase(rings, x, y)
	m := &c.masks[id]
	if m.coverage == nil {
		*m = newMask(int(math.Ceil(reach)), id, func(d float64) float64 { return width/2 + 0.5 - math.Abs(d-radius) })
	}
	c.stamp(id, left, top, color)
}

// reaches reports whether what reaches so far about a place is on the picture.
func (c *Canvas) reaches(x, y, reach float64) bool {
	return x > -reach && x < float64(c.Width)+reach && y > -reach && y < float64(c.Height)+reach
}

// phase returns which mask of a size stands for a place, and the pixel there.
func (c *Canvas) phase(size int, x, y float64) (id, left, top int) {
	// The shift keeps the conversion, which truncates, on positive numbers.
	const shift = 2 * maxRadius
	fx, fy := int((x+shift)*phases+0.5), int((y+shift)*phases+0.5)
	return (size*phases+fy&(phases-1))*phases + fx&(phases-1), fx/phases - shift, fy/phases - shift
}

// stamp puts a mask about a pixel, now or at the next flush.
func (c *Canvas) stamp(id, x, y int, color uint32) {
	m := &c.masks[id]
	left, top := x+m.x, y+m.y
	if left|top|(c.Width-left-m.width)|(c.Height-top-m.height) < 0 {
		c.flush() // what is below comes first
		c.stampClipped(m, left, top, color)
		return
	}
	if c.waits == maxWaiting {
		c.flush()
	}
	s := &c.waiting[c.waits&(maxWaiting-1)]
	s.mask, s.at, s.color = int32(id), int32(top*c.Width+left), color
	c.waits++
}

// A mask is how much of each pixel a disc covers, in a box that lies at (x, y) from
// the pixel of the centre. What is covered is cut into strips side by side, as
// wide as a vector: the part of strip i's pixel j is coverage[i·stripWidth+j], in
// 256ths and in both halves of the number, as the vectors multiply two channels at
// once.
type mask struct {
	x, y, width, height int
	strips              []strip
	coverage            []uint32
}

// A strip is where its leftmost pixel lies in the box.
type strip struct{ x, y int32 }

// A stamp is a mask to be put within the picture, its box's corner at pixel at.
type stamp struct {
	mask, at int32
	color    uint32
}

// newMask returns the mask of an id. Covers gives the coverage at a distance of the
// centre, which ends so many pixels from there: of a disc
//
//	min(1, max(0, r + 1/2 - d))
func newMask(reach, id int, covers func(d float64) float64) mask {
	px, py := float64(id%phases)/phases, float64(id/phases%phases)/phases
	part := func(x, y int) uint32 {
		far := math.Hypot(float64(x)+0.5-px, float64(y)+0.5-py)
		return uint32(grow(uint32(math.Round(255 * min(1, max(0, covers(far)))))))
	}
	left, top, right, bottom := reach, reach, -reach, -reach
	for y := -reach; y <= reach; y++ {
		for x := -reach; x <= reach; x++ {
			if part(x, y) > 0 {
				left, right = min(left, x), max(right, x+1)
				top, bottom = min(top, y), max(bottom, y+1)
			}
		}
	}
	m := mask{x: left, y: top, width: max(0, right-left), height: max(0, bottom-top)}
	for y := top; y < bottom; y++ {
		for x := left; x < right; {
			if part(x, y) == 0 {
				x++
				continue
			}
			m.strips = append(m.strips, strip{int32(x - left), int32(y - top)})
			for range stripWidth() {
				m.coverage = append(m.coverage, part(x, y)*0x00010001)
				x++
			}
		}
	}
	for len(m.strips)%stripsAtOnce > 0 {
		m.strips = append(m.strips, strip{})
		m.coverage = append(m.coverage, make([]uint32, stripWidth())...)
	}
	return m
}

// flush puts the stamps that wait on the picture.
func (c *Canvas) flush() {
	stampAll(c.Pixels, c.Width, c.masks, c.waiting[:c.waits])
	c.waits = 0
}

// stampAllScalar puts colours over the pixels that masks cover.
func stampAllScalar(pixels []uint32, width int, masks []mask, stamps []stamp) {
	for i := range stamps {
		s := &stamps[i]
		m := &masks[s.mask]
		for j, strip := range m.strips {
			at := int(s.at) + int(strip.y)*width + int(strip.x)
			for k, part := range m.coverage[j*stripWidth():][:stripWidth()] {
				if part > 0 {
					pixels[at+k] = partlyOver(s.color, part&0xffff, pixels[at+k])
				}
			}
		}
	}
}

// stampClipped does so with one mask that may lie across the picture's edges.
func (c *Canvas) stampClipped(m *mask, left, top int, color uint32) {
	for j, strip := range m.strips {
		y, x := top+int(strip.y), left+int(strip.x)
		for k, part := range m.coverage[j*stripWidth():][:stripWidth()] {
			if part > 0 && uint(y) < uint(c.Height) && uint(x+k) < uint(c.Width) {
				at := y*c.Width + x + k
				c.Pixels[at] = partlyOver(color, part&0xffff, c.Pixels[at])
			}
		}
	}
}

// partlyOver is over with so many 256ths of a colour.
func partlyOver(color, part, pixel uint32) uint32 {
	source := spread(color) * uint64(part) >> 8 & lanes
	return over(source, uint32(source>>48), pixel)
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
