package subwords

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"nearspace/core/fasttext"
	"nearspace/core/lab"
	"nearspace/core/space"
	"nearspace/core/vec"
)

// Ask implements lab.Run.
func (r *run) Ask(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	q, err := lab.Fill(questions, q)
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask subwords: %w", err)
	}
	if r.spaces == nil {
		return lab.Answer{}, fmt.Errorf("ask subwords: %w", lab.ErrNotReady)
	}
	if err := r.catchUp(pace); err != nil {
		return lab.Answer{}, fmt.Errorf("ask subwords: %w", err)
	}
	answer, ok, err := lab.AskSpaces(r.spaces, q, pace)
	switch {
	case ok:
	case q.Question == "parts":
		answer, err = r.parts(q, pace)
	case q.Question == "neighbors":
		answer, err = r.neighbors(q, pace)
	case q.Question == "compare":
		answer = r.compare(q)
	case q.Question == "pieces":
		answer, err = r.nearestPieces(q, pace)
	case q.Question == "expression":
		answer, err = r.expression(q, pace)
	}
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask subwords for %s: %w", q.Question, err)
	}
	return answer, nil
}

// catchUp makes the words that are asked what training has made of them, so that
// an answer does not depend on when it is asked for.
func (r *run) catchUp(pace lab.Pace) error {
	r.model.Settle()
	if r.stale == 0 {
		return nil
	}
	for !r.follow(256) {
		if err := pace(); err != nil {
			return err
		}
	}
	r.spaces[0].Touch()
	return nil
}

// A spelling is a string, its pieces, and their mean.
type spelling struct {
	text   string
	known  int // its row among the words; −1: none
	parts  []fasttext.Subword
	vector []float32
}

func (r *run) spell(text string) spelling {
	if !r.params.KeepCase {
		text = strings.ToLower(text)
	}
	s := spelling{text: text, known: -1, parts: r.pieces.dictionary.Subwords(text), vector: make([]float32, r.model.In.Dim())}
	for _, p := range s.parts {
		vec.AddScaled(s.vector, 1/float32(len(s.parts)), r.row(p))
	}
	if id, known := r.pieces.dictionary.ID(text); known {
		s.known = int(id)
	}
	return s
}

// none says that a string is too short to have a vector.
func (r *run) none(s spelling) lab.Answer {
	return lab.Answer{Parts: []lab.Part{lab.Prose{Text: lab.Text{
		En: fmt.Sprintf("%s is no word of the vocabulary and has no piece of %d to %d characters: it has no vector.", s.text, r.params.MinN, r.params.MaxN),
		Zh: fmt.Sprintf("%s 不在词表中，也没有 %d 至 %d 个字符的片段，因此没有向量。", s.text, r.params.MinN, r.params.MaxN)}}}}
}

func (r *run) row(p fasttext.Subword) []float32 { return r.model.In.Row(int(p.Row)) }

// isWord says whether a piece is the word itself and no n-gram.
func (r *run) isWord(p fasttext.Subword) bool { return int(p.Row) < len(r.corpus.Vocabulary.Words) }

// name is how a piece is written: that which is a word's own row in quotes.
func (r *run) name(p fasttext.Subword) string {
	if r.isWord(p) {
		return quoted(p.Text)
	}
	return p.Text
}

func reference(p fasttext.Subword) *lab.Row { return &lab.Row{Space: "pieces", ID: int(p.Row)} }

// about says what a string is made of.
func (r *run) about(s spelling) lab.Prose {
	if s.known < 0 {
		return lab.Prose{Text: lab.Text{
			En: fmt.Sprintf("%s is no word of the vocabulary. Its vector is the mean of its %d pieces.", s.text, len(s.parts)),
			Zh: fmt.Sprintf("%s 不在词表中，其向量是 %d 个片段的平均。", s.text, len(s.parts))}}
	}
	times := r.corpus.Vocabulary.Counts[s.known]
	return lab.Prose{Text: lab.Text{
		En: fmt.Sprintf("%s occurs %d times. Its vector is the mean of its own row and its %d pieces.", s.text, times, len(s.parts)-1),
		Zh: fmt.Sprintf("%s 出现 %d 次，其向量是自身的行与 %d 个片段的平均。", s.text, times, len(s.parts)-1)}}
}

