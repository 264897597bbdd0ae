package lab

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"nearspace/core/neighbor"
	"nearspace/core/space"
)

// IndexQuestion asks for the neighbours of a row by a graph of near rows beside the
// exact ones, and what the graph saves and loses. An Index answers it.
func IndexQuestion(word string) Question {
	return Question{ID: "index",
		Title: Text{En: "Index", Zh: "索引"},
		Help: Text{
			En: "A graph of near rows (HNSW) finds neighbours without looking at all rows. What does it find, what does it miss, and how much quicker is it?",
			Zh: "近邻图（HNSW）无需查看所有行即可找到近邻。它找到了什么、漏掉了什么、快了多少？"},
		Arguments: []Argument{
			{Name: "word", Kind: LabelArgument, Default: word, Title: Text{En: "Row", Zh: "行"}},
			{Name: "metric", Kind: ChoiceArgument, Default: "cosine", Title: Text{En: "Measure", Zh: "度量"}, Choices: MetricChoices},
			{Name: "m", Kind: NumberArgument, Default: "16", Min: 2, Max: 64, Title: Text{En: "Links of each row (M)", Zh: "每行的链接数（M）"}},
			{Name: "construction", Kind: NumberArgument, Default: "200", Min: 4, Max: 1000, Title: Text{En: "Rows kept while building (efConstruction)", Zh: "构建时保留的行数（efConstruction）"}},
			{Name: "numbers", Kind: ChoiceArgument, Default: wholeNumbers, Title: Text{En: "Numbers", Zh: "数值"}, Choices: []Choice{
				{Value: wholeNumbers, Title: Text{En: "as they are, 32 bits", Zh: "原样，32 位"}},
				{Value: codedNumbers, Title: Text{En: "rounded to 8 bits", Zh: "舍入到 8 位"}},
			}},
			{Name: "ef", Kind: NumberArgument, Default: "32", Min: 1, Max: 1000, Title: Text{En: "Rows kept while asking (ef)", Zh: "查询时保留的行数（ef）"}},
			{Name: "count", Kind: NumberArgument, Default: "10", Min: 1, Max: 100, Title: Text{En: "Neighbours (k)", Zh: "近邻数（k）"}},
			{Name: "asked", Kind: NumberArgument, Default: "200", Min: 1, Max: 2000, Title: Text{En: "Judged by so many rows", Zh: "用多少行评判"}},
		}}
}

// How an index holds its numbers.
const (
	wholeNumbers = "float32"
	codedNumbers = "int8"
)

// An Index is a graph of the near rows of a space, built in pieces for
// IndexQuestion. It is kept until the space or what it is built by changes. The
// zero value is ready.
type Index struct {
	space   *space.Space
	version uint64
	config  neighbor.GraphConfig
	graph   *neighbor.Graph
	took    time.Duration
}

// indexedAtOnce is how many rows an index takes between two looks at the clock.
const indexedAtOnce = 8

// Prepare builds the index that a query of IndexQuestion, which Fill has checked,
// wants, for about budget, and says how far it came.
func (x *Index) Prepare(s *space.Space, q Query, budget time.Duration) (Progress, error) {
	config := neighbor.GraphConfig{
		Metric: neighbor.Metric(q.Args["metric"]), M: int(q.Number("m")), EfConstruction: int(q.Number("construction")),
		Int8: q.Args["numbers"] == codedNumbers, Seed: 1,
	}
	if x.graph == nil || x.space != s || x.version != s.Version() || x.config != config {
		graph, err := neighbor.NewGraph(s.Dim(), config)
		if err != nil {
			return Progress{}, err
		}
		*x = Index{space: s, version: s.Version(), config: config, graph: graph}
	}
	start := time.Now()
	for x.graph.Rows() < s.Len() {
		x.insert(s.Row(x.graph.Rows()))
		if x.graph.Rows()%indexedAtOnce == 0 && time.Since(start) >= budget {
			break
		}
	}
	x.took += time.Since(start)
	return Progress{
		Phase: "index", Title: Text{En: "Building the index", Zh: "构建索引"}, Unit: Text{En: "rows", Zh: "行"},
		Done: float64(x.graph.Rows()), Total: float64(s.Len()), End: x.graph.Rows() == s.Len(),
	}, nil
}

// insert adds a row. One that is not finite keeps its number and is never found.
func (x *Index) insert(row []float32) {
	if _, err := x.graph.Insert(row); err != nil {
		none, _ := x.graph.Insert(make([]float32, len(row))) // nothing is wrong with zeros
		x.graph.Delete(none)
	}
}

