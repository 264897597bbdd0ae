package documents

import (
	"fmt"

	"nearspace/core/corpus"
	"nearspace/core/lab"
	"nearspace/core/space"
)

// Ask implements lab.Run.
func (r *run) Ask(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	q, err := lab.Fill(questions, q)
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask documents: %w", err)
	}
	if r.spaces == nil {
		return lab.Answer{}, fmt.Errorf("ask documents: %w", lab.ErrNotReady)
	}
	answer, ok, err := lab.AskSpaces(r.spaces, q, pace)
	switch {
	case ok:
	case q.Question == "infer":
		answer, err = r.inferred(q, pace)
	case q.Question == "words":
		answer, err = r.wordsOf(q, pace)
	case q.Question == "about":
		answer, err = r.about(q, pace)
	case q.Question == "similarity":
		answer, err = r.similarity(q)
	default:
		answer, err = lab.AskSpace(r.spaces[0], q, pace)
	}
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask documents for %s: %w", q.Question, err)
	}
	return answer, nil
}

// words is the space of words that lie among documents: if they were trained, and
// predicted by the same numbers.
func (r *run) words(question string) (*space.Space, error) {
	switch {
	case len(r.spaces) < 2:
		return nil, &lab.UnknownError{What: "space", ID: "words"}
	case r.params.Method == DM && r.params.Combine == lab.Concat:
		return nil, &lab.ConflictError{Name: "question", Value: question, OtherName: "combine", OtherValue: lab.Concat}
	}
	return r.spaces[1], nil
}

// inferred answers with what is near a new text, and how it was cut.
func (r *run) inferred(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	tokens, err := corpus.Tokens(q.Args["text"], r.params.options(), r.setup.Segmenter)
	if err != nil {
		return lab.Answer{}, err
	}
	if r.phrases != nil {
		tokens = r.phrases.Join(tokens)
	}
	marked := lab.Marked{Title: lab.Text{En: "The words that count", Zh: "计入的词"}}
	var ids []int32
	known := map[string]int32{}
	for id, w := range r.corpus.Vocabulary.Words {
		known[w] = int32(id)
	}
	for _, token := range tokens {
		span := lab.Span{Text: token + " "}
		if id, ok := known[token]; ok {
			ids = append(ids, id)
			span.Weight = 1
			if len(r.spaces) > 1 {
				span.Row = &lab.Row{Space: "words", ID: int(id)}
			}
		}
		marked.Spans = append(marked.Spans, span)
	}
	if len(ids) == 0 {
		return lab.Answer{}, &space.UnknownLabelError{Labels: tokens}
	}
	vector, err := r.model.Infer(ids, int(q.Number("epochs")), r.setup.Seed)
	if err != nil {
		return lab.Answer{}, err
	}
	near, err := lab.Nearest(r.spaces[0], vector, int(q.Number("count")), space.Cosine, nil, lab.Text{En: "Documents like it", Zh: "相似的文档"}, pace)
	if err != nil {
		return lab.Answer{}, err
	}
	answer := lab.Answer{Parts: []lab.Part{near, marked}, Vector: lab.VectorIn(r.spaces[0], q.Args["text"], vector)}
	if words, err := r.words(q.Question); err == nil {
		nearWords, err := lab.Nearest(words, vector, int(q.Number("count")), space.Cosine, nil, lab.Text{En: "Words near it", Zh: "邻近的词"}, pace)
		if err != nil {
			return lab.Answer{}, err
		}
		answer.Parts = append(answer.Parts, nearWords)
	}
	return answer, nil
}

func (r *run) wordsOf(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	ids, err := r.spaces[0].FindAll([]string{q.Args["document"]})
	if err != nil {
		return lab.Answer{}, err
	}
	words, err := r.words(q.Question)
	if err != nil {
		return lab.Answer{}, err
	}
	label := r.spaces[0].Label(ids[0])
	near, err := lab.Nearest(words, r.spaces[0].Row(ids[0]), int(q.Number("count")), space.Cosine, nil, lab.Text{En: "Words near " + label, Zh: "接近 " + label + " 的词"}, pace)
	return lab.Answer{Parts: []lab.Part{near}}, err
}

func (r *run) about(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	words, err := r.words(q.Question)
	if err != nil {
		return lab.Answer{}, err
	}
	e, err := space.ParseExpression(q.Args["expression"])
	if err != nil {
		return lab.Answer{}, err
	}
	return lab.NearestToSum(r.spaces[0], words, e, int(q.Number("count")), lab.Text{En: "Documents near " + e.String(), Zh: "接近 " + e.String() + " 的文档"}, pace)
}

func (r *run) similarity(q lab.Query) (lab.Answer, error) {
	ids, err := r.spaces[0].FindAll([]string{q.Args["a"], q.Args["b"]})
	if err != nil {
		return lab.Answer{}, err
	}
	cosine := r.spaces[0].Similarity(ids[0], ids[1])
	return lab.Answer{Parts: []lab.Part{lab.Prose{Text: lab.Text{
		En: fmt.Sprintf("The cosine between %s and %s is %.3f.", r.spaces[0].Label(ids[0]), r.spaces[0].Label(ids[1]), cosine),
		Zh: fmt.Sprintf("%s 与 %s 的余弦为 %.3f。", r.spaces[0].Label(ids[0]), r.spaces[0].Label(ids[1]), cosine),
	}}}}, nil
}
