package space

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/cluster"
	"nearspace/core/neighbor"
	"nearspace/core/vec"
)

// A GroupName says what is in a group.
type GroupName struct {
	Name  string
	Rows  []int   // its most central rows among the frequent, the first first
	Class string  // the class of a column that most of them are of, "" if none stands out
	Share float64 // of its rows that are of the class
	Lift  float64 // Share over that among all rows
}

const (
	namedBy   = 3  // labels or words of a name
	examples  = 12 // rows of a GroupName
	nameBlock = 256
	leastLift = 1.3
)

// NameGroups names groups, by their codes, so that no two have one name:
//
// by a class, where more than half of a group's rows are of it and it is more
// frequent there than elsewhere by a third; else, where labels are texts, by the
// words w that are largest in
//
//	tf(w, group) · ln(1 + words of a group on average / tf(w)),
//
// the class-based TF-IDF of Grootendorst, "BERTopic: neural topic modeling with a
// class-based TF-IDF procedure", 2022, among those that are more frequent there by
// a third; else by the labels of the rows largest in
//
//	(cos(x, own centre) − .8·cos(x, nearest other centre)) · ln(1+count of x),
//
// which are central, tell the group from others, and are known. The column called
// without names nothing.
func (s *Space) NameGroups(codes []int32, without string, pace func() error) ([]GroupName, error) {
	n := namer{space: s, codes: codes, sizes: cluster.Sizes(codes), taken: map[string]bool{}}
	n.names = make([]GroupName, len(n.sizes))
	if err := n.rank(pace); err != nil {
		return nil, err
	}
	if err := n.count(pace); err != nil {
		return nil, err
	}
	n.classes(without)
	n.name()
	return n.names, nil
}

type namer struct {
	space *Space
	codes []int32
	sizes []int
	names []GroupName
	words []map[string]int // of each group, if labels are texts
	taken map[string]bool  // labels and words that name a group
}

// rank finds the most central rows of each group.
func (n *namer) rank(pace func() error) error {
	s, k := n.space, len(n.sizes)
	if k == 0 || s.Dim() == 0 {
		return nil
	}
	centres := blas32.General{Rows: k, Cols: s.Dim(), Stride: s.Dim(), Data: make([]float32, k*s.Dim())}
	unit := make([]float32, s.Dim())
	for i, c := range n.codes {
		if c >= 0 && s.Has(i) {
			if s.Unit(unit, i); vec.Dot(unit, unit) < 2 { // finite
				vec.Add(centres.Data[int(c)*s.Dim():][:s.Dim()], unit)
			}
		}
		if i%4096 == 0 {
			if err := pace(); err != nil {
				return err
			}
		}
	}
	for j := range k {
		normalise(centres.Data[j*s.Dim():][:s.Dim()])
	}
	best := make([]neighbor.Top, k)
	for j := range best {
		best[j].K = examples
	}
	products := make([]float32, nameBlock*k)
	inverses := s.exact()
	for from := 0; from < s.Len(); from += nameBlock {
		rows := s.vectors
		rows.Data, rows.Rows = rows.Data[from*rows.Stride:], min(nameBlock, s.Len()-from)
		blas32.Gemm(blas.NoTrans, blas.Trans, 1, rows, centres, 0, blas32.General{Rows: rows.Rows, Cols: k, Stride: k, Data: products})
		for i, inverse := range inverses.InverseNorms(from, rows.Rows) {
			id := from + i
			if own := int(n.codes[id]); own >= 0 && s.Has(id) && s.Label(id) != "" {
				best[own].Add(Neighbor{ID: id, Score: float64(inverse) * n.tells(products[i*k:(i+1)*k], own) * n.known(id)})
			}
		}
		if err := pace(); err != nil {
			return err
		}
	}
	for j := range best {
		for _, row := range best[j].Sorted() {
			n.names[j].Rows = append(n.names[j].Rows, row.ID)
		}
	}
	return nil
}

// tells is how much nearer a row is to its centre than, nearly, to another.
func (n *namer) tells(products []float32, own int) float64 {
	other := float32(0)
	for j, p := range products {
		if j != own && p > other {
			other = p
		}
	}
	return float64(products[own] - .8*other)
}

// known grows with how often a row occurs.
func (n *namer) known(id int) float64 {
	if n.space.Counts == nil {
		return 1
	}
	return math.Log1p(float64(n.space.Counts[id]))
}

