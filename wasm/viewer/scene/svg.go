package scene

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/png"
	"math"
	"strconv"
)

// A Drawing is how the map is written as an SVG file. Lengths are the page's
// pixels, colours not transparent.
type Drawing struct {
	Width, Height int
	Font          string // as CSS names it
	FontSize      float64
	Ground        uint32 // 0: none
	Halo          uint32 // about the letters
	Text          func(row int) string
	TextWidth     func(row int) float64 // on the screen
	Name          func(i int) string    // of a place
}

// SVG returns the map as it is now as the text of an SVG file: its lines, points,
// pictures, labels and names, each as what it is.
func (m *Map) SVG(d Drawing) []byte {
	e := m.aside(d.Width, d.Height, 1)
	w, h := float64(e.Camera.Width), float64(e.Camera.Height)
	s := &svg{width: w, height: h, pictures: map[[2]int]bool{}}
	s.element("svg", "xmlns", "http://www.w3.org/2000/svg", "width", w, "height", h, "viewBox", "0 0 "+number(w)+" "+number(h))
	s.text.WriteString(">\n")
	if d.Ground != 0 {
		s.element("rect", "width", w, "height", h, "fill", paint(d.Ground))
		s.end()
	}
	e.drawAll(s)
	s.element("g", "font-family", d.Font, "font-size", d.FontSize, "dominant-baseline", "central",
		"stroke", paint(d.Halo), "stroke-width", 3.0, "stroke-linejoin", "round", "paint-order", "stroke")
	s.text.WriteString(">\n")
	labels := e.ShownLabels(func(row int) float64 { return d.TextWidth(row) / m.Ratio })
	for i := len(labels) - 1; i >= 0; i-- {
		l, mark := labels[i], e.Chosen(labels[i].Row)
		fill, opacity := m.Ink, l.Opacity()
		switch mark {
		case Selected:
			fill = m.Accent
		case Dimmed:
			opacity /= 2
		}
		s.label(d.Text(l.Row), l.Left, l.Top+e.Labels.Height/2, "fill", paint(fill), "opacity", opacity)
	}
	for _, l := range e.Labels.Named() {
		s.label(d.Name(l.Row), l.Left+l.Width/2, l.Top+(e.Labels.Height+e.Labels.Taller)/2, "fill", paint(m.Ink), "text-anchor", "middle", "font-weight", "600",
			"font-size", d.FontSize*(1+e.Labels.Taller/e.Labels.Height))
	}
	s.text.WriteString("</g>\n</svg>\n")
	return s.text.Bytes()
}

// svg is the pen that writes.
type svg struct {
	text          bytes.Buffer
	width, height float64
	pictures      map[[2]int]bool // tiles, by size, that are in the file
}

// element begins one with attributes, names and values in turn.
func (s *svg) element(name string, attributes ...any) {
	s.text.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		s.text.WriteString(" " + attributes[i].(string) + `="`)
		switch v := attributes[i+1].(type) {
		case string:
			s.escape(v)
		case float64:
			s.text.WriteString(number(v))
		}
		s.text.WriteByte('"')
	}
}

func (s *svg) end() { s.text.WriteString("/>\n") }

func (s *svg) label(text string, x, y float64, attributes ...any) {
	s.element("text", append([]any{"x", x, "y", y}, attributes...)...)
	s.text.WriteByte('>')
	s.escape(text)
	s.text.WriteString("</text>\n")
}

// escape writes what XML may contain, and nothing that it takes for its own.
func (s *svg) escape(text string) {
	for _, r := range text {
		switch {
		case r == '&':
			s.text.WriteString("&amp;")
		case r == '<':
			s.text.WriteString("&lt;")
		case r == '>':
			s.text.WriteString("&gt;")
		case r == '"':
			s.text.WriteString("&quot;")
		case r >= ' ' && r != 0xfffe && r != 0xffff, r == '\t', r == '\n':
			s.text.WriteRune(r)
		}
	}
}

// number writes hundredths at most.
func number(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100+0, 'f', -1, 64)
}

const hex = "0123456789abcdef"

