package word2vec

import (
	"encoding/binary"
	"fmt"
	"io"
)

// header is the part of the state that has a fixed size.
type header struct {
	Words, Centres     int64
	LossTotal          float64
	LossPairs          int64
	Random             uint64
	LearningRate       float64
	Filled             int32
	Epoch, Next, Place int32
	Sentence           int32 // how many ids follow
	Rate               float32
}

// Save writes what training has changed: one may Load it into a new model of the
// same configuration and text, which then goes on with the same bits.
func (m *SkipGram) Save(w io.Writer) error {
	h := header{
		Words: m.words, Centres: m.centres, LossTotal: m.loss.total, LossPairs: m.loss.pairs,
		Random: uint64(m.rng), LearningRate: m.config.LearningRate, Filled: int32(m.filled), Epoch: int32(m.epoch), Next: int32(m.next), Place: int32(m.place),
		Sentence: int32(len(m.sentence)), Rate: m.rate,
	}
	if err := binary.Write(w, binary.LittleEndian, h); err != nil {
		return fmt.Errorf("save skip-gram: %w", err)
	}
	if err := binary.Write(w, binary.LittleEndian, m.sentence); err != nil {
		return fmt.Errorf("save skip-gram's sentence: %w", err)
	}
	if err := m.In.Save(w); err != nil {
		return fmt.Errorf("save skip-gram: %w", err)
	}
	if err := m.Out.Save(w); err != nil {
		return fmt.Errorf("save skip-gram: %w", err)
	}
	return nil
}

// Load reads what Save wrote. After an error the model must not be used.
func (m *SkipGram) Load(r io.Reader) error {
	var h header
	if err := binary.Read(r, binary.LittleEndian, &h); err != nil {
		return fmt.Errorf("load skip-gram: %w", err)
	}
	if err := m.fits(h); err != nil {
		return fmt.Errorf("load skip-gram: %w", err)
	}
	sentence := make([]int32, h.Sentence)
	if err := binary.Read(r, binary.LittleEndian, sentence); err != nil {
		return fmt.Errorf("load skip-gram's sentence: %w", err)
	}
	for _, id := range sentence {
		if id < 0 || int(id) >= m.In.Rows() {
			return fmt.Errorf("load skip-gram's sentence: word %d is outside 0 to %d", id, m.In.Rows()-1)
		}
	}
	if err := m.In.Load(r); err != nil {
		return fmt.Errorf("load skip-gram: %w", err)
	}
	if err := m.Out.Load(r); err != nil {
		return fmt.Errorf("load skip-gram: %w", err)
	}
	m.config.LearningRate = h.LearningRate
	m.state = state{
		filled: int(h.Filled), rng: generator(h.Random), epoch: int(h.Epoch), next: int(h.Next), sentence: sentence,
		place: int(h.Place), words: h.Words, rate: h.Rate, centres: h.Centres,
		loss: lossSum{h.LossTotal, h.LossPairs},
	}
	return nil
}

func (m *SkipGram) fits(h header) error {
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
