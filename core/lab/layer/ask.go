package layer

import (
	"fmt"
	"math"
	"slices"

	"nearspace/core/dataset"
	"nearspace/core/embedding"
	"nearspace/core/lab"
	"nearspace/core/project"
	"nearspace/core/space"
	"nearspace/core/vec"
)

// Ask implements lab.Run.
func (r *run) Ask(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	q, err := lab.Fill(questions, q)
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask layer: %w", err)
	}
	if r.spaces == nil {
		return lab.Answer{}, fmt.Errorf("ask layer: %w", lab.ErrNotReady)
	}
	answers := map[string]func(lab.Query, lab.Pace) ([]lab.Part, error){
		"predict": r.predict, "neighbors": r.neighbors, "norms": r.norms, "spectrum": r.spectrum, "cost": r.cost,
	}
	parts, err := answers[q.Question](q, pace)
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask layer for %s: %w", q.Question, err)
	}
	return lab.Answer{Parts: parts}, nil
}

func (r *run) neighbors(q lab.Query, pace lab.Pace) ([]lab.Part, error) {
	s := r.spaces[0]
	ids, err := s.FindAll([]string{q.Args["word"]})
	if err != nil {
		return nil, err
	}
	label := s.Label(ids[0])
	exclude := ids
	if r.params.Padding {
		exclude = append(exclude, 0)
	}
	ranking, err := lab.Nearest(s, s.Row(ids[0]), int(q.Number("count")), space.Metric(q.Args["metric"]), exclude,
		lab.Text{En: "Nearest to " + label, Zh: "最接近 " + label}, pace)
	return []lab.Part{ranking}, err
}

// predict shows what the model makes of words: on a copy, since reading a table
// with in-place max-norm changes it.
func (r *run) predict(q lab.Query, pace lab.Pace) ([]lab.Part, error) {
	b, err := r.parse(q.Args["text"])
	if err != nil {
		return nil, err
	}
	m, err := r.model.clone()
	if err != nil {
		return nil, err
	}
	m.batch = batch{n: b.n, ids: b.ids}
	if err := m.forward(false); err != nil {
		return nil, err
	}
	var parts []lab.Part
	for i := range b.n {
		text := r.task.say(b, i)
		if r.task.kind == dataset.KindTargets {
			near, err := r.nearestTargets(part(m.probable, i, len(r.task.outputs)), int(q.Number("count")), pace)
			if err != nil {
				return nil, err
			}
			parts = append(parts, r.numbers(text, part(m.probable, i, len(r.task.outputs))), near)
			continue
		}
		parts = append(parts, r.likely(text, part(m.probable, i, len(r.task.outputs)), int(q.Number("count"))))
	}
	return parts, nil
}

// likely ranks the outputs by their probability.
func (r *run) likely(text string, probable []float32, count int) lab.Ranking {
	ranking := lab.Ranking{
		Title: lab.Text{En: "After " + text, Zh: text + " 之后"},
		Score: lab.Text{En: "probability", Zh: "概率"},
	}
	if r.task.kind == dataset.KindLabelled {
		ranking.Title = lab.Text{En: "Label of " + text, Zh: text + " 的标签"}
	}
	order := make([]int, len(probable))
	for c := range order {
		order[c] = c
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case probable[a] > probable[b]:
			return -1
		case probable[a] < probable[b]:
			return 1
		}
		return 0
	})
	for _, c := range order[:min(count, len(order))] {
		row := &lab.Row{Space: "output", ID: c}
		if r.task.kind == dataset.KindText {
			row = &lab.Row{Space: "words", ID: c + 1}
		}
		ranking.Items = append(ranking.Items, lab.Ranked{Label: r.task.outputs[c], Value: float64(probable[c]), Row: row})
	}
	return ranking
}

func cell(x float64) lab.Cell { return lab.Cell{Number: &x} }

// numbers is the prediction in the units of the data.
func (r *run) numbers(text string, probable []float32) lab.Table {
	t := lab.Table{Title: lab.Text{En: "Prediction for " + text, Zh: text + " 的预测"}}
	var row []lab.Cell
	for j, name := range r.task.outputs {
		t.Columns = append(t.Columns, lab.Same(name))
		row = append(row, cell(r.task.fromUnit(j, probable[j])))
	}
	t.Rows = [][]lab.Cell{row}
	return t
}