// paint writes a colour, whatever its opacity.
func paint(color uint32) string {
	color = straight(color)
	text := []byte("#000000")
	for i := range 3 {
		v := color >> (8 * i)
		text[1+2*i], text[2+2*i] = hex[v>>4&15], hex[v&15]
	}
	return string(text)
}

func opacity(color uint32) float64 { return float64(color>>24) / 255 }

// outside reports whether what reaches so far about a place is off the picture.
func (s *svg) outside(x, y, reach float64) bool {
	return !(x > -reach && x < s.width+reach && y > -reach && y < s.height+reach)
}

func (s *svg) put(x, y float64, radius float32, color uint32) {
	if r := float64(radius); color>>24 > 0 && r > 0 && !s.outside(x, y, r) {
		s.element("circle", "cx", x, "cy", y, "r", r, "fill", paint(color), "fill-opacity", opacity(color))
		s.end()
	}
}

func (s *svg) flush() {}

func (s *svg) Line(x0, y0, x1, y1, width float64, color uint32) {
	bounds := Canvas{Width: int(s.width), Height: int(s.height)}
	if x0, y0, x1, y1, ok := bounds.clip(x0, y0, x1, y1, width+1); ok && color>>24 > 0 {
		s.element("line", "x1", x0, "y1", y0, "x2", x1, "y2", y1, "stroke", paint(color), "stroke-opacity", opacity(color), "stroke-width", width)
		s.end()
	}
}

func (s *svg) Ring(x, y, radius, width float64, color uint32) {
	if color>>24 > 0 && !s.outside(x, y, radius+width) {
		s.element("circle", "cx", x, "cy", y, "r", radius, "fill", "none", "stroke", paint(color), "stroke-opacity", opacity(color), "stroke-width", width)
		s.end()
	}
}

func (s *svg) putRing(x, y, radius, width float64, color uint32) {
	s.Ring(x, y, radius, width, color)
}

func (s *svg) Path(corners []float64, width float64, color uint32) {
	if len(corners) < 4 {
		return
	}
	s.element("path", "fill", "none", "stroke", paint(color), "stroke-opacity", opacity(color), "stroke-width", width)
	s.text.WriteString(` d="`)
	for i := 0; i+1 < len(corners); i += 2 {
		s.text.WriteByte("ML"[min(i, 1)])
		s.text.WriteString(number(corners[i]) + " " + number(corners[i+1]))
	}
	s.text.WriteString(`Z"`)
	s.end()
}

func (s *svg) square(x, y, half float64, color uint32) {
	if color>>24 > 0 && !s.outside(x, y, half) {
		s.element("rect", "x", x-half, "y", y-half, "width", 2*half, "height", 2*half, "fill", paint(color), "fill-opacity", opacity(color))
		s.end()
	}
}

// sprite puts a picture into the file once and refers to it from then on.
func (s *svg) sprite(a *Atlas, tile int, x, y, size float64, fade uint64) {
	if s.outside(x, y, size) {
		return
	}
	key := [2]int{tile, int(math.Round(size))}
	id := "tile" + strconv.Itoa(tile) + "-" + strconv.Itoa(key[1])
	if !s.pictures[key] {
		s.pictures[key] = true
		s.text.WriteString("<defs>")
		s.element("image", "id", id, "width", size, "height", size, "href", "data:image/png;base64,"+base64.StdEncoding.EncodeToString(a.file(tile)))
		s.text.WriteString("/></defs>\n")
	}
	s.element("use", "href", "#"+id, "x", x-size/2, "y", y-size/2, "opacity", float64(256-fade)/256)
	s.end()
}

// file returns a tile as a PNG file.
func (a *Atlas) file(tile int) []byte {
	picture := image.NewRGBA(image.Rect(0, 0, a.tile, a.tile))
	for i, color := range a.of(tile, a.tile) {
		for k := range 4 {
			picture.Pix[4*i+k] = byte(color >> (8 * k))
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, picture); err != nil {
		return nil // a buffer takes all, and the picture has a side
	}
	return file.Bytes()
}
