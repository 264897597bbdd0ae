package cluster

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// Means are the settings of KMeans.
type Means struct {
	K         int
	Rounds    int // at most; 0: 300
	Restarts  int // of which the best stays; 0: 1
	Seed      uint64
	Spherical bool // centres at unit length, for rows that are
}

// Centred is what KMeans found: groups 0 to K−1, the largest first.
type Centred struct {
	Codes   []int32 // of each row
	Centres blas32.General
	Inertia float64 // Σ ‖x − centre of x‖²
	Rounds  int     // that the best start took
}

const (
	blockRows = 256     // rows whose products with all centres are taken together
	seedRows  = 1 << 16 // among at most so many rows, spread evenly, are the first centres sought
	tolerance = 1e-4    // of the mean variance: centres that move by less have settled
)

// KMeans puts centres c and gives each row the nearest of them, so that
//
//	Σ ‖x − c(x)‖²
//
// becomes small, a local minimum. A round gives rows their centre,
//
//	c(x) = argmaxⱼ x·cⱼ − ½‖cⱼ‖²,
//
// which is a product of matrices, and puts each centre to the mean of its rows. A
// centre that has none takes the row that is farthest from its own. The first
// centres are rows, drawn by their squared distance from those before; of
// 2 + ln k draws the one stays that leaves the least.
//
// Lloyd, "Least squares quantization in PCM", 1982; Arthur and Vassilvitskii,
// "k-means++: the advantages of careful seeding", 2007; Dhillon and Modha,
// "Concept decompositions for large sparse text data", 2001 (spherical).
func KMeans(x blas32.General, s Means, pace Pace) (*Centred, error) {
	if s.K < 1 || s.K > x.Rows {
		return nil, fmt.Errorf("k-means: %w", &SettingError{"k", float64(s.K), 1, float64(x.Rows)})
	}
	s.Rounds, s.Restarts = or(s.Rounds, 300), or(s.Restarts, 1)
	m := newMeans(x, s, pace)
	var best *Centred
	for range s.Restarts {
		found, err := m.run()
		if err != nil {
			return nil, fmt.Errorf("k-means: %w", err)
		}
		if best == nil || found.Inertia < best.Inertia {
			best = found
		}
	}
	return best, nil
}

func or[T comparable](value, standard T) T { return cmp.Or(value, standard) }

// means is k-means at work.
type means struct {
	x        blas32.General
	s        Means
	pace     Pace
	rng      *rand.Rand
	pool     blas32.General // rows that the first centres are sought among
	centres  blas32.General
	half     []float32 // −½‖c‖²
	codes    []int32
	scores   []float32 // of each row with its centre
	sums     blas32.General
	sizes    []int
	products []float32
	settled  float64 // Σ of squared moves of centres that is no move
}

func newMeans(x blas32.General, s Means, pace Pace) *means {
	m := &means{
		x: x, s: s, pace: pace, rng: rand.New(rand.NewPCG(s.Seed, 0x6b6d)), pool: x,
		centres: matrix(s.K, x.Cols), half: make([]float32, s.K), codes: make([]int32, x.Rows), scores: make([]float32, x.Rows),
		sums: matrix(s.K, x.Cols), sizes: make([]int, s.K), products: make([]float32, blockRows*s.K),
	}
	if sample := max(seedRows, s.K); x.Rows > sample {
		m.pool = matrix(sample, x.Cols)
		for i := range sample {
			copy(row(m.pool, i), row(x, i*x.Rows/sample))
		}
	}
	m.settled = tolerance * meanVariance(m.pool)
	return m
}

func matrix(rows, cols int) blas32.General {
	return blas32.General{Rows: rows, Cols: cols, Stride: max(1, cols), Data: make([]float32, rows*cols)}
}

func meanVariance(x blas32.General) float64 {
	sum := make([]float64, x.Cols)
	var squares float64
	for i := range x.Rows {
		r := row(x, i)
		squares += float64(vec.Dot(r, r))
		for j, v := range r {
			sum[j] += float64(v)
		}
	}
	for _, v := range sum {
		squares -= v * v / float64(x.Rows)
	}
	return squares / float64(x.Rows) / float64(max(1, x.Cols))
}

// run goes from new first centres to where they settle.
func (m *means) run() (*Centred, error) {
	if err := m.seed(); err != nil {
		return nil, err
	}
	for i := range m.codes {
		m.codes[i] = -1
	}
	rounds := 0
	for rounds < m.s.Rounds {
		rounds++
		changed, err := m.assign(rounds)
		if err != nil {
			return nil, err
		}
		m.fillEmpty()
		if moved := m.move(); !changed || moved <= m.settled {
			break
		}
	}
	// The centres have moved once more than the rows.
	if _, err := m.assign(rounds); err != nil {
		return nil, err
	}
	return m.result(rounds), nil
}

