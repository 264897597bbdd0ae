package lab

import (
	"fmt"
	"strings"

	"nearspace/core/cluster"
	"nearspace/core/measure"
	"nearspace/core/space"
)

// GroupQuestion asks into which groups the rows of a space fall.
var GroupQuestion = Question{ID: "groups", Live: true,
	Title: Text{En: "Groups", Zh: "分组"},
	Help: Text{
		En: "Which rows belong together? k-means divides all of them among so many centres; HDBSCAN takes what lies close together and leaves the rest in no group.",
		Zh: "哪些行相属？k-means 把所有行分给若干中心；HDBSCAN 只取密集相邻的行，其余不入组。"},
	Arguments: []Argument{
		{Name: "method", Kind: ChoiceArgument, Default: space.KMeans, Title: Text{En: "Method", Zh: "方法"}, Choices: []Choice{
			{Value: space.KMeans, Title: Same("k-means")},
			{Value: space.Density, Title: Same("HDBSCAN")},
		}},
		{Name: "groups", Kind: NumberArgument, Default: "12", Min: 2, Max: 1000, Title: Text{En: "Number of groups, by k-means", Zh: "组数（k-means）"}},
		{Name: "least", Kind: NumberArgument, Default: "10", Min: 2, Max: 100000, Title: Text{En: "Smallest group, by HDBSCAN", Zh: "最小的组（HDBSCAN）"}},
	}}

const listedGroups = 100

// askGroups answers GroupQuestion, once Fill has checked it: the groups with their
// names, sizes and most telling rows, and how well they divide the rows, by
// themselves and by each column of classes.
func askGroups(s *space.Space, q Query, pace Pace) (Answer, error) {
	g := space.Grouping{Method: q.Args["method"], Groups: int(q.Number("groups")), MinSize: int(q.Number("least")), Seed: 1}
	found, err := g.Group(s.Vectors()).Find(func(cluster.Stage) error { return pace() })
	if err != nil {
		return Answer{}, err
	}
	named, err := s.NameGroups(found.Codes, "", pace)
	if err != nil {
		return Answer{}, err
	}
	sizes := cluster.Sizes(found.Codes)
	table := Table{Title: Text{En: "Groups, the largest first", Zh: "各组，最大的在前"}, Columns: []Text{
		{En: "group", Zh: "组"}, {En: "rows", Zh: "行"}, {En: "with", Zh: "其中有"}, {En: "and", Zh: "以及"}}}
	for i, n := range named[:min(len(named), listedGroups)] {
		cells := []Cell{TextCell(n.Name), NumberCell(float64(sizes[i]))}
		for _, row := range n.Rows {
			if label := s.Label(row); len(cells) < len(table.Columns) && !strings.Contains(n.Name, label) {
				cells = append(cells, Cell{Text: label, Row: &Row{Space: s.Name, ID: row}})
			}
		}
		for len(cells) < len(table.Columns) {
			cells = append(cells, Cell{})
		}
		table.Rows = append(table.Rows, cells)
	}
	answer := Answer{Parts: []Part{summary(s, found, len(sizes)), table}}
	pure, err := purities(s, found.Codes)
	if pure.Rows != nil {
		answer.Parts = append(answer.Parts, pure)
	}
	return answer, err
}

// summary says how many groups there are, how many rows are in none, and how far
// apart they lie.
func summary(s *space.Space, found *space.Groups, groups int) Part {
	none := 0
	for _, c := range found.Codes {
		if c < 0 {
			none++
		}
	}
	text := Text{
		En: fmt.Sprintf("%d groups; %d of %d rows are in none.", groups, none, s.Len()),
		Zh: fmt.Sprintf("共 %d 组；%d 行中有 %d 行不入组。", groups, s.Len(), none),
	}
	if x := found.Silhouette; x == x {
		text.En += fmt.Sprintf(" The silhouette is %.2f: 1 is far apart and tight, 0 touching.", x)
		text.Zh += fmt.Sprintf("轮廓系数 %.2f：1 为相距远而紧凑，0 为相接。", x)
	}
	if found.Approximate {
		text.En += " Density was followed from neighbour to neighbour only."
		text.Zh += "密度只沿近邻追踪。"
	}
	return Prose{text}
}

// purities holds the groups against each column of classes, among the rows that
// have both.
func purities(s *space.Space, codes []int32) (Table, error) {
	t := Table{Title: Text{En: "Against what is known", Zh: "与已知类别对照"}, Columns: []Text{
		{En: "column", Zh: "列"}, {En: "purity, %", Zh: "纯度 %"}, {En: "adjusted Rand index", Zh: "调整兰德指数"}}}
	for _, name := range s.Columns() {
		c, ok := s.Column(name).(space.Categories)
		if !ok {
			continue
		}
		var groups, classes []int32
		for i, group := range codes {
			if class := c.Codes[i]; group >= 0 && class >= 0 {
				groups, classes = append(groups, group), append(classes, class)
			}
		}
		if groups == nil {
			continue
		}
		purity, err := measure.Purity(groups, classes)
		if err != nil {
			return t, err
		}
		rand, err := measure.AdjustedRand(groups, classes)
		if err != nil {
			return t, err
		}
		t.Rows = append(t.Rows, []Cell{TextCell(name), NumberCell(100 * purity), NumberCell(rand)})
	}
	return t, nil
}