// parts takes a string apart.
func (r *run) parts(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	s := r.spell(q.Args["word"])
	if len(s.parts) == 0 {
		return r.none(s), nil
	}
	near, err := r.near(s, q, pace)
	if err != nil {
		return lab.Answer{}, err
	}
	shares := r.shares(s)
	answer := lab.Answer{Parts: []lab.Part{r.about(s), s.marked(shares), r.shareTable(s, shares), near}}
	if s.known < 0 {
		answer.Vector = lab.VectorIn(r.spaces[0], s.text, s.vector)
	}
	if len(near.Items) > 0 {
		answer.Next = []lab.Query{
			lab.NewQuery("compare", "a", s.text, "b", near.Items[0].Label),
			lab.NewQuery("pieces", "word", s.text),
			lab.NewQuery("parts", "word", near.Items[0].Label),
		}
	}
	return answer, nil
}

// shares returns how much of the vector each piece brings; together that is 1:
//
//	share(g) = z_g·h / (n·‖h‖²), h = 1/n·Σ z_g.
func (r *run) shares(s spelling) []float64 {
	shares := make([]float64, len(s.parts))
	square := float64(vec.Dot(s.vector, s.vector))
	for i, p := range s.parts {
		if square > 0 {
			shares[i] = float64(vec.Dot(r.row(p), s.vector)) / square / float64(len(s.parts))
		}
	}
	return shares
}

// marked shows how much of the vector each character brings, if a piece's share
// is spread evenly over its characters.
func (s spelling) marked(shares []float64) lab.Marked {
	whole := "<" + s.text + ">"
	weights := make([]float64, len(whole)) // by the character's first byte
	from, last := -1, 1<<30
	for i, p := range s.parts {
		at, text := 1, p.Text
		if s.known < 0 || i > 0 {
			// From each character on, pieces come shorter ones first.
			if n := utf8.RuneCountInString(text); n <= last {
				from += 1 + strings.Index(whole[from+1:], text)
			}
			at, last = from, utf8.RuneCountInString(text)
		}
		for k := range text {
			weights[at+k] += shares[i] / float64(utf8.RuneCountInString(text))
		}
	}
	var largest float64
	for _, w := range weights {
		largest = max(largest, w, -w)
	}
	m := lab.Marked{Title: lab.Text{En: "What each character brings", Zh: "每个字符的贡献"}}
	for k, c := range whole {
		span := lab.Span{Text: string(c)}
		if largest > 0 {
			span.Weight = weights[k] / largest
		}
		m.Spans = append(m.Spans, span)
	}
	return m
}

func (r *run) shareTable(s spelling, shares []float64) lab.Table {
	t := lab.Table{
		Title: lab.Text{En: "Its pieces, the weightiest first", Zh: "各片段，贡献大者在前"},
		Columns: []lab.Text{
			{En: "piece", Zh: "片段"}, {En: "share", Zh: "份额"}, {En: "cosine to the word", Zh: "与词的余弦"},
			{En: "length", Zh: "长度"}, {En: "words with it", Zh: "含它的词数"}, {En: "shares its row with", Zh: "同行的片段"},
		},
	}
	for _, i := range byValue(shares) {
		p := s.parts[i]
		z := r.row(p)
		words := float64(1)
		if !r.isWord(p) {
			words = float64(r.pieces.of(p.Text).words)
		}
		t.Rows = append(t.Rows, []lab.Cell{
			{Text: r.name(p), Row: reference(p)}, number(shares[i]), number(cosine(z, s.vector)), number(float64(vec.Norm(z))), number(words),
			{Text: few(r.pieces.others(p))},
		})
	}
	return t
}

// few names at most three.
func few(names []string) string {
	if n := len(names); n > 3 {
		return strings.Join(names[:3], " ") + fmt.Sprintf(" +%d", n-3)
	}
	return strings.Join(names, " ")
}

// byValue returns the places of numbers, the largest number's first.
func byValue(x []float64) []int {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(x[b], x[a]) })
	return order
}

func number(x float64) lab.Cell { return lab.Cell{Number: &x} }

func cosine(a, b []float32) float64 {
	if length := vec.Norm(a) * vec.Norm(b); length > 0 {
		return float64(vec.Dot(a, b) / length)
	}
	return 0
}

// near ranks the words nearest to a string by cosine.
func (r *run) near(s spelling, q lab.Query, pace lab.Pace) (lab.Ranking, error) {
	var exclude []int
	if s.known >= 0 {
		exclude = []int{s.known}
	}
	return lab.Nearest(r.spaces[0], s.vector, int(q.Number("count")), space.Cosine, exclude,
		lab.Text{En: "Nearest to " + s.text, Zh: "最接近 " + s.text}, pace)
}

