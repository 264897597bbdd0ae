package project

import (
	"math"
	"math/rand/v2"

	"nearspace/core/vec"
)

// A UMAP is a map by uniform manifold approximation and projection. The
// neighbours of a row are a fuzzy set: with d the distance, ρ that to the nearest
// and σ such that the weights sum to log₂ k,
//
//	w[i,j] = e^(−max(0, d−ρᵢ)/σᵢ),  joined to w[i,j] + w[j,i] − w[i,j]·w[j,i],
//
// and so are points of the map, by 1/(1+a·d^2b). Their cross-entropy goes down by
// sampling: an edge is taken in so many of the rounds as its weight is of the
// largest, and draws its ends together; against each of them stand some random
// points, which push the first end away:
//
//	attraction −2ab·d^(2b−2)/(1+a·d^2b)·(yᵢ−yⱼ),  repulsion 2b/((.001+d²)·(1+a·d^2b))·(yᵢ−yⱼ)
//
// at most 4 long, times a rate that falls to 0.
//
// McInnes, Healy and Melville, "UMAP: Uniform manifold approximation and
// projection for dimension reduction", 2018.
type UMAP struct {
	layout
	froms, tos []int32   // the ends of each edge
	every, due []float32 // it is taken every so many rounds, next when it is due
	taken      []int32   // edges that are due
	draw       uint64    // state of the random numbers

	attract, repel *curve
}

// farthest is how far a point is moved at a time at most, before the rate.
const farthest = 4

// NewUMAP returns a map that has done no work yet.
func NewUMAP(s Settings) *UMAP {
	s.Neighbors = or(s.Neighbors, 15)
	s.MinDist = or(s.MinDist, .1)
	s.Spread = or(s.Spread, 1)
	s.Negatives = or(s.Negatives, 5)
	s.Rate = or(s.Rate, 1)
	s.Start = or(s.Start, StartSpectral)
	u := &UMAP{}
	u.init(s, u)
	u.draw = u.random.Uint64()
	a, b := fitCurve(s.MinDist, s.Spread)
	limited := func(g, square float64) float64 { return min(g, farthest/math.Sqrt(square)) }
	u.attract = newCurve(func(square float64) float64 {
		square = max(square, 1e-12) // it has a pole
		return -limited(2*a*b*math.Pow(square, b-1)/(1+a*math.Pow(square, b)), square)
	})
	u.repel = newCurve(func(square float64) float64 {
		return limited(2*b/((.001+square)*(1+a*math.Pow(square, b))), square)
	})
	return u
}

// neighbors is one less than is asked for, since that counts the row itself.
func (u *UMAP) neighbors(n int) int { return min(n-1, max(1, u.s.Neighbors-1)) }

func (u *UMAP) weigh(g *neighbors, end func(*graph) error) stage {
	n := g.rows()
	w := make([]float32, len(g.items))
	return stage{id: "graph", n: n, cost: float64(g.k) / 4, do: func(from, to int) {
		for i := from; i < to; i++ {
			fuzzy(w[i*g.k:(i+1)*g.k], g.of(i))
		}
	}, end: func() error {
		symmetrise(&u.search, g, w, union, func(g *graph) error {
			if u.s.Supervision > 0 {
				supervise(g, u.s.Labels, u.s.Supervision)
				reconnect(g)
			}
			return end(g)
		})
		return nil
	}}
}

func union(a, b float32) float32 { return a + b - a*b }

// fuzzy computes the weights of a row's neighbours, with ρ the distance of the
// nearest that is at any.
func fuzzy(w []float32, found []neighbor) {
	var rho float64
	for _, to := range found {
		if rho == 0 {
			rho = float64(to.distance)
		}
	}
	fuzzyFrom(rho, w, found)
}

