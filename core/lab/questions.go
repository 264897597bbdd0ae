package lab

import (
	"strings"

	"nearspace/core/space"
)

// Samples are labels that the blanks of SpaceQuestions hold at first.
type Samples struct {
	Some      string // a few labels, as LabelsOf reads them
	From, To  string // the ends of a path, one label each, of which one's neighbours are counted up to the other
	Low, High string // the ends of an axis, labels each
	Word      string // one whose neighbours in two spaces are compared
}

// SpaceQuestions returns the questions that AskSpaces answers, whatever the rows
// of the spaces stand for.
func SpaceQuestions(s Samples) []Question {
	spaces := []Argument{
		{Name: "a", Kind: SpaceArgument, Title: Text{En: "Vectors", Zh: "向量"}},
		{Name: "b", Kind: SpaceArgument, Title: Text{En: "beside", Zh: "对比"}},
	}
	return []Question{
		{ID: "distances", Live: true,
			Title: Text{En: "Distances", Zh: "两两距离"},
			Help: Text{
				En: "How near is each of these to each other? Choose points on the map, or write their names.",
				Zh: "这些点两两之间有多近？在地图上选点，或写出名称。"},
			Arguments: []Argument{
				{Name: "rows", Kind: LabelsArgument, Default: s.Some, Title: Text{En: "Points", Zh: "点"}},
				{Name: "metric", Kind: ChoiceArgument, Default: "cosine", Title: Text{En: "Measure", Zh: "度量"}, Choices: MetricChoices},
				{Name: "order", Kind: ChoiceArgument, Default: orderAlike, Title: Text{En: "Order", Zh: "顺序"}, Choices: []Choice{
					{Value: orderAlike, Title: Text{En: "like beside like", Zh: "相似者相邻"}},
					{Value: "given", Title: Text{En: "as given", Zh: "按给出的顺序"}},
				}},
			}},
		{ID: "path", Live: true,
			Title: Text{En: "Path", Zh: "路径"},
			Help: Text{
				En: "Which rows lead from one to the other by small steps? Each step joins near rows, and none goes far out of the way.",
				Zh: "哪些行以小步从一个通向另一个？每一步连接相近的两行，且都不偏离方向太远。"},
			Arguments: []Argument{
				{Name: "from", Kind: LabelArgument, Default: s.From, Title: Text{En: "From", Zh: "起点"}},
				{Name: "to", Kind: LabelArgument, Default: s.To, Title: Text{En: "to", Zh: "终点"}},
				{Name: "metric", Kind: ChoiceArgument, Default: "cosine", Title: Text{En: "Measure", Zh: "度量"}, Choices: []Choice{
					{Value: string(space.Cosine), Title: Text{En: "angle: direction", Zh: "夹角：方向"}},
					{Value: string(space.Euclidean), Title: MetricNames[space.Euclidean]},
				}},
				{Name: "near", Kind: NumberArgument, Default: "10", Min: 1, Max: 100, Title: Text{En: "Neighbours of each", Zh: "每行的近邻数"}},
				AmongArgument,
			}},
		{ID: "closer", Live: true,
			Title: Text{En: "Rank of a neighbour", Zh: "近邻的名次"},
			Help: Text{
				En: "How many rows are nearer to the one than the other is, and which? It is gensim's rank and closer_than.",
				Zh: "有多少行比另一个更接近这一个，是哪些？即 gensim 的 rank 与 closer_than。"},
			Arguments: []Argument{
				{Name: "word", Kind: LabelArgument, Default: s.From, Title: Text{En: "Nearer to", Zh: "更接近"}},
				{Name: "other", Kind: LabelArgument, Default: s.To, Title: Text{En: "than", Zh: "比起"}},
				CountArgument,
			}},
		{ID: "axis", Live: true,
			Title: Text{En: "Axis", Zh: "语义轴"},
			Help: Text{
				En: "Words at either end make an axis: which rows lie farthest to one side, and which to the other?",
				Zh: "两端的词确定一条轴：哪些行最靠近这一端，哪些最靠近那一端？"},
			Arguments: []Argument{
				{Name: "low", Kind: LabelsArgument, Default: s.Low, Title: Text{En: "From", Zh: "一端"}},
				{Name: "high", Kind: LabelsArgument, Default: s.High, Title: Text{En: "to", Zh: "另一端"}},
				CountArgument,
				AmongArgument,
			}},
		{ID: "beside", Live: true,
			Title: Text{En: "In two spaces", Zh: "两个空间"},
			Help: Text{
				En: "The neighbours of one row in two spaces: those of two runs, or two of this one.",
				Zh: "同一行在两个空间中的近邻：两次运行的空间，或本次运行的两个空间。"},
			Arguments: append([]Argument{
				{Name: "word", Kind: LabelArgument, Default: s.Word, Title: Text{En: "Row", Zh: "行"}},
			}, append(spaces, CountArgument)...)},
		{ID: "moved", Live: true,
			Title: Text{En: "What moved", Zh: "变化最大"},
			Help: Text{
				En: "Which rows have other neighbours in one space than in the other, and which kept theirs?",
				Zh: "哪些行在两个空间中的近邻不同，哪些保持不变？"},
			Arguments: append(spaces[:2:2],
				Argument{Name: "near", Kind: NumberArgument, Default: "10", Min: 1, Max: 100, Title: Text{En: "Neighbours", Zh: "近邻数"}},
				Argument{Name: "asked", Kind: NumberArgument, Default: "2000", Min: 1, Max: 100000, Title: Text{En: "Of so many rows", Zh: "考察的行数"}},
				CountArgument)},
	}
}

