package vectors

import (
	"fmt"

	"nearspace/core/lab"
	"nearspace/core/space"
	"nearspace/core/vec"
)

// shown is how many rows a trace compares with.
const shown = 12

// Trace implements lab.Run: how the neighbours of one row are found.
func (r *run) Trace(p lab.Pick) (lab.Trace, error) {
	if r.spaces == nil {
		return lab.Trace{}, fmt.Errorf("trace vectors: %w", lab.ErrNotReady)
	}
	s := r.spaces[0]
	id := max(0, p.Position)
	if p.Text != "" {
		ids, err := s.FindAll([]string{p.Text})
		if err != nil {
			return lab.Trace{}, fmt.Errorf("trace vectors: %w", err)
		}
		id = ids[0]
	}
	if id >= s.Len() {
		return lab.Trace{}, fmt.Errorf("trace vectors: %w", &lab.ArgumentError{Name: "position", Value: fmt.Sprint(id), Max: float64(s.Len() - 1)})
	}
	return walk(s, id), nil
}

func walk(s *space.Space, id int) lab.Trace {
	dim := s.Dim()
	found := s.Nearest(s.Row(id), shown, space.Cosine, []int{id})
	row := lab.Tensor{Name: "x", Title: lab.Text{En: "its row", Zh: "对应的行"}, Shape: []int{1, dim}, Values: append([]float32(nil), s.Row(id)...),
		Labels: []string{s.Label(id)}, Space: s.Name, Rows: []int32{int32(id)}}
	unit := lab.Tensor{Name: "u", Title: lab.Text{En: "at length 1", Zh: "单位长度"}, Shape: []int{1, dim}, Values: make([]float32, dim), Labels: row.Labels}
	s.Unit(unit.Values, id)
	others := lab.Tensor{Name: "V", Title: lab.Text{En: "other rows at length 1", Zh: "其他单位长度的行"}, Shape: []int{len(found), dim}, Values: make([]float32, len(found)*dim), Space: s.Name}
	products := lab.Tensor{Name: "P", Title: lab.Text{En: "what each dimension adds", Zh: "各维的贡献"}, Shape: []int{len(found), dim}, Values: make([]float32, len(found)*dim)}
	cosines := lab.Tensor{Name: "c", Title: lab.Text{En: "cosines", Zh: "余弦"}, Shape: []int{len(found), 1}}
	for i, n := range found {
		other := others.Values[i*dim : (i+1)*dim]
		s.Unit(other, n.ID)
		for d, x := range other {
			products.Values[i*dim+d] = x * unit.Values[d]
		}
		cosines.Values = append(cosines.Values, float32(n.Score))
		others.Labels = append(others.Labels, s.Label(n.ID))
		others.Rows = append(others.Rows, int32(n.ID))
	}
	products.Labels, cosines.Labels = others.Labels, others.Labels
	length := vec.Norm(s.Row(id))
	return lab.Trace{
		Title: lab.Text{En: "The neighbours of " + s.Label(id), Zh: s.Label(id) + " 的近邻"},
		Stages: []lab.Stage{
			{ID: "lookup", Title: lab.Text{En: "Look up", Zh: "查表"}, Formula: `x = W[i]`, Out: []lab.Tensor{row},
				Help: lab.Text{
					En: fmt.Sprintf("The label is found in the list of labels at place %d, and row %d of the table is its vector.", id, id),
					Zh: fmt.Sprintf("该标签位于标签列表的第 %d 位，表的第 %d 行就是它的向量。", id, id)}},
			{ID: "unit", Title: lab.Text{En: "Take the length away", Zh: "去掉长度"}, Formula: `u = \frac{x}{\lVert x \rVert}`, In: []lab.Tensor{row}, Out: []lab.Tensor{unit},
				Help: lab.Text{
					En: fmt.Sprintf("The row is %.3f long. The cosine compares directions only, so each row is brought to length 1.", length),
					Zh: fmt.Sprintf("该行长度为 %.3f。余弦只比较方向，因此每行都缩放到长度 1。", length)}},
			{ID: "products", Title: lab.Text{En: "Multiply", Zh: "相乘"}, Formula: `P_{jd} = V_{jd}\,u_d`, In: []lab.Tensor{unit, others}, Out: []lab.Tensor{products},
				Help: lab.Text{
					En: "Dimension by dimension: where both point the same way the product is positive. It shows which dimensions make two rows alike.",
					Zh: "逐维相乘：方向一致的维得正值。由此可见哪些维使两行相似。"}},
			{ID: "cosine", Title: lab.Text{En: "Add up", Zh: "求和"}, Formula: `c_j = \sum_d P_{jd}`, In: []lab.Tensor{products}, Out: []lab.Tensor{cosines},
				Help: lab.Text{
					En: fmt.Sprintf("The sum of a row is its cosine. Of all %d rows these %d have the largest.", s.Len()-1, len(found)),
					Zh: fmt.Sprintf("每行之和即余弦。在全部 %d 行中，这 %d 行的余弦最大。", s.Len()-1, len(found))}},
		},
	}
}
