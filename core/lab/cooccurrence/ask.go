package cooccurrence

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"nearspace/core/lab"
	"nearspace/core/space"
)

// Ask implements lab.Run.
func (r *run) Ask(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	q, err := lab.Fill(questions, q)
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask cooccurrence: %w", err)
	}
	if r.spaces == nil {
		return lab.Answer{}, fmt.Errorf("ask cooccurrence: %w", lab.ErrNotReady)
	}
	var answer lab.Answer
	switch q.Question {
	case "matrix":
		answer, err = r.matrix(q, pace)
	case "ratios":
		answer, err = r.ratios(q, pace)
	case "fit":
		answer, err = r.fit(q, pace)
	case "worst":
		answer, err = r.worst(q, pace)
	case "weights":
		answer, err = r.weights(pace)
	default:
		answer, err = r.askSpaces(q, pace)
	}
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask cooccurrence for %s: %w", q.Question, err)
	}
	return answer, nil
}

// askSpaces answers what can be asked of any space of words.
func (r *run) askSpaces(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	if err := r.catchUp(pace); err != nil {
		return lab.Answer{}, err
	}
	if answer, ok, err := lab.AskSpaces(r.spaces, q, pace); ok {
		return answer, err
	}
	return lab.AskSpace(r.spaces[0], q, pace)
}

// catchUp makes the space that is asked what training has made of it, so that an
// answer does not depend on when it is asked for.
func (r *run) catchUp(pace lab.Pace) error {
	if r.follow(256) {
		return nil
	}
	for !r.follow(256) {
		if err := pace(); err != nil {
			return err
		}
	}
	r.spaces[0].Touch()
	return nil
}

// eachRow calls f with the entries of each row from the diagonal on, as Counts.Half
// does.
func (r *run) eachRow(pace lab.Pace, f func(i int, columns []int32, x []float32)) error {
	counts := r.model.Counts()
	for i, seen := 0, 0; i < counts.Words(); i++ {
		counts.Half(i, func(columns []int32, x []float32) {
			f(i, columns, x)
			seen += len(x)
		})
		if seen++; seen > 1<<15 {
			seen = 0
			if err := pace(); err != nil {
				return err
			}
		}
	}
	return nil
}

// sums returns Xᵢ = Σⱼ Xᵢⱼ of each word.
func (r *run) sums(pace lab.Pace) ([]float64, error) {
	if r.totals != nil {
		return r.totals, nil
	}
	totals := make([]float64, r.model.Words())
	err := r.eachRow(pace, func(i int, columns []int32, x []float32) {
		for k, j := range columns {
			totals[i] += float64(x[k])
			if int(j) != i {
				totals[j] += float64(x[k])
			}
		}
	})
	if err != nil {
		return nil, err
	}
	r.totals = totals
	return totals, nil
}

func total(sums []float64) (t float64) {
	for _, s := range sums {
		t += s
	}
	return t
}

func (r *run) find(word string) (int, error) {
	ids, err := r.spaces[0].FindAll([]string{word})
	if err != nil {
		return 0, err
	}
	return ids[0], nil
}

func (r *run) label(id int) string { return r.corpus.Vocabulary.Words[id] }

// cell is a word that selects its row.
func (r *run) cell(id int) lab.Cell {
	return lab.Cell{Text: r.label(id), Row: &lab.Row{Space: "words", ID: id}}
}

// sortFalling sorts what has a score, the highest first.
func sortFalling(found []space.Neighbor) {
	slices.SortStableFunc(found, func(a, b space.Neighbor) int { return cmp.Compare(b.Score, a.Score) })
}

// company returns the words beside a word by falling f(x)·log(x/expected), where
// expected is what chance would bring: those that are beside it more often than
// elsewhere, and often enough to say so. At most so many, and none below chance.
func (r *run) company(word, count int, pace lab.Pace) ([]space.Neighbor, error) {
	sums, err := r.sums(pace)
	if err != nil {
		return nil, err
	}
	all, config := total(sums), r.params.config()
	var found []space.Neighbor
	columns, x := r.model.Counts().Row(word)
	for k, j := range columns {
		v := float64(x[k])
		if gain := config.Weight(v) * math.Log(v*all/(sums[word]*sums[j])); gain > 0 && int(j) != word {
			found = append(found, space.Neighbor{ID: int(j), Score: gain})
		}
	}
	sortFalling(found)
	return found[:min(count, len(found))], nil
}

func (r *run) matrix(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	count := min(int(q.Number("count")), r.model.Words())
	var ids []int
	var parts []lab.Part
	if q.Args["which"] == frequent {
		for id := range count {
			ids = append(ids, id)
		}
	} else {
		word, err := r.find(q.Args["word"])
		if err != nil {
			return lab.Answer{}, err
		}
		partners, err := r.company(word, count-1, pace)
		if err != nil {
			return lab.Answer{}, err
		}
		ids = []int{word}
		for _, p := range partners {
			ids = append(ids, p.ID)
		}
		ranking := lab.RankRows(r.spaces[0], partners[:min(12, len(partners))],
			lab.Text{En: "Beside " + r.label(word) + " more often than by chance", Zh: "与 " + r.label(word) + " 相邻多于偶然"}, lab.Same("f(X)·PMI"))
		parts = append(parts, ranking)
	}
	picture, err := r.picture(ids, q.Args["values"], pace)
	if err != nil {
		return lab.Answer{}, err
	}
	answer := lab.Answer{Parts: append(parts, picture)}
	for _, values := range []string{logs, chance, fitted} {
		if values != q.Args["values"] {
			answer.Next = append(answer.Next, lab.NewQuery("matrix", "which", q.Args["which"], "word", q.Args["word"], "count", q.Args["count"], "values", values))
		}
	}
	return answer, nil
}

