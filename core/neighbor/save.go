package neighbor

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"

	"nearspace/core/vec"
)

// A saved graph is, little-endian:
//
//	"nsgraph1"
//	uint32 metric (0 cosine, 1 dot, 2 euclidean), dim, M, ef construction, rows
//	int32 entry, uint32 codes (0 or 1), uint64 seed
//	float32 rows × dim, as they are compared; with codes, float32 scale and int8 dim for each row
//	uint8 level of each row, uint8 1 where it is deleted
//	uint16 links of each row on the lowest level, int32 rows × 2M, 0 where there is none
//	the same, M each, for the upper levels: those of the first row, upwards, of the second, …
const magic = "nsgraph1"

var metricCodes = []Metric{Cosine, Dot, Euclidean}

const headerSize = len(magic) + 7*4 + 8

// Save writes the graph.
func (g *Graph) Save(w io.Writer) error {
	header := []byte(magic)
	for code, m := range metricCodes {
		if m == g.config.Metric {
			header = binary.LittleEndian.AppendUint32(header, uint32(code))
		}
	}
	coded := 0
	if g.config.Int8 {
		coded = 1
	}
	for _, v := range []int{g.Dim(), g.config.M, g.config.EfConstruction, g.Rows(), int(g.entry), coded} {
		header = binary.LittleEndian.AppendUint32(header, uint32(v))
	}
	e := &encoder{w: w, buf: binary.LittleEndian.AppendUint64(header, g.config.Seed)}
	for i := range g.Rows() {
		e.point(g.store.at(int32(i)), g.Dim())
	}
	for _, level := range g.levels {
		e.byte(level)
	}
	for _, deleted := range g.deleted {
		if deleted {
			e.byte(1)
		} else {
			e.byte(0)
		}
	}
	for _, l := range []*links{&g.low, &g.upper} {
		for _, n := range l.counts {
			e.byte(byte(n))
			e.byte(byte(n >> 8))
		}
		for _, id := range l.ids {
			e.uint32(uint32(id))
		}
	}
	e.flush()
	if e.err != nil {
		return fmt.Errorf("save a graph: %w", e.err)
	}
	return nil
}

// encoder writes numbers in large pieces.
type encoder struct {
	w   io.Writer
	buf []byte
	err error
}

func (e *encoder) point(p point, dim int) {
	if p.codes == nil {
		for _, v := range p.row[:dim] {
			e.uint32(math.Float32bits(v))
		}
		return
	}
	e.uint32(math.Float32bits(p.scale))
	for _, c := range p.codes[:dim] {
		e.byte(byte(c))
	}
}

func (e *encoder) byte(b byte) {
	e.buf = append(e.buf, b)
	e.spill()
}

func (e *encoder) uint32(v uint32) {
	e.buf = binary.LittleEndian.AppendUint32(e.buf, v)
	e.spill()
}

func (e *encoder) spill() {
	if len(e.buf) >= 1<<16 {
		e.flush()
	}
}

func (e *encoder) flush() {
	if e.err == nil {
		_, e.err = e.w.Write(e.buf)
	}
	e.buf = e.buf[:0]
}

// A DamagedError says what in a saved graph cannot be.
type DamagedError struct {
	What  string // magic, metric, rows, codes, entry, level, deleted, links or vector
	Where int    // row or list
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("%s of %d is damaged", e.What, e.Where)
}

// LoadGraph reads a graph that Save wrote: it answers as the saved one did, and
// goes on with the same links for the same rows. It checks all it reads, and
// keeps no more than it has read.
func LoadGraph(r io.Reader) (*Graph, error) {
	g, err := loadGraph(r)
	if err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return nil, fmt.Errorf("load a graph: %w", err)
	}
	return g, nil
}

func loadGraph(r io.Reader) (*Graph, error) {
	d := &decoder{r: r}
	d.begin(headerSize)
	header, err := d.read(headerSize)
	if err != nil {
		return nil, err
	}
	if string(header[:len(magic)]) != magic {
		return nil, &DamagedError{What: "magic"}
	}
	number := func(i int) int { return int(int32(binary.LittleEndian.Uint32(header[len(magic)+4*i:]))) }
	code, rows := number(0), number(4)
	if code < 0 || code >= len(metricCodes) {
		return nil, &DamagedError{What: "metric"}
	}
	if number(1) < 1 || number(1) > maxDim || rows < 0 {
		return nil, &DamagedError{What: "rows"}
	}
	if number(6) != 0 && number(6) != 1 {
		return nil, &DamagedError{What: "codes"}
	}
	g, err := NewGraph(number(1), GraphConfig{
		Metric: metricCodes[code], M: number(2), EfConstruction: number(3),
		Seed: binary.LittleEndian.Uint64(header[len(magic)+28:]), Int8: number(6) == 1,
	})
	if err != nil {
		return nil, err
	}
	g.entry = int32(number(5))
	for _, part := range []func(*decoder, int) error{g.loadRows, g.loadLevels, g.loadDeleted} {
		if err := part(d, rows); err != nil {
			return nil, err
		}
	}
	if err := g.loadLinks(d); err != nil {
		return nil, err
	}
	g.walk.grow(rows)
	return g, nil
}

