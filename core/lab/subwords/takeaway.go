package subwords

import (
	"fmt"
	"io"

	"nearspace/core/lab"
)

// fastTextModel is the takeaway that is fastText's own file.
const fastTextModel = "bin"

// Takeaways implements lab.Portable.
func (r *run) Takeaways() []lab.Takeaway {
	if r.spaces == nil {
		return nil
	}
	return []lab.Takeaway{{ID: fastTextModel, File: "subwords.bin",
		Title: lab.Text{En: "Model for fastText", Zh: "fastText 模型"},
		Help: lab.Text{
			En: "Words and pieces as fastText's program and gensim read them, for vectors of any word.",
			Zh: "词与片段，可由 fastText 程序与 gensim 读取，用于求任意词的向量。"}}}
}

// Take implements lab.Portable.
func (r *run) Take(id string, w io.Writer) error {
	switch {
	case id != fastTextModel:
		return fmt.Errorf("take subwords along: %w", &lab.UnknownError{What: "takeaway", ID: id})
	case r.spaces == nil:
		return fmt.Errorf("take subwords along: %w", lab.ErrNotReady)
	}
	if err := r.model.Model().Write(w); err != nil {
		return fmt.Errorf("take subwords along: %w", err)
	}
	return nil
}
