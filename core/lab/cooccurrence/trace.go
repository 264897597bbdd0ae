package cooccurrence

import (
	"fmt"
	"strings"

	"nearspace/core/lab"
)

// Trace implements lab.Run: the step of one entry. A position is a place of the
// text, whose word is taken with the one beside it; a text is a pair of words, or
// one, which is taken with what stands beside it most.
func (r *run) Trace(p lab.Pick) (lab.Trace, error) {
	if r.spaces == nil {
		return lab.Trace{}, fmt.Errorf("trace cooccurrence: %w", lab.ErrNotReady)
	}
	i, j, title, err := r.pick(p)
	if err != nil {
		return lab.Trace{}, fmt.Errorf("trace cooccurrence: %w", err)
	}
	step, err := r.model.Look(i, j)
	if err != nil {
		return lab.Trace{}, fmt.Errorf("trace cooccurrence: %w", err)
	}
	fit := lab.Fit{Step: step, Labels: [2]string{r.label(i), r.label(j)}, Spaces: [2]string{"centre", "context"}, Window: r.params.Window}
	return lab.Trace{Title: title, Stages: fit.Stages()}, nil
}

// pick returns the entry that a pick means.
func (r *run) pick(p lab.Pick) (i, j int, title lab.Text, err error) {
	named := func(i, j int) (int, int, lab.Text, error) {
		a, b := r.label(i), r.label(j)
		return i, j, lab.Text{En: a + " beside " + b, Zh: a + " 与 " + b + " 相邻"}, nil
	}
	if p.Text != "" {
		ids, err := r.spaces[0].FindAll(lab.LabelsOf(p.Text))
		if err != nil {
			return 0, 0, lab.Text{}, err
		}
		switch len(ids) {
		case 0:
			return 0, 0, lab.Text{}, &lab.ArgumentError{Name: "text"}
		case 1:
			columns, x := r.model.Counts().Row(ids[0])
			if len(x) == 0 {
				return 0, 0, lab.Text{}, fmt.Errorf("no word stands beside %q", p.Text)
			}
			most := 0
			for k := range x {
				if x[k] > x[most] {
					most = k
				}
			}
			return named(ids[0], int(columns[most]))
		}
		return named(ids[0], ids[1])
	}
	if p.Position < 0 {
		i, j, ok := r.model.Next()
		if !ok {
			return 0, 0, lab.Text{}, &lab.ArgumentError{Name: "position", Value: fmt.Sprint(p.Position), Max: float64(len(r.corpus.IDs) - 1)}
		}
		return named(i, j)
	}
	return r.inText(p.Position)
}

// inText returns the entry of the word at a place and the next one, or the one
// before at the end of a sentence. A word alone has none: the text goes on.
func (r *run) inText(place int) (i, j int, title lab.Text, err error) {
	n := len(r.corpus.IDs)
	for p := place; p >= 0 && p < n; p++ {
		sentence, at := r.corpus.At(p)
		other := at + 1
		if other == len(sentence) {
			other = at - 1
		}
		if other < 0 {
			continue
		}
		var words []string
		for k := max(0, at-6); k < min(len(sentence), at+7); k++ {
			word := r.label(int(sentence[k]))
			if k == at || k == other {
				word = "[" + word + "]"
			}
			words = append(words, word)
		}
		text := strings.Join(words, " ")
		return int(sentence[at]), int(sentence[other]), lab.Text{En: "… " + text + " …", Zh: "…… " + text + " ……"}, nil
	}
	return 0, 0, lab.Text{}, &lab.ArgumentError{Name: "position", Value: fmt.Sprint(place), Max: float64(n - 1)}
}
