package layer

import (
	"math"
	"math/rand/v2"

	"nearspace/core/embedding"
	"nearspace/core/optim"
)

// makeLayer makes what is looked up: the table, or tables that stand for it.
func (m *model) makeLayer() error {
	rows, dim := len(m.task.words), m.params.Dim
	var (
		layer embedding.Trainable
		names []string
		err   error
	)
	switch m.params.Compression {
	case "hash":
		layer, err = embedding.NewHashed(rows, buckets(rows), dim, 2)
		names = []string{"buckets"}
	case "qr":
		layer, err = embedding.NewQuotientRemainder(rows, remainders(rows), dim, embedding.ByProduct)
		names = []string{"quotients", "remainders"}
	case "lowrank":
		layer, err = embedding.NewLowRank(rows, rank(dim), dim)
		names = []string{"A", "B"}
	case "mixed":
		layer, err = m.mixed()
		names = []string{"A₁", "B₁", "A₂", "B₂", "A₃", "B₃"}
	case "lora":
		return m.makeLoRA(rank(dim))
	default:
		m.table = embedding.NewTable(rows, dim)
		m.table.MaxNorm = embedding.MaxNorm{Mode: maxNormMode(m.params.MaxNormMode), Max: float32(m.params.MaxNorm)}
		if m.params.Padding {
			m.table.PaddingIdx = new(0)
		}
		m.in = m.table
		m.addTable("W", m.table, m.initialiser(rows))
		return nil
	}
	if err != nil {
		return err
	}
	m.in = layer
	for k, t := range layer.Tables() {
		m.addTable(names[k], t, m.initialiser(t.Rows()))
	}
	return nil
}

// The sizes of compressed layers.

func buckets(rows int) int    { return max(2, rows/4) }
func remainders(rows int) int { return int(math.Ceil(math.Sqrt(float64(rows)))) }
func rank(dim int) int        { return max(1, dim/4) }

func (m *model) makeLoRA(rank int) error {
	base := embedding.NewTable(len(m.task.words), m.params.Dim)
	if m.params.Padding {
		base.PaddingIdx = new(0)
	}
	lora, err := embedding.NewLoRA(base, rank, float32(rank), m.rng())
	if err != nil {
		return err
	}
	m.in = lora
	m.fillers = append(m.fillers, filling{base, m.initialiser(base.Rows())})
	for k, t := range lora.Tables() {
		m.addTable([]string{"A", "B"}[k], t, nil)
	}
	return nil
}

func (m *model) mixed() (*embedding.Mixed, error) {
	counts := make([]int64, len(m.task.counts))
	for i, c := range m.task.counts {
		counts[i] = int64(c)
	}
	counts[0] = counts[1] // the padding row stands before the most frequent
	blocks := 3
	for len(counts) < 1<<blocks-1 {
		blocks--
	}
	sizes, err := embedding.BlocksByFrequency(counts, blocks, m.params.Dim, .3)
	if err != nil {
		return nil, err
	}
	return embedding.NewMixed(m.params.Dim, sizes...)
}

// maxNormMode returns the mode of a parameter's value.
func maxNormMode(value string) embedding.MaxNormMode {
	switch value {
	case "read":
		return embedding.OnRead
	case "inplace":
		return embedding.InPlace
	case "after":
		return embedding.AfterStep
	}
	return embedding.Unbounded
}

// filling is how a table gets its first values; without a filler it keeps those
// that it has.
type filling struct {
	table  *embedding.Table
	filler func(*rand.Rand) embedding.Filler
}

// initialiser returns what fills a table of so many rows; fan in and fan out are
// as PyTorch counts them.
func (m *model) initialiser(rows int) func(*rand.Rand) embedding.Filler {
	dim := m.params.Dim
	return func(rng *rand.Rand) embedding.Filler {
		switch m.params.Init {
		case "uniform":
			return embedding.Uniform(.05, rng)
		case "truncated":
			return embedding.TruncatedNormal(.02, rng)
		case "xavier":
			return embedding.XavierUniform(1, dim, rows, rng)
		case "kaiming":
			return embedding.KaimingUniform(math.Sqrt2, dim, rng)
		case "lecun":
			return embedding.LeCunNormal(dim, rng)
		case "counting":
			i := 0
			return func(row []float32) {
				for k := range row {
					row[k] = float32(i) + float32(k)/10
				}
				i++
			}
		case "zero":
			return embedding.Zeros
		}
		return embedding.Normal(1, rng)
	}
}

// fill gives about so many rows their first values, and returns whether all have
// them. What is drawn does not depend on how many at a time.
func (m *model) fill(rows int) bool {
	first := 0
	for _, f := range m.fillers {
		n := f.table.Rows()
		if m.filled >= first+n {
			first += n
			continue
		}
		if m.filled == first {
			m.filler = nil
			if f.filler != nil {
				m.filler = f.filler(m.rng())
			}
		}
		if m.params.Init == "orthogonal" && m.orthogonal(f.table) {
			f.table.Orthogonal(1, m.rng())
			m.filled = first + n
		}
		for ; m.filled < first+n && rows > 0; rows-- {
			if m.filler != nil {
				m.filler(f.table.Row(m.filled - first))
			}
			m.filled++
		}
		if m.filled < first+n {
			return false
		}
		if f.table.PaddingIdx != nil {
			clear(f.table.Row(0))
		}
		f.table.Constrain()
		first += n
	}
	return true
}

// orthogonal says whether the parameter speaks of this table: not of the head's.
func (m *model) orthogonal(t *embedding.Table) bool { return t != m.out && t != m.bias }

func newOptimizer(p Params) optim.Optimizer {
	decay := float32(p.WeightDecay)
	switch p.Optimizer {
	case "momentum":
		return &optim.Momentum{WeightDecay: decay}
	case "nesterov":
		return &optim.Momentum{Nesterov: true, WeightDecay: decay}
	case "adagrad":
		return &optim.Adagrad{WeightDecay: decay}
	case "rowwise":
		return &optim.RowAdagrad{WeightDecay: decay}
	case "rmsprop":
		return &optim.RMSProp{WeightDecay: decay}
	case "adam":
		return &optim.Adam{WeightDecay: decay}
	case "adamw":
		return &optim.AdamW{WeightDecay: decay}
	case "sparseadam":
		return &optim.SparseAdam{}
	case "lazyadam":
		return &optim.LazyAdam{WeightDecay: decay}
	case "ftrl":
		return &optim.FTRL{L2: decay}
	}
	return &optim.SGD{WeightDecay: decay}
}

// learningRate returns the rate of the next batch.
func (m *model) learningRate() float64 {
	rate := m.params.LearningRate
	// Some rules refuse a rate of zero, so that none begins or ends there.
	end := rate / 1000
	var s optim.Schedule
	switch m.params.Schedule {
	case "linear":
		s = optim.Linear{Start: rate, End: end}
	case "cosine":
		s = optim.Cosine{Start: rate, End: end}
	case "step":
		s = optim.Stairs{Start: rate, Factor: .5, Every: .2}
	case "warmup":
		s = optim.WarmUp{Length: .1, Then: optim.Linear{Start: rate, End: end}}
	case "invsqrt":
		s = optim.InverseSqrt{Peak: rate, WarmUp: .1}
	default:
		return rate
	}
	return s.At(float64(m.batches+1) / float64(m.total()))
}
