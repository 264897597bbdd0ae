package word2vec

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// documents says which document each sentence belongs to.
type documents struct {
	rows  []int32 // of In, by sentence; nil: the text has no documents
	alone bool    // the document is all the context there is
}

func (d documents) of(sentence int) int32 {
	if d.rows == nil {
		return -1
	}
	return d.rows[sentence]
}

// NewParagraphs returns a model that learns a vector for each document, as a
// word that stands in every window of it: paragraph vectors. Sentence i of the
// text is part of document of[i], counted from 0; without of, each sentence is a
// document. CBOW is PV-DM, the distributed memory model, in which the document
// and the window together predict the centre: their mean or sum, or, with
// Config.Concat as in the paper, one after the other, so that each place around the
// centre has its own part of what predicts. Places beyond the sentence's ends are
// zeros there (gensim learns one row for all of them). Skip-gram is PV-DBOW, the
// distributed bag of words, in which the document alone predicts each of its
// words; the words then have no vectors of their own, unless Config.Words lets
// them learn by skip-gram.
//
// The documents' vectors are the rows of In after those of the words.
//
// Le and Mikolov, "Distributed Representations of Sentences and Documents", 2014.
func NewParagraphs(config Config, text *corpus.Corpus, of []int32, seed uint64) (*Model, error) {
	m, err := newModel(config.withDefaults(), text, nil, NewRandom(seed))
	if err == nil {
		err = m.divide(of, 0)
	}
	if err != nil {
		return nil, fmt.Errorf("paragraph vectors: %w", err)
	}
	return m, nil
}

// divide makes room for the documents after so many earlier ones.
func (m *Model) divide(of []int32, earlier int) error {
	sentences := len(m.text.Ends)
	if of != nil && len(of) != sentences {
		return fmt.Errorf("documents of %d sentences, the text has %d", len(of), sentences)
	}
	first, count := int32(m.In.Rows()+earlier), int32(0)
	rows := make([]int32, sentences)
	for i := range rows {
		document := int32(i)
		if of != nil {
			document = of[i]
		}
		if document < 0 {
			return fmt.Errorf("sentence %d is of document %d", i, document)
		}
		rows[i] = first + document
		count = max(count, document+1)
	}
	m.In = embedding.NewTable(int(first+count), m.In.Dim())
	m.documents = documents{rows: rows, alone: m.config.Architecture == SkipGram && !m.config.Words}
	return nil
}

// ContinueParagraphs returns a model that goes on with the documents of a new text, as
// Continue does with its words: the rows of the new documents stand after those of
// the old ones, which are not trained any more, and move no further. The document of
// sentence i is of[i], counted from 0 in the new text.
func (m *Model) ContinueParagraphs(text *corpus.Corpus, of []int32, seed uint64) (*Model, error) {
	if m.documents.rows == nil {
		return nil, errors.New("continue paragraph vectors: the model has no documents")
	}
	c, err := m.with(text, seed)
	old := m.DocumentVectors()
	if err == nil {
		err = c.divide(of, old.Rows)
	}
	if err != nil {
		return nil, fmt.Errorf("continue paragraph vectors: %w", err)
	}
	words, added := m.vocabulary(), c.vocabulary()-m.vocabulary()
	copyRows(c.In, m.In, words)
	c.filled = words
	c.fill(added)
	for i := range old.Rows {
		copy(c.In.Row(c.filled), m.In.Row(words+i))
		c.filled++
	}
	c.fill(c.In.Rows() - c.filled)
	for _, row := range m.Frozen() {
		if int(row) >= words {
			row += int32(added)
		}
		if err := c.Freeze(row); err != nil {
			return nil, fmt.Errorf("continue paragraph vectors: %w", err)
		}
	}
	return c, nil
}

// WordVectors returns the rows of In that belong to words.
func (m *Model) WordVectors() blas32.General {
	w := m.In.Weights
	w.Rows = m.vocabulary()
	w.Data = w.Data[:w.Rows*w.Stride]
	return w
}

// DocumentVectors returns the rows of In that belong to documents.
func (m *Model) DocumentVectors() blas32.General {
	w, words := m.In.Weights, m.vocabulary()
	w.Rows -= words
	w.Data = w.Data[words*w.Stride:]
	return w
}

func (m *Model) vocabulary() int { return len(m.text.Vocabulary.Counts) }

// Infer returns the vector of a new document, given by the ids of its words. It
// is trained for so many epochs, as the model's documents were, while all else
// stays as it is; 0 epochs: as many as the model's. The seed decides on the first
// values and on what is drawn.
func (m *Model) Infer(words []int32, epochs int, seed uint64) ([]float32, error) {
	if m.documents.rows == nil {
		return nil, errors.New("infer: the model has no documents")
	}
	if err := m.checkWords(words); err != nil {
		return nil, fmt.Errorf("infer: %w", err)
	}
	if epochs <= 0 {
		epochs = m.config.Epochs
	}
	c := *m
	c.rng, c.block = NewRandom(seed), newBlock(m.Out.Weights.Stride)
	vector := make([]float32, m.In.Weights.Stride)
	for k := range vector[:m.In.Dim()] {
		vector[k] = (2*c.rng.Float32() - 1) / float32(m.In.Dim())
	}
	c.sentence = nil
	for epoch := range epochs {
		c.rate = c.config.rate(float64(epoch) / float64(epochs))
		c.thin(words)
		for c.place = range c.sentence {
			c.infer(vector)
		}
	}
	return vector[:m.In.Dim()], nil
}

// infer trains a vector that is no row of In on one window, and nothing else.
func (m *Model) infer(vector []float32) {
	in, out := m.In.Padded(), m.Out.Padded()
	h, share := m.hidden, float32(1)
	w := m.drawn
	w.at, w.rng = m.place, m.rng
	m.document = -1
	switch {
	case m.config.Concat:
		m.drawContext(w)
		m.join(h.Data)
		copy(h.Data, vector[:m.In.Dim()])
	case m.config.Architecture == CBOW:
		m.drawContext(w)
		var scale float32
		scale, share = m.config.weights(len(m.context) + 1)
		vec.RowSum(h.Data, scale, in, m.context)
		vec.AddScaled(h.Data, scale, vector)
	default:
		copy(h.Data, vector)
	}
	m.drawTargets(w)
	m.rng = w.rng
	g := m.scores[:len(m.targets)]
	vec.RowDots(g, h, first, out, m.targets)
	m.score(g)
	for j, id := range m.targets {
		vec.AddScaled(vector[:m.In.Dim()], share*g[j], m.Out.Row(int(id))[:m.In.Dim()])
	}
}

func (m *Model) checkWords(words []int32) error {
	if len(words) == 0 {
		return errors.New("there is no word")
	}
	for _, id := range words {
		if id < 0 || int(id) >= m.vocabulary() {
			return fmt.Errorf("word %d is outside 0 to %d", id, m.vocabulary()-1)
		}
	}
	return nil
}