// fuzzyFrom computes the weights e^(−max(0, d−ρ)/σ), with σ found by Newton's rule
// on its logarithm, kept between bounds.
func fuzzyFrom(rho float64, w []float32, found []neighbor) {
	const (
		least  = 1e-3 // of σ, by the mean distance
		enough = 1e-5
	)
	var mean float64
	for _, to := range found {
		mean += float64(to.distance) / float64(len(found))
	}
	target := math.Log2(float64(len(found) + 1))
	low, high := math.Log(max(least*mean, math.SmallestNonzeroFloat32)), math.Log(max(1e6*mean, 1))
	for at := math.Log(max(mean, math.SmallestNonzeroFloat32)); ; {
		inverse := math.Exp(-at)
		var sum, slope float64
		for j, to := range found {
			x := max(0, float64(to.distance)-rho) * inverse
			v := math.Exp(-x)
			w[j] = float32(v)
			sum += v
			slope += x * v
		}
		if sum > target {
			high = at
		} else {
			low = at
		}
		if math.Abs(sum-target) < enough || high-low < enough {
			return
		}
		if at -= (sum - target) / slope; !(at > low && at < high) {
			at = (low + high) / 2
		}
	}
}

// reconnect gives each row a neighbour of weight 1 again, as before supervision,
// and joins both directions of an edge.
func reconnect(g *graph) {
	largest := make([]float32, g.rows())
	for i := range largest {
		largest[i] = math.SmallestNonzeroFloat32
		_, values := g.row(i)
		for _, v := range values {
			largest[i] = max(largest[i], v)
		}
	}
	for i, m := range largest {
		cols, values := g.row(i)
		for e, j := range cols {
			values[e] = union(values[e]/m, values[e]/largest[j])
		}
	}
}

// total returns the number of rounds.
func (u *UMAP) total(n int) int {
	switch {
	case u.s.Rounds > 0:
		return u.s.Rounds
	case n <= 2500:
		return 500
	case n <= 5000:
		return 400
	case n <= 7500:
		return 300
	}
	return 200
}

func (u *UMAP) take(g *graph) {
	if u.rounds == 0 {
		u.until = u.total(g.rows())
	}
	var largest float32
	for _, v := range g.values {
		largest = max(largest, v)
	}
	edges := len(g.values)
	u.froms, u.tos = make([]int32, 0, edges), make([]int32, 0, edges)
	u.every, u.due = make([]float32, 0, edges), make([]float32, 0, edges)
	inTurn(g, func(i, e int32) {
		if v := g.values[e]; v > 0 && v*float32(u.until) >= largest {
			u.froms, u.tos = append(u.froms, i), append(u.tos, g.cols[e])
			u.every, u.due = append(u.every, largest/v), append(u.due, float32(u.rounds)+largest/v)
		}
	})
	u.taken = make([]int32, min(len(u.due), edgesAtOnce))
}

// inTurn goes through the edges of some rows at a time: through the first of each,
// then through the second. A processor that works ahead need not wait until one has
// moved a row before it begins the next.
func inTurn(g *graph, do func(row, edge int32)) {
	const rows = 64
	for first := 0; first < g.rows(); first += rows {
		end := min(first+rows, g.rows())
		for k, some := int32(0), true; some; k++ {
			some = false
			for i := first; i < end; i++ {
				if e := g.start[i] + k; e < g.start[i+1] {
					do(int32(i), e)
					some = true
				}
			}
		}
	}
}

// scale makes a start reach to 10, and moves points apart that coincide.
func (u *UMAP) scale(y []float32) {
	noise := rand.New(u.random)
	var largest float64
	for _, v := range y {
		largest = max(largest, math.Abs(float64(v)))
	}
	if largest > 0 {
		vec.Scale(float32(10/largest), y)
	}
	for i := range y {
		y[i] += float32(1e-4 * noise.NormFloat64())
	}
}

func (u *UMAP) round(c *course, end func() error) {
	rate := float32(u.s.Rate * (1 - float64(u.rounds)/float64(max(u.until, u.rounds+1))))
	c.begin(stage{id: "rounds", n: len(u.due), cost: .02, do: func(from, to int) { u.move(from, to, rate) }, end: end})
}

// golden is how far from each other, as a share of all, the random points of an
// edge are: one number is drawn for them, and they lie evenly among the rows.
const golden = 0.6180339887498949

// edgesAtOnce is about how many edges are looked at before those due are taken.
const edgesAtOnce = 4096

