package word2vec

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
)

// header is the part of the state that has a fixed size. Its fields are written
// one by one: encoding/binary.Write, which does it by reflection, is 20 kB of the
// page.
type header struct {
	Words, Centres     int64
	LossTotal          float64
	LossInputs         int64
	Random             uint64
	LearningRate       float64
	Filled             int32
	Epoch, Next, Place int32
	Sentence           int32 // how many ids follow
	Rate               float32
}

const headerSize = 6*8 + 6*4

func (h header) encode() []byte {
	var b []byte
	for _, v := range []uint64{
		uint64(h.Words), uint64(h.Centres), math.Float64bits(h.LossTotal), uint64(h.LossInputs), h.Random, math.Float64bits(h.LearningRate),
	} {
		b = binary.LittleEndian.AppendUint64(b, v)
	}
	return append(b, encode([]int32{h.Filled, h.Epoch, h.Next, h.Place, h.Sentence, int32(math.Float32bits(h.Rate))})...)
}

func decodeHeader(b []byte) header {
	long := func(i int) uint64 { return binary.LittleEndian.Uint64(b[8*i:]) }
	short := decode(b[6*8:])
	return header{
		Words: int64(long(0)), Centres: int64(long(1)), LossTotal: math.Float64frombits(long(2)), LossInputs: int64(long(3)),
		Random: long(4), LearningRate: math.Float64frombits(long(5)),
		Filled: short[0], Epoch: short[1], Next: short[2], Place: short[3], Sentence: short[4], Rate: math.Float32frombits(uint32(short[5])),
	}
}

func encode(numbers []int32) []byte {
	b := make([]byte, 0, 4*len(numbers))
	for _, v := range numbers {
		b = binary.LittleEndian.AppendUint32(b, uint32(v))
	}
	return b
}

func decode(b []byte) []int32 {
	numbers := make([]int32, len(b)/4)
	for i := range numbers {
		numbers[i] = int32(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return numbers
}

// Save writes what training has changed: one may Load it into a new model of the
// same configuration and text, which then goes on with the same bits.
func (m *Model) Save(w io.Writer) error {
	h := header{
		Words: m.words, Centres: m.centres, LossTotal: m.loss.total, LossInputs: m.loss.inputs,
		Random: uint64(m.rng), LearningRate: m.config.LearningRate, Filled: int32(m.filled), Epoch: int32(m.epoch), Next: int32(m.next), Place: int32(m.place),
		Sentence: int32(len(m.sentence)), Rate: m.rate,
	}
	if _, err := w.Write(append(h.encode(), encode(m.sentence)...)); err != nil {
		return fmt.Errorf("save word2vec: %w", err)
	}
	if err := m.In.Save(w); err != nil {
		return fmt.Errorf("save word2vec: %w", err)
	}
	if err := m.Out.Save(w); err != nil {
		return fmt.Errorf("save word2vec: %w", err)
	}
	return nil
}

// Load reads what Save wrote. After an error the model must not be used.
func (m *Model) Load(r io.Reader) error {
	b := make([]byte, headerSize)
	if _, err := io.ReadFull(r, b); err != nil {
		return fmt.Errorf("load word2vec: %w", err)
	}
	h := decodeHeader(b)
	if err := m.fits(h); err != nil {
		return fmt.Errorf("load word2vec: %w", err)
	}
	b = make([]byte, 4*int(h.Sentence))
	if _, err := io.ReadFull(r, b); err != nil {
		return fmt.Errorf("load word2vec's sentence: %w", err)
	}
	sentence := decode(b)
	for _, id := range sentence {
		if id < 0 || int(id) >= m.In.Rows() {
			return fmt.Errorf("load word2vec's sentence: word %d is outside 0 to %d", id, m.In.Rows()-1)
		}
	}
	if err := m.In.Load(r); err != nil {
		return fmt.Errorf("load word2vec: %w", err)
	}
	if err := m.Out.Load(r); err != nil {
		return fmt.Errorf("load word2vec: %w", err)
	}
	m.config.LearningRate = h.LearningRate
	m.state = state{
		filled: int(h.Filled), rng: Random(h.Random), epoch: int(h.Epoch), next: int(h.Next), sentence: sentence,
		place: int(h.Place), words: h.Words, rate: h.Rate, centres: h.Centres,
		loss: lossSum{h.LossTotal, h.LossInputs},
	}
	return nil
}

func (m *Model) fits(h header) error {
	switch {
	case !(h.LearningRate > 0):
		return fmt.Errorf("learning rate %v is not positive", h.LearningRate)
	case h.Filled < 0 || int(h.Filled) > m.In.Rows():
		return fmt.Errorf("%d rows filled of %d", h.Filled, m.In.Rows())
	case h.Epoch < 0 || int(h.Epoch) > m.config.Epochs:
		return fmt.Errorf("epoch %d is outside 0 to %d", h.Epoch, m.config.Epochs)
	case h.Next < 0 || int(h.Next) > len(m.text.Ends):
		return fmt.Errorf("sentence %d is outside 0 to %d", h.Next, len(m.text.Ends))
	case h.Sentence < 0 || int(h.Sentence) > len(m.text.IDs):
		return fmt.Errorf("a sentence of %d words in a text of %d", h.Sentence, len(m.text.IDs))
	case h.Place < 0 || h.Place > h.Sentence:
		return fmt.Errorf("place %d is outside 0 to %d", h.Place, h.Sentence)
	}
	return nil
}
