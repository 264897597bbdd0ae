package words

import (
	"encoding/binary"
	"io"
	"math"
)

func (r report) save(w io.Writer) error {
	b := binary.LittleEndian.AppendUint64(nil, uint64(r.count))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(r.loss))
	_, err := w.Write(b)
	return err
}

func (r *report) load(from io.Reader) error {
	var b [16]byte
	if _, err := io.ReadFull(from, b[:]); err != nil {
		return err
	}
	r.count = int(binary.LittleEndian.Uint64(b[:]))
	r.loss = math.Float64frombits(binary.LittleEndian.Uint64(b[8:]))
	return nil
}
