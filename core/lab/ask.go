package lab

import (
	"fmt"
	"math"
	"strings"

	"nearspace/core/space"
)

// CountArgument is how many items a ranking has.
var CountArgument = Argument{
	Name: "count", Kind: NumberArgument, Default: "12", Min: 1, Max: listed,
	Title: Text{En: "How many", Zh: "个数"},
}

// WordQuestions returns the questions that AskSpace answers as one asks them of
// words, with what their blanks hold at first: a word, an expression, words of
// which one is odd, and two words or groups to compare; and those of groups and scores.
func WordQuestions(word, expression, odd, a, b string) []Question {
	return append([]Question{
		{ID: "neighbors", Live: true,
			Title: Text{En: "Neighbours", Zh: "近邻"},
			Help: Text{
				En: "Which words lie nearest to this one?",
				Zh: "哪些词离这个词最近？"},
			Arguments: append([]Argument{
				{Name: "word", Kind: LabelArgument, Default: word, Title: Text{En: "Word", Zh: "词"}},
			}, NearArguments...)},
		{ID: "expression", Live: true,
			Title: Text{En: "Analogy and sums", Zh: "类比与加减"},
			Help: Text{
				En: "Add and subtract words: a - b + c asks what is to c as a is to b. Numbers weigh, parentheses group, quotes hold a label together.",
				Zh: "词的加减：a - b + c 表示“c 之于什么，正如 b 之于 a”。数字为权重，括号可分组，引号括住整个标签。"},
			Arguments: []Argument{
				{Name: "expression", Kind: ExpressionArgument, Default: expression, Title: Text{En: "Expression", Zh: "表达式"}},
				{Name: "rule", Kind: ChoiceArgument, Default: "add", Title: Text{En: "How terms go together", Zh: "各项如何合并"}, Choices: []Choice{
					{Value: "add", Title: Text{En: "added: 3CosAdd", Zh: "相加：3CosAdd"}},
					{Value: "mul", Title: Text{En: "multiplied: 3CosMul", Zh: "相乘：3CosMul"}},
				}},
				CountArgument,
			}},
		{ID: "odd", Live: true,
			Title: Text{En: "Odd one out", Zh: "找不同"},
			Help: Text{
				En: "Which of these words belongs least with the others?",
				Zh: "这些词中哪一个最不合群？"},
			Arguments: []Argument{
				{Name: "words", Kind: LabelsArgument, Default: odd, Title: Text{En: "Words, with spaces between", Zh: "词（以空格分隔）"}},
			}},
		{ID: "similarity", Live: true,
			Title: Text{En: "Similarity", Zh: "相似度"},
			Help: Text{
				En: "How alike are two words, or two groups of words?",
				Zh: "两个词或两组词有多相似？"},
			Arguments: []Argument{
				{Name: "a", Kind: LabelsArgument, Default: a, Title: Text{En: "One word or more", Zh: "一个或多个词"}},
				{Name: "b", Kind: LabelsArgument, Default: b, Title: Text{En: "and others", Zh: "另外的词"}},
			}},
		{ID: "mover", Live: true,
			Title: Text{En: "Two sentences", Zh: "两句话"},
			Help: Text{
				En: "How far have the words of one sentence to travel to become those of the other (word mover's distance)? Words that are missing are left out.",
				Zh: "一句话中的词要移动多远才能变成另一句（词移距离）？缺失的词略去。"},
			Arguments: []Argument{
				{Name: "a", Kind: TextArgument, Default: a + " " + word, Title: Text{En: "One sentence", Zh: "一句话"}},
				{Name: "b", Kind: TextArgument, Default: b + " " + word, Title: Text{En: "and another", Zh: "另一句"}},
			}},
		GroupQuestion,
	}, ScoreQuestions...)
}

// AskSpace answers the questions that any space of labelled rows can answer, once
// Fill has checked them:
//
//	neighbors   of the row called word, by metric
//	expression  the rows nearest to it
//	odd         the odd one out of words
//	similarity  of the rows a to the rows b
//	mover       how far the words a have to travel to become the words b
//
// and those of AskScore, in a program that calls HaveAll.
func AskSpace(s *space.Space, q Query, pace Pace) (Answer, error) {
	switch q.Question {
	case "neighbors":
		return neighbors(s, q, pace)
	case "expression":
		return expression(s, q, pace)
	case "odd":
		return odd(s, q)
	case "similarity":
		return similarity(s, q)
	case "mover":
		return mover(s, q)
	}
	if score == nil {
		return Answer{}, &AbsentError{What: "question", ID: q.Question}
	}
	return score(s, q, pace)
}

