package layer

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// stateSize is the bytes of a state: five numbers, then the generator.
const stateSize = 5*8 + 20

// save writes what training has changed: one may load it into a new model of the
// same parameters and data, which then goes on with the same bits.
func (m *model) save(w io.Writer) error {
	var b []byte
	quantized := uint64(0)
	if m.quantized {
		quantized = 1
	}
	for _, v := range []uint64{uint64(m.batches), math.Float64bits(m.sums.loss), uint64(m.sums.examples), uint64(m.sums.right), quantized} {
		b = binary.LittleEndian.AppendUint64(b, v)
	}
	random, err := m.random.MarshalBinary()
	if err != nil {
		return fmt.Errorf("save the generator: %w", err)
	}
	if _, err := w.Write(append(b, random...)); err != nil {
		return fmt.Errorf("save the model: %w", err)
	}
	for _, f := range m.fillers {
		if err := f.table.Save(w); err != nil {
			return err
		}
	}
	for _, g := range m.grads {
		if err := m.optimizer.Save(w, g.table); err != nil {
			return err
		}
	}
	return nil
}

// load reads what save wrote. After an error the model must not be used.
func (m *model) load(r io.Reader) error {
	b := make([]byte, stateSize)
	if _, err := io.ReadFull(r, b); err != nil {
		return fmt.Errorf("load the model: %w", err)
	}
	long := func(i int) uint64 { return binary.LittleEndian.Uint64(b[8*i:]) }
	batches := long(0)
	if batches > uint64(m.total()) {
		return fmt.Errorf("load the model: batch %d of %d", batches, m.total())
	}
	m.batches = int(batches)
	m.sums = sums{loss: math.Float64frombits(long(1)), examples: int(long(2)), right: int(long(3))}
	m.quantized = long(4) == 1
	if err := m.random.UnmarshalBinary(b[5*8:]); err != nil {
		return fmt.Errorf("load the generator: %w", err)
	}
	m.filled = 0
	for _, f := range m.fillers {
		if err := f.table.Load(r); err != nil {
			return err
		}
		m.filled += f.table.Rows()
	}
	for _, g := range m.grads {
		if err := m.optimizer.Load(r, g.table); err != nil {
			return err
		}
	}
	return nil
}

// copied returns a model of its own with the same tables, to read from.
func (m *model) copied() (*model, error) {
	c, err := newModel(m.params, m.task, 0)
	if err != nil {
		return nil, err
	}
	random := *m.random
	c.state = m.state
	c.random = &random
	for k, f := range m.fillers {
		copy(c.fillers[k].table.Weights.Data, f.table.Weights.Data)
	}
	return c, nil
}

// clone returns a model of its own in the same state, so that what is tried on it
// changes nothing.
func (m *model) clone() (*model, error) {
	c, err := m.copied()
	if err != nil {
		return nil, err
	}
	for k, g := range m.grads {
		if err := c.optimizer.Inherit(c.grads[k].table, m.optimizer, g.table); err != nil {
			return nil, err
		}
	}
	return c, nil
}
