package measure

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"nearspace/core/space"
)

// A Pair is two words and how similar people say they are, on any scale.
type Pair struct {
	A, B  string
	Score float64
}

// PairScore is how the cosines of word pairs go with people's scores. Pairs with
// a word that the space lacks are Unknown, the others Known.
type PairScore struct {
	Pearson, Spearman Correlation
	Known, Unknown    int
	Cosines           []float64 // of each pair, NaN if it is unknown
}

// Pairs correlates the cosines of the pairs with their scores.
func Pairs(s *space.Space, pairs []Pair, o Options, pace func() error) (PairScore, error) {
	v, err := newVocabulary(s, o, pace)
	if err != nil {
		return PairScore{}, err
	}
	score := PairScore{Cosines: make([]float64, len(pairs))}
	var cosines, scores []float64
	for i, p := range pairs {
		rows, known := v.find(p.A, p.B)
		if !known {
			score.Unknown++
			score.Cosines[i] = math.NaN()
			continue
		}
		score.Cosines[i] = s.Similarity(int(rows[0]), int(rows[1]))
		cosines = append(cosines, score.Cosines[i])
		scores = append(scores, p.Score)
	}
	score.Known = len(cosines)
	score.Pearson, score.Spearman = Pearson(cosines, scores), Spearman(cosines, scores)
	return score, nil
}

// A Correlation is a coefficient in [−1, 1] and how likely one at least as far
// from 0 would be if the numbers had nothing to do with each other, which
// supposes that they are normally distributed. Of fewer than two pairs, or where
// one side is all the same, both are NaN.
type Correlation struct{ R, P float64 }

// Pearson returns Σ(x−x̄)(y−ȳ)/√(Σ(x−x̄)²·Σ(y−ȳ)²). There are as many x as y.
func Pearson(x, y []float64) Correlation {
	n := float64(len(x))
	var meanX, meanY float64
	for i := range x {
		meanX += x[i] / n
		meanY += y[i] / n
	}
	var xy, xx, yy float64
	for i := range x {
		dx, dy := x[i]-meanX, y[i]-meanY
		xy, xx, yy = xy+dx*dy, xx+dx*dx, yy+dy*dy
	}
	r := xy / math.Sqrt(xx) / math.Sqrt(yy)
	r = math.Max(-1, math.Min(1, r)) // rounding; NaN stays
	return Correlation{r, chance(r, len(x))}
}

// chance returns how often |t| of Student's distribution with n−2 degrees of
// freedom is at least that of the coefficient, t = r·√((n−2)/(1−r²)): the
// regularised incomplete beta function I₁₋ᵣ²((n−2)/2, 1/2).
func chance(r float64, n int) float64 {
	switch {
	case r != r:
		return r
	case n == 2:
		return 1
	}
	return mathext.RegIncBeta(float64(n-2)/2, .5, 1-r*r)
}

// Spearman returns Pearson's coefficient of the ranks; equal numbers share the
// mean of theirs.
func Spearman(x, y []float64) Correlation { return Pearson(ranks(x), ranks(y)) }

// ranks returns each number's place from 1 among the sorted ones.
func ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(x[i], x[j]) })
	ranks := make([]float64, len(x))
	for start := 0; start < len(order); {
		end := start + 1
		for end < len(order) && x[order[end]] == x[order[start]] {
			end++
		}
		for _, i := range order[start:end] {
			ranks[i] = float64(start+1+end) / 2
		}
		start = end
	}
	return ranks
}