func neighbors(s *space.Space, q Query, pace Pace) (Answer, error) {
	ids, err := s.FindAll([]string{q.Args["word"]})
	if err != nil {
		return Answer{}, err
	}
	return Near(s, q, Subject{Label: s.Label(ids[0]), Vector: s.Row(ids[0]), Row: ids[0]}, nil, pace)
}

func expression(s *space.Space, q Query, pace Pace) (Answer, error) {
	e, err := space.ParseExpression(q.Args["expression"])
	if err != nil {
		return Answer{}, err
	}
	if q.Args["rule"] == "mul" {
		return product(s, q, e, pace)
	}
	return NearestToSum(s, s, e, int(q.Number("count")), Same(e.String()), pace)
}

func product(s *space.Space, q Query, e space.Expression, pace Pace) (Answer, error) {
	search, err := s.SearchProduct(e, int(q.Number("count")))
	if err != nil {
		return Answer{}, err
	}
	if err := steps(search.Step, pace); err != nil {
		return Answer{}, err
	}
	score := Text{En: "product of cosines", Zh: "余弦之积"}
	return Answer{Parts: []Part{RankRows(s, search.Result(), Same(e.String()), score)}}, nil
}

func odd(s *space.Space, q Query) (Answer, error) {
	ids, err := s.FindAll(LabelsOf(q.Args["words"]))
	if err != nil {
		return Answer{}, err
	}
	if len(ids) < 3 {
		return Answer{}, &ArgumentError{Name: "words", Value: fmt.Sprint(len(ids)), Min: 3, Max: float64(s.Len())}
	}
	ranking := RankRows(s, s.OddOneOut(ids), Text{En: "The odd one first", Zh: "最不合群的在前"},
		Text{En: "cosine to the others' middle", Zh: "与整体中心的余弦"})
	return Answer{Parts: []Part{ranking}}, nil
}

func similarity(s *space.Space, q Query) (Answer, error) {
	a, err := s.FindAll(LabelsOf(q.Args["a"]))
	if err != nil {
		return Answer{}, err
	}
	b, err := s.FindAll(LabelsOf(q.Args["b"]))
	if err != nil {
		return Answer{}, err
	}
	cosine := s.SetSimilarity(a, b)
	table := Matrix{Title: Text{En: "Each with each", Zh: "两两相似度"}, Signed: true}
	for _, id := range a {
		table.RowLabels = append(table.RowLabels, s.Label(id))
	}
	for _, id := range b {
		table.ColumnLabels = append(table.ColumnLabels, s.Label(id))
	}
	for _, i := range a {
		for _, j := range b {
			table.Values = append(table.Values, float32(s.Similarity(i, j)))
		}
	}
	parts := []Part{Prose{Text: Text{
		En: fmt.Sprintf("The cosine between %s and %s is %.3f.", q.Args["a"], q.Args["b"], cosine),
		Zh: fmt.Sprintf("%s 与 %s 的余弦为 %.3f。", q.Args["a"], q.Args["b"], cosine),
	}}}
	if len(a)*len(b) > 1 {
		parts = append(parts, table)
	}
	return Answer{Parts: parts}, nil
}

// mostMoved is how many words a sentence may have: the cost of a distance is
// about their cube.
const mostMoved = 100

func mover(s *space.Space, q Query) (Answer, error) {
	var bags [2]space.Bag
	missing := 0
	for i, name := range []string{"a", "b"} {
		words := wordsOf(strings.ToLower(q.Args[name]))
		if len(words) > mostMoved {
			return Answer{}, &ArgumentError{Name: name, Value: fmt.Sprint(len(words)), Min: 1, Max: mostMoved}
		}
		bag, unknown := s.Bag(words)
		if len(bag.IDs) == 0 {
			return Answer{}, &space.UnknownLabelError{Labels: words}
		}
		bags[i] = bag
		missing += unknown
	}
	distance := s.MoverDistance(bags[0], bags[1])
	table := Matrix{Title: Text{En: "Cosine of each word with each", Zh: "各词两两的余弦"}, Signed: true}
	for _, id := range bags[1].IDs {
		table.ColumnLabels = append(table.ColumnLabels, s.Label(id))
	}
	for _, id := range bags[0].IDs {
		table.RowLabels = append(table.RowLabels, s.Label(id))
		for _, other := range bags[1].IDs {
			table.Values = append(table.Values, float32(s.Similarity(id, other)))
		}
	}
	return Answer{Parts: []Part{Prose{Text: Text{
		En: fmt.Sprintf("The words travel %.3f: 0 is the same words, %.2f words at right angles. %d words are missing.", distance, math.Sqrt2, missing),
		Zh: fmt.Sprintf("词移距离为 %.3f：0 表示用词相同，%.2f 表示各词互相垂直。缺失 %d 个词。", distance, math.Sqrt2, missing),
	}}, table}}, nil
}