// maxDim bounds the row that is read at a time.
const maxDim = 1 << 16

func (g *Graph) loadRows(d *decoder, rows int) error {
	size := 4 * g.Dim()
	if g.config.Int8 {
		size = 4 + g.Dim()
	}
	d.begin(size * rows)
	for i := range rows {
		b, err := d.read(size)
		if err != nil {
			return err
		}
		p, ok := g.store.decode(b)
		if !ok {
			return &DamagedError{"vector", i}
		}
		g.store.add(p)
	}
	return nil
}

// decode returns a point that was saved, if it is one.
func (s *store) decode(b []byte) (p point, ok bool) {
	float := func(i int) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:])) }
	if !s.coded {
		p.row = make([]float32, s.rows.Cols)
		for i := range s.dim {
			p.row[i] = float(i)
		}
		norm := vec.Norm(p.row)
		return p, norm-norm == 0
	}
	codes := make([]int8, s.width)
	for i, c := range b[4:] {
		codes[i] = int8(c)
	}
	p = s.pointOf(codes, float(0))
	return p, p.scale >= 0 && p.half-p.half == 0 && !slices.Contains(codes, -128)
}

func (g *Graph) loadLevels(d *decoder, rows int) error {
	d.begin(rows)
	top := -1
	for i := range rows {
		b, err := d.read(1)
		if err != nil {
			return err
		}
		if b[0] > maxLevel {
			return &DamagedError{"level", i}
		}
		g.levels = append(g.levels, b[0])
		g.lists = append(g.lists, int32(g.upperLists))
		g.upperLists += int(b[0])
		top = max(top, int(b[0]))
	}
	if rows == 0 && g.entry != -1 || rows > 0 && (g.entry < 0 || int(g.entry) >= rows || int(g.levels[g.entry]) != top) {
		return &DamagedError{What: "entry"}
	}
	return nil
}

func (g *Graph) loadDeleted(d *decoder, rows int) error {
	d.begin(rows)
	for i := range rows {
		b, err := d.read(1)
		if err != nil {
			return err
		}
		if b[0] > 1 {
			return &DamagedError{"deleted", i}
		}
		g.deleted = append(g.deleted, b[0] == 1)
		if b[0] == 0 {
			g.alive++
		}
	}
	return nil
}

func (g *Graph) loadLinks(d *decoder) error {
	if err := g.low.load(d, g.Rows()); err != nil {
		return err
	}
	if err := g.upper.load(d, g.upperLists); err != nil {
		return err
	}
	for i := range g.Rows() {
		for level := range int(g.levels[i]) + 1 {
			list, n := g.linksOf(int32(i), level)
			for _, to := range list.of(n) {
				if to < 0 || int(to) >= g.Rows() || int(g.levels[to]) < level {
					return &DamagedError{"links", i}
				}
			}
		}
	}
	return nil
}

func (l *links) load(d *decoder, lists int) error {
	d.begin(lists * (2 + 4*l.most))
	for i := range lists {
		b, err := d.read(2)
		if err != nil {
			return err
		}
		n := binary.LittleEndian.Uint16(b)
		if int(n) > l.most {
			return &DamagedError{"links", i}
		}
		l.counts = append(l.counts, n)
	}
	for range lists {
		b, err := d.read(4 * l.most)
		if err != nil {
			return err
		}
		for len(b) > 0 {
			l.ids = append(l.ids, int32(binary.LittleEndian.Uint32(b)))
			b = b[4:]
		}
	}
	return nil
}

// decoder reads parts of known lengths, and of each a number of bytes at a time,
// which are valid until the next read. It reads nothing beyond the last part.
type decoder struct {
	r        io.Reader
	left     int // bytes of the part that were not read
	buf      []byte
	from, to int
}

func (d *decoder) begin(bytes int) { d.left, d.from, d.to = bytes, 0, 0 }

func (d *decoder) read(n int) ([]byte, error) {
	if d.to-d.from < n {
		d.to = copy(d.buf, d.buf[d.from:d.to])
		d.from = 0
		if len(d.buf) < n {
			d.buf = append(d.buf, make([]byte, max(n, 1<<16)-len(d.buf))...)
		}
		m, err := io.ReadAtLeast(d.r, d.buf[d.to:min(len(d.buf), d.to+d.left)], n-d.to)
		d.to += m
		d.left -= m
		if err != nil {
			return nil, err
		}
	}
	b := d.buf[d.from : d.from+n]
	d.from += n
	return b, nil
}
