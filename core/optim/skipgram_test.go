package optim

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// skipGram is one step of skip-gram with negative sampling through the public
// parts of the layer: two lookups, scores, their gradients, two backward passes
// and two sparse steps. All of its buffers are used again.
type skipGram struct {
	in, out               *embedding.Table
	sgd                   SGD
	centres, targets      []float32 // what was looked up
	dCentres, dTargets    []float32
	scores                []float32
	inGrad, outGrad       embedding.SparseGrad
	batch, targetsOf, dim int
}

func newSkipGram(rows, dim, batch, negatives int, rng *rand.Rand) *skipGram {
	n := 1 + negatives
	s := &skipGram{
		in: embedding.NewTable(rows, dim), out: embedding.NewTable(rows, dim), sgd: SGD{LearningRate: .025},
		centres: make([]float32, batch*dim), targets: make([]float32, batch*n*dim),
		dCentres: make([]float32, batch*dim), dTargets: make([]float32, batch*n*dim),
		scores: make([]float32, batch*n), batch: batch, targetsOf: n, dim: dim,
	}
	s.in.Normal(1, rng)
	s.out.Normal(1, rng)
	return s
}

// step takes the centres' ids and, for each, those of its targets, of which the
// first is the true one:
//
//	s = c·t,  g = (σ(s) − [t is the first])/batch,  ∂L/∂c = Σ g·t,  ∂L/∂t = g·c
func (s *skipGram) step(centres, targets []int32) error {
	if err := s.in.Lookup(s.centres, centres); err != nil {
		return err
	}
	if err := s.out.Lookup(s.targets, targets); err != nil {
		return err
	}
	n, dim := s.targetsOf, s.dim
	t := blas32.General{Rows: len(targets), Cols: dim, Stride: dim, Data: s.targets}
	for i := range s.batch {
		vec.Dots(s.scores[i*n:(i+1)*n], t, i*n, s.centres[i*dim:(i+1)*dim])
	}
	vec.Sigmoid(s.scores, s.scores)
	for i := range s.batch {
		s.scores[i*n]--
	}
	vec.Scale(1/float32(s.batch), s.scores)

	for i := range s.batch {
		c, dc := s.centres[i*dim:(i+1)*dim], s.dCentres[i*dim:(i+1)*dim]
		clear(dc)
		for j := i * n; j < (i+1)*n; j++ {
			dt := s.dTargets[j*dim : (j+1)*dim]
			copy(dt, c)
			vec.Scale(s.scores[j], dt)
			vec.AddScaled(dc, s.scores[j], s.targets[j*dim:(j+1)*dim])
		}
	}
	if err := s.in.BackwardTo(&s.inGrad, centres, s.dCentres); err != nil {
		return err
	}
	if err := s.out.BackwardTo(&s.outGrad, targets, s.dTargets); err != nil {
		return err
	}
	if err := s.sgd.StepSparse(s.in, s.inGrad); err != nil {
		return err
	}
	return s.sgd.StepSparse(s.out, s.outGrad)
}

// zipf draws ids with frequencies that fall as 1/rank, as words have them.
func zipf(n, rows int, rng *rand.Rand) []int32 {
	z := rand.NewZipf(rng, 1.0001, 1, uint64(rows-1))
	ids := make([]int32, n)
	for k := range ids {
		ids[k] = int32(z.Uint64())
	}
	return ids
}

// BenchmarkSkipGramStep is a step of batch 1024 with 5 negatives; its yardstick
// is the same step by torch.nn.Embedding(sparse=True) and torch.optim.SGD. The
// time must not depend on the size of the tables but for what caches hold.
func BenchmarkSkipGramStep(b *testing.B) {
	for _, rows := range []int{10_000, 30_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			const batches, batch, negatives = 16, 1024, 5
			rng := rand.New(rand.NewPCG(1, 2))
			s := newSkipGram(rows, 100, batch, negatives, rng)
			centres, targets := zipf(batches*batch, rows, rng), zipf(batches*batch*(1+negatives), rows, rng)
			b.ReportAllocs()
			k := 0
			for b.Loop() {
				if err := s.step(centres[k*batch:(k+1)*batch], targets[k*batch*(1+negatives):(k+1)*batch*(1+negatives)]); err != nil {
					b.Fatal(err)
				}
				k = (k + 1) % batches
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
		})
	}
}
