package documents

import (
	"fmt"
	"strings"

	"nearspace/core/lab"
)

// The helps of a step.
var (
	aloneHelp = lab.Text{
		En: "The document gives its row of the input table. A word of it and some random ones, the negatives, give rows of the output table.",
		Zh: "文档从输入表取它的行；其中一个词与若干随机负样本从输出表取行。"}
	windowHelp = lab.Text{
		En: "The document and the words around the centre give rows of the input table. The centre and some random words, the negatives, give rows of the output table.",
		Zh: "文档与中心词周围的词从输入表取行；中心词与若干随机负样本从输出表取行。"}
	togetherHelp = lab.Text{
		En: "The document's row and those of the words become one: their mean.",
		Zh: "文档的行与各词的行合为一行：取平均。"}
	joinedHelp = lab.Text{
		En: "The document's row and those of the words follow each other, with zeros for places beyond the sentence.",
		Zh: "文档的行与各词的行首尾相接，超出句子的位置为零。"}
	sumHelp = lab.Text{
		En: "The document's row and those of the words become one: their sum.",
		Zh: "文档的行与各词的行合为一行：求和。"}
)

// Trace implements lab.Run: one window of a document, step by step. A text picks
// the first window of the document with that name.
func (r *run) Trace(p lab.Pick) (lab.Trace, error) {
	if r.spaces == nil {
		return lab.Trace{}, fmt.Errorf("trace documents: %w", lab.ErrNotReady)
	}
	place := p.Position
	if p.Text != "" {
		ids, err := r.spaces[0].FindAll([]string{p.Text})
		if err != nil {
			return lab.Trace{}, fmt.Errorf("trace documents: %w", err)
		}
		place = r.first(int32(ids[0]))
	}
	if n := len(r.corpus.IDs); place < 0 || place >= n {
		return lab.Trace{}, fmt.Errorf("trace documents: %w", &lab.ArgumentError{Name: "position", Value: fmt.Sprint(place), Max: float64(n - 1)})
	}
	w := r.model.Look(place)
	inputs, targets := r.inputs(w.Context), r.targets(w.Targets, w.Labels)
	shown := lab.Window{
		Dim: r.model.In.Dim(), Inputs: inputs, LookupHelp: windowHelp, Decisions: r.model.Tree != nil,
		Rows: lab.TableRows{
			Title: lab.Text{En: "rows of the document and the words", Zh: "文档与各词的行"}, Name: "W",
			Labels: inputs, Before: w.In, Gradient: w.InGrad, After: w.InAfter,
		},
		Targets: lab.TableRows{
			Title: lab.Text{En: "rows of what is told apart", Zh: "被区分对象的行"}, Name: "C",
			Labels: targets, Before: w.Out, Gradient: w.OutGrad, After: w.OutAfter,
		},
		Scores: w.Scores, Sigmoids: w.Sigmoids, Errors: w.Errors, Loss: w.Loss, Rate: w.Rate,
	}
	if r.params.Method == DBOW {
		shown.LookupHelp = aloneHelp
	}
	if w.Hidden != nil {
		shown.Inputs, shown.Hidden = []string{"h"}, w.Hidden
		shown.HiddenHelp, shown.HiddenFormula = togetherHelp, `h = \tfrac1{n+1}\Bigl(d + \sum_i w_i\Bigr)`
		switch sum, _ := lab.Combined(r.params.Combine); {
		case r.params.Combine == lab.Concat:
			shown.HiddenDim, shown.HiddenHelp, shown.HiddenFormula = len(w.Hidden), joinedHelp, `h = (d, w_{-n}, \ldots, w_{-1}, w_1, \ldots, w_n)`
		case sum:
			shown.HiddenHelp, shown.HiddenFormula = sumHelp, `h = d + \sum_i w_i`
		}
	}
	title := r.title(place)
	return lab.Trace{Title: lab.Same(title), Stages: shown.Stages()}, nil
}

// first returns the first place of the text that belongs to a document.
func (r *run) first(document int32) int {
	place := 0
	for i, d := range r.of {
		if d == document {
			break
		}
		place += len(r.corpus.Sentence(i))
	}
	return place
}

// inputs names rows of the input table: words, and documents after them.
func (r *run) inputs(ids []int32) []string {
	v := r.corpus.Vocabulary.Words
	names := make([]string, len(ids))
	for i, id := range ids {
		if int(id) < len(v) {
			names[i] = v[id]
		} else {
			names[i] = r.names[int(id)-len(v)]
		}
	}
	return names
}

// targets names rows of the output table: words, or the decisions of the tree by
// their number and the way that is right.
func (r *run) targets(ids []int32, labels []float32) []string {
	if r.model.Tree == nil {
		return r.inputs(ids)
	}
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = fmt.Sprintf("%d →%d", id, 1-int(labels[i]))
	}
	return names
}

// title is the document of a place and the words around it, the centre in
// brackets.
func (r *run) title(place int) string {
	sentence, before := 0, 0
	for before+len(r.corpus.Sentence(sentence)) <= place {
		before += len(r.corpus.Sentence(sentence))
		sentence++
	}
	ids, at := r.corpus.At(place)
	from, end := max(0, at-r.params.Window), min(len(ids), at+r.params.Window+1)
	words := r.inputs(ids[from:end])
	words[at-from] = "[" + words[at-from] + "]"
	return r.names[r.of[sentence]] + ": … " + strings.Join(words, " ") + " …"
}