// nearestTargets ranks the examples whose numbers are nearest to a prediction.
func (r *run) nearestTargets(probable []float32, count int, pace lab.Pace) (lab.Ranking, error) {
	type found struct {
		example  int
		distance float32
	}
	width := len(r.task.outputs)
	all := make([]found, r.task.size())
	for i := range all {
		all[i] = found{i, vec.SquaredDistance(probable, part(r.task.numbers, i, width))}
		if i%20000 == 0 {
			if err := pace(); err != nil {
				return lab.Ranking{}, err
			}
		}
	}
	slices.SortStableFunc(all, func(a, b found) int {
		switch {
		case a.distance < b.distance:
			return -1
		case a.distance > b.distance:
			return 1
		}
		return 0
	})
	ranking := lab.Ranking{
		Title: lab.Text{En: "In the data, nearest to that", Zh: "数据中与之最接近的"},
		Score: lab.Text{En: "distance, as shares of the ranges", Zh: "距离（按各列范围的比例）"},
	}
	var b batch
	for _, f := range all[:min(count, len(all))] {
		r.task.read(&b, f.example, 1)
		ranking.Items = append(ranking.Items, lab.Ranked{Label: r.task.say(b, 0), Value: math.Sqrt(float64(f.distance))})
	}
	return ranking, nil
}

// norms shows how long the rows are.
func (r *run) norms(lab.Query, lab.Pace) ([]lab.Part, error) {
	s := r.spaces[0]
	first := 0
	if r.params.Padding {
		first = 1
	}
	var lengths []float64
	for i := first; i < s.Len(); i++ {
		lengths = append(lengths, float64(vec.Norm(s.Row(i))))
	}
	least, longest := slices.Min(lengths), slices.Max(lengths)
	if !(longest-least < math.Inf(1)) {
		return nil, &project.ValueError{Row: first}
	}
	return []lab.Part{histogram(lengths, least, longest), byFrequency(lengths)}, nil
}

func histogram(lengths []float64, least, longest float64) lab.Series {
	const bins = 24
	line := lab.Line{Name: lab.Text{En: "rows", Zh: "行数"}, X: make([]float32, bins), Y: make([]float32, bins)}
	width := max((longest-least)/bins, 1e-9)
	for k := range bins {
		line.X[k] = float32(least + (float64(k)+.5)*width)
	}
	for _, n := range lengths {
		line.Y[min(bins-1, int((n-least)/width))]++
	}
	return lab.Series{Title: lab.Text{En: "How many rows have which length", Zh: "各长度的行数"},
		X: lab.Text{En: "length", Zh: "长度"}, Y: lab.Text{En: "rows", Zh: "行数"}, Lines: []lab.Line{line}}
}

// byFrequency shows the mean length by rank: words stand in the order of their
// counts. Ranks are taken together so that each step is half as wide again.
func byFrequency(lengths []float64) lab.Series {
	line := lab.Line{Name: lab.Text{En: "mean length", Zh: "平均长度"}}
	for from := 0; from < len(lengths); {
		to := min(len(lengths), max(from+1, from*3/2))
		var sum float64
		for _, n := range lengths[from:to] {
			sum += n
		}
		line.X = append(line.X, float32(math.Log10(float64(from+to+1)/2)))
		line.Y = append(line.Y, float32(sum/float64(to-from)))
		from = to
	}
	return lab.Series{Title: lab.Text{En: "Length by frequency", Zh: "按词频的长度"},
		X: lab.Text{En: "rank, the most frequent first (log₁₀)", Zh: "词频名次（log₁₀，最常见在前）"}, Y: lab.Text{En: "length", Zh: "长度"}, Lines: []lab.Line{line}}
}

// spectrum shows how much each direction of the centred table holds, and what
// fewer dimensions would lose.
func (r *run) spectrum(_ lab.Query, pace lab.Pace) ([]lab.Part, error) {
	s := r.spaces[0]
	pca, err := project.NewPCA(s.Vectors(), s.Dim(), 1)
	if err != nil {
		return nil, err
	}
	for done := false; !done; {
		if done, err = pca.Step(1024); err != nil {
			return nil, err
		}
		if err := pace(); err != nil {
			return nil, err
		}
	}
	values := make([]float64, len(pca.Variances))
	for k, v := range pca.Variances {
		values[k] = math.Sqrt(max(0, v) * float64(s.Len()-1))
	}
	line := lab.Line{Name: lab.Text{En: "singular value", Zh: "奇异值"}}
	lost := lab.Line{Name: lab.Text{En: "lost", Zh: "损失"}}
	losses := embedding.TruncationLoss(values)
	for k, v := range values {
		line.X, line.Y = append(line.X, float32(k+1)), append(line.Y, float32(v))
	}
	enough := len(values)
	for k, loss := range losses {
		share := 0.
		if losses[0] > 0 {
			share = loss / losses[0]
		}
		lost.X, lost.Y = append(lost.X, float32(k)), append(lost.Y, float32(share))
		if share < .1 {
			enough = min(enough, k)
		}
	}
	effective := effectiveRank(values)
	return []lab.Part{
		lab.Prose{Text: lab.Text{
			En: fmt.Sprintf("The table has %d dimensions and uses about %.1f: its effective rank, e to the entropy of its singular values. The %d leading directions hold the inner products of all rows up to a tenth.", s.Dim(), effective, enough),
			Zh: fmt.Sprintf("表有 %d 维，实际约用 %.1f 维（有效秩，即奇异值熵的指数）。前 %d 个方向即可保留全部内积，误差不超过十分之一。", s.Dim(), effective, enough)}},
		lab.Series{Title: lab.Text{En: "Singular values of the centred table", Zh: "中心化后的奇异值"},
			X: lab.Text{En: "direction", Zh: "方向"}, Y: lab.Text{En: "singular value", Zh: "奇异值"}, Lines: []lab.Line{line}},
		lab.Series{Title: lab.Text{En: "What fewer dimensions would lose of the inner products", Zh: "减少维数会损失多少内积"},
			X: lab.Text{En: "dimensions kept", Zh: "保留维数"}, Y: lab.Text{En: "share lost (PIP loss)", Zh: "损失比例（PIP 损失）"}, Lines: []lab.Line{lost}},
	}, nil
}

