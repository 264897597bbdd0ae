package vectors

import (
	"cmp"
	"fmt"
	"slices"

	"nearspace/core/lab"
	"nearspace/core/space"
	"nearspace/core/vec"
)

// noModel answers a question that wants more than a list of vectors.
func noModel() lab.Answer {
	return prose(lab.Text{
		En: "This file is a list of vectors. A fastText model (.bin or .ftz) has its pieces as well.",
		Zh: "该文件只是向量表。fastText 模型（.bin 或 .ftz）才另有片段。"})
}

func prose(text lab.Text) lab.Answer { return lab.Answer{Parts: []lab.Part{lab.Prose{Text: text}}} }

// spell returns the vector that the model has for any string, and the row of one
// that is a word shown, else −1.
func (r *run) spell(text string) (subject lab.Subject, has bool) {
	subject = lab.Subject{Label: text, Vector: make([]float32, r.model.Dim()), Row: -1}
	has = r.model.Vector(subject.Vector, text)
	if id, known := r.spaces[0].Find(text); known {
		subject.Row = id
	}
	return subject, has
}

// strange says that a word asked about has no row, but may have pieces.
func (r *run) strange(q lab.Query) bool {
	if r.model == nil || q.Question != "neighbors" {
		return false
	}
	_, known := r.spaces[0].Find(q.Args["word"])
	return !known
}

// neighbors answers for a word that has no row of its own.
func (r *run) neighbors(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	subject, has := r.spell(q.Args["word"])
	if !has {
		_, err := r.spaces[0].FindAll([]string{subject.Label})
		return lab.Answer{}, err
	}
	answer, err := lab.Near(r.spaces[0], q, subject, nil, pace)
	if err != nil {
		return lab.Answer{}, err
	}
	answer.Parts = append(answer.Parts, r.madeOf(subject.Label))
	answer.Next = append([]lab.Query{lab.NewQuery("pieces", "word", subject.Label)}, answer.Next[:min(2, len(answer.Next))]...)
	return answer, nil
}

func (r *run) madeOf(word string) lab.Prose {
	n := len(r.model.Dictionary.Subwords(word))
	if id, known := r.model.Dictionary.ID(word); known {
		return lab.Prose{Text: lab.Text{
			En: fmt.Sprintf("%s occurred %d times in the text that the model learnt from. Its vector is the mean of its own row and its %d pieces.", word, r.model.Dictionary.Counts[id], n-1),
			Zh: fmt.Sprintf("%s 在训练文本中出现 %d 次，其向量是自身的行与 %d 个片段的平均。", word, r.model.Dictionary.Counts[id], n-1)}}
	}
	return lab.Prose{Text: lab.Text{
		En: fmt.Sprintf("%s is no word of the model. Its vector is the mean of its %d pieces.", word, n),
		Zh: fmt.Sprintf("%s 不是模型中的词，其向量是 %d 个片段的平均。", word, n)}}
}

// pieces takes a string apart.
func (r *run) pieces(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	if r.model == nil {
		return noModel(), nil
	}
	subject, has := r.spell(q.Args["word"])
	if !has {
		s := r.model.Settings
		return prose(lab.Text{
			En: fmt.Sprintf("%s is no word of the model and has no piece of %d to %d characters: it has no vector.", subject.Label, s.MinN, s.MaxN),
			Zh: fmt.Sprintf("%s 不是模型中的词，也没有 %d 至 %d 个字符的片段，因此没有向量。", subject.Label, s.MinN, s.MaxN)}), nil
	}
	var exclude []int
	if subject.Row >= 0 {
		exclude = []int{subject.Row}
	}
	near, err := lab.Nearest(r.spaces[0], subject.Vector, int(q.Number("count")), space.Cosine, exclude,
		lab.Text{En: "Nearest to " + subject.Label, Zh: "最接近 " + subject.Label}, pace)
	if err != nil {
		return lab.Answer{}, err
	}
	return lab.Answer{Parts: []lab.Part{r.madeOf(subject.Label), r.shares(subject), near}}, nil
}

// shares is the table of a word's pieces, the weightiest first.
func (r *run) shares(of lab.Subject) lab.Table {
	t := lab.Table{
		Title:   lab.Text{En: "Its pieces, the weightiest first", Zh: "各片段，贡献大者在前"},
		Columns: []lab.Text{{En: "piece", Zh: "片段"}, {En: "share", Zh: "份额"}, {En: "cosine to the word", Zh: "与词的余弦"}, {En: "length", Zh: "长度"}},
	}
	parts, shares := r.model.Shares(of.Label)
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(shares[b], shares[a]) })
	row := make([]float32, r.model.Dim())
	for _, i := range order {
		clear(row)
		r.model.In.AddRow(row, parts[i].Row)
		length, cosine := vec.Norm(row), float32(0)
		if product := length * vec.Norm(of.Vector); product > 0 {
			cosine = vec.Dot(row, of.Vector) / product
		}
		name := parts[i].Text
		if int(parts[i].Row) < len(r.model.Dictionary.Words) {
			name = "“" + name + "”" // the word's own row
		}
		t.Rows = append(t.Rows, []lab.Cell{lab.TextCell(name), lab.NumberCell(shares[i]), lab.NumberCell(float64(cosine)), lab.NumberCell(float64(length))})
	}
	return t
}
