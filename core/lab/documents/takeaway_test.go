package documents

import (
	"errors"
	"io"
	"strings"
	"testing"

	"nearspace/core/lab"
)

func TestAScriptRepeatsTheRun(t *testing.T) {
	for _, c := range []struct {
		change func(*Params)
		want   []string // empty: none can be written
	}{
		{nil, []string{"from gensim.models.doc2vec import Doc2Vec, TaggedDocument", "dm=0, dbow_words=1", "dm_concat=0, cbow_mean=1, hs=0, negative=5, ns_exponent=0.75", "vector_size=16", "model.dv.save"}},
		{func(p *Params) { p.Method = DBOW }, []string{"dm=0, dbow_words=0"}},
		{func(p *Params) { p.Method, p.Loss = DM, Hierarchical }, []string{"dm=1", "hs=1, negative=0"}},
		{func(p *Params) { p.Method, p.Combine, p.FixedWindow = DM, lab.SumShared, true }, []string{"dm=1", "dm_concat=0, cbow_mean=0", "shrink_windows=False"}},
		{func(p *Params) { p.Method, p.Combine = DM, lab.Concat }, []string{"dm=1", "dm_concat=1, cbow_mean=1"}},
		{func(p *Params) { p.Method, p.Combine = DM, lab.Sum }, nil},
		{func(p *Params) { p.From, p.Frozen = vectorFile.ID, true }, []string{"TEXT VECTORS START", "import numpy", "intersect_word2vec_format(start, lockf=0)"}},
		{func(p *Params) { p.Then = garden.ID }, nil},
		{func(p *Params) { p.Phrases = 1 }, nil},
	} {
		r := start(t, courseSetup(c.change))
		var list []string
		for _, a := range r.Takeaways() {
			list = append(list, a.ID)
		}
		if want := c.want != nil; (len(list) == 1 && list[0] == lab.Gensim) != want {
			t.Errorf("%q can be taken along", list)
		}
		var script strings.Builder
		err := r.Take(lab.Gensim, &script)
		var conflict *lab.ConflictError
		if (c.want == nil) != errors.As(err, &conflict) {
			t.Errorf("%v", err)
		}
		for _, want := range c.want {
			if !strings.Contains(script.String(), want) {
				t.Errorf("the script lacks %q:\n%s", want, &script)
			}
		}
		if strings.ContainsAny(script.String(), "{}") {
			t.Errorf("the script has blanks:\n%s", &script)
		}
		if err := r.Take(lab.PyTorch, io.Discard); err == nil {
			t.Error("a script for PyTorch was written")
		}
	}
}
