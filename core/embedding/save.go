package embedding

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// Save writes the number of rows, the dimension and the weights, row by row,
// little-endian, without the elements of padding.
func (t *Table) Save(w io.Writer) error {
	buf := make([]byte, 8, max(8, 4*t.Dim()))
	binary.LittleEndian.PutUint32(buf[0:], uint32(t.Rows()))
	binary.LittleEndian.PutUint32(buf[4:], uint32(t.Dim()))
	if _, err := w.Write(buf); err != nil {
		return fmt.Errorf("save a table: %w", err)
	}
	for i := range t.Rows() {
		buf = buf[:0]
		for _, v := range t.Row(i) {
			buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(v))
		}
		if _, err := w.Write(buf); err != nil {
			return fmt.Errorf("save row %d of a table: %w", i, err)
		}
	}
	return nil
}

// Load reads what Save wrote into a table of the same shape.
func (t *Table) Load(r io.Reader) error {
	buf := make([]byte, max(8, 4*t.Dim()))
	if _, err := io.ReadFull(r, buf[:8]); err != nil {
		return fmt.Errorf("load a table: %w", err)
	}
	rows, dim := binary.LittleEndian.Uint32(buf[0:]), binary.LittleEndian.Uint32(buf[4:])
	if int(rows) != t.Rows() || int(dim) != t.Dim() {
		return fmt.Errorf("load a table: it is %d × %d, not %d × %d", rows, dim, t.Rows(), t.Dim())
	}
	buf = buf[:4*t.Dim()]
	for i := range t.Rows() {
		if _, err := io.ReadFull(r, buf); err != nil {
			return fmt.Errorf("load row %d of a table: %w", i, err)
		}
		row := t.Row(i)
		for k := range row {
			row[k] = math.Float32frombits(binary.LittleEndian.Uint32(buf[4*k:]))
		}
	}
	return nil
}