func (r *run) neighbors(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	s := r.spell(q.Args["word"])
	if len(s.parts) == 0 {
		return r.none(s), nil
	}
	answer, err := lab.Near(r.spaces[0], q, lab.Subject{Label: s.text, Vector: s.vector, Row: s.known}, nil, pace)
	if err != nil {
		return lab.Answer{}, err
	}
	answer.Parts = append(answer.Parts, r.about(s))
	answer.Next = append([]lab.Query{lab.NewQuery("parts", "word", s.text)}, answer.Next[:min(2, len(answer.Next))]...)
	return answer, nil
}

func (r *run) nearestPieces(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	s := r.spell(q.Args["word"])
	if len(s.parts) == 0 {
		return r.none(s), nil
	}
	ranking, err := lab.Nearest(r.spaces[1], s.vector, int(q.Number("count")), space.Cosine, nil,
		lab.Text{En: "Pieces nearest to " + s.text, Zh: "最接近 " + s.text + " 的片段"}, pace)
	if err != nil {
		return lab.Answer{}, err
	}
	answer := lab.Answer{Parts: []lab.Part{ranking, r.about(s)}, Next: []lab.Query{lab.NewQuery("parts", "word", s.text)}}
	if s.known < 0 {
		answer.Vector = lab.VectorIn(r.spaces[0], s.text, s.vector)
	}
	return answer, nil
}

// compare says how much of the cosine of two strings comes from which piece:
//
//	cos = Σ_g ½·( [g of a]·z_g·b/|G_a| + [g of b]·z_g·a/|G_b| ) / (‖a‖·‖b‖).
func (r *run) compare(q lab.Query) lab.Answer {
	a, b := r.spell(q.Args["a"]), r.spell(q.Args["b"])
	for _, s := range []spelling{a, b} {
		if len(s.parts) == 0 {
			return r.none(s)
		}
	}
	all, brings := r.contributions(a, b)
	var shared float64
	for i, p := range all {
		if slices.Contains(a.parts, p) && slices.Contains(b.parts, p) {
			shared += brings[i]
		}
	}
	cos := cosine(a.vector, b.vector)
	t := lab.Table{
		Title:   lab.Text{En: "What each piece brings to the cosine", Zh: "每个片段对余弦的贡献"},
		Columns: []lab.Text{{En: "piece", Zh: "片段"}, lab.Same(a.text), lab.Same(b.text), {En: "brings", Zh: "贡献"}},
	}
	for _, i := range byValue(brings) {
		p := all[i]
		t.Rows = append(t.Rows, []lab.Cell{{Text: r.name(p), Row: reference(p)}, tick(a, p), tick(b, p), number(brings[i])})
	}
	return lab.Answer{
		Parts: []lab.Part{lab.Prose{Text: lab.Text{
			En: fmt.Sprintf("The cosine between %s and %s is %.3f; %.3f of it comes from pieces that both have.", a.text, b.text, cos, shared),
			Zh: fmt.Sprintf("%s 与 %s 的余弦为 %.3f，其中 %.3f 来自共有的片段。", a.text, b.text, cos, shared)}}, t},
		Next: []lab.Query{lab.NewQuery("parts", "word", a.text), lab.NewQuery("parts", "word", b.text)},
	}
}

// contributions returns the pieces of both strings, each once, and what they
// bring to their cosine.
func (r *run) contributions(a, b spelling) (all []fasttext.Subword, brings []float64) {
	length := 2 * float64(vec.Norm(a.vector)) * float64(vec.Norm(b.vector))
	for _, side := range [][2]spelling{{a, b}, {b, a}} {
		for _, p := range side[0].parts {
			i := slices.Index(all, p)
			if i < 0 {
				i = len(all)
				all, brings = append(all, p), append(brings, 0)
			}
			if length > 0 {
				brings[i] += float64(vec.Dot(r.row(p), side[1].vector)) / float64(len(side[0].parts)) / length
			}
		}
	}
	return all, brings
}

func tick(s spelling, p fasttext.Subword) lab.Cell {
	if slices.Contains(s.parts, p) {
		return lab.Cell{Text: "✓"}
	}
	return lab.Cell{}
}

func (r *run) expression(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	e, err := space.ParseExpression(q.Args["expression"])
	if err != nil {
		return lab.Answer{}, err
	}
	return lab.NearestToSum(r.spaces[0], r.spaces[0], e, int(q.Number("count")), lab.Same(e.String()), pace)
}
