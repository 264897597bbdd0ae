package layer

import (
	"fmt"
	"strconv"
	"strings"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
	"nearspace/core/lab"
)

// parse reads examples of one's own, one a line or with semicolons between:
//
//	dark green
//	dark green -> 20 80 30
//	the cat -> sat; good film -> positive
//
// Either all have a target or none has.
func (r *run) parse(text string) (batch, error) {
	var b batch
	lines := strings.FieldsFunc(text, func(c rune) bool { return c == ';' || c == '；' || c == '\n' })
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		words, target, given := strings.Cut(strings.ReplaceAll(line, "→", "->"), "->")
		target = strings.TrimSpace(target)
		if b.n > 0 && given != b.hasTargets() || given && target == "" {
			return b, &lab.ArgumentError{Name: "target"}
		}
		if err := r.parseWords(&b, words); err != nil {
			return b, err
		}
		if given {
			if err := r.parseTarget(&b, target); err != nil {
				return b, err
			}
		}
		b.n++
	}
	if b.n == 0 {
		return b, &lab.ArgumentError{Name: "text"}
	}
	return b, nil
}

func (r *run) parseWords(b *batch, text string) error {
	tokens, err := r.tokens(text)
	if err != nil {
		return err
	}
	found, err := r.spaces[0].FindAll(tokens)
	if err != nil {
		return err
	}
	width := r.task.width
	if r.task.kind == dataset.KindText {
		found = found[max(0, len(found)-width):]
	}
	if len(found) > width {
		return &lab.ArgumentError{Name: "text", Value: fmt.Sprint(len(found)), Max: float64(width)}
	}
	for _, id := range found {
		b.ids = append(b.ids, int32(id))
	}
	for range width - len(found) {
		b.ids = append(b.ids, 0)
	}
	return nil
}

// tokens cuts a text as the data was cut. The padding row has its label.
func (r *run) tokens(text string) ([]string, error) {
	var tokens []string
	for _, field := range strings.Fields(text) {
		if field == padLabel {
			tokens = append(tokens, field)
			continue
		}
		found, err := corpus.Tokens(field, corpus.Options{}, r.setup.Segmenter)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, found...)
	}
	return tokens, nil
}

func (r *run) parseTarget(b *batch, target string) error {
	t := r.task
	switch t.kind {
	case dataset.KindText:
		tokens, err := r.tokens(target)
		if err != nil {
			return err
		}
		found, err := r.spaces[0].FindAll(tokens)
		if err != nil {
			return err
		}
		if len(found) != 1 || found[0] == 0 {
			return &lab.ArgumentError{Name: "target", Value: target, Min: 1, Max: 1}
		}
		b.classes = append(b.classes, int32(found[0]-1))
	case dataset.KindLabelled:
		found, err := r.spaces[1].FindAll([]string{target})
		if err != nil {
			return err
		}
		b.classes = append(b.classes, int32(found[0]))
	case dataset.KindTargets:
		fields := strings.FieldsFunc(target, func(c rune) bool { return c == ' ' || c == ',' || c == '，' })
		if len(fields) != len(t.outputs) {
			n := float64(len(t.outputs))
			return &lab.ArgumentError{Name: "target", Value: fmt.Sprint(len(fields)), Min: n, Max: n}
		}
		for j, field := range fields {
			x, err := strconv.ParseFloat(field, 64)
			if err != nil || !(x >= t.low[j] && x <= t.high[j]) {
				return &lab.ArgumentError{Name: t.outputs[j], Value: field, Min: t.low[j], Max: t.high[j]}
			}
			b.numbers = append(b.numbers, t.toUnit(j, x))
		}
	}
	return nil
}

// say writes the words of an example, without what fills it up.
func (t *task) say(b batch, i int) string {
	var words []string
	for _, id := range part(b.ids, i, t.width) {
		if id != 0 {
			words = append(words, t.words[id])
		}
	}
	return strings.Join(words, " ")
}

// sayTarget writes what an example should give.
func (t *task) sayTarget(b batch, i int) string {
	if t.kind != dataset.KindTargets {
		return t.outputs[b.classes[i]]
	}
	var numbers []string
	for j, y := range part(b.numbers, i, len(t.outputs)) {
		numbers = append(numbers, strconv.FormatFloat(t.fromUnit(j, y), 'g', 4, 64))
	}
	return strings.Join(numbers, " ")
}
