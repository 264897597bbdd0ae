package words

import (
	"nearspace/core/corpus"
	"nearspace/core/lab"
)

// readOn begins to read the second text.
func (r *run) readOn() {
	r.read(r.course.Then, r.course.Keeping(r.params.text(), r.corpus.Vocabulary.Words))
}

// goOn makes the model of the first text one of the second.
func (r *run) goOn(text *corpus.Corpus) error {
	known := len(r.corpus.Vocabulary.Words)
	model, joined, err := r.model.(continuing).after(r.shaped(), text, r.setup.Seed+1, r.setup.Shard)
	if err != nil {
		return err
	}
	r.model, r.corpus, r.reading, r.joined = model, joined, nil, true
	r.course.WentOn(known, r.report.Count)
	r.phase = model.phase()
	return r.load()
}

// Notes implements lab.Work.
func (r *run) Notes() []lab.Text {
	notes := lab.NotePhrases(r.phrases)
	if r.spaces != nil {
		notes = append(notes, r.course.Notes(len(r.corpus.Vocabulary.Words), r.joined)...)
	}
	return notes
}