// move takes those of some edges that are due.
func (u *UMAP) move(from, to int, rate float32) {
	for from < to {
		n := min(edgesAtOnce, to-from)
		taken := u.taken[:due(u.taken[:n], u.due[from:from+n], float32(u.rounds+1), int32(from))]
		if u.k == 2 {
			u.move2(taken, rate)
		} else {
			u.move3(taken, rate)
		}
		from += n
	}
}

// dueGo stores the places, counted from first on, of those of some positive numbers
// that are not above now, and returns how many there are. It compares bits, which are
// in the order of the numbers, since nobody can foresee which way a branch would go.
//
//go:noinline
func dueGo(places []int32, x []float32, now float32, first int32) int {
	n, above := 0, int32(math.Float32bits(now))+1
	for len(x) >= 4 {
		x4 := (*[4]float32)(x)
		places[n] = first
		n += int(uint32(int32(math.Float32bits(x4[0]))-above) >> 31)
		places[n] = first + 1
		n += int(uint32(int32(math.Float32bits(x4[1]))-above) >> 31)
		places[n] = first + 2
		n += int(uint32(int32(math.Float32bits(x4[2]))-above) >> 31)
		places[n] = first + 3
		n += int(uint32(int32(math.Float32bits(x4[3]))-above) >> 31)
		x, first = x[4:], first+4
	}
	for _, v := range x {
		places[n] = first
		n += int(uint32(int32(math.Float32bits(v))-above) >> 31)
		first++
	}
	return n
}

// move2Go takes edges on a map of two coordinates.
func (u *UMAP) move2Go(taken []int32, rate float32) {
	y := pairs(u.y)
	n, apart := len(y), int(float64(len(y))*golden)
	draw, negatives, attract, repel := u.draw, u.s.Negatives, u.attract, u.repel
	froms, tos, due, every := u.froms, u.tos, u.due, u.every
	for _, e := range taken {
		due[e] += every[e]
		a, b := &y[froms[e]], &y[tos[e]]
		dx, dy := a[0]-b[0], a[1]-b[1]
		g := rate * attract.at(dx*dx+dy*dy)
		dx *= g
		dy *= g
		ax, ay := a[0]+dx, a[1]+dy
		b[0] -= dx
		b[1] -= dy
		a[0], a[1] = ax, ay // for when it is one of the random points itself
		draw = draw*6364136223846793005 + 1442695040888963407
		other := int(draw >> 32 * uint64(n) >> 32)
		var fx, fy float32
		for range negatives {
			b := &y[other]
			other += apart
			other -= n &^ ((other - n) >> 63) // once around, without a branch
			dx, dy := ax-b[0], ay-b[1]
			g := repel.at(dx*dx + dy*dy)
			fx += g * dx
			fy += g * dy
		}
		a[0] = ax + rate*fx
		a[1] = ay + rate*fy
	}
	u.draw = draw
}

// move3 is move2 with three coordinates.
func (u *UMAP) move3(taken []int32, rate float32) {
	y := triples(u.y)
	n, apart := len(y), int(float64(len(y))*golden)
	for _, e := range taken {
		u.due[e] += u.every[e]
		a, b := &y[u.froms[e]], &y[u.tos[e]]
		dx, dy, dz := a[0]-b[0], a[1]-b[1], a[2]-b[2]
		g := rate * u.attract.at(dx*dx+dy*dy+dz*dz)
		dx, dy, dz = g*dx, g*dy, g*dz
		a[0], a[1], a[2] = a[0]+dx, a[1]+dy, a[2]+dz
		b[0], b[1], b[2] = b[0]-dx, b[1]-dy, b[2]-dz
		u.draw = u.draw*6364136223846793005 + 1442695040888963407
		other := int(u.draw >> 32 * uint64(n) >> 32)
		var f [3]float32
		for range u.s.Negatives {
			b := &y[other]
			if other += apart; other >= n {
				other -= n
			}
			dx, dy, dz := a[0]-b[0], a[1]-b[1], a[2]-b[2]
			g := u.repel.at(dx*dx + dy*dy + dz*dz)
			f[0] += g * dx
			f[1] += g * dy
			f[2] += g * dz
		}
		for j, v := range f {
			a[j] += rate * v
		}
	}
}
