package glove

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// header is the part of the state that has a fixed size.
type header struct {
	Filled, Iteration, Tile uint64
	LossTotal               float64
	LossProducts            uint64
	LearningRate            float64
	NonZeros                uint64
}

const headerSize = 7 * 8

func (h header) encode() []byte {
	var b []byte
	for _, v := range []uint64{
		h.Filled, h.Iteration, h.Tile, math.Float64bits(h.LossTotal), h.LossProducts, math.Float64bits(h.LearningRate), h.NonZeros,
	} {
		b = binary.LittleEndian.AppendUint64(b, v)
	}
	return b
}

func decodeHeader(b []byte) header {
	long := func(i int) uint64 { return binary.LittleEndian.Uint64(b[8*i:]) }
	return header{
		Filled: long(0), Iteration: long(1), Tile: long(2), LossTotal: math.Float64frombits(long(3)), LossProducts: long(4),
		LearningRate: math.Float64frombits(long(5)), NonZeros: long(6),
	}
}

// Save writes what training has changed: one may Load it into a new model of the
// same configuration, counts and seed, which then goes on with the same bits.
func (m *Model) Save(w io.Writer) error {
	h := header{
		Filled: uint64(m.filled), Iteration: uint64(m.iteration), Tile: uint64(m.tile), LossTotal: m.loss.total,
		LossProducts: uint64(m.loss.products), LearningRate: m.config.LearningRate, NonZeros: uint64(m.counts.NonZeros()),
	}
	if _, err := w.Write(h.encode()); err != nil {
		return fmt.Errorf("save glove: %w", err)
	}
	for which := range parts {
		if err := m.part(which).Save(w); err != nil {
			return fmt.Errorf("save glove: %w", err)
		}
	}
	if err := m.saveShard(w); err != nil {
		return fmt.Errorf("save glove: %w", err)
	}
	return nil
}

// Load reads what Save wrote. After an error the model must not be used.
func (m *Model) Load(r io.Reader) error {
	b := make([]byte, headerSize)
	if _, err := io.ReadFull(r, b); err != nil {
		return fmt.Errorf("load glove: %w", err)
	}
	h := decodeHeader(b)
	if err := m.fits(h); err != nil {
		return fmt.Errorf("load glove: %w", err)
	}
	for which := range parts {
		if err := m.part(which).Load(r); err != nil {
			return fmt.Errorf("load glove: %w", err)
		}
	}
	round, err := m.loadShard(r)
	if err != nil {
		return fmt.Errorf("load glove: %w", err)
	}
	m.config.LearningRate = h.LearningRate
	m.state = state{
		filled: int(h.Filled), iteration: int(h.Iteration), round: round, tile: int(h.Tile), loss: lossSum{h.LossTotal, int64(h.LossProducts)},
	}
	if tiles := m.rounds[round].tiles(); m.divided() && m.tile > tiles {
		return fmt.Errorf("load glove: tile %d is outside 0 to %d", m.tile, tiles)
	}
	m.newOrder()
	return nil
}

func (m *Model) fits(h header) error {
	switch {
	case h.NonZeros != uint64(m.counts.NonZeros()):
		return fmt.Errorf("it is of %d non-zeros, not %d", h.NonZeros, m.counts.NonZeros())
	case h.Filled > uint64(m.Words()):
		return fmt.Errorf("%d rows filled of %d", h.Filled, m.Words())
	case h.Iteration > uint64(m.config.Iterations):
		return fmt.Errorf("iteration %d is outside 0 to %d", h.Iteration, m.config.Iterations)
	case h.Tile > math.MaxInt32:
		return fmt.Errorf("tile %d", h.Tile)
	case !(h.LearningRate > 0) || math.IsInf(h.LearningRate, 0):
		return errors.New("its learning rate is not a positive number")
	}
	return nil
}
