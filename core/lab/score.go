package lab

import (
	"strings"

	"nearspace/core/measure"
	"nearspace/core/space"
)

// linesOf makes lines of what stands between semicolons, as one types a test
// into a single field. What has lines keeps them, as a file has them.
func linesOf(test string) *strings.Reader {
	if strings.Contains(strings.TrimSpace(test), "\n") {
		return strings.NewReader(test)
	}
	return strings.NewReader(strings.NewReplacer(";", "\n", "；", "\n").Replace(test))
}

// caseArgument and limitArgument say which rows count, as gensim's case_insensitive
// and restrict_vocab.
var caseArgument = Argument{Name: "case", Kind: ChoiceArgument, Default: "fold", Title: Text{En: "Capitals", Zh: "大小写"}, Choices: []Choice{
	{Value: "fold", Title: Text{En: "count for nothing", Zh: "不区分"}},
	{Value: "match", Title: Text{En: "make another word", Zh: "区分"}},
}}

func limitArgument(standard string) Argument {
	return Argument{Name: "limit", Kind: NumberArgument, Default: standard, Min: 100, Max: 5000000,
		Title: Text{En: "Among the first so many rows", Zh: "仅在前多少行中"}}
}

// testOptions are those two.
func testOptions(q Query) measure.Options {
	return measure.Options{MatchCase: q.Args["case"] == "match", Limit: int(q.Number("limit"))}
}

// ScoreQuestions are those by which AskScore says how good the vectors of words
// are.
var ScoreQuestions = []Question{
	{ID: "analogies", Live: true,
		Title: Text{En: "Score: analogies", Zh: "评分：类比"},
		Help: Text{
			En: "How many analogies come out right: built-in are capitals, peoples, sexes and forms of English words. Your own are four words each, with semicolons between, or a file like questions-words.txt: one a line, “: name” before a section. Questions with a word that is missing are left out and counted.",
			Zh: "有多少类比答对：内置题目为首都、民族、性别与英语词形。自己的题目每题四个词，以分号分隔，或用 questions-words.txt 那样的文件：每行一题，各节之前有“: 名称”。含未知词的题目略去并计数。"},
		Arguments: []Argument{
			{Name: "test", Kind: SetArgument, Default: builtInTest, Title: Text{En: "Questions", Zh: "题目"}},
			{Name: "rule", Kind: ChoiceArgument, Default: "add", Title: Text{En: "How the three go together", Zh: "三者如何合并"}, Choices: []Choice{
				{Value: "add", Title: Text{En: "added: 3CosAdd", Zh: "相加：3CosAdd"}},
				{Value: "mul", Title: Text{En: "multiplied: 3CosMul", Zh: "相乘：3CosMul"}},
			}},
			caseArgument,
			limitArgument("30000"),
		}},
	{ID: "outliers", Live: true,
		Title: Text{En: "Score: outliers", Zh: "评分：离群词"},
		Help: Text{
			En: "Eight words of a kind and one that does not belong, again and again: is it found? Your own file has the words of a kind, one a line, an empty line, and the outliers, as the 8-8-8 set; “: name” begins a further kind.",
			Zh: "八个同类词加一个不属于该类的词，反复多次：能否找出它？自己的文件每行一个词：先是同类词，空一行，再是离群词，如 8-8-8 数据集；“: 名称”开始另一类。"},
		Arguments: []Argument{
			{Name: "test", Kind: SetArgument, Default: builtInTest, Title: Text{En: "Sets", Zh: "词组"}},
			caseArgument,
			limitArgument("300000"),
		}},
	{ID: "pairs", Live: true,
		Title: Text{En: "Score: word similarity", Zh: "评分：词语相似度"},
		Help: Text{
			En: "Do cosines go with how alike words are? built-in are English words, built-in-zh Chinese ones; nobody judged them: their number is how many of three levels of a tree of kinds they share. What people said is in files such as WordSim-353 or SimLex-999: two words and a number a line.",
			Zh: "余弦是否与词语的相似程度一致？built-in 为英语词，built-in-zh 为中文词；并非由人评分：分数是两词在三层类别树中共有的层数。人的判断见 WordSim-353 或 SimLex-999 这样的文件：每行两个词和一个数。"},
		Arguments: []Argument{
			{Name: "test", Kind: SetArgument, Default: builtInTest, Title: Text{En: "Pairs", Zh: "词对"}},
			caseArgument,
			limitArgument("300000"),
		}},
}

// builtInTest is the argument that asks the tests of package measure,
// builtInChinese the one that it has in Chinese.
const (
	builtInTest    = "built-in"
	builtInChinese = "built-in-zh"
)

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
		return scoreOutliers(s, q, pace)
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
	scores, err := measure.Analogies(s, sections, rule, testOptions(q), pace)
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

func scoreOutliers(s *space.Space, q Query, pace Pace) (Answer, error) {
	sets := measure.BuiltinOutliers()
	if test := q.Args["test"]; test != builtInTest {
		var err error
		if sets, err = measure.ReadOutliers(linesOf(test)); err != nil {
			return Answer{}, err
		}
	}
	scores, err := measure.Outliers(s, sets, testOptions(q), pace)
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
	list, err := pairsOf(q.Args["test"])
	if err != nil {
		return Answer{}, err
	}
	score, err := measure.Pairs(s, list, testOptions(q), pace)
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
		{En: "pair", Zh: "词对"}, {En: "by the test", Zh: "测试分数"}, MetricNames[space.Cosine]}}
	for i, p := range list[:min(len(list), 100)] {
		each.Rows = append(each.Rows, []Cell{TextCell(p.A + ", " + p.B), NumberCell(p.Score), finiteCell(score.Cosines[i])})
	}
	return Answer{Parts: []Part{table, each}}, nil
}

func pairsOf(test string) ([]measure.Pair, error) {
	if test == builtInTest || test == builtInChinese {
		return measure.BuiltinPairs(test == builtInChinese), nil
	}
	return measure.ReadPairs(linesOf(test))
}

// finiteCell is a number, or a dash where there is none.
func finiteCell(x float64) Cell {
	if x-x != 0 {
		return TextCell("–")
	}
	return NumberCell(x)
}
