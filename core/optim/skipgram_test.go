package optim

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// skipGram is one step of skip-gram with negative sampling through the public
// parts of the layer: two lookups, scores, their gradients, two backward passes
// and two sparse steps. All of its buffers are used again.
type skipGram struct {
	in, out            *embedding.Table
	sgd                SGD
	centres, targets   []float32 // what was looked up
	dCentres, dTargets []float32 // and its gradient
	scores             []float32
	inGrads, outGrads  []embedding.SparseGrad // of each part of the batch
	part               int
	perCentre, dim     int // targets, and their length
}

func newSkipGram(rows, dim, batch, negatives int, rng *rand.Rand) *skipGram {
	n := 1 + negatives
	s := &skipGram{
		in: embedding.NewTable(rows, dim), out: embedding.NewTable(rows, dim), sgd: SGD{LearningRate: .025},
		centres: make([]float32, batch*dim), targets: make([]float32, batch*n*dim),
		dCentres: make([]float32, batch*dim), dTargets: make([]float32, batch*n*dim),
		scores: make([]float32, batch*n), perCentre: n, dim: dim, part: 64,
		inGrads: make([]embedding.SparseGrad, (batch+63)/64), outGrads: make([]embedding.SparseGrad, (batch+63)/64),
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
	for k := range s.inGrads {
		from, to := k*s.part, min((k+1)*s.part, len(centres))
		if err := s.gradients(k, len(centres), centres[from:to], targets[from*s.perCentre:to*s.perCentre]); err != nil {
			return err
		}
	}
	for k := range s.inGrads {
		if err := s.sgd.StepSparse(s.in, s.inGrads[k]); err != nil {
			return err
		}
		if err := s.sgd.StepSparse(s.out, s.outGrads[k]); err != nil {
			return err
		}
	}
	return nil
}

// gradients does part k of a batch. The parts are small so that what was looked
// up is still in the cache when it is used.
func (s *skipGram) gradients(k, batch int, centres, targets []int32) error {
	n, dim := s.perCentre, s.dim
	cs, ts, scores := s.centres[:len(centres)*dim], s.targets[:len(targets)*dim], s.scores[:len(targets)]
	dcs, dts := s.dCentres[:len(cs)], s.dTargets[:len(ts)]
	if err := s.in.Lookup(cs, centres); err != nil {
		return err
	}
	if err := s.out.Lookup(ts, targets); err != nil {
		return err
	}
	t := blas32.General{Rows: len(targets), Cols: dim, Stride: dim, Data: ts}
	for i := range centres {
		vec.Dots(scores[i*n:(i+1)*n], t, i*n, cs[i*dim:(i+1)*dim])
	}
	vec.Sigmoid(scores, scores)
	for i := range centres {
		scores[i*n]--
	}
	vec.Scale(1/float32(batch), scores)
	for i := range centres {
		c, dc := cs[i*dim:(i+1)*dim], dcs[i*dim:(i+1)*dim]
		clear(dc)
		for j := i * n; j < (i+1)*n; j++ {
			dt := dts[j*dim : (j+1)*dim]
			copy(dt, c)
			vec.Scale(scores[j], dt)
			vec.AddScaled(dc, scores[j], ts[j*dim:(j+1)*dim])
		}
	}
	if err := s.in.BackwardTo(&s.inGrads[k], centres, dcs); err != nil {
		return err
	}
	return s.out.BackwardTo(&s.outGrads[k], targets, dts)
}

// zipf draws ids with frequencies of 1/rankᵃ; words have an a of 1, and their
// noise in word2vec one of .75.
func zipf(n, rows int, a float64, rng *rand.Rand) []int32 {
	upTo := make([]float64, rows)
	var sum float64
	for i := range upTo {
		sum += math.Pow(float64(i+1), -a)
		upTo[i] = sum
	}
	ids := make([]int32, n)
	for k := range ids {
		at, _ := slices.BinarySearch(upTo, rng.Float64()*sum)
		ids[k] = int32(min(at, rows-1))
	}
	return ids
}

// draw returns the centres and the targets of a batch.
func draw(rows, batch, negatives int, rng *rand.Rand) (centres, targets []int32) {
	centres, contexts := zipf(batch, rows, 1, rng), zipf(batch, rows, 1, rng)
	noise := zipf(batch*negatives, rows, .75, rng)
	for i := range batch {
		targets = append(append(targets, contexts[i]), noise[i*negatives:(i+1)*negatives]...)
	}
	return centres, targets
}

// The step is right if the loss falls as its gradient says:
//
//	L(w − lr·g) ≈ L(w) − lr·‖g‖²
func TestASkipGramStepLowersTheLoss(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	s := newSkipGram(50, 8, 16, 5, rng)
	centres, targets := draw(50, 16, 5, rng)
	loss := func() (sum float64) {
		for i, c := range centres {
			for j, id := range targets[6*i : 6*i+6] {
				score := float64(vec.Dot(s.in.Row(int(c)), s.out.Row(int(id))))
				if j == 0 {
					score = -score
				}
				sum += math.Log1p(math.Exp(score)) / 16
			}
		}
		return sum
	}
	s.sgd.LearningRate = 1e-2
	before := loss()
	must(t, s.step(centres, targets))
	var squares float64
	for _, g := range []embedding.SparseGrad{s.inGrads[0].Coalesce(), s.outGrads[0].Coalesce()} {
		squares += float64(vec.Dot(g.Values, g.Values))
	}
	if got, want := before-loss(), 1e-2*squares; math.Abs(got/want-1) > .02 {
		t.Errorf("the loss fell by %v, the gradient says %v", got, want)
	}
	if n := testing.AllocsPerRun(5, func() { must(t, s.step(centres, targets)) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// BenchmarkSkipGramStep is a step of batch 1024 with 5 negatives on two tables of
// 30,000 × 100. Its yardstick is the same step by torch.nn.Embedding with sparse
// gradients and torch.optim.SGD.
func BenchmarkSkipGramStep(b *testing.B) {
	const rows, batches, batch, negatives = 30_000, 16, 1024, 5
	rng := rand.New(rand.NewPCG(1, 2))
	s := newSkipGram(rows, 100, batch, negatives, rng)
	centres, targets := draw(rows, batches*batch, negatives, rng)
	b.ReportAllocs()
	for k := 0; b.Loop(); k = (k + 1) % batches {
		from, n := k*batch, 1+negatives
		if err := s.step(centres[from:from+batch], targets[from*n:(from+batch)*n]); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
}

// BenchmarkTableSize reads 1024 rows, evenly spread over a table, and steps them:
// what that costs must not grow with the table.
func BenchmarkTableSize(b *testing.B) {
	for _, rows := range []int{10_000, 100_000, 1_000_000} {
		for name, o := range map[string]Optimizer{"sgd": &SGD{LearningRate: 1e-3}, "adam": &Adam{LearningRate: 1e-3}} {
			b.Run(fmt.Sprintf("%s/rows=%d", name, rows), func(b *testing.B) {
				const batch, dim = 1024, 16
				w, ids := embedding.NewTable(rows, dim), make([]int32, batch)
				for k := range ids {
					ids[k] = int32(k * (rows / batch))
				}
				var g embedding.SparseGrad
				y := make([]float32, batch*dim)
				step := func() error {
					if err := w.Lookup(y, ids); err != nil {
						return err
					}
					if err := w.BackwardTo(&g, ids, y); err != nil {
						return err
					}
					return o.StepSparse(w, g)
				}
				if err := step(); err != nil { // makes what is remembered
					b.Fatal(err)
				}
				for b.Loop() {
					if err := step(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
