package layer

import (
	"testing"
	"time"

	"nearspace/core/lab"
	"nearspace/core/lab/labtest"
)

// BenchmarkSpeeches is training on a text of real size, where the next word is
// told from others by negative sampling.
func BenchmarkSpeeches(b *testing.B) {
	for _, c := range []struct {
		name   string
		change func(*Params)
	}{
		{"defaults", func(*Params) {}},
		{"dim=100 batch=64 sgd", func(p *Params) { p.Dim, p.Batch, p.Optimizer = 100, 64, "sgd" }},
		{"dim=100 batch=64 adam", func(p *Params) { p.Dim, p.Batch, p.Optimizer = 100, 64, "adam" }},
		{"dim=100 batch=64 adagrad tied", func(p *Params) { p.Dim, p.Batch, p.Tied = 100, 64, true }},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := Layer{}.Params().(*Params)
			c.change(p)
			r, err := Layer{}.Start(lab.Setup{Data: labtest.BuiltIn(b, "sotu"), Params: p, Seed: 1})
			if err != nil {
				b.Fatal(err)
			}
			for len(r.Spaces()) == 0 {
				if _, err := r.Step(time.Hour); err != nil {
					b.Fatal(err)
				}
			}
			m := r.(*run).model
			b.ReportAllocs()
			for b.Loop() {
				if err := m.train(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*p.Batch)/b.Elapsed().Seconds(), "examples/s")
			b.ReportMetric(m.sums.loss/float64(m.sums.examples), "loss")
		})
	}
}

// BenchmarkTrace is one look into a layer of real size whose optimizer remembers
// two numbers for each weight.
func BenchmarkTrace(b *testing.B) {
	p := Layer{}.Params().(*Params)
	p.Dim, p.Optimizer = 100, "adam"
	r, err := Layer{}.Start(lab.Setup{Data: labtest.BuiltIn(b, "sotu"), Params: p, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	for reports := 0; reports == 0; {
		progress, err := r.Step(time.Hour)
		if err != nil {
			b.Fatal(err)
		}
		reports = progress.Reports
	}
	for b.Loop() {
		if _, err := r.Trace(lab.Pick{Position: -1}); err != nil {
			b.Fatal(err)
		}
	}
}
