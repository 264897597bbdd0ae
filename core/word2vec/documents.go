package word2vec

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
