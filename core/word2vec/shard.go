package word2vec

import "nearspace/core/corpus"

// shard is the part of the text that a model trains on: sentence index, and then
// every of-th.
type shard struct {
	index, of int
	words     int64 // in one pass
}

func wholeText(text *corpus.Corpus) shard { return shard{of: 1, words: int64(len(text.IDs))} }

func (s *shard) random(r Random) Random { return r }
func (s *shard) note(m *Model)          {}

func (m *Model) Due() bool { return false }
