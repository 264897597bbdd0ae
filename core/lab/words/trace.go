package words

import (
	"fmt"
	"strings"

	"nearspace/core/lab"
)

// Trace implements lab.Run: one window, step by step.
func (r *run) Trace(p lab.Pick) (lab.Trace, error) {
	if r.spaces == nil {
		return lab.Trace{}, fmt.Errorf("trace words: %w", lab.ErrNotReady)
	}
	place := p.Position
	if p.Text != "" {
		ids, err := r.spaces[0].FindAll([]string{p.Text})
		if err != nil {
			return lab.Trace{}, fmt.Errorf("trace words: %w", err)
		}
		for place = range r.corpus.IDs {
			if r.corpus.IDs[place] == int32(ids[0]) {
				break
			}
		}
	}
	if n := len(r.corpus.IDs); place < 0 || place >= n {
		return lab.Trace{}, fmt.Errorf("trace words: %w", &lab.ArgumentError{Name: "position", Value: fmt.Sprint(place), Max: float64(n - 1)})
	}
	stages, err := r.model.stages(r, place)
	if err != nil {
		return lab.Trace{}, fmt.Errorf("trace words: %w", err)
	}
	text := r.sentence(place)
	return lab.Trace{Title: lab.Text{En: "… " + text + " …", Zh: "…… " + text + " ……"}, Stages: stages}, nil
}

// The helps of a window's lookup, and of what is made of the rows.
var (
	negativesHelp = lab.Text{
		En: "The words around the centre give rows of the input table. The centre and some random words, the negatives, give rows of the output table.",
		Zh: "中心词周围的词从输入表取行；中心词与若干随机负样本从输出表取行。"}
	treeHelp = lab.Text{
		En: "The words around the centre give rows of the input table. The way to the centre in the tree gives a row for each decision on it.",
		Zh: "中心词周围的词从输入表取行；树中通往中心词的路上，每个判断取一行。"}
	piecesHelp = lab.Text{
		En: "The words around the centre give the rows of their pieces: the word itself and its runs of characters, with < and > for its ends.",
		Zh: "中心词周围的词给出其各片段的行：词本身与连续的字符片段，< 与 > 表示词的两端。"}
	togetherHelp = lab.Text{
		En: "The rows of the whole window become one: their mean.",
		Zh: "整个窗口的各行合为一行：取平均。"}
	sumHelp = lab.Text{
		En: "The rows of the whole window become one: their sum.",
		Zh: "整个窗口的各行合为一行：求和。"}
	meanHelp = lab.Text{
		En: "Each word is the mean of its pieces.",
		Zh: "每个词是其各片段的平均。"}
)

// targets are the centre and the negatives, or the decisions with the side that
// is right, of which first is the label of the first.
func (r *run) targets(ids []int32, labels []float32, first float32, before, gradient, after []float32) lab.TableRows {
	t := lab.TableRows{
		Title: lab.Text{En: "rows of the centre and the negatives", Zh: "中心词与负样本的行"}, Name: "C",
		Space: r.spaces[1].Name, IDs: ids, Before: before, Gradient: gradient, After: after,
	}
	if t.Space == "context" {
		t.Labels = r.labels(ids)
		return t
	}
	t.Title = lab.Text{En: "rows of the decisions", Zh: "各判断的行"}
	for i, id := range ids {
		name := r.spaces[1].Label(int(id))
		left, right, _ := strings.Cut(name, decisionSeparator)
		if labels[i] != first {
			left = right
		}
		t.Labels = append(t.Labels, name+" → "+left)
	}
	return t
}

func (r *run) labels(ids []int32) []string {
	labels := make([]string, len(ids))
	for i, id := range ids {
		labels[i] = r.corpus.Vocabulary.Words[id]
	}
	return labels
}

// sentence returns the words around a place, the centre in brackets.
func (r *run) sentence(place int) string {
	ids, at := r.corpus.At(place)
	from, end := max(0, at-r.params.Window), min(len(ids), at+r.params.Window+1)
	words := r.labels(ids[from:end])
	words[at-from] = "[" + words[at-from] + "]"
	return strings.Join(words, " ")
}
