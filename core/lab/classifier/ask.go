package classifier

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"nearspace/core/fasttext"
	"nearspace/core/lab"
	"nearspace/core/vec"
)

// Ask implements lab.Run.
func (r *run) Ask(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	q, err := lab.Fill(questions, q)
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask the classifier: %w", err)
	}
	if r.spaces == nil && (q.Question != "trials" || r.training == nil) {
		return lab.Answer{}, fmt.Errorf("ask the classifier: %w", lab.ErrNotReady)
	}
	answer, err := r.answer(q, pace)
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask the classifier for %s: %w", q.Question, err)
	}
	return answer, nil
}

func (r *run) answer(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	if r.spaces != nil {
		if answer, ok, err := lab.AskSpaces(r.spaces, q, pace); ok {
			return answer, err
		}
	}
	switch q.Question {
	case "trials":
		return r.trials(), nil
	case "predict":
		return r.predict(q)
	case "pull":
		return r.pull(q)
	case "mistakes":
		return r.mistakes(q, pace)
	case "test", "small":
		e, err := r.tested(q)
		if err != nil {
			return lab.Answer{}, err
		}
		if q.Question == "small" {
			return r.classifier().Small(q, e, 1000*int(q.Number("size")), r.texts.Examples(), pace)
		}
		return r.test(q, e, pace)
	}
	return lab.AskSpace(r.spaces[0], q, pace)
}

func (r *run) classifier() lab.Classifier {
	return lab.Classifier{Model: r.model, Labels: r.spaces[1], Tokens: r.cut, Seed: r.setup.Seed}
}

func said(text lab.Text) lab.Answer { return lab.Answer{Parts: []lab.Part{lab.Prose{Text: text}}} }

// predict answers with the labels of a text, and with what each word says of the
// first of them.
func (r *run) predict(q lab.Query) (lab.Answer, error) {
	answer, found, err := r.classifier().Predict(q)
	if err != nil || found == nil {
		return answer, err
	}
	words, err := r.cut(q.Args["text"])
	if err != nil {
		return lab.Answer{}, err
	}
	best := found[0]
	speaks := r.against(int(best.ID))
	marked := lab.Marked{Title: lab.Text{
		En: fmt.Sprintf("What each word says: for %s, or against it", lab.PlainLabel(best.Label)),
		Zh: fmt.Sprintf("各词的倾向：支持或反对 %s", lab.PlainLabel(best.Label))}}
	row := make([]float32, r.model.Dim())
	most := 0.0
	for _, word := range words {
		span := lab.Span{Text: word + " "}
		if r.model.Vector(row, word) {
			span.Weight = float64(vec.Dot(row, speaks))
			most = max(most, span.Weight, -span.Weight)
		}
		if id, known := r.model.Dictionary.ID(word); known {
			span.Row = &lab.Row{Space: r.spaces[0].Name, ID: int(id)}
		}
		marked.Spans = append(marked.Spans, span)
	}
	for i := range marked.Spans {
		if most > 0 {
			marked.Spans[i].Weight /= most
		}
	}
	answer.Parts = append(answer.Parts, marked)
	answer.Next = []lab.Query{lab.NewQuery("pull", "label", lab.PlainLabel(best.Label))}
	return answer, nil
}

// against is the row of a label without what all labels have in common: the mean of
// the others' rows is taken off.
func (r *run) against(label int) []float32 {
	words, labels := len(r.model.Dictionary.Words), len(r.model.Dictionary.Labels)
	speaks := slices.Clone(r.shown.Row(words + label))
	for other := range labels {
		if other != label {
			vec.AddScaled(speaks, -1/float32(labels-1), r.shown.Row(words+other))
		}
	}
	return speaks
}

// pull ranks the words by what they say for a label.
func (r *run) pull(q lab.Query) (lab.Answer, error) {
	ids, err := r.spaces[1].FindAll([]string{q.Args["label"]})
	if err != nil {
		return lab.Answer{}, err
	}
	speaks := r.against(ids[0])
	d := r.model.Dictionary
	scores := make([]float64, 0, len(d.Words))
	least := int64(q.Number("least"))
	var words []int
	for i, n := range d.Counts {
		if n >= least && d.Words[i] != fasttext.EndOfLine {
			words, scores = append(words, i), append(scores, float64(vec.Dot(r.shown.Row(i), speaks)))
		}
	}
	label, count := q.Args["label"], int(q.Number("count"))
	order := falling(scores)
	rank := func(title lab.Text, order []int) lab.Ranking {
		ranking := lab.Ranking{Title: title, Score: lab.Text{En: "pull", Zh: "倾向"}}
		for _, i := range order[:min(count, len(order))] {
			ranking.Items = append(ranking.Items, lab.Ranked{Label: d.Words[words[i]], Value: scores[i], Row: &lab.Row{Space: r.spaces[0].Name, ID: words[i]}})
		}
		return ranking
	}
	pro := rank(lab.Text{En: "Words that speak for " + label, Zh: "支持 " + label + " 的词"}, order)
	slices.Reverse(order)
	contra := rank(lab.Text{En: "Words that speak against it", Zh: "反对它的词"}, order)
	shown := &lab.Shown{Space: r.spaces[0].Name}
	for _, item := range pro.Items {
		shown.Rows = append(shown.Rows, int32(item.Row.ID))
	}
	return lab.Answer{Parts: []lab.Part{pro, contra}, Shown: shown}, nil
}

