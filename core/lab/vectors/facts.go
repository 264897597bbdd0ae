package vectors

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/format"
	"nearspace/core/lab"
	"nearspace/core/project"
	"nearspace/core/space"
	"nearspace/core/vec"
)

// formatNames are the formats as people call them.
var formatNames = map[format.Format]string{
	format.Word2Vec: "word2vec, .vec", format.Word2VecBinary: "word2vec, binary", format.GloVe: "GloVe",
	format.NumPy: "NumPy .npy", format.NumPyZip: "NumPy .npz", format.SafeTensors: "safetensors",
	format.Projector: "TensorFlow projector", format.CSV: "CSV", format.TSV: "TSV", format.JSONL: "JSONL",
	format.FastText: "fastText .bin",
}

// about says what was found in the file.
func (r *run) about(s *space.Space, pace lab.Pace) (lab.Answer, error) {
	l, err := lengthsOf(s, pace)
	if err != nil {
		return lab.Answer{}, err
	}
	spread, err := spreadOf(s, pace)
	if err != nil {
		return lab.Answer{}, err
	}
	parts := []lab.Part{r.file(s), l.summary(s), l.histogram()}
	if len(r.facts.Arrays) > 1 {
		parts = append(parts, r.arrays())
	}
	if l.rows > 1 {
		parts = append(parts, directions(l, spread))
	}
	return lab.Answer{Parts: parts}, nil
}

// file is the table of what was found.
func (r *run) file(s *space.Space) lab.Table {
	f := r.facts
	name := formatNames[f.Format]
	if f.Gzip {
		name += ", gzip"
	}
	table := lab.Table{Title: lab.Text{En: "The file", Zh: "文件"}}
	row := []lab.Cell{}
	add := func(title lab.Text, cell lab.Cell) {
		table.Columns, row = append(table.Columns, title), append(row, cell)
	}
	add(lab.Text{En: "format", Zh: "格式"}, lab.TextCell(name))
	add(lab.Text{En: "numbers", Zh: "数值类型"}, lab.TextCell(f.Type))
	if f.Array != "" {
		add(lab.Text{En: "array", Zh: "数组"}, lab.TextCell(f.Array))
	}
	add(lab.Text{En: "dimensions", Zh: "维数"}, lab.NumberCell(float64(s.Dim())))
	add(lab.Text{En: "rows in it", Zh: "文件行数"}, lab.NumberCell(float64(f.Rows)))
	add(lab.Text{En: "rows read", Zh: "读取行数"}, lab.NumberCell(float64(s.Len())))
	add(lab.Text{En: "labels that came before", Zh: "重复标签"}, lab.NumberCell(float64(f.Duplicates)))
	add(lab.Text{En: "rows not finite", Zh: "非有限行"}, lab.NumberCell(float64(f.Infinite)))
	if columns := s.Columns(); len(columns) > 0 {
		add(lab.Text{En: "columns beside", Zh: "其他列"}, lab.TextCell(strings.Join(columns, ", ")))
	}
	table.Rows = [][]lab.Cell{row}
	return table
}

// arrays lists what else the file has.
func (r *run) arrays() lab.Table {
	table := lab.Table{Title: lab.Text{En: "Arrays in the file", Zh: "文件中的数组"}, Columns: []lab.Text{{En: "name", Zh: "名称"}, {En: "numbers", Zh: "数值类型"}, {En: "shape", Zh: "形状"}}}
	for _, a := range r.facts.Arrays {
		shape := fmt.Sprint(a.Shape)
		if a.Shape == nil {
			shape = ""
		}
		table.Rows = append(table.Rows, []lab.Cell{lab.TextCell(a.Name), lab.TextCell(a.Type), lab.TextCell(shape)})
	}
	return table
}

// lengths are what there is to know of how long rows are.
type lengths struct {
	all  []float32
	rows int       // with a direction
	sum  []float64 // of these rows at unit length
}

func lengthsOf(s *space.Space, pace lab.Pace) (lengths, error) {
	l := lengths{all: make([]float32, s.Len()), sum: make([]float64, s.Dim())}
	unit := make([]float32, s.Dim())
	for id := range s.Len() {
		l.all[id] = vec.Norm(s.Row(id))
		if l.all[id] > 0 {
			s.Unit(unit, id)
			for d, x := range unit {
				l.sum[d] += float64(x)
			}
			l.rows++
		}
		if id%4096 == 4095 {
			if err := pace(); err != nil {
				return l, err
			}
		}
	}
	return l, nil
}