// AskSpaces answers SpaceQuestions about the first of a run's spaces, or about two
// of them, once Fill has checked them, in a program
// that calls HaveAll; ok is false if the question is another:
//
//	distances  of rows from each other, by metric
//	path       from one row to another by steps between near rows
//	closer     at which place of a word's neighbours the other is, and which are nearer
//	axis       the rows farthest to its two ends
//	beside     the neighbours of a row in the spaces a and b
//	moved      the rows whose neighbours in a and b differ most
func AskSpaces(spaces []*space.Space, q Query, pace Pace) (answer Answer, ok bool, err error) {
	switch q.Question {
	case "distances", "path", "closer", "axis", "beside", "moved":
	default:
		return Answer{}, false, nil
	}
	ask := ofSpaces[q.Question]
	if ask == nil {
		return Answer{}, true, &AbsentError{What: "question", ID: q.Question}
	}
	answer, err = ask(spaces, q, pace)
	return answer, true, err
}

// besidePrefix marks the name of a space of the run beside.
const besidePrefix = "beside/"

// A place is a space and how it is called where two are compared.
type place struct {
	*space.Space
	name Text
}

// pair returns the two spaces of a question. An empty a is the first; an empty b
// is the like of a in the run beside, else another of this run with like rows.
func (q Query) pair(spaces []*space.Space) (a, b place, err error) {
	if a, err = q.space(spaces, "a"); err != nil {
		return a, b, err
	}
	if q.Args["b"] != "" {
		b, err = q.space(spaces, "b")
		return a, b, err
	}
	for _, s := range q.beside {
		if s.Name == a.Space.Name && s != a.Space {
			return a, besideName(s), nil
		}
	}
	for _, s := range q.beside {
		if alike(a.Space, s) {
			return a, besideName(s), nil
		}
	}
	for _, s := range spaces {
		if s != a.Space && alike(a.Space, s) {
			return a, place{s, Same(s.Name)}, nil
		}
	}
	return a, b, ErrOneSpace
}

// alike says whether a row of one is found in the other.
func alike(a, b *space.Space) bool {
	for id := range min(a.Len(), 5) {
		if _, ok := b.Find(a.Label(id)); ok {
			return true
		}
	}
	return false
}

func besideName(s *space.Space) place {
	return place{s, Text{En: s.Name + ", beside", Zh: s.Name + "（对比）"}}
}

// space returns the one that an argument names.
func (q Query) space(spaces []*space.Space, argument string) (place, error) {
	name := q.Args[argument]
	if other, ok := strings.CutPrefix(name, besidePrefix); ok {
		for _, s := range q.beside {
			if s.Name == other {
				return besideName(s), nil
			}
		}
		return place{}, &UnknownError{What: "space", ID: name}
	}
	for _, s := range spaces {
		if s.Name == name || name == "" {
			return place{s, Same(s.Name)}, nil
		}
	}
	return place{}, &UnknownError{What: "space", ID: name}
}
