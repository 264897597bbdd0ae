package word2vec

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"

	"nearspace/core/localsgd"
)

// header is the part of the state that has a fixed size. Its fields are written
// one by one: encoding/binary.Write, which does it by reflection, is 20 kB of the
// page.
type header struct {
	Words, Centres      int64
	Travel, Apart       float64 // since the last merge, and of rare rows before
	LossTotal           float64
	LossInputs          int64
	Random              uint64
	LearningRate        float64
	Architecture, Loss  int32
	Filled              int32
	Epoch, Next, Place  int32
	Sentence            int32 // how many ids follow
	Frozen              int32 // how many rows follow
	Shard, Shards, Done int32 // and how many merges
	Rate                float32
}

const headerSize = 8*8 + 12*4

func (h header) encode() []byte {
	var b []byte
	for _, v := range []uint64{
		uint64(h.Words), uint64(h.Centres), math.Float64bits(h.LossTotal), uint64(h.LossInputs), h.Random, math.Float64bits(h.LearningRate), math.Float64bits(h.Travel), math.Float64bits(h.Apart),
	} {
		b = binary.LittleEndian.AppendUint64(b, v)
	}
	return append(b, encode([]int32{
		h.Architecture, h.Loss, h.Filled, h.Epoch, h.Next, h.Place, h.Sentence, h.Frozen, h.Shard, h.Shards, h.Done, int32(math.Float32bits(h.Rate)),
	})...)
}

