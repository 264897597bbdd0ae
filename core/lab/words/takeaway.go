package words

import (
	"fmt"
	"io"

	"nearspace/core/lab"
)

// fastTextModel is the takeaway that is fastText's own file.
const fastTextModel = "bin"

// Takeaways implements lab.Portable.
func (r *run) Takeaways() []lab.Takeaway {
	var list []lab.Takeaway
	if _, ok := r.model.(*pieces); ok && r.spaces != nil {
		list = append(list, lab.Takeaway{ID: fastTextModel, File: "words.bin",
			Title: lab.Text{En: "Model for fastText", Zh: "fastText 模型"},
			Help: lab.Text{
				En: "Words and subwords as fastText's program and gensim read them.",
				Zh: "词与子词，可由 fastText 程序与 gensim 读取。"}})
	}
	return append(list, r.params.script(r.setup.Seed).Takeaways()...)
}

// Take implements lab.Portable.
func (r *run) Take(id string, w io.Writer) error {
	if err := r.take(id, w); err != nil {
		return fmt.Errorf("take words along as %s: %w", id, err)
	}
	return nil
}

func (r *run) take(id string, w io.Writer) error {
	if id == fastTextModel {
		m, ok := r.model.(*pieces)
		if !ok {
			return &lab.UnknownError{What: "takeaway", ID: id}
		}
		return m.Model().Write(w)
	}
	return r.params.script(r.setup.Seed).Take(id, w)
}
