package words

import (
	"errors"
	"strings"
	"testing"

	"nearspace/core/lab"
)

func TestScript(t *testing.T) {
	glove := func(p *Params) { p.Family, p.LearningRate = GloVe, .05 }
	fasttext := func(p *Params) { p.Family, p.MinN = FastText, 2 }
	for _, c := range []struct {
		name, tool string
		change     func(*Params)
		want       []string // empty: it is refused
	}{
		{"word2vec", lab.Gensim, func(*Params) {}, []string{"import Word2Vec", "vector_size=100, window=5, shrink_windows=True, sg=1, cbow_mean=1", "hs=0, negative=5, ns_exponent=0.75", "min_count=5, max_final_vocab=100000, sample=0.001", "alpha=0.025", "seed=7", "in [line]:", "sentence.lower()"}},
		{"CBOW by the tree", lab.Gensim, func(p *Params) { p.Architecture, p.Loss = CBOW, Hierarchical }, []string{"sg=0, cbow_mean=1", "hs=1, negative=0"}},
		{"what gensim has other defaults for", lab.Gensim, func(p *Params) {
			p.Architecture, p.Combine, p.NoiseExponent, p.FixedWindow, p.MinRate = CBOW, lab.SumShared, -.5, true, .01
		}, []string{"ns_exponent=-0.5", "shrink_windows=False", "cbow_mean=0", "min_alpha=0.01"}},
		{"no shared error of the mean", lab.Gensim, func(p *Params) { p.Architecture, p.Combine = CBOW, lab.MeanShared }, nil},
		{"a window that skip-gram does not put together", lab.Gensim, func(p *Params) { p.Combine = lab.Sum }, []string{"cbow_mean=1"}},
		{"noise", lab.FastTextProgram, func(p *Params) { p.NoiseExponent = 0 }, []string{"the run did by 0."}},
		{"always shrunk", lab.FastTextProgram, func(p *Params) { p.FixedWindow = true }, nil},
		{"always to nothing", lab.FastTextProgram, func(p *Params) { p.MinRate = .01 }, nil},
		{"always the mean", lab.FastTextProgram, func(p *Params) { p.Architecture, p.Combine = CBOW, lab.SumShared }, nil},
		{"a sum", lab.PyTorch, func(p *Params) {
			p.Architecture, p.Combine, p.NoiseExponent, p.FixedWindow, p.MinRate = CBOW, lab.Sum, .5, true, .01
		}, []string{"    hidden = sums\n", "share ** 0.5", "width = 5", "0.025 - (0.025 - 0.01) * done"}},
		{"sentences and case", lab.Gensim, func(p *Params) { p.Sentences, p.KeepCase = "marks", true }, []string{"re.split(", ", sentence)"}},
		{"subwords", lab.Gensim, fasttext, []string{"import FastText", "min_n=2, max_n=6, bucket=50000, seed=7"}},
		{"phrases", lab.Gensim, func(p *Params) { p.Phrases = 2 }, []string{"for _ in range(2)", "min_count=5, threshold=10, scoring=\"default\").freeze()", "corpus = phrased(text)"}},
		{"phrases by their share", lab.Gensim, func(p *Params) { p.Phrases, p.PhraseScoring, p.PhraseScore, p.PhraseConnectors = 1, lab.NPMI, .5, true }, []string{"threshold=0.5, scoring=\"npmi\",", "connector_words=frozenset(\"a an the"}},
		{"phrases as word2vec has them", lab.Gensim, func(p *Params) { p.Phrases, p.PhraseScoring = 1, lab.ByTokens }, nil},
		{"vectors", lab.Gensim, func(p *Params) { p.From, p.Frozen = "abc", true }, []string{"TEXT VECTORS START", "intersect_word2vec_format(start, lockf=0)", "vector_size=int(open(start"}},
		{"two texts", lab.Gensim, func(p *Params) { p.Then = "abc" }, []string{"text, vectors, after = ", "corpus = Sentences(after)", "update=True"}},
		{"vectors of words of pieces", lab.Gensim, func(p *Params) { p.Family, p.From = FastText, "abc" }, []string{"import FastText, KeyedVectors", "vectors_vocab[i] = (len(pieces) + 1) * given[word]"}},
		{"nothing kept of pieces", lab.Gensim, func(p *Params) { p.Family, p.From, p.Frozen = FastText, "abc", true }, nil},
		{"no given vectors", lab.Gensim, func(p *Params) { p.Family, p.From = GloVe, "abc" }, nil},
		{"left out", lab.Gensim, func(p *Params) { p.LeaveOut = lab.Numbers }, []string{"build_vocab(corpus, trim_rule=rule)", "left = set()", "without letters."}},
		{"left out", lab.PyTorch, func(p *Params) { p.LeaveOut = lab.Numbers }, []string{"left = set()", "words without letters.", "if kept(word)]"}},
		{"left out", lab.FastTextProgram, func(p *Params) { p.LeaveOut = lab.Connectors }, []string{"and those that join others.", "if kept(word)]"}},
		{"no counting", lab.GloVeProgram, func(*Params) {}, nil},
		{"counts", lab.GloVeProgram, glove, []string{`"-eta", "0.05"`, `"-min-count", "5", "-max-vocab", "100000"`}},
		{"no phrases", lab.PyTorch, func(p *Params) { p.Phrases = 1 }, nil},
		{"no given vectors", lab.FastTextProgram, func(p *Params) { p.From = "abc" }, nil},
		{"no second text", lab.FastTextProgram, func(p *Params) { p.Then = "abc" }, nil},
		{"no counts", lab.Gensim, glove, nil},
		{"subwords", lab.FastTextProgram, fasttext, []string{`"fasttext", "skipgram"`, `"-minn", "2", "-maxn", "6", "-bucket", "50000"`, `"-loss", "ns"`}},
		{"no subwords", lab.FastTextProgram, func(p *Params) { p.Loss = Hierarchical }, []string{`"-maxn", "0"`, `"-loss", "hs"`}},
		{"no counts", lab.FastTextProgram, glove, nil},
		{"skip-gram", lab.PyTorch, func(*Params) {}, []string{"C(targets)[window] @ W(context)", "SGD", "lr=0.025", "torch.manual_seed(7)"}},
		{"CBOW", lab.PyTorch, func(p *Params) { p.Architecture = CBOW }, []string{"index_add"}},
		{"counts", lab.PyTorch, glove, []string{"Adagrad", "times / 10", "** 0.75"}},
		{"no tree", lab.PyTorch, func(p *Params) { p.Loss = Hierarchical }, nil},
		{"no subwords", lab.PyTorch, fasttext, nil},
		{"no such tool", "excel", func(*Params) {}, nil},
	} {
		p := Words{}.Params().(*Params)
		c.change(p)
		script, err := Script(p, 7, c.tool)
		var conflict *lab.ConflictError
		if (c.want == nil) != errors.As(err, &conflict) || c.want != nil && err != nil {
			t.Errorf("%s, %s: %v", c.tool, c.name, err)
		}
		for _, want := range c.want {
			if !strings.Contains(script, want) {
				t.Errorf("%s, %s lacks %q", c.tool, c.name, want)
			}
		}
		for _, blank := range []string{"{dim}", "{window}", "{rate}", "{model}", "{pieces}", "{noise}", "{cut}", "{words}", "{size}", "{arguments}", "{moves}", "{andVectors}", "{numpy}", "{shrink}", "{mean}", "{noiseExponent}", "{width}", "{minRate}"} {
			if strings.Contains(script, blank) {
				t.Errorf("%s, %s has the blank %s", c.tool, c.name, blank)
			}
		}
	}
	var param *lab.ParamError
	if _, err := Script(&Params{}, 1, lab.Gensim); !errors.As(err, &param) {
		t.Errorf("parameters out of range: %v", err)
	}
}
