package layer

import (
	"fmt"
	"math"
	"slices"

	"nearspace/core/dataset"
	"nearspace/core/embedding"
	"nearspace/core/lab"
	"nearspace/core/project"
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
	answer, ok, err := lab.AskSpaces(r.spaces, q, pace)
	parts := map[string]func(lab.Query, lab.Pace) ([]lab.Part, error){
		"predict": r.predict, "norms": r.norms, "spectrum": r.spectrum, "cost": r.cost,
	}
	switch {
	case ok:
	case q.Question == "neighbors":
		answer, err = r.neighbors(q, pace)
	default:
		answer.Parts, err = parts[q.Question](q, pace)
	}
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask layer for %s: %w", q.Question, err)
	}
	return answer, nil
}

func (r *run) neighbors(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	s := r.spaces[0]
	ids, err := s.FindAll([]string{q.Args["word"]})
	if err != nil {
		return lab.Answer{}, err
	}
	var excluded []int
	if r.params.Padding {
		excluded = []int{0}
	}
	return lab.Near(s, q, lab.Subject{Label: s.Label(ids[0]), Vector: s.Row(ids[0]), Row: ids[0]}, excluded, pace)
}

// predict shows what the model makes of words: on a copy, since reading a table
// with in-place max-norm changes it.
func (r *run) predict(q lab.Query, pace lab.Pace) ([]lab.Part, error) {
	b, err := r.parse(q.Args["text"])
	if err != nil {
		return nil, err
	}
	m, err := r.model.copied()
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
	name, first := "words", 1
	if r.task.kind == dataset.KindLabelled {
		ranking.Title = lab.Text{En: "Label of " + text, Zh: text + " 的标签"}
		name, first = "output", 0
	}
	for _, c := range highest(probable, count) {
		row := &lab.Row{Space: name, ID: first + int(c)}
		ranking.Items = append(ranking.Items, lab.Ranked{Label: r.task.outputs[c], Value: float64(probable[c]), Row: row})
	}
	return ranking
}

// numbers is the prediction in the units of the data.
func (r *run) numbers(text string, probable []float32) lab.Table {
	t := lab.Table{Title: lab.Text{En: "Prediction for " + text, Zh: text + " 的预测"}}
	var numbers []float64
	for j, name := range r.task.outputs {
		t.Columns = append(t.Columns, lab.Same(name))
		numbers = append(numbers, r.task.fromUnit(j, probable[j]))
	}
	t.Rows = [][]lab.Cell{row("", numbers...)[1:]}
	return t
}

