package words

import (
	"fmt"
	"io"

	"nearspace/core/lab"
)

// fastTextModel is the takeaway that is fastText's own file.
const fastTextModel = "bin"

var scripts = []lab.Takeaway{
	{ID: Gensim, File: "train_gensim.py",
		Title: lab.Text{En: "Script for gensim", Zh: "gensim 脚本"},
		Help: lab.Text{
			En: "Trains with the same settings on any text, by gensim.",
			Zh: "用 gensim 以同样的设置在任意文本上训练。"}},
	{ID: FastTextProgram, File: "train_fasttext.py",
		Title: lab.Text{En: "Script for fastText", Zh: "fastText 脚本"},
		Help: lab.Text{
			En: "Trains with the same settings on any text, by fastText's own program.",
			Zh: "用 fastText 自己的程序以同样的设置在任意文本上训练。"}},
	{ID: PyTorch, File: "train_pytorch.py",
		Title: lab.Text{En: "Script for PyTorch", Zh: "PyTorch 脚本"},
		Help: lab.Text{
			En: "The same model written out in PyTorch, with its embedding layer.",
			Zh: "用 PyTorch 及其嵌入层写出的同一模型。"}},
}

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
	for _, s := range scripts {
		if _, err := Script(&r.params, r.setup.Seed, s.ID); err == nil {
			list = append(list, s)
		}
	}
	return list
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
	script, err := Script(&r.params, r.setup.Seed, id)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, script)
	return err
}
