package vectors

import (
	"strings"

	"nearspace/core/lab"
	"nearspace/core/measure"
	"nearspace/core/space"
)

// linesOf makes lines of what stands between semicolons, as one types a test
// into a single field.
func linesOf(test string) *strings.Reader {
	return strings.NewReader(strings.NewReplacer(";", "\n", "；", "\n").Replace(test))
}

// columns of the tables of scores.
var (
	kindColumn    = lab.Text{En: "kind", Zh: "类别"}
	rightColumn   = lab.Text{En: "right", Zh: "答对"}
	askedColumn   = lab.Text{En: "asked", Zh: "提问"}
	shareColumn   = lab.Text{En: "%", Zh: "%"}
	unknownColumn = lab.Text{En: "with unknown words", Zh: "含未知词"}
)

func text(s string) lab.Cell    { return lab.Cell{Text: s} }
func amount(x float64) lab.Cell { return lab.Cell{Number: &x} }

func analogies(s *space.Space, q lab.Query, pace lab.Pace) (lab.Answer, error) {
	sections := measure.BuiltinAnalogies()
	if test := q.Args["test"]; test != builtIn {
		var err error
		if sections, err = measure.ReadAnalogies(linesOf(test)); err != nil {
			return lab.Answer{}, err
		}
	}
	rule := measure.Add
	if q.Args["rule"] == "mul" {
		rule = measure.Mul
	}
	scores, err := measure.Analogies(s, sections, rule, measure.Options{Limit: int(q.Number("limit"))}, pace)
	if err != nil {
		return lab.Answer{}, err
	}
	table := lab.Table{Title: lab.Text{En: "Analogies", Zh: "类比"}, Columns: []lab.Text{kindColumn, rightColumn, askedColumn, shareColumn, unknownColumn}}
	for _, score := range append(scores, measure.Total(scores)) {
		table.Rows = append(table.Rows, []lab.Cell{
			text(score.Section), amount(float64(score.Right)), amount(float64(score.Asked)), amount(100 * score.Accuracy()), amount(float64(score.Unknown)),
		})
	}
	return lab.Answer{Parts: []lab.Part{table}}, nil
}

func outliers(s *space.Space, pace lab.Pace) (lab.Answer, error) {
	scores, err := measure.Outliers(s, measure.BuiltinOutliers(), measure.Options{}, pace)
	if err != nil {
		return lab.Answer{}, err
	}
	table := lab.Table{Title: lab.Text{En: "Outliers", Zh: "离群词"}, Columns: []lab.Text{kindColumn, rightColumn, askedColumn, shareColumn,
		{En: "mean place, % of the way to the end", Zh: "平均位置（占全程 %）"}, unknownColumn}}
	for _, score := range append(scores, measure.TotalOutliers(scores)) {
		table.Rows = append(table.Rows, []lab.Cell{
			text(score.Set), amount(float64(score.Right)), amount(float64(score.Asked)), amount(100 * score.Accuracy()), amount(100 * score.OPP()), amount(float64(score.Unknown)),
		})
	}
	return lab.Answer{Parts: []lab.Part{table}}, nil
}

func pairs(s *space.Space, q lab.Query, pace lab.Pace) (lab.Answer, error) {
	list, err := measure.ReadPairs(linesOf(q.Args["test"]))
	if err != nil {
		return lab.Answer{}, err
	}
	score, err := measure.Pairs(s, list, measure.Options{}, pace)
	if err != nil {
		return lab.Answer{}, err
	}
	table := lab.Table{Title: lab.Text{En: "Word similarity", Zh: "词语相似度"}, Columns: []lab.Text{
		{En: "correlation", Zh: "相关"}, {En: "coefficient", Zh: "系数"}, {En: "chance of one as large", Zh: "偶然达到的概率"}, {En: "pairs", Zh: "词对"}, unknownColumn}}
	for _, c := range []struct {
		name string
		measure.Correlation
	}{{"Spearman", score.Spearman}, {"Pearson", score.Pearson}} {
		table.Rows = append(table.Rows, []lab.Cell{text(c.name), finite(c.R), finite(c.P), amount(float64(score.Known)), amount(float64(score.Unknown))})
	}
	each := lab.Table{Title: lab.Text{En: "Each pair", Zh: "每对词"}, Columns: []lab.Text{
		{En: "pair", Zh: "词对"}, {En: "people", Zh: "人"}, lab.MetricNames[space.Cosine]}}
	for i, p := range list[:min(len(list), 100)] {
		each.Rows = append(each.Rows, []lab.Cell{text(p.A + ", " + p.B), amount(p.Score), finite(score.Cosines[i])})
	}
	return lab.Answer{Parts: []lab.Part{table, each}}, nil
}

// finite is a number, or a dash where there is none.
func finite(x float64) lab.Cell {
	if x-x != 0 {
		return text("–")
	}
	return amount(x)
}