// nearestTargets ranks the examples whose numbers are nearest to a prediction.
func (r *run) nearestTargets(probable []float32, count int, pace lab.Pace) (lab.Ranking, error) {
	near := make([]float32, r.task.size())
	for i := range near {
		near[i] = -vec.SquaredDistance(probable, part(r.task.numbers, i, len(probable)))
		if i%20000 == 0 {
			if err := pace(); err != nil {
				return lab.Ranking{}, err
			}
		}
	}
	ranking := lab.Ranking{
		Title: lab.Text{En: "In the data, nearest to that", Zh: "数据中与之最接近的"},
		Score: lab.Text{En: "distance, as shares of the ranges", Zh: "距离（按各列范围的比例）"},
	}
	var b batch
	for _, i := range highest(near, count) {
		r.task.read(&b, int(i), 1)
		ranking.Items = append(ranking.Items, lab.Ranked{Label: r.task.say(b, 0), Value: math.Sqrt(float64(-near[i]))})
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
	var lengths []float32
	for i := first; i < s.Len(); i++ {
		n := vec.Norm(s.Row(i))
		if n-n != 0 {
			return nil, &project.ValueError{Row: i}
		}
		lengths = append(lengths, n)
	}
	return []lab.Part{histogram(lengths), byFrequency(lengths)}, nil
}

// series is a chart of one line.
func series(title, x, y *lab.Text, xs, ys []float32) lab.Series {
	return lab.Series{Title: *title, X: *x, Y: *y, Lines: []lab.Line{{Name: *y, X: xs, Y: ys}}}
}

// What the charts say.
var (
	lengthText    = lab.Text{En: "length", Zh: "长度"}
	rowsText      = lab.Text{En: "rows", Zh: "行数"}
	histogramText = lab.Text{En: "How many rows have which length", Zh: "各长度的行数"}
	rankText      = lab.Text{En: "rank, the most frequent first (log₁₀)", Zh: "词频名次（log₁₀，最常见在前）"}
	frequencyText = lab.Text{En: "Mean length by frequency", Zh: "按词频的平均长度"}
	directionText = lab.Text{En: "direction", Zh: "方向"}
	singularText  = lab.Text{En: "singular value", Zh: "奇异值"}
	spectrumText  = lab.Text{En: "Singular values of the table", Zh: "表的奇异值"}
	keptText      = lab.Text{En: "dimensions kept", Zh: "保留维数"}
	lostText      = lab.Text{En: "share lost (PIP loss)", Zh: "损失比例（PIP 损失）"}
	fewerText     = lab.Text{En: "What fewer dimensions would lose of the inner products of all rows", Zh: "减少维数会损失多少行间内积"}
	rankFound     = lab.Text{
		En: "The table has %d dimensions and uses about %.1f: its effective rank, e to the entropy of its singular values. The %d leading directions hold the inner products of all rows up to a tenth.",
		Zh: "表有 %d 维，实际约用 %.1f 维（有效秩，即奇异值熵的指数）。前 %d 个方向即可保留全部行间内积，误差不超过十分之一。"}
	firstRows = lab.Text{En: " Only the %d most frequent rows are looked at.", Zh: "只看最常见的 %d 行。"}
)

func histogram(lengths []float32) lab.Series {
	const bins = 24
	least, longest := slices.Min(lengths), slices.Max(lengths)
	xs, ys := make([]float32, bins), make([]float32, bins)
	width := max((longest-least)/bins, 1e-9)
	for k := range xs {
		xs[k] = least + (float32(k)+.5)*width
	}
	for _, n := range lengths {
		ys[min(bins-1, int((n-least)/width))]++
	}
	return series(&histogramText, &lengthText, &rowsText, xs, ys)
}

// byFrequency shows the mean length by rank: words stand in the order of their
// counts. Ranks are taken together so that each step is half as wide again.
func byFrequency(lengths []float32) lab.Series {
	var xs, ys []float32
	for from := 0; from < len(lengths); {
		to := min(len(lengths), max(from+1, from*3/2))
		var sum float32
		for _, n := range lengths[from:to] {
			sum += n
		}
		xs = append(xs, float32(math.Log10(float64(from+to+1)/2)))
		ys = append(ys, sum/float32(to-from))
		from = to
	}
	return series(&frequencyText, &rankText, &lengthText, xs, ys)
}

// spectrum shows how much each direction of the table holds, and what fewer
// dimensions would lose.
func (r *run) spectrum(_ lab.Query, pace lab.Pace) ([]lab.Part, error) {
	const most = 1 << 13 // rows: the work is not sliced
	rows := r.spaces[0].Vectors()
	whole := rows.Rows
	rows.Rows = min(whole, most)
	values, err := embedding.Spectrum(rows)
	if err != nil {
		return nil, err
	}
	if err := pace(); err != nil {
		return nil, err
	}
	var direction, singular, kept, lost []float32
	for k, v := range values {
		direction, singular = append(direction, float32(k+1)), append(singular, float32(v))
	}
	losses := embedding.TruncationLoss(values)
	enough := len(values)
	for k, loss := range losses {
		share := 0.
		if losses[0] > 0 {
			share = loss / losses[0]
		}
		if kept, lost = append(kept, float32(k)), append(lost, float32(share)); share < .1 {
			enough = min(enough, k)
		}
	}
	var found lab.Text
	appendText(&found, &rankFound, []any{rows.Cols, effectiveRank(values), enough})
	if whole > most {
		appendText(&found, &firstRows, []any{most})
	}
	return []lab.Part{
		lab.Prose{Text: found},
		series(&spectrumText, &directionText, &singularText, direction, singular),
		series(&fewerText, &keptText, &lostText, kept, lost),
	}, nil
}

// effectiveRank is e to the entropy of the singular values as shares. Roy and
// Vetterli, "The effective rank", 2007.
func effectiveRank(values []float64) float64 {
	var sum, entropy float64
	for _, v := range values {
		sum += v
	}
	for _, v := range values {
		if p := v / sum; p > 0 {
			entropy -= p * math.Log(p)
		}
	}
	if sum == 0 {
		return 0
	}
	return math.Exp(entropy)
}

// What the tables say.
var (
	readingText = lab.Text{En: "Reading %d rows of a table of %d × %d", Zh: "读 %d 行，表为 %d × %d"}
	readingRows = []lab.Text{{En: "by", Zh: "方式"}, {En: "multiplications", Zh: "乘法次数"}, {En: "bytes moved", Zh: "读写字节"}}
	storedText  = lab.Text{En: "The layer stores %d bytes; a table would have %d.", Zh: "该层存 %d 字节；整张表需 %d 字节。"}
	savingText  = lab.Text{En: "Its %d most frequent rows, compressed as they are now", Zh: "其中最常见的 %d 行，按当前值压缩"}
	savingRows  = []lab.Text{{En: "as", Zh: "形式"}, {En: "bytes", Zh: "字节"}, {En: "share", Zh: "占比"},
		{En: "error of a number (root mean square)", Zh: "每个数的误差（均方根）"}, {En: "relative error", Zh: "相对误差"}}
)

// row makes cells of a name and numbers.
func row(name string, numbers ...float64) []lab.Cell {
	cells := []lab.Cell{{Text: name}}
	for k := range numbers {
		cells = append(cells, lab.Cell{Number: &numbers[k]})
	}
	return cells
}

// cost shows what looking up spares, and what each compression would.
func (r *run) cost(_ lab.Query, pace lab.Pace) ([]lab.Part, error) {
	v, dim, ids := len(r.task.words), r.params.Dim, r.params.Batch*r.task.width
	lookup, oneHot := costs(v, dim, ids)
	reading := lab.Table{Columns: readingRows, Rows: [][]lab.Cell{
		row("lookup", float64(lookup.Multiplications), float64(lookup.Bytes)),
		row("one-hot product", float64(oneHot.Multiplications), float64(oneHot.Bytes)),
	}}
	appendText(&reading.Title, &readingText, []any{ids, v, dim})
	parts := []lab.Part{reading}
	if r.model.table == nil {
		var stored lab.Text
		appendText(&stored, &storedText, []any{r.model.in.Bytes(), 4 * v * dim})
		return append(parts, lab.Prose{Text: stored}), nil
	}
	const most = 1 << 20 // numbers: the work is not sliced
	weights := r.model.table.Weights
	weights.Rows = min(weights.Rows, most/dim)
	w := &embedding.Table{Weights: weights}
	savings := lab.Table{Columns: savingRows, Rows: [][]lab.Cell{row("float32", float64(w.Bytes()), 1, 0, 0)}}
	appendText(&savings.Title, &savingText, []any{w.Rows()})
	for _, form := range []string{"int8", "int4", "hash", "qr", "lowrank"} {
		s, err := saved(form, w)
		if err != nil {
			return nil, err
		}
		savings.Rows = append(savings.Rows, row(form, float64(s.Bytes), float64(s.Bytes)/float64(s.Original), s.RMSE, s.Relative))
		if err := pace(); err != nil {
			return nil, err
		}
	}
	return append(parts, savings), nil
}

// saved compares a table with a compressed form of it, of the sizes that a run
// with this compression has.
func saved(form string, w *embedding.Table) (embedding.Savings, error) {
	var layer embedding.Layer
	var err error
	switch form {
	case "int8":
		layer, err = embedding.Quantize(w, 8)
	case "int4":
		layer, err = embedding.Quantize(w, 4)
	case "hash":
		layer, err = embedding.HashTable(w, buckets(w.Rows()), 2)
	case "qr":
		layer, err = embedding.QuotientRemainderOf(w, remainders(w.Rows()), embedding.ByProduct)
	case "lowrank":
		layer, err = embedding.Factorize(w, rank(w.Dim()))
	}
	if err != nil {
		return embedding.Savings{}, err
	}
	return embedding.Compare(layer, w)
}
