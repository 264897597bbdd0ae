package measure

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
	"nearspace/core/vec"
)

// A Question is an analogy and its answer: A is to B as C is to D.
type Question struct{ A, B, C, D string }

// A Section is questions of one kind.
type Section struct {
	Name      string
	Questions []Question
}

// A Rule says how the three cosines of an analogy make one score.
type Rule int

const (
	Add Rule = iota // 3CosAdd
	Mul             // 3CosMul
)

// AnalogyScore is how a section went. Questions with a word that the space lacks
// are Unknown, the others Asked.
type AnalogyScore struct {
	Section               string
	Right, Asked, Unknown int
	Answers               []Answer // to those asked, in order
}

// An Answer is what a space says to a question of a section, numbered from 0.
// Row is −1 if there is no row beside those of the question.
type Answer struct {
	Question, Row int
	Right         bool
}

// Accuracy returns the share of the questions asked that were answered rightly, 0
// if none was asked.
func (s AnalogyScore) Accuracy() float64 {
	if s.Asked == 0 {
		return 0
	}
	return float64(s.Right) / float64(s.Asked)
}

// Total adds sections up, without their answers.
func Total(scores []AnalogyScore) AnalogyScore {
	total := AnalogyScore{Section: "total"}
	for _, s := range scores {
		total.Right += s.Right
		total.Asked += s.Asked
		total.Unknown += s.Unknown
	}
	return total
}

// Analogies asks all questions, and returns how each section went. It calls pace
// every few milliseconds, and ends with the error that pace returns.
func Analogies(s *space.Space, sections []Section, rule Rule, o Options, pace func() error) ([]AnalogyScore, error) {
	v, err := newVocabulary(s, o, pace)
	if err != nil {
		return nil, err
	}
	scores := make([]AnalogyScore, len(sections))
	var asked []asking
	for i, section := range sections {
		scores[i].Section = section.Name
		for j, q := range section.Questions {
			rows, known := v.find(q.A, q.B, q.C, q.D)
			if !known {
				scores[i].Unknown++
				continue
			}
			asked = append(asked, asking{section: i, question: j, rows: [4]int32(rows), best: -1, score: float32(math.Inf(-1))})
		}
	}
	if err := v.answer(asked, rule, pace); err != nil {
		return nil, err
	}
	for _, q := range asked {
		right := q.best >= 0 && v.same[q.best] == q.rows[3]
		score := &scores[q.section]
		score.Answers = append(score.Answers, Answer{q.question, int(q.best), right})
		score.Asked++
		if right {
			score.Right++
		}
	}
	return scores, nil
}

// asking is a question while its answer is looked for.
type asking struct {
	section, question int
	rows              [4]int32 // of A, B, C and D
	place             [3]int32 // of A, B and C among the words of all questions
	best              int32    // row found so far
	score             float32
}

// block is how many rows are compared with all questions at a time: their
// cosines with a thousand words fit the second cache.
const block = 256

// answer finds the best row for each question. All questions together hold few
// words, so that the cosines of these with a block of rows are one small matrix
// product; a question then is three lines of it, and those of one pair A, B,
// which stand together, share the difference (or quotient) of two of the lines.
func (v *vocabulary) answer(asked []asking, rule Rule, pace func() error) error {
	words := v.placeWords(asked)
	order := make([]*asking, len(asked))
	for i := range asked {
		order[i] = &asked[i]
	}
	slices.SortStableFunc(order, func(p, q *asking) int {
		return cmp.Or(cmp.Compare(p.place[0], q.place[0]), cmp.Compare(p.place[1], q.place[1]))
	})
	dim := v.space.Dim()
	rows := newMatrix(block, dim)
	cosines := newMatrix(words.Rows, block)
	var both [block]float32 // of B and A
	for from := 0; from < len(v.same) && len(asked) > 0; from += block {
		n := min(block, len(v.same)-from)
		rows.Rows, cosines.Cols = n, n
		for i := range n {
			v.space.Unit(row(rows, i), from+i)
		}
		blas32.Gemm(blas.NoTrans, blas.Trans, 1, words, rows, 0, cosines)
		if rule == Mul {
			shift(cosines)
		}
		last := [2]int32{-1, -1}
		for _, q := range order {
			b, c := both[:n], row(cosines, int(q.place[2]))
			if pair := [2]int32(q.place[:2]); pair != last {
				rule.combine(b, row(cosines, int(pair[1])), row(cosines, int(pair[0])))
				last = pair
			}
			if rule.largest(b, c) > q.score {
				v.look(q, rule, from, b, c)
			}
		}
		if err := pace(); err != nil {
			return err
		}
	}
	return nil
}

// placeWords gives the words A, B and C of all questions places, and returns
// their rows at unit length.
func (v *vocabulary) placeWords(asked []asking) blas32.General {
	places := map[int32]int32{}
	var ids []int32
	for i := range asked {
		for j := range asked[i].place {
			id := asked[i].rows[j]
			place, known := places[id]
			if !known {
				place = int32(len(ids))
				places[id] = place
				ids = append(ids, id)
			}
			asked[i].place[j] = place
		}
	}
	words := newMatrix(len(ids), v.space.Dim())
	for i, id := range ids {
		v.space.Unit(row(words, i), int(id))
	}
	return words
}

// shift turns cosines into (1+cos)/2, which are not negative.
func shift(m blas32.General) {
	for i := range m.Rows {
		for j, c := range row(m, i) {
			m.Data[i*m.Stride+j] = (1 + c) / 2
		}
	}
}

// combine stores what B and A add to the score of each row.
func (r Rule) combine(dst, b, a []float32) {
	if r == Mul {
		for i := range dst {
			dst[i] = b[i] / (a[i] + 1e-6)
		}
		return
	}
	for i := range dst {
		dst[i] = b[i] - a[i]
	}
}

// largest returns the largest score of a block.
func (r Rule) largest(both, c []float32) float32 {
	if r == Mul {
		return vec.MaxProduct(both, c)
	}
	return vec.MaxSum(both, c)
}

// look goes through a block for a better answer than there was.
func (v *vocabulary) look(q *asking, rule Rule, from int, both, c []float32) {
	for i := range both {
		score := both[i] + c[i]
		if rule == Mul {
			score = both[i] * c[i]
		}
		if !(score > q.score) {
			continue
		}
		if same := v.same[from+i]; same >= 0 && same != q.rows[0] && same != q.rows[1] && same != q.rows[2] {
			q.best, q.score = int32(from+i), score
		}
	}
}
