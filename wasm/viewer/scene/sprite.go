package scene

import "math"

// An Atlas is a picture of square tiles, row by row, each of which can stand for a
// point in place of its disc.
type Atlas struct {
	Size float64 // of a tile on the screen, pixels

	pixels        []uint32 // premultiplied
	width, height int
	tile          int // side, pixels
	scaled        map[[2]int][]uint32
}

// NewAtlas returns the atlas of a picture whose colours are not premultiplied. What
// is left over at its right and bottom is no tile.
func NewAtlas(pixels []uint32, width, tile int, size float64) *Atlas {
	a := &Atlas{Size: size, tile: max(1, tile), width: max(1, width), scaled: map[[2]int][]uint32{}}
	a.height = len(pixels) / a.width
	a.pixels = make([]uint32, len(pixels))
	for i, color := range pixels {
		v := spread(color|0xff000000) * grow(color>>24) >> 8 & lanes
		a.pixels[i] = uint32(v|v>>24)&0xffffff | color&0xff000000
	}
	return a
}

// Tiles returns how many there are.
func (a *Atlas) Tiles() int { return (a.width / a.tile) * (a.height / a.tile) }

// of returns a tile as a square of so many pixels: each is the mean of what it
// covers.
func (a *Atlas) of(tile, size int) []uint32 {
	key := [2]int{tile, size}
	if pixels, ok := a.scaled[key]; ok {
		return pixels
	}
	// A camera on its way passes many sizes: those of before are let go.
	if len(a.scaled) > 4*a.Tiles()+64 {
		clear(a.scaled)
	}
	across := a.width / a.tile
	corner := (tile/across)*a.tile*a.width + (tile%across)*a.tile
	pixels := make([]uint32, size*size)
	step := float64(a.tile) / float64(size)
	for y := range size {
		for x := range size {
			pixels[y*size+x] = a.mean(corner, float64(x)*step, float64(y)*step, step)
		}
	}
	a.scaled[key] = pixels
	return pixels
}

// mean returns the mean colour of a square within a tile.
func (a *Atlas) mean(corner int, left, top, side float64) uint32 {
	var sum [4]float64
	bottom, right := min(top+side, float64(a.tile)), min(left+side, float64(a.tile))
	for y := int(top); float64(y) < bottom; y++ {
		high := min(bottom, float64(y+1)) - max(top, float64(y))
		for x := int(left); float64(x) < right; x++ {
			area := high * (min(right, float64(x+1)) - max(left, float64(x)))
			color := a.pixels[corner+y*a.width+x]
			for k := range sum {
				sum[k] += area * float64(color>>(8*k)&255)
			}
		}
	}
	var color uint32
	for k, v := range sum {
		color |= uint32(math.Round(v/((bottom-top)*(right-left)))) << (8 * k)
	}
	return color
}

// sprite puts a tile about (x, y), as a square of so many pixels.
func (c *Canvas) sprite(a *Atlas, tile int, x, y, size float64, fade uint64) {
	side := int(math.Round(min(max(1, size), maxSprite)))
	left, top := math.Round(x-float64(side)/2), math.Round(y-float64(side)/2)
	if !(left > -maxSprite && left < float64(c.Width) && top > -maxSprite && top < float64(c.Height)) {
		return
	}
	c.flush()
	pixels := a.of(tile, side)
	x0, y0 := int(left), int(top)
	for row := max(0, -y0); row < side && y0+row < c.Height; row++ {
		for column := max(0, -x0); column < side && x0+column < c.Width; column++ {
			source := spread(pixels[row*side+column]) * (256 - fade) >> 8 & lanes
			at := (y0+row)*c.Width + x0 + column
			c.Pixels[at] = over(source, uint32(source>>48), c.Pixels[at])
		}
	}
}

// maxSprite bounds a tile's side on the screen, pixels.
const maxSprite = 512

// tile returns the tile of a row, -1 if it has none.
func (p *Points) tile(row int) int {
	if p.Atlas == nil || row >= len(p.Tiles) || uint64(p.Tiles[row]) >= uint64(p.Atlas.Tiles()) {
		return -1
	}
	return int(p.Tiles[row])
}

// reach returns how far a row's disc or tile reaches from its middle, pixels.
func (p *Points) reach(row int) float32 {
	if p.tile(row) >= 0 {
		return float32(p.Atlas.Size) / 2 * p.scale()
	}
	return p.radius(row)
}