// effectiveRank is e to the entropy of the singular values as shares. Roy and
// Vetterli, "The effective rank", 2007.
func effectiveRank(values []float64) float64 {
	var sum, entropy float64
	for _, v := range values {
		sum += v
	}
	if sum == 0 {
		return 0
	}
	for _, v := range values {
		if p := v / sum; p > 0 {
			entropy -= p * math.Log(p)
		}
	}
	return math.Exp(entropy)
}

// cost shows what looking up spares, and what each compression would.
func (r *run) cost(_ lab.Query, pace lab.Pace) ([]lab.Part, error) {
	v, dim, ids := len(r.task.words), r.params.Dim, r.params.Batch*r.task.width
	lookup, oneHot := costs(v, dim, ids)
	reading := lab.Table{
		Title:   lab.Text{En: fmt.Sprintf("Reading %d rows of %d × %d", ids, v, dim), Zh: fmt.Sprintf("从 %d × %d 的表中读 %d 行", v, dim, ids)},
		Columns: []lab.Text{{En: "by", Zh: "方式"}, {En: "multiplications", Zh: "乘法次数"}, {En: "bytes moved", Zh: "读写字节"}},
		Rows: [][]lab.Cell{
			{{Text: "lookup"}, cell(float64(lookup.Multiplications)), cell(float64(lookup.Bytes))},
			{{Text: "one-hot product"}, cell(float64(oneHot.Multiplications)), cell(float64(oneHot.Bytes))},
		}}
	parts := []lab.Part{reading}
	if r.model.table == nil {
		whole := 4 * v * dim
		return append(parts, lab.Prose{Text: lab.Text{
			En: fmt.Sprintf("The layer stores %d bytes; a table would have %d.", r.model.in.Bytes(), whole),
			Zh: fmt.Sprintf("该层存 %d 字节；整张表需 %d 字节。", r.model.in.Bytes(), whole)}}), nil
	}
	saving, err := r.savings(pace)
	return append(parts, saving), err
}

// savings compares the table with each of its compressed forms.
func (r *run) savings(pace lab.Pace) (lab.Table, error) {
	t := lab.Table{
		Title: lab.Text{En: "This table, compressed as it is now", Zh: "将当前的表压缩"},
		Columns: []lab.Text{{En: "as", Zh: "形式"}, {En: "bytes", Zh: "字节"}, {En: "share", Zh: "占比"},
			{En: "error of a number (root mean square)", Zh: "每个数的误差（均方根）"}, {En: "relative error", Zh: "相对误差"}},
	}
	w := r.model.table
	t.Rows = append(t.Rows, []lab.Cell{{Text: "float32"}, cell(float64(w.Bytes())), cell(1), cell(0), cell(0)})
	for _, form := range []struct {
		name     string
		compress func() (embedding.Layer, error)
	}{
		{"int8", func() (embedding.Layer, error) { return embedding.Quantize(w, 8) }},
		{"int4", func() (embedding.Layer, error) { return embedding.Quantize(w, 4) }},
		{"half of the numbers", func() (embedding.Layer, error) { return embedding.Prune(w, .5) }},
		{"hashing", func() (embedding.Layer, error) { return embedding.HashTable(w, max(2, w.Rows()/4), 2) }},
		{"quotient × remainder", func() (embedding.Layer, error) {
			return embedding.QuotientRemainderOf(w, int(math.Ceil(math.Sqrt(float64(w.Rows())))), embedding.ByProduct)
		}},
	} {
		layer, err := form.compress()
		if err != nil {
			return t, err
		}
		s, err := embedding.Compare(layer, w)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, []lab.Cell{{Text: form.name}, cell(float64(s.Bytes)), cell(float64(s.Bytes) / float64(s.Original)), cell(s.RMSE), cell(s.Relative)})
		if err := pace(); err != nil {
			return t, err
		}
	}
	return t, nil
}
