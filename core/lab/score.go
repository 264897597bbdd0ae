package lab

import (
	"strings"

	"nearspace/core/measure"
	"nearspace/core/space"
)

// linesOf makes lines of what stands between semicolons, as one types a test
// into a single field.
func linesOf(test string) *strings.Reader {
	return strings.NewReader(strings.NewReplacer(";", "\n", "；", "\n").Replace(test))
}

// ScoreQuestions are those by which AskScore says how good the vectors of words
// are.
var ScoreQuestions = []Question{
	{ID: "analogies", Live: true,
		Title: Text{En: "Score: analogies", Zh: "评分：类比"},
		Help: Text{
			En: "How many analogies come out right: capitals, peoples, sexes and forms of English words, or your own, four words each with semicolons between. Questions with a word that is missing are left out and counted.",
			Zh: "有多少类比答对：首都、民族、性别与英语词形，或自己的题目（每题四个词，以分号分隔）。含未知词的题目略去并计数。"},
		Arguments: []Argument{
			{Name: "test", Kind: TextArgument, Default: builtInTest, Title: Text{En: "Questions", Zh: "题目"}},
			{Name: "rule", Kind: ChoiceArgument, Default: "add", Title: Text{En: "How the three go together", Zh: "三者如何合并"}, Choices: []Choice{
				{Value: "add", Title: Text{En: "added: 3CosAdd", Zh: "相加：3CosAdd"}},
				{Value: "mul", Title: Text{En: "multiplied: 3CosMul", Zh: "相乘：3CosMul"}},
			}},
			{Name: "limit", Kind: NumberArgument, Default: "30000", Min: 100, Max: 5000000,
				Title: Text{En: "Among the first so many rows", Zh: "仅在前多少行中"}},
		}},
	{ID: "outliers", Live: true,
		Title: Text{En: "Score: outliers", Zh: "评分：离群词"},
		Help: Text{
			En: "Eight words of a kind and one that does not belong, again and again: is it found?",
			Zh: "八个同类词加一个不属于该类的词，反复多次：能否找出它？"}},
	{ID: "pairs", Live: true,
		Title: Text{En: "Score: word similarity", Zh: "评分：词语相似度"},
		Help: Text{
			En: "Do cosines go with what people say? Two words and a number each, with semicolons between, as in WordSim-353 or SimLex-999.",
			Zh: "余弦与人的判断是否一致？每条为两个词和一个数，以分号分隔，如 WordSim-353 或 SimLex-999。"},
		Arguments: []Argument{
			{Name: "test", Kind: TextArgument, Title: Text{En: "Pairs", Zh: "词对"}},
		}},
}

// builtInTest is the argument that asks the tests of package measure.
const builtInTest = "built-in"

// AskScore answers ScoreQuestions and GroupQuestion, once Fill has checked them. The
// test is package measure's own, or what one types:
//
//	analogies  how many come out right, by section
//	outliers   how often the word that does not belong is found
//	pairs      how cosines go with what people say
//	groups     into which groups rows fall
func AskScore(s *space.Space, q Query, pace Pace) (Answer, error) {
	switch q.Question {
	case "analogies":
		return scoreAnalogies(s, q, pace)
	case "outliers":
		return scoreOutliers(s, pace)
	case "pairs":
		return scorePairs(s, q, pace)
	case "groups":
		return askGroups(s, q, pace)
	}
	return Answer{}, &UnknownError{What: "question", ID: q.Question}
}

// columns of the tables of scores.
var (
	kindColumn    = Text{En: "kind", Zh: "类别"}
	rightColumn   = Text{En: "right", Zh: "答对"}
	askedColumn   = Text{En: "asked", Zh: "提问"}
	shareColumn   = Text{En: "%", Zh: "%"}
	unknownColumn = Text{En: "with unknown words", Zh: "含未知词"}
)

func scoreAnalogies(s *space.Space, q Query, pace Pace) (Answer, error) {
	sections := measure.BuiltinAnalogies()
	if test := q.Args["test"]; test != builtInTest {
		var err error
		if sections, err = measure.ReadAnalogies(linesOf(test)); err != nil {
			return Answer{}, err
		}
	}
	rule := measure.Add
	if q.Args["rule"] == "mul" {
		rule = measure.Mul
	}
	scores, err := measure.Analogies(s, sections, rule, measure.Options{Limit: int(q.Number("limit"))}, pace)
	if err != nil {
		return Answer{}, err
	}
	table := Table{Title: Text{En: "Analogies", Zh: "类比"}, Columns: []Text{kindColumn, rightColumn, askedColumn, shareColumn, unknownColumn}}
	for _, score := range append(scores, measure.Total(scores)) {
		table.Rows = append(table.Rows, []Cell{
			TextCell(score.Section), NumberCell(float64(score.Right)), NumberCell(float64(score.Asked)), NumberCell(100 * score.Accuracy()), NumberCell(float64(score.Unknown)),
		})
	}
	return Answer{Parts: []Part{table}}, nil
}

func scoreOutliers(s *space.Space, pace Pace) (Answer, error) {
	scores, err := measure.Outliers(s, measure.BuiltinOutliers(), measure.Options{}, pace)
	if err != nil {
		return Answer{}, err
	}
	table := Table{Title: Text{En: "Outliers", Zh: "离群词"}, Columns: []Text{kindColumn, rightColumn, askedColumn, shareColumn,
		{En: "mean place, % of the way to the end", Zh: "平均位置（占全程 %）"}, unknownColumn}}
	for _, score := range append(scores, measure.TotalOutliers(scores)) {
		table.Rows = append(table.Rows, []Cell{
			TextCell(score.Set), NumberCell(float64(score.Right)), NumberCell(float64(score.Asked)), NumberCell(100 * score.Accuracy()), NumberCell(100 * score.OPP()), NumberCell(float64(score.Unknown)),
		})
	}
	return Answer{Parts: []Part{table}}, nil
}

func scorePairs(s *space.Space, q Query, pace Pace) (Answer, error) {
	list, err := measure.ReadPairs(linesOf(q.Args["test"]))
	if err != nil {
		return Answer{}, err
	}
	score, err := measure.Pairs(s, list, measure.Options{}, pace)
	if err != nil {
		return Answer{}, err
	}
	table := Table{Title: Text{En: "Word similarity", Zh: "词语相似度"}, Columns: []Text{
		{En: "correlation", Zh: "相关"}, {En: "coefficient", Zh: "系数"}, {En: "chance of one as large", Zh: "偶然达到的概率"}, {En: "pairs", Zh: "词对"}, unknownColumn}}
	for _, c := range []struct {
		name string
		measure.Correlation
	}{{"Spearman", score.Spearman}, {"Pearson", score.Pearson}} {
		table.Rows = append(table.Rows, []Cell{TextCell(c.name), finiteCell(c.R), finiteCell(c.P), NumberCell(float64(score.Known)), NumberCell(float64(score.Unknown))})
	}
	each := Table{Title: Text{En: "Each pair", Zh: "每对词"}, Columns: []Text{
		{En: "pair", Zh: "词对"}, {En: "people", Zh: "人"}, MetricNames[space.Cosine]}}
	for i, p := range list[:min(len(list), 100)] {
		each.Rows = append(each.Rows, []Cell{TextCell(p.A + ", " + p.B), NumberCell(p.Score), finiteCell(score.Cosines[i])})
	}
	return Answer{Parts: []Part{table, each}}, nil
}

// finite is a number, or a dash where there is none.
func finiteCell(x float64) Cell {
	if x-x != 0 {
		return TextCell("–")
	}
	return NumberCell(x)
}
