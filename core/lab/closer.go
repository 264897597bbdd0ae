package lab

import (
	"cmp"
	"fmt"
	"slices"

	"nearspace/core/space"
)

// askCloser says at which place of a row's neighbours another is, and which are
// nearer.
func askCloser(spaces []*space.Space, q Query, pace Pace) (Answer, error) {
	s := spaces[0]
	ids, err := s.FindAll([]string{q.Args["word"], q.Args["other"]})
	if err != nil {
		return Answer{}, err
	}
	word, other := ids[0], ids[1]
	if word == other {
		return Answer{Parts: []Part{Prose{Text: Text{En: "Both are the same.", Zh: "两者相同。"}}}}, nil
	}
	closer, err := s.CloserThan(word, other, pace)
	if err != nil {
		return Answer{}, err
	}
	back, err := s.Rank(other, word, pace)
	if err != nil {
		return Answer{}, err
	}
	found := make([]space.Neighbor, len(closer))
	for i, id := range closer {
		found[i] = space.Neighbor{ID: id, Score: s.Similarity(word, id)}
	}
	slices.SortFunc(found, func(a, b space.Neighbor) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	shown := shownOf(s, found, word)
	shown.Rows, shown.Pairs = append(shown.Rows, int32(other)), append(shown.Pairs, uint32(word), uint32(other))
	answer := Answer{
		Parts: []Part{placeAmongNeighbours(s, word, other, len(closer)+1, back)}, Shown: shown,
		Next: []Query{NewQuery(q.Question, "word", s.Label(other), "other", s.Label(word))},
	}
	if len(found) > 0 {
		a, b := s.Label(word), s.Label(other)
		ranking := RankRows(s, found[:min(len(found), int(q.Number("count")))],
			Text{En: "Nearer to " + a + " than " + b, Zh: "比 " + b + " 更接近 " + a}, MetricNames[space.Cosine])
		ranking.Of = len(found)
		answer.Parts = append(answer.Parts, ranking)
	}
	return answer, nil
}

// placeAmongNeighbours says which place of the one's neighbours the other has, and the
// other way round, which need not be the same.
func placeAmongNeighbours(s *space.Space, word, other, rank, back int) Prose {
	a, b, cosine := s.Label(word), s.Label(other), s.Similarity(word, other)
	return Prose{Text: Text{
		En: fmt.Sprintf("%s is neighbour number %d of %s, and %s number %d of %s. Their cosine is %.3f.", b, rank, a, a, back, b, cosine),
		Zh: fmt.Sprintf("%s 是 %s 的第 %d 近邻，%s 是 %s 的第 %d 近邻。两者的余弦为 %.3f。", b, a, rank, a, b, back, cosine),
	}}
}
