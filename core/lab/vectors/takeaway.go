package vectors

import (
	"fmt"
	"io"
	"path"
	"strings"

	"nearspace/core/fasttext"
	"nearspace/core/lab"
)

// What a run has beside its spaces.
const (
	takeModel = "model" // the fastText model as it is
	takeSmall = "small" // quantised
)

// Takeaways implements lab.Portable.
func (r *run) Takeaways() []lab.Takeaway {
	if r.model == nil || r.spaces == nil {
		return nil
	}
	name := strings.TrimSuffix(path.Base(r.setup.Data.Name), ".gz")
	name = strings.TrimSuffix(name, path.Ext(name))
	extension := ".bin"
	if _, quantised := r.model.In.(*fasttext.Quantized); quantised {
		extension = ".ftz"
	}
	all := []lab.Takeaway{{ID: takeModel, File: name + extension,
		Title: lab.Text{En: "Model for fastText", Zh: "fastText 模型"},
		Help: lab.Text{
			En: "The whole model, with pieces and labels, as fastText's program reads it.",
			Zh: "整个模型，含片段与标签，可由 fastText 程序读取。"}}}
	if c, _, ok := r.classifier(); ok && c.Quantizable() == nil {
		all = append(all, lab.Takeaway{ID: takeSmall, File: name + ".ftz",
			Title: lab.Text{En: "Model for fastText, quantised", Zh: "fastText 模型，量化"},
			Help: lab.Text{
				En: "Two numbers become one byte. The question “Make it small” says what that costs.",
				Zh: "每两个数变为一个字节。“变小”一问会说明代价。"}})
	}
	return all
}

// Take implements lab.Portable.
func (r *run) Take(id string, w io.Writer) error {
	if r.model == nil || r.spaces == nil {
		return fmt.Errorf("take the model along: %w", lab.ErrNotReady)
	}
	m := r.model
	switch id {
	case takeModel:
	case takeSmall:
		rest := func() error {
			_, err := w.Write(nil) // which may rest
			return err
		}
		c, _, ok := r.classifier()
		if !ok {
			return fmt.Errorf("take the model along: %w", &lab.UnknownError{What: "takeaway", ID: id})
		}
		z, err := c.Shrink(0, nil, rest)
		if err != nil {
			return fmt.Errorf("take the model along: %w", err)
		}
		m = z.Model()
	default:
		return fmt.Errorf("take the model along: %w", &lab.UnknownError{What: "takeaway", ID: id})
	}
	if err := m.Write(w); err != nil {
		return fmt.Errorf("take the model along: %w", err)
	}
	return nil
}
