package cooccurrence

import (
	"fmt"
	"math"
	"slices"

	"nearspace/core/lab"
	"nearspace/core/space"
)

// A pair is an entry of the matrix beside what the vectors make of it.
type pair struct {
	i, j      int
	x, log    float64
	predicted float64
	weight    float64
	loss      float64
}

func (r *run) pair(i, j int, x, predicted float32) pair {
	p := pair{i: i, j: j, x: float64(x), log: math.Log(float64(x)), predicted: float64(predicted)}
	p.weight = r.params.config().Weight(p.x)
	d := p.predicted - p.log
	p.loss = p.weight * d * d / 2
	return p
}

// pairsOf returns a word's pairs, the word as the centre.
func (r *run) pairsOf(word int) []pair {
	columns, x := r.model.Counts().Row(word)
	predicted := make([]float32, len(x))
	r.model.PredictRow(predicted, word, columns)
	pairs := make([]pair, len(x))
	for k, j := range columns {
		pairs[k] = r.pair(word, int(j), x[k], predicted[k])
	}
	return pairs
}

func (r *run) fit(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	word, err := r.find(q.Args["word"])
	if err != nil {
		return lab.Answer{}, err
	}
	pairs := r.pairsOf(word)
	if len(pairs) == 0 {
		return lab.Answer{Parts: []lab.Part{lab.Prose{Text: lab.Text{
			En: fmt.Sprintf("No word stands near %s.", r.label(word)),
			Zh: fmt.Sprintf("没有词与 %s 相邻。", r.label(word))}}}}, nil
	}
	if err := pace(); err != nil {
		return lab.Answer{}, err
	}
	order := make([]space.Neighbor, len(pairs)) // by falling X
	for k, p := range pairs {
		order[k] = space.Neighbor{ID: k, Score: p.x}
	}
	sortFalling(order)
	sorted := make([]pair, len(pairs))
	for k, o := range order {
		sorted[k] = pairs[o.ID]
	}
	pairs = sorted
	chart := curveOf(pairs, r.label(word))
	table := r.table(lab.Text{En: "The most frequent beside " + r.label(word), Zh: "与 " + r.label(word) + " 相邻最多的词"}, pairs[:min(int(q.Number("count")), len(pairs))], false)
	return lab.Answer{Parts: []lab.Part{chart, table}, Next: []lab.Query{lab.NewQuery("matrix", "word", r.label(word)), lab.NewQuery("worst")}}, nil
}

// curveOf shows predictions by log X, of pairs by falling X. As there are many, they
// are taken together in groups of equally many.
func curveOf(pairs []pair, word string) lab.Series {
	names := []lab.Text{{En: "what it should be", Zh: "应有的值"}, {En: "prediction, mean", Zh: "预测均值"}, {En: "lowest tenth", Zh: "最低十分之一"}, {En: "highest tenth", Zh: "最高十分之一"}}
	lines := make([]lab.Line, len(names))
	for k, name := range names {
		lines[k].Name = name
	}
	const most = 24
	n := len(pairs)
	groups := min(most, n)
	for g := groups - 1; g >= 0; g-- {
		var log, mean float64
		var order []space.Neighbor
		group := pairs[g*n/groups : (g+1)*n/groups]
		for _, p := range group {
			log += p.log / float64(len(group))
			mean += p.predicted / float64(len(group))
			order = append(order, space.Neighbor{Score: p.predicted})
		}
		sortFalling(order)
		tenth := len(order) / 10
		for k, y := range []float64{log, mean, order[len(order)-1-tenth].Score, order[tenth].Score} {
			lines[k].X, lines[k].Y = append(lines[k].X, float32(log)), append(lines[k].Y, float32(y))
		}
	}
	return lab.Series{
		Title: lab.Text{En: "The fit of " + word, Zh: word + " 的拟合"},
		X:     lab.Same("log X"), Y: lab.Text{En: "prediction", Zh: "预测"}, Lines: lines,
	}
}

// table lists pairs; with both words where they are of several words.
func (r *run) table(title lab.Text, pairs []pair, both bool) lab.Table {
	t := lab.Table{Title: title}
	if both {
		t.Columns = append(t.Columns, lab.Text{En: "word", Zh: "词"})
	}
	t.Columns = append(t.Columns, lab.Text{En: "beside", Zh: "邻词"}, lab.Same("X"), lab.Same("log X"),
		lab.Text{En: "prediction", Zh: "预测"}, lab.Text{En: "off by", Zh: "偏差"}, lab.Text{En: "weight", Zh: "权重"}, lab.Text{En: "loss", Zh: "损失"})
	for _, p := range pairs {
		var row []lab.Cell
		if both {
			row = append(row, r.cell(p.i))
		}
		t.Rows = append(t.Rows, append(row, r.cell(p.j), lab.NumberCell(p.x), lab.NumberCell(p.log), lab.NumberCell(p.predicted), lab.NumberCell(p.predicted-p.log), lab.NumberCell(p.weight), lab.NumberCell(p.loss)))
	}
	return t
}