// meanCosine is that of all pairs of different rows: with their unit vectors u,
//
//	(‖Σu‖² − n)/(n(n−1))
func (l lengths) meanCosine() float64 {
	var square float64
	for _, x := range l.sum {
		square += x * x
	}
	n := float64(l.rows)
	return (square - n) / (n * (n - 1))
}

func (l lengths) summary(s *space.Space) lab.Table {
	order := make([]int, len(l.all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(l.all[a], l.all[b]) })
	table := lab.Table{Title: lab.Text{En: "How long rows are", Zh: "各行的长度"}}
	var labels, values []lab.Cell
	n := len(order)
	for _, p := range []struct {
		name lab.Text
		at   int
	}{
		{lab.Text{En: "shortest", Zh: "最短"}, 0}, {lab.Text{En: "lower quarter", Zh: "下四分位"}, n / 4}, {lab.Text{En: "middle", Zh: "中位"}, n / 2},
		{lab.Text{En: "upper quarter", Zh: "上四分位"}, 3 * n / 4}, {lab.Text{En: "longest", Zh: "最长"}, n - 1},
	} {
		id := order[p.at]
		table.Columns = append(table.Columns, p.name)
		labels = append(labels, lab.Cell{Text: s.Label(id), Row: &lab.Row{Space: s.Name, ID: id}})
		values = append(values, lab.NumberCell(float64(l.all[id])))
	}
	table.Rows = [][]lab.Cell{labels, values}
	return table
}

// histogram counts the rows of each length.
func (l lengths) histogram() lab.Series {
	const bins = 40
	low, high := slices.Min(l.all), slices.Max(l.all)
	line := lab.Line{Name: lab.Text{En: "rows", Zh: "行数"}, X: make([]float32, bins), Y: make([]float32, bins)}
	width := (high - low) / bins
	for i := range bins {
		line.X[i] = low + (float32(i)+.5)*width
	}
	for _, x := range l.all {
		at := 0
		if width > 0 {
			at = min(bins-1, int((x-low)/width))
		}
		line.Y[at]++
	}
	return lab.Series{Title: lab.Text{En: "Rows by their length", Zh: "按长度统计的行数"}, X: lab.Text{En: "length", Zh: "长度"}, Y: line.Name, Lines: []lab.Line{line}}
}

// spreadOf returns the shares of the variance along the first principal axes of
// the first rows.
func spreadOf(s *space.Space, pace lab.Pace) ([]float64, error) {
	m := s.Vectors()
	if m.Rows < 3 || m.Cols < 2 {
		return nil, nil
	}
	const most = 20000 // rows are enough for the axes
	m = blas32.General{Rows: min(m.Rows, most), Cols: m.Cols, Stride: m.Stride, Data: m.Data}
	p := project.NewPCA(min(3, m.Cols), 1)
	for {
		done, err := p.Step(m, 256)
		if err != nil {
			return nil, err
		}
		if done {
			return p.Explained(), nil
		}
		if err := pace(); err != nil {
			return nil, err
		}
	}
}

func directions(l lengths, spread []float64) lab.Prose {
	mean := l.meanCosine()
	percent := make([]string, len(spread))
	for i, share := range spread {
		percent[i] = fmt.Sprintf("%.1f %%", 100*share)
	}
	text := lab.Text{
		En: fmt.Sprintf("Two rows taken at random have a cosine of %.3f on average: 0 would be directions spread evenly all round, 1 all the same.", mean),
		Zh: fmt.Sprintf("随机取两行，其余弦平均为 %.3f：0 表示方向均匀散布，1 表示方向完全相同。", mean),
	}
	if math.IsNaN(mean) || len(spread) == 0 {
		return lab.Prose{Text: text}
	}
	text.En += fmt.Sprintf(" The first principal axes hold %s of the variance; if all counted alike, each would hold %.1f %%.", strings.Join(percent, ", "), 100/float64(len(l.sum)))
	text.Zh += fmt.Sprintf("前几个主轴占方差的 %s；若各轴同等，则每轴为 %.1f %%。", strings.Join(percent, "、"), 100/float64(len(l.sum)))
	return lab.Prose{Text: text}
}
