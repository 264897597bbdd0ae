package measure

import "nearspace/core/space"

// An OutlierSet is words of one kind, and some that do not belong to it, each of
// which is to be found among the words.
type OutlierSet struct {
	Name            string
	Words, Outliers []string
}

// OutlierScore is how well outliers were found. Outliers that the space lacks,
// or of whose set it has fewer than two words, are Unknown, the others Asked.
type OutlierScore struct {
	Set            string
	Right          int     // outliers that stood last
	Places         float64 // sum of the places of outliers, 0 first to 1 last
	Asked, Unknown int
	UnknownWords   int // words left out of the sets
}

// Accuracy returns the share of outliers that stood last, 0 if none was asked
// for.
func (s OutlierScore) Accuracy() float64 { return s.share(float64(s.Right)) }

// OPP returns the mean place of outliers, from 0, first, to 1, last: the outlier
// position percentage.
func (s OutlierScore) OPP() float64 { return s.share(s.Places) }

func (s OutlierScore) share(of float64) float64 {
	if s.Asked == 0 {
		return 0
	}
	return of / float64(s.Asked)
}

// TotalOutliers adds sets up.
func TotalOutliers(scores []OutlierScore) OutlierScore {
	total := OutlierScore{Set: "total"}
	for _, s := range scores {
		total.Right += s.Right
		total.Places += s.Places
		total.Asked += s.Asked
		total.Unknown += s.Unknown
		total.UnknownWords += s.UnknownWords
	}
	return total
}

// Outliers puts each outlier among the words of its set and orders them by how
// compact the others are without it, which is by its summed cosine to them: the
// lower, the nearer to the end. Of equals the outlier stands first.
func Outliers(s *space.Space, sets []OutlierSet, o Options, pace func() error) ([]OutlierScore, error) {
	v, err := newVocabulary(s, o, pace)
	if err != nil {
		return nil, err
	}
	scores := make([]OutlierScore, len(sets))
	for i, set := range sets {
		scores[i] = v.outliers(set)
		if err := pace(); err != nil {
			return nil, err
		}
	}
	return scores, nil
}

func (v *vocabulary) outliers(set OutlierSet) OutlierScore {
	score := OutlierScore{Set: set.Name}
	var ids []int
	for _, w := range set.Words {
		if rows, known := v.find(w); known {
			ids = append(ids, int(rows[0]))
		} else {
			score.UnknownWords++
		}
	}
	within := make([]float64, len(ids)) // Σ cosines to the other words
	for i, a := range ids {
		for _, b := range ids[:i] {
			within[i] += v.space.Similarity(a, b)
		}
		for _, b := range ids[i+1:] {
			within[i] += v.space.Similarity(a, b)
		}
	}
	for _, w := range set.Outliers {
		rows, known := v.find(w)
		if !known || len(ids) < 2 {
			score.Unknown++
			continue
		}
		place := v.place(int(rows[0]), ids, within)
		score.Asked++
		score.Places += float64(place) / float64(len(ids))
		if place == len(ids) {
			score.Right++
		}
	}
	return score
}

// place returns how many words go together with all others better than the
// outlier does.
func (v *vocabulary) place(outlier int, ids []int, within []float64) int {
	cosines, sum := make([]float64, len(ids)), 0.
	for i, id := range ids {
		cosines[i] = v.space.Similarity(outlier, id)
		sum += cosines[i]
	}
	before := 0
	for i, c := range cosines {
		if within[i]+c > sum {
			before++
		}
	}
	return before
}