// Ask answers IndexQuestion, once Fill has checked it. It builds what Prepare has not.
func (x *Index) Ask(s *space.Space, q Query, pace Pace) (Answer, error) {
	ids, err := s.FindAll([]string{q.Args["word"]})
	if err != nil {
		return Answer{}, err
	}
	for built := (Progress{}); !built.End; {
		if built, err = x.Prepare(s, q, 0); err != nil {
			return Answer{}, err
		}
		if err := pace(); err != nil {
			return Answer{}, err
		}
	}
	row, k := ids[0], min(int(q.Number("count")), s.Len()-1)
	if k < 1 {
		return Answer{}, &ArgumentError{Name: "count", Value: q.Args["count"], Max: float64(k)}
	}
	ef := max(int(q.Number("ef")), k+1)
	t := trial{index: x, k: k}
	if err := t.exactly(int(q.Number("asked")), pace); err != nil {
		return Answer{}, err
	}
	tried, err := t.with(efs(ef, k+1), ef, pace)
	if err != nil {
		return Answer{}, err
	}
	exact, err := t.exact(row, pace)
	if err != nil {
		return Answer{}, err
	}
	byGraph, err := t.byGraph(row, ef)
	if err != nil {
		return Answer{}, err
	}
	table, hits := x.besides(row, exact, byGraph)
	at := tried[slices.IndexFunc(tried, func(o outcome) bool { return o.ef == ef })]
	way, err := x.way(row)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{
		Parts: []Part{t.says(at, len(exact), hits), table, t.series(tried), t.table(tried), way, x.levels(), x.cost()},
		Shown: shownOf(s, byGraph, row),
	}
	for _, n := range byGraph[:min(2, len(byGraph))] {
		answer.Next = append(answer.Next, NewQuery(q.Question, "word", s.Label(n.ID)))
	}
	return answer, nil
}

// A trial asks a sample of rows for their k nearest others, exactly and by an index.
type trial struct {
	index *Index
	k     int
	rows  []int
	right [][]space.Neighbor // of each row, exactly
	took  time.Duration      // for all of them, exactly
}

// An outcome is what a trial found with one ef.
type outcome struct {
	ef       int
	recall   float64
	took     time.Duration // a query
	compared float64       // rows a query
}

// exactly asks so many rows, spread over all, by comparing with every row.
func (t *trial) exactly(asked int, pace Pace) error {
	s := t.index.space
	asked = min(asked, s.Len())
	for i := range asked {
		t.rows = append(t.rows, i*s.Len()/asked)
	}
	if _, err := t.exact(0, pace); err != nil { // the lengths of the rows are known from then on
		return err
	}
	for chunk := range slices.Chunk(t.rows, max(1, comparedAtOnce/s.Len())) {
		start := time.Now()
		for _, row := range chunk {
			search := s.Search(s.Row(row), t.k, t.index.metric(), []int{row})
			for !search.Step(comparedAtOnce) {
				t.took += time.Since(start)
				if err := pace(); err != nil {
					return err
				}
				start = time.Now()
			}
			t.right = append(t.right, search.Result())
		}
		t.took += time.Since(start)
		if err := pace(); err != nil {
			return err
		}
	}
	return nil
}

// A browser's clock is a coarse one. Between two looks at it exact searches compare
// with so many rows, and so many are kept by an index.
const (
	comparedAtOnce = 100_000
	keptAtOnce     = 4096
)

func (x *Index) metric() space.Metric { return space.Metric(x.config.Metric) }

// exact returns the nearest others of a row.
func (t *trial) exact(row int, pace Pace) ([]space.Neighbor, error) {
	s := t.index.space
	search := s.Search(s.Row(row), t.k, t.index.metric(), []int{row})
	if err := steps(search.Step, pace); err != nil {
		return nil, err
	}
	return search.Result(), nil
}

// byGraph returns about the nearest others of a row, which finds itself too.
func (t *trial) byGraph(row, ef int) ([]space.Neighbor, error) {
	found, err := t.index.graph.Search(t.index.space.Row(row), t.k+1, ef, nil)
	var others []space.Neighbor
	for _, n := range found {
		if n.ID != row && len(others) < t.k {
			others = append(others, space.Neighbor{ID: n.ID, Score: n.Score})
		}
	}
	return others, err
}