// falling returns places by falling value.
func falling(values []float64) []int {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(values[b], values[a]) })
	return order
}

func sortedLabels(v *fasttext.Evaluation) []string { return slices.Sorted(maps.Keys(v.Labels)) }

// tested returns the texts that a question is about.
func (r *run) tested(q lab.Query) (*fasttext.Examples, error) {
	if q.Args["on"] == ownTexts {
		return r.classifier().ExamplesOf(q.Args["test"])
	}
	return r.held, nil
}

// test says how many labels are found, and which are taken for which.
func (r *run) test(q lab.Query, e *fasttext.Examples, pace lab.Pace) (lab.Answer, error) {
	if e.Len() == 0 {
		return said(noneHeld), nil
	}
	answer, err := r.classifier().Test(q, e, pace)
	if err != nil {
		return lab.Answer{}, err
	}
	taken, err := r.confusion(e, pace)
	if err != nil {
		return lab.Answer{}, err
	}
	answer.Parts = append(answer.Parts, taken)
	answer.Next = []lab.Query{lab.NewQuery("mistakes")}
	return answer, nil
}

var noneHeld = lab.Text{En: "No text is held out: with a share above 0 some are.", Zh: "没有留出文本：留出比例大于 0 时才有。"}

const compared = 30 // labels in a table of which is taken for which

// confusion counts for each right label which is the most probable one.
func (r *run) confusion(e *fasttext.Examples, pace lab.Pace) (lab.Matrix, error) {
	labels := r.model.Dictionary.Labels
	labels = labels[:min(compared, len(labels))]
	m := lab.Matrix{
		Title:  lab.Text{En: "A row's label is taken for a column's", Zh: "行标签被判为列标签"},
		Values: make([]float32, len(labels)*len(labels)),
	}
	for _, label := range labels {
		m.RowLabels = append(m.RowLabels, lab.PlainLabel(label))
	}
	m.ColumnLabels = m.RowLabels
	for i := range e.Len() {
		words, right := e.Text(i)
		found, err := r.model.PredictTokens(words, 1, 0)
		if err != nil {
			return m, err
		}
		for _, label := range right {
			if row := slices.Index(labels, label); row >= 0 && len(found) > 0 && int(found[0].ID) < len(labels) {
				m.Values[row*len(labels)+int(found[0].ID)]++
			}
		}
		if i%64 == 63 {
			if err := pace(); err != nil {
				return m, err
			}
		}
	}
	return m, nil
}

// mistakes lists held-out texts that have other labels than it finds, the surest
// first.
func (r *run) mistakes(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	if r.held.Len() == 0 {
		return said(noneHeld), nil
	}
	var rows [][]lab.Cell
	var chances []float64
	for i := range r.held.Len() {
		words, right := r.held.Text(i)
		found, err := r.model.PredictTokens(words, 1, 0)
		if err != nil {
			return lab.Answer{}, err
		}
		if len(found) > 0 && !slices.Contains(right, found[0].Label) {
			p := float64(found[0].Probability)
			chances = append(chances, p)
			rows = append(rows, []lab.Cell{lab.TextCell(beginning(words)), r.labelCell(strings.Join(right, " ")), r.labelCell(found[0].Label), lab.NumberCell(p)})
		}
		if i%64 == 63 {
			if err := pace(); err != nil {
				return lab.Answer{}, err
			}
		}
	}
	t := lab.Table{Title: lab.Text{En: "Where it is wrong, the surest first", Zh: "判错之处，最有把握的在前"}, Columns: []lab.Text{
		{En: "text", Zh: "文本"}, {En: "right", Zh: "正确"}, {En: "found", Zh: "判为"}, {En: "probability", Zh: "概率"}}}
	for _, i := range falling(chances)[:min(len(chances), int(q.Number("count")))] {
		t.Rows = append(t.Rows, rows[i])
	}
	return lab.Answer{Parts: []lab.Part{lab.Prose{Text: lab.Text{
		En: fmt.Sprintf("%d of %d held-out texts have another label than is found.", len(rows), r.held.Len()),
		Zh: fmt.Sprintf("%d / %d 段留出文本判错。", len(rows), r.held.Len())}}, t}}, nil
}

// labelCell names labels; a single one can be clicked.
func (r *run) labelCell(labels string) lab.Cell {
	cell := lab.TextCell(strings.ReplaceAll(labels, fasttext.LabelPrefix, ""))
	if id, known := r.spaces[1].Find(cell.Text); known {
		cell.Row = &lab.Row{Space: r.spaces[1].Name, ID: id}
	}
	return cell
}

// beginning is a text's first words.
func beginning(words []string) string {
	const most = 14
	if len(words) <= most {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:most], " ") + " …"
}