// count counts the words of each group, if most labels have several.
func (n *namer) count(pace func() error) error {
	texts := 0
	for i, c := range n.codes {
		if c >= 0 && strings.Count(n.space.Label(i), " ") >= 2 {
			texts++
		}
	}
	all := 0
	for _, size := range n.sizes {
		all += size
	}
	if texts*2 <= all {
		return nil
	}
	n.words = make([]map[string]int, len(n.sizes))
	for j := range n.words {
		n.words[j] = map[string]int{}
	}
	for i, c := range n.codes {
		if c >= 0 {
			for _, word := range wordsOf(n.space.Label(i)) {
				n.words[c][word]++
			}
		}
		if i%256 == 0 {
			if err := pace(); err != nil {
				return err
			}
		}
	}
	return nil
}

// wordsOf returns the words of a text in lower case that have two letters or more.
func wordsOf(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' })
	return slices.DeleteFunc(words, func(w string) bool { return len(w) < 2 })
}

// classes finds for each group the class that it has most of, of the column in
// which that tells the most.
func (n *namer) classes(without string) {
	for _, column := range n.space.Columns() {
		c, ok := n.space.Column(column).(Categories)
		if !ok || column == without {
			continue
		}
		counts := make([]map[int32]int, len(n.sizes))
		all := make([]int, len(c.Names))
		known := 0
		for i, group := range n.codes {
			code := c.Codes[i]
			if code == unknown {
				continue
			}
			all[code]++
			known++
			if group >= 0 {
				if counts[group] == nil {
					counts[group] = map[int32]int{}
				}
				counts[group][code]++
			}
		}
		for group, of := range counts {
			for _, code := range slices.Sorted(maps.Keys(of)) {
				share := float64(of[code]) / float64(n.sizes[group])
				lift := share * float64(known) / float64(all[code])
				if g := &n.names[group]; share > .5 && lift >= leastLift && share*math.Log(lift) > g.Share*math.Log(max(1, g.Lift)) {
					g.Class, g.Share, g.Lift = c.Names[code], share, lift
				}
			}
		}
	}
}

// name makes the names, those of the largest groups first.
func (n *namer) name() {
	order := make([]int, len(n.sizes))
	classes := map[string]int{}
	for j := range order {
		order[j] = j
		classes[n.names[j].Class]++
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(n.sizes[b], n.sizes[a]) })
	frequencies := n.frequencies()
	for _, j := range order {
		g := &n.names[j]
		if g.Class != "" && classes[g.Class] == 1 {
			g.Name = g.Class
			continue
		}
		var parts []string
		if n.words != nil {
			parts = n.distinct(n.telling(j, frequencies))
		} else {
			var labels []string
			for _, row := range g.Rows {
				labels = append(labels, n.space.Label(row))
			}
			parts = n.distinct(labels)
		}
		if g.Class != "" {
			parts = []string{g.Class + ": " + strings.Join(parts[:min(1, len(parts))], "")}
		}
		g.Name = strings.Join(parts, ", ")
	}
}

// distinct takes the first few that name no other group yet; if there are none,
// the first.
func (n *namer) distinct(labels []string) (parts []string) {
	for _, label := range labels {
		if lower := strings.ToLower(label); len(parts) < namedBy && !n.taken[lower] {
			n.taken[lower] = true
			parts = append(parts, label)
		}
	}
	if parts == nil && labels != nil {
		return labels[:1]
	}
	return parts
}

// frequencies returns how often words occur in all groups.
func (n *namer) frequencies() map[string]int {
	all := map[string]int{}
	for _, words := range n.words {
		for word, count := range words {
			all[word] += count
		}
	}
	return all
}

// telling returns the words of a group by class-based TF-IDF.
func (n *namer) telling(j int, frequencies map[string]int) []string {
	total, own := 0, 0
	for word, count := range frequencies {
		total += count
		own += n.words[j][word]
	}
	average := float64(total) / float64(len(n.words))
	words := make([]string, 0, len(n.words[j]))
	weights := map[string]float64{}
	for word, count := range n.words[j] {
		if lift := float64(count) / float64(own) * float64(total) / float64(frequencies[word]); lift < leastLift {
			continue
		}
		words = append(words, word)
		weights[word] = float64(count) * math.Log1p(average/float64(frequencies[word]))
	}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(cmp.Compare(weights[b], weights[a]), cmp.Compare(a, b)) })
	return words[:min(len(words), 4*namedBy)]
}