// picture is the part of the matrix that belongs to some words.
func (r *run) picture(ids []int, values string, pace lab.Pace) (lab.Matrix, error) {
	sums, err := r.sums(pace)
	if err != nil {
		return lab.Matrix{}, err
	}
	all, counts := total(sums), r.model.Counts()
	m := lab.Matrix{}
	var value func(i, j int) float64
	switch values {
	case logs:
		m.Title = lab.Text{En: "How often: log(1 + X)", Zh: "频次：log(1 + X)"}
		value = func(i, j int) float64 { return math.Log1p(float64(counts.At(i, j))) }
	case chance:
		m.Title = lab.Text{En: "Above chance: positive PMI", Zh: "高于偶然：正 PMI"}
		value = func(i, j int) float64 {
			return max(0, math.Log(float64(counts.At(i, j))*all/(sums[i]*sums[j])))
		}
	case fitted:
		m.Title, m.Signed = lab.Text{En: "What the vectors make of log X", Zh: "向量给出的 log X"}, true
		value = func(i, j int) float64 { return float64(r.model.Predict(i, j)+r.model.Predict(j, i)) / 2 }
	}
	for _, i := range ids {
		m.RowLabels = append(m.RowLabels, r.label(i))
		for _, j := range ids {
			m.Values = append(m.Values, float32(value(i, j)))
		}
		if err := pace(); err != nil {
			return lab.Matrix{}, err
		}
	}
	m.ColumnLabels = m.RowLabels
	return m, nil
}

// ratios compares what stands beside two words. With P(k|a) = X_ak/X_a, the model's
// share in log P(k|a)/P(k|b) is (w_a − w_b)·w̃_k and the biases.
func (r *run) ratios(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	a, err := r.find(q.Args["a"])
	if err != nil {
		return lab.Answer{}, err
	}
	b, err := r.find(q.Args["b"])
	if err != nil {
		return lab.Answer{}, err
	}
	sums, err := r.sums(pace)
	if err != nil {
		return lab.Answer{}, err
	}
	counts, config := r.model.Counts(), r.params.config()
	// A pair that never meets would have a ratio of 0 or ∞: each gets what a single
	// meeting at the end of the window adds.
	least, shift := 1/float64(r.params.Window), math.Log(sums[b]/sums[a])
	ratio := func(inA, inB float64) float64 { return math.Log((inA+least)/(inB+least)) + shift }
	var found []space.Neighbor
	columnsA, xA := counts.Row(a)
	columnsB, xB := counts.Row(b)
	for len(columnsA) > 0 || len(columnsB) > 0 {
		var k int32
		var inA, inB float64
		if k = next(columnsA, columnsB); len(columnsA) > 0 && columnsA[0] == k {
			inA, columnsA, xA = float64(xA[0]), columnsA[1:], xA[1:]
		}
		if len(columnsB) > 0 && columnsB[0] == k {
			inB, columnsB, xB = float64(xB[0]), columnsB[1:], xB[1:]
		}
		if int(k) != a && int(k) != b {
			found = append(found, space.Neighbor{ID: int(k), Score: ratio(inA, inB) * config.Weight(max(inA, inB))})
		}
	}
	sortFalling(found)
	n := int(q.Number("count"))
	if len(found) > 2*n {
		found = append(found[:n], found[len(found)-n:]...)
	}
	nameA, nameB := r.label(a), r.label(b)
	table := lab.Table{
		Title: lab.Text{En: "Beside " + nameA + " at the top, beside " + nameB + " at the bottom", Zh: "上面多与 " + nameA + " 相邻，下面多与 " + nameB + " 相邻"},
		Columns: []lab.Text{
			{En: "word k", Zh: "词 k"}, lab.Same("P(k | " + nameA + ")"), lab.Same("P(k | " + nameB + ")"),
			{En: "ratio", Zh: "比值"}, {En: "by the vectors", Zh: "由向量得出"},
		}}
	for _, v := range found {
		inA, inB := float64(counts.At(a, v.ID)), float64(counts.At(b, v.ID))
		predicted := float64(r.model.Predict(a, v.ID)-r.model.Predict(b, v.ID)) + shift
		table.Rows = append(table.Rows, []lab.Cell{
			r.cell(v.ID), lab.NumberCell(inA / sums[a]), lab.NumberCell(inB / sums[b]), lab.NumberCell(math.Exp(ratio(inA, inB))), lab.NumberCell(math.Exp(predicted)),
		})
	}
	return lab.Answer{Parts: []lab.Part{table}}, nil
}

// next returns the first of two rising lists' heads, of which one at least is there.
func next(a, b []int32) int32 {
	if len(b) == 0 || len(a) > 0 && a[0] < b[0] {
		return a[0]
	}
	return b[0]
}
