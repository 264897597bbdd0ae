package classifier

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
	"nearspace/core/fasttext"
	"nearspace/core/lab"
	"nearspace/core/word2vec"
)

// reading makes examples of a source, piece by piece.
type reading struct {
	texts    *dataset.Labelled
	total    int64 // bytes
	cut      func(text string) ([]string, error)
	span     int
	passage  int
	held     int // per cent
	seed     uint64
	training *fasttext.Examples
	test     *fasttext.Examples
}

// tokens returns what cuts texts of a form: lines of fastText's program are taken
// as they stand.
func tokens(form string, o corpus.Options, s corpus.Segmenter) func(string) ([]string, error) {
	if form == dataset.LabelledLines {
		return func(text string) ([]string, error) { return strings.Fields(text), nil }
	}
	return corpus.NewTokenizer(o, s).Tokens
}

func (r *run) open(source dataset.Source) error {
	texts, err := dataset.OpenLabelled(source, r.params.columns())
	if err != nil {
		return err
	}
	r.cut = tokens(texts.Form(), r.params.words(), r.setup.Segmenter)
	r.reading = &reading{
		texts: texts, total: source.Bytes, cut: r.cut, span: r.params.Span, passage: r.params.Passage, held: r.params.Held, seed: r.setup.Seed,
		training: &fasttext.Examples{}, test: r.held,
	}
	return nil
}

// step reads some texts and says whether there are more.
func (r *reading) step() (more bool, err error) {
	const texts, bytes = 64, 1 << 13
	for n, read := 0, 0; n < texts && read < bytes; n++ {
		t, err := r.texts.Next()
		if err == io.EOF {
			return false, r.texts.Close()
		}
		if err != nil {
			return false, err
		}
		read += len(t.Text)
		if err := r.add(t); err != nil {
			return false, err
		}
	}
	return true, nil
}

// add takes the passages of a text.
func (r *reading) add(t dataset.LabelledText) error {
	words, err := r.cut(t.Text)
	if err != nil {
		return fmt.Errorf("line %d: %w", t.Line, err)
	}
	var labels []string
	for _, label := range t.Labels {
		labels = append(labels, fasttext.LabelOf(spanOf(label, r.span)))
	}
	into := r.training
	rng := word2vec.NewRandom(r.seed ^ uint64(t.Line)*0x9e3779b97f4a7c15)
	if rng.Below(100) < uint32(r.held) {
		into = r.test
	}
	if r.passage == 0 {
		into.Add(words, labels)
		return nil
	}
	// A last passage of less than half the length joins the one before.
	for passages := max(1, (len(words)+r.passage/2)/r.passage); passages > 0; passages-- {
		end := len(words)
		if passages > 1 {
			end = r.passage
		}
		into.Add(words[:end], labels)
		words = words[end:]
	}
	return nil
}

// spanOf joins a number to a span: 1863 is 1850–1899 of 50.
func spanOf(label string, span int) string {
	n, err := strconv.Atoi(label)
	if err != nil || span == 0 {
		return label
	}
	from := n - ((n%span)+span)%span
	return fmt.Sprintf("%d–%d", from, from+span-1)
}

// about says which columns were read, and what came of them.
func (r *reading) about() []lab.Text {
	var notes []lab.Text
	if names, chosen := r.texts.Columns(); r.texts.Form() != dataset.LabelledLines {
		list := make([]string, len(names))
		for i, name := range names {
			list[i] = fmt.Sprintf("%d %s", i+1, name)
		}
		columns := strings.Join(list, ", ")
		if chosen.Label == dataset.EachColumn {
			notes = append(notes, lab.Text{
				En: fmt.Sprintf("Columns: %s. Each holds texts, whose label is its name.", columns),
				Zh: fmt.Sprintf("列：%s。每列都是文本，以列名为标签。", columns)})
		} else {
			notes = append(notes, lab.Text{
				En: fmt.Sprintf("Columns: %s. Texts are of column %d, labels of column %d.", columns, chosen.Text, chosen.Label),
				Zh: fmt.Sprintf("列：%s。文本取第 %d 列，标签取第 %d 列。", columns, chosen.Text, chosen.Label)})
		}
	}
	note := lab.Text{
		En: fmt.Sprintf("%d texts with %d labels to learn from, %d held out.", r.training.Len(), r.training.Labels(), r.test.Len()),
		Zh: fmt.Sprintf("%d 段文本、%d 个标签用于训练，留出 %d 段。", r.training.Len(), r.training.Labels(), r.test.Len())}
	if n := r.texts.Skipped(); n > 0 {
		note.En += fmt.Sprintf(" %d without a text or a label are left out.", n)
		note.Zh += fmt.Sprintf("%d 行缺文本或标签，已略去。", n)
	}
	return append(notes, note)
}