// worst looks at all entries of one half.
func (r *run) worst(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	count := int(q.Number("count"))
	var worst []pair // by falling loss
	var predicted []float32
	var sum float64
	seen := 0
	err := r.eachRow(pace, func(i int, columns []int32, x []float32) {
		predicted = slices.Grow(predicted[:0], len(x))[:len(x)]
		r.model.PredictRow(predicted, i, columns)
		for k, j := range columns {
			p := r.pair(i, int(j), x[k], predicted[k])
			sum += p.loss
			seen++
			if len(worst) < count {
				worst = append(worst, p)
			} else if p.loss > worst[count-1].loss {
				worst[count-1] = p
			} else {
				continue
			}
			for at := len(worst) - 1; at > 0 && worst[at].loss > worst[at-1].loss; at-- {
				worst[at-1], worst[at] = worst[at], worst[at-1]
			}
		}
	})
	if err != nil {
		return lab.Answer{}, err
	}
	var share float64
	for _, p := range worst {
		share += p.loss / sum
	}
	prose := lab.Prose{Text: lab.Text{
		En: fmt.Sprintf("The mean loss of a pair is %.4f; these %d of %d pairs carry %.2g %% of the whole.", sum/float64(seen), len(worst), seen, 100*share),
		Zh: fmt.Sprintf("每个词对的平均损失为 %.4f；%d 个词对中的这 %d 个占全部的 %.2g%%。", sum/float64(seen), seen, len(worst), 100*share),
	}}
	answer := lab.Answer{Parts: []lab.Part{prose, r.table(lab.Text{En: "Worst fitted", Zh: "拟合最差"}, worst, true)}}
	for _, p := range worst[:min(2, len(worst))] {
		answer.Next = append(answer.Next, lab.NewQuery("fit", "word", r.label(p.i)))
	}
	return answer, nil
}

// weights shows f, and which counts carry it.
func (r *run) weights(pace lab.Pace) (lab.Answer, error) {
	config := r.params.config()
	curve := lab.Line{Name: lab.Same("f(X)")}
	for k := range 101 {
		x := 2 * r.params.XMax * float64(k) / 100
		curve.X, curve.Y = append(curve.X, float32(x)), append(curve.Y, float32(config.Weight(x)))
	}
	// Shares by the count, in groups that double from one to the next.
	var number, weight [40]float64
	const shift = 8 // the first group begins at 2⁻⁸
	err := r.eachRow(pace, func(i int, columns []int32, x []float32) {
		for k, v := range x {
			times := 2.
			if int(columns[k]) == i {
				times = 1
			}
			group := max(0, min(len(number)-1, math.Ilogb(float64(v))+shift))
			number[group] += times
			weight[group] += times * config.Weight(float64(v))
		}
	})
	if err != nil {
		return lab.Answer{}, err
	}
	lines := []lab.Line{{Name: lab.Text{En: "of all co-occurrences", Zh: "占所有共现项"}}, {Name: lab.Text{En: "of all weight", Zh: "占总权重"}}}
	first, last := len(number), 0
	for g, n := range number {
		if n > 0 {
			first, last = min(first, g), g
		}
	}
	for k, shares := range [][]float64{number[:], weight[:]} {
		all := total(shares)
		for g := first; g <= last; g++ {
			lines[k].X, lines[k].Y = append(lines[k].X, float32(g-shift)), append(lines[k].Y, float32(shares[g]/all))
		}
	}
	return lab.Answer{Parts: []lab.Part{
		lab.Series{Title: lab.Text{En: "How much a pair weighs", Zh: "词对的权重"}, X: lab.Text{En: "X, how often", Zh: "X，频次"}, Y: lab.Text{En: "weight", Zh: "权重"}, Lines: []lab.Line{curve}},
		lab.Series{Title: lab.Text{En: "Which counts there are, and which carry the weight", Zh: "有哪些频次，权重由哪些承担"}, X: lab.Text{En: "log₂ X", Zh: "log₂ X"}, Y: lab.Text{En: "share", Zh: "比例"}, Lines: lines},
	}}, nil
}