// efs are those that are tried: the one that is asked for among powers of two. A
// search keeps no fewer rows than it shall find.
func efs(ef, least int) []int {
	list := []int{ef}
	for e := 16; e <= 512; e *= 2 {
		list = append(list, max(e, least))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// with asks the rows by the index with each ef. Beside wanted only the first is taken
// of those with which it looks at all rows.
func (t *trial) with(efs []int, wanted int, pace Pace) ([]outcome, error) {
	var tried []outcome
	all := float64(t.index.space.Len())
	for _, ef := range efs {
		if n := len(tried); n > 0 && tried[n-1].compared >= all && ef != wanted {
			continue
		}
		o, err := t.once(ef, pace)
		if err != nil {
			return nil, err
		}
		tried = append(tried, o)
	}
	return tried, nil
}

func (t *trial) once(ef int, pace Pace) (outcome, error) {
	o := outcome{ef: ef}
	hits, all := 0, 0
	found := make([][]space.Neighbor, len(t.rows))
	atOnce := max(1, keptAtOnce/ef)
	for from := 0; from < len(t.rows); from += atOnce {
		start := time.Now()
		for i := from; i < min(from+atOnce, len(t.rows)); i++ {
			var err error
			if found[i], err = t.byGraph(t.rows[i], ef); err != nil {
				return o, err
			}
			o.compared += float64(t.index.graph.Compared())
		}
		o.took += time.Since(start)
		if err := pace(); err != nil {
			return o, err
		}
	}
	for i, row := range t.rows {
		hits += t.index.hits(row, t.right[i], found[i])
		all += len(t.right[i])
	}
	n := len(t.rows)
	o.recall, o.took, o.compared = float64(hits)/math.Max(1, float64(all)), o.took/time.Duration(n), o.compared/float64(n)
	return o, nil
}

// hits counts which of the rows found are among the nearest, or as near as those.
func (x *Index) hits(row int, right, found []space.Neighbor) int {
	n := 0
	for _, f := range found {
		if x.hit(row, right, f.ID) {
			n++
		}
	}
	return min(n, len(right))
}

// hit says whether a row is among the nearest, or as near as the last of them up to
// the rounding of its score.
func (x *Index) hit(row int, right []space.Neighbor, found int) bool {
	if slices.ContainsFunc(right, func(n space.Neighbor) bool { return n.ID == found }) {
		return true
	}
	if len(right) == 0 {
		return false
	}
	last := right[len(right)-1].Score
	return math.Abs(scoreBetween(x.space, row, found, x.metric())-last) <= 1e-6*math.Max(1, math.Abs(last))
}

func (t *trial) exactTook() time.Duration { return t.took / time.Duration(len(t.rows)) }

// says sums an answer up.
func (t *trial) says(o outcome, exact, hits int) Prose {
	all := float64(t.index.space.Len())
	times := float64(t.exactTook()) / math.Max(1, float64(o.took))
	return Prose{Text: Text{
		En: fmt.Sprintf("Of the %d nearest rows the index found %d. Over %d rows it finds %.1f %% of the %d nearest (recall@%d) and compares with %.0f of %.0f rows, %.1f %%. A question takes %s ms, by looking at all rows %s ms: %s times as long.",
			exact, hits, len(t.rows), 100*o.recall, t.k, t.k, o.compared, all, 100*o.compared/all, milliseconds(o.took), milliseconds(t.exactTook()), digits(times)),
		Zh: fmt.Sprintf("最近的 %d 行中，索引找到 %d 行。对 %d 行评判：召回率 recall@%d 为 %.1f%%，平均比较 %.0f 行（共 %.0f 行，%.1f%%）。每次查询 %s 毫秒；逐行比较需 %s 毫秒，是其 %s 倍。",
			exact, hits, len(t.rows), t.k, 100*o.recall, o.compared, all, 100*o.compared/all, milliseconds(o.took), milliseconds(t.exactTook()), digits(times)),
	}}
}

func milliseconds(d time.Duration) string { return digits(float64(d.Nanoseconds()) / 1e6) }

// digits writes a number with two digits that count.
func digits(x float64) string {
	if x >= 10 {
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', 2, 64)
}

// besides lists the exact neighbours and marks which the index found.
func (x *Index) besides(row int, exact, found []space.Neighbor) (Table, int) {
	const hit, miss, instead = "✓", "✗", "+"
	t := Table{
		Title:   Text{En: "Exact neighbours: ✓ found by the index, ✗ missed; + found instead", Zh: "精确近邻：✓ 索引找到，✗ 漏掉；+ 代之找到"},
		Columns: []Text{{En: "row", Zh: "行"}, MetricNames[x.metric()], {En: "index", Zh: "索引"}},
	}
	line := func(n space.Neighbor, mark string) {
		t.Rows = append(t.Rows, []Cell{{Text: x.space.Label(n.ID), Row: &Row{Space: x.space.Name, ID: n.ID}}, NumberCell(rounded(n.Score)), TextCell(mark)})
	}
	has := func(list []space.Neighbor, id int) bool {
		return slices.ContainsFunc(list, func(n space.Neighbor) bool { return n.ID == id })
	}
	for _, n := range exact {
		if has(found, n.ID) {
			line(n, hit)
		} else {
			line(n, miss)
		}
	}
	for _, n := range found {
		if !has(exact, n.ID) {
			line(space.Neighbor{ID: n.ID, Score: scoreBetween(x.space, row, n.ID, x.metric())}, instead)
		}
	}
	return t, x.hits(row, exact, found)
}

// series draws what a larger ef gains and costs.
func (t *trial) series(tried []outcome) Series {
	var x, recall, compared []float32
	for _, o := range tried {
		x = append(x, float32(math.Log2(float64(o.ef))))
		recall = append(recall, float32(o.recall))
		compared = append(compared, float32(o.compared/float64(t.index.space.Len())))
	}
	return Series{
		Title: Text{En: "What a larger ef gains and costs", Zh: "更大的 ef 的得与失"},
		X:     Text{En: "log₂ ef", Zh: "log₂ ef"}, Y: Text{En: "share", Zh: "比例"},
		Lines: []Line{
			{Name: Text{En: "recall", Zh: "召回率"}, X: x, Y: recall},
			{Name: Text{En: "share of rows compared", Zh: "比较行的比例"}, X: x, Y: compared},
		},
	}
}

// table says the same in numbers.
func (t *trial) table(tried []outcome) Table {
	list := Table{Title: Text{En: "By ef", Zh: "按 ef"}, Columns: []Text{
		Same("ef"), Same(fmt.Sprint("recall@", t.k)), {En: "rows compared", Zh: "比较的行数"}, {En: "ms a question", Zh: "每次毫秒"}, {En: "times as fast as all", Zh: "相对逐行的倍数"},
	}}
	for _, o := range tried {
		list.Rows = append(list.Rows, []Cell{
			NumberCell(float64(o.ef)), NumberCell(rounded(o.recall)), NumberCell(math.Round(o.compared)),
			NumberCell(float64(o.took.Nanoseconds()) / 1e6), NumberCell(float64(t.exactTook()) / math.Max(1, float64(o.took))),
		})
	}
	return list
}

// way lists the steps that a search for a row takes down the levels.
func (x *Index) way(row int) (Table, error) {
	down, err := x.graph.Descent(x.space.Row(row))
	t := Table{Title: Text{En: "The way down to the lowest level", Zh: "下降到最底层的路"}, Columns: []Text{
		{En: "level", Zh: "层"}, {En: "from", Zh: "从"}, {En: "to", Zh: "到"}, MetricNames[x.metric()],
	}}
	cell := func(id int) Cell { return Cell{Text: x.space.Label(id), Row: &Row{Space: x.space.Name, ID: id}} }
	for i := 1; i < len(down); i++ {
		t.Rows = append(t.Rows, []Cell{NumberCell(float64(len(down) - i)), cell(down[i-1].ID), cell(down[i].ID), NumberCell(rounded(down[i].Score))})
	}
	return t, err
}

// levels lists how many rows each level has.
func (x *Index) levels() Table {
	t := Table{Title: Text{En: "Levels", Zh: "各层"}, Columns: []Text{{En: "level", Zh: "层"}, {En: "rows", Zh: "行数"}, {En: "expected, n·M⁻ˡ", Zh: "期望值 n·M⁻ˡ"}}}
	rows := x.graph.Levels()
	for level := range rows {
		expected := float64(x.space.Len()) * math.Pow(float64(x.config.M), -float64(level))
		t.Rows = append(t.Rows, []Cell{NumberCell(float64(level)), NumberCell(float64(rows[level])), NumberCell(expected)})
	}
	return t
}

// cost says what the index took to build and takes in memory.
func (x *Index) cost() Prose {
	rows, links := x.graph.Bytes()
	mega := func(bytes int) string { return digits(float64(bytes) / 1e6) }
	seconds := digits(x.took.Seconds())
	return Prose{Text: Text{
		En: fmt.Sprintf("Built in %s s. Its rows take %s MB and the links between them %s MB. Each row is linked to %d near ones, on the lowest level to %d at most; it reaches level l with the probability M⁻ˡ, so that the upper levels are few rows and long ways (Malkov and Yashunin, 2018).",
			seconds, mega(rows), mega(links), x.config.M, 2*x.config.M),
		Zh: fmt.Sprintf("构建用时 %s 秒。行占 %s MB，行间链接占 %s MB。每行与 %d 个近邻相连，最底层至多 %d 个；一行到达第 l 层的概率为 M⁻ˡ，因此上层行少而路长（Malkov 与 Yashunin，2018）。",
			seconds, mega(rows), mega(links), x.config.M, 2*x.config.M),
	}}
}