func decodeHeader(b []byte) header {
	long := func(i int) uint64 { return binary.LittleEndian.Uint64(b[8*i:]) }
	short := decode(b[8*8:])
	return header{
		Words: int64(long(0)), Centres: int64(long(1)), LossTotal: math.Float64frombits(long(2)), LossInputs: int64(long(3)),
		Random: long(4), LearningRate: math.Float64frombits(long(5)), Travel: math.Float64frombits(long(6)), Apart: math.Float64frombits(long(7)),
		Architecture: short[0], Loss: short[1], Filled: short[2], Epoch: short[3], Next: short[4], Place: short[5],
		Sentence: short[6], Frozen: short[7], Shard: short[8], Shards: short[9], Done: short[10],
		Rate: math.Float32frombits(uint32(short[11])),
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
// same configuration and text, and the same shard of it, which then goes on with
// the same bits.
func (m *Model) Save(w io.Writer) error {
	if err := m.save(w); err != nil {
		return fmt.Errorf("save word2vec: %w", err)
	}
	return nil
}

func (m *Model) save(w io.Writer) error {
	frozen, part := m.Frozen(), m.shard.State()
	h := header{
		Words: m.words, Centres: m.centres, Travel: part.Travel, Apart: part.Apart, LossTotal: m.loss.total, LossInputs: m.loss.inputs,
		Random: uint64(m.rng), LearningRate: m.config.LearningRate, Architecture: int32(m.config.Architecture), Loss: int32(m.config.Loss),
		Filled: int32(m.filled), Epoch: int32(m.epoch), Next: int32(m.next), Place: int32(m.place),
		Sentence: int32(len(m.sentence)), Frozen: int32(len(frozen)),
		Shard: int32(m.shard.Index()), Shards: int32(m.shard.Of()), Done: int32(part.Merges), Rate: m.rate,
	}
	b := append(h.encode(), encode(m.sentence)...)
	if _, err := w.Write(append(b, encode(frozen)...)); err != nil {
		return err
	}
	if err := m.In.Save(w); err != nil {
		return err
	}
	if err := m.Out.Save(w); err != nil {
		return err
	}
	return m.shard.Save(w)
}

// Load reads what Save wrote. After an error the model must not be used.
func (m *Model) Load(r io.Reader) error {
	if err := m.load(r); err != nil {
		return fmt.Errorf("load word2vec: %w", err)
	}
	return nil
}

func (m *Model) load(r io.Reader) error {
	b := make([]byte, headerSize)
	if _, err := io.ReadFull(r, b); err != nil {
		return err
	}
	h := decodeHeader(b)
	if err := m.fits(h); err != nil {
		return err
	}
	sentence, err := readIDs(r, h.Sentence, len(m.text.Vocabulary.Counts))
	if err != nil {
		return fmt.Errorf("the sentence: %w", err)
	}
	frozen, err := readIDs(r, h.Frozen, m.In.Rows())
	if err != nil {
		return fmt.Errorf("the frozen rows: %w", err)
	}
	if err := m.In.Load(r); err != nil {
		return err
	}
	if err := m.Out.Load(r); err != nil {
		return err
	}
	if err := m.shard.Load(r, localsgd.State{Merges: int(h.Done), Travel: h.Travel, Apart: h.Apart}, h.Words > 0); err != nil {
		return err
	}
	m.config.LearningRate = h.LearningRate
	m.state = state{
		filled: int(h.Filled), rng: Random(h.Random), epoch: int(h.Epoch), next: int(h.Next), sentence: sentence,
		place: int(h.Place), words: h.Words, rate: h.Rate, centres: h.Centres,
		loss: lossSum{h.LossTotal, h.LossInputs},
	}
	m.ahead.at = 0
	if m.place < len(sentence) {
		m.document = m.documents.of(m.next - m.shard.Of())
	}
	m.frozen = nil
	return m.Freeze(frozen...)
}

func (m *Model) fits(h header) error {
	switch {
	case h.Architecture != int32(m.config.Architecture) || h.Loss != int32(m.config.Loss):
		return fmt.Errorf("architecture %d with loss %d, not %d with %d", h.Architecture, h.Loss, m.config.Architecture, m.config.Loss)
	case h.Shard != int32(m.shard.Index()) || h.Shards != int32(m.shard.Of()):
		return fmt.Errorf("shard %d of %d, not %d of %d", h.Shard, h.Shards, m.shard.Index(), m.shard.Of())
	case !(h.LearningRate > 0) || !(h.Rate >= 0):
		return fmt.Errorf("learning rates %v and %v are not positive", h.LearningRate, h.Rate)
	case h.Filled < 0 || int(h.Filled) > m.In.Rows():
		return fmt.Errorf("%d rows filled of %d", h.Filled, m.In.Rows())
	case h.Epoch < 0 || int(h.Epoch) > m.config.Epochs:
		return fmt.Errorf("epoch %d is outside 0 to %d", h.Epoch, m.config.Epochs)
	case h.Next < 0 || int(h.Next) >= len(m.text.Ends)+m.shard.Of():
		return fmt.Errorf("sentence %d is outside 0 to %d", h.Next, len(m.text.Ends)+m.shard.Of()-1)
	case h.Sentence < 0 || int(h.Sentence) > len(m.text.IDs):
		return fmt.Errorf("a sentence of %d words in a text of %d", h.Sentence, len(m.text.IDs))
	case h.Place < 0 || h.Place > h.Sentence:
		return fmt.Errorf("place %d is outside 0 to %d", h.Place, h.Sentence)
	case h.Place < h.Sentence && int(h.Next) < m.shard.Of():
		return fmt.Errorf("a sentence under way before the first")
	case h.Frozen < 0 || int(h.Frozen) > m.In.Rows():
		return fmt.Errorf("%d frozen rows of %d", h.Frozen, m.In.Rows())
	}
	return nil
}

// readIDs reads so many ids below limit. The count has been checked.
func readIDs(r io.Reader, count int32, limit int) ([]int32, error) {
	b := make([]byte, 4*int(count))
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, err
	}
	ids := decode(b)
	for _, id := range ids {
		if id < 0 || int(id) >= limit {
			return nil, fmt.Errorf("id %d is outside 0 to %d", id, limit-1)
		}
	}
	return ids, nil
}