// seed chooses the first centres: greedy k-means++.
func (m *means) seed() error {
	n, k := m.pool.Rows, m.s.K
	draws := 2 + int(math.Log(float64(k)))
	squares := make([]float32, n)
	for i := range squares {
		squares[i] = vec.Dot(row(m.pool, i), row(m.pool, i))
	}
	nearest, sums := make([]float32, n), make([]float64, n)
	for i := range nearest {
		nearest[i] = math.MaxFloat32
	}
	candidates := matrix(draws, m.x.Cols)
	distances := make([]float32, draws*n) // of each candidate, to it or to what was nearer before
	products := make([]float32, blockRows)
	at := make([]int, draws)
	for c := range k {
		count := draws
		if c == 0 {
			at[0], count = m.rng.IntN(n), 1
		} else {
			total := 0.
			for i, d := range nearest {
				total += float64(d)
				sums[i] = total
			}
			for j := range at {
				at[j], _ = slices.BinarySearch(sums, m.rng.Float64()*total)
				at[j] = min(at[j], n-1)
			}
		}
		for j := range count {
			copy(row(candidates, j), row(m.pool, at[j]))
		}
		best, least := 0, math.Inf(1)
		left := make([]float64, count)
		for from := 0; from < n; from += blockRows {
			b := part(m.pool, from, blockRows)
			for j := range count {
				vec.Dots(products[:b.Rows], m.pool, from, row(candidates, j))
				own := squares[at[j]]
				to := distances[j*n+from:][:b.Rows]
				for i, p := range products[:b.Rows] {
					d := squares[from+i] + own - 2*p
					if d < 0 {
						d = 0
					}
					if near := nearest[from+i]; near < d {
						d = near
					}
					to[i] = d
					left[j] += float64(d)
				}
			}
			if err := m.pace(Stage{"seeds", c, k}); err != nil {
				return err
			}
		}
		for j, sum := range left {
			if sum < least {
				best, least = j, sum
			}
		}
		copy(nearest, distances[best*n:(best+1)*n])
		nearest[at[best]] = 0
		copy(row(m.centres, c), row(m.pool, at[best]))
	}
	return nil
}

// assign gives each row its centre, adds up the rows of each, and says whether any
// row has another centre than before.
func (m *means) assign(round int) (changed bool, err error) {
	for j := range m.s.K {
		c := row(m.centres, j)
		m.half[j] = -vec.Dot(c, c) / 2
	}
	clear(m.sums.Data)
	clear(m.sizes)
	k := m.s.K
	for from := 0; from < m.x.Rows; from += blockRows {
		b := part(m.x, from, blockRows)
		blas32.Gemm(blas.NoTrans, blas.Trans, 1, b, m.centres, 0, blas32.General{Rows: b.Rows, Cols: k, Stride: k, Data: m.products})
		for i := range b.Rows {
			products := m.products[i*k : (i+1)*k]
			best := vec.MaxSum(products, m.half)
			code := int32(0)
			for j, p := range products {
				if p+m.half[j] == best {
					code = int32(j)
					break
				}
			}
			if m.codes[from+i] != code {
				m.codes[from+i], changed = code, true
			}
			m.scores[from+i] = best
			vec.Add(row(m.sums, int(code)), row(b, i))
			m.sizes[code]++
		}
		if err := m.pace(Stage{"rounds", round, m.s.Rounds}); err != nil {
			return false, err
		}
	}
	return changed, nil
}

// fillEmpty gives each centre that has no row the one that is farthest from its
// own and not alone with it.
func (m *means) fillEmpty() {
	if !slices.Contains(m.sizes, 0) {
		return
	}
	distance := func(i int) float32 { return vec.Dot(row(m.x, i), row(m.x, i)) - 2*m.scores[i] }
	far := make([]float32, m.x.Rows)
	for i := range far {
		far[i] = distance(i)
	}
	for j, size := range m.sizes {
		if size > 0 {
			continue
		}
		farthest := -1
		for i, d := range far {
			if m.sizes[m.codes[i]] > 1 && (farthest < 0 || d > far[farthest]) {
				farthest = i
			}
		}
		if farthest < 0 {
			return
		}
		old := int(m.codes[farthest])
		vec.AddScaled(row(m.sums, old), -1, row(m.x, farthest))
		vec.Add(row(m.sums, j), row(m.x, farthest))
		m.sizes[old]--
		m.sizes[j] = 1
		m.codes[farthest], far[farthest] = int32(j), 0
	}
}

// move puts the centres to the means and returns Σ of the squares of how far.
func (m *means) move() (moved float64) {
	for j, size := range m.sizes {
		mean, c := row(m.sums, j), row(m.centres, j)
		if size == 0 {
			continue
		}
		vec.Scale(1/float32(size), mean)
		if n := vec.Norm(mean); m.s.Spherical && n > 0 {
			vec.Scale(1/n, mean)
		}
		moved += float64(vec.SquaredDistance(mean, c))
		copy(c, mean)
	}
	return moved
}

func (m *means) result(rounds int) *Centred {
	numbers := bySize(m.sizes)
	found := &Centred{Codes: make([]int32, m.x.Rows), Centres: matrix(m.s.K, m.x.Cols), Rounds: rounds}
	for j, to := range numbers {
		copy(row(found.Centres, int(to)), row(m.centres, j))
	}
	for i, c := range m.codes {
		found.Codes[i] = numbers[c]
		found.Inertia += float64(vec.SquaredDistance(row(m.x, i), row(m.centres, int(c))))
	}
	return found
}
