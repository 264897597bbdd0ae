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
// each coordinate at most 4, times a rate that falls to 0.
//
// McInnes, Healy and Melville, "UMAP: Uniform manifold approximation and
// projection for dimension reduction", 2018.
type UMAP struct {
	layout
	g     *graph
	every []float32 // rounds from one taking of an edge to the next; 0: none
	due   []float32 // round in which it is next taken
	draw  uint64    // state of the random numbers

	attract, repel *curve
}

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
	u.attract = newCurve(func(square float64) float64 {
		return -2 * a * b * math.Pow(square, b-1) / (1 + a*math.Pow(square, b))
	})
	u.repel = newCurve(func(square float64) float64 {
		return 2 * b / ((.001 + square) * (1 + a*math.Pow(square, b)))
	})
	return u
}

// neighbors is one less than is asked for, since that counts the row itself.
func (u *UMAP) neighbors(n int) int { return min(n-1, max(1, u.s.Neighbors-1)) }

func (u *UMAP) weigh(g *neighbors, end func(*graph) error) stage {
	n := len(g.ids) / g.k
	w := make([]float32, len(g.ids))
	return stage{id: "graph", n: n, cost: float64(g.k) / 4, do: func(from, to int) {
		for i := from; i < to; i++ {
			_, distances := g.of(i)
			fuzzy(w[i*g.k:(i+1)*g.k], distances)
		}
	}, end: func() error {
		symmetrise(&u.search, n, g.ids, w, union, func(g *graph) error {
			if u.s.Labels != nil {
				supervise(g, u.s.Labels, u.s.Supervision)
				reconnect(g)
			}
			return end(g)
		})
		return nil
	}}
}

func union(a, b float32) float32 { return a + b - a*b }

// fuzzy computes the weights of a row's neighbours: e^(−max(0, d−ρ)/σ), with σ
// found by halving.
func fuzzy(w, distances []float32) {
	const least = 1e-3 // of σ, by the mean distance
	var rho, mean float64
	for _, d := range distances {
		if rho == 0 && d > 0 {
			rho = float64(d)
		}
		mean += float64(d) / float64(len(distances))
	}
	target := math.Log2(float64(len(distances) + 1))
	low, high, sigma := 0., math.Inf(1), 1.
	if mean > 0 {
		sigma = mean
	}
	for range 64 {
		var sum float64
		for _, d := range distances {
			sum += math.Exp(-max(0, float64(d)-rho) / sigma)
		}
		if math.Abs(sum-target) < 1e-5 {
			break
		}
		if sum > target {
			high = sigma
			sigma = (low + high) / 2
		} else if low = sigma; math.IsInf(high, 1) {
			sigma *= 2
		} else {
			sigma = (low + high) / 2
		}
	}
	sigma = max(sigma, least*mean, math.SmallestNonzeroFloat64)
	for j, d := range distances {
		w[j] = float32(math.Exp(-max(0, float64(d)-rho) / sigma))
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
	u.g, u.every, u.due = g, make([]float32, len(g.values)), make([]float32, len(g.values))
	never := float32(math.Inf(1))
	for e, v := range g.values {
		u.every[e], u.due[e] = never, never
		if v*float32(u.until) >= largest {
			u.every[e] = largest / v
			u.due[e] = float32(u.rounds) + u.every[e]
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
	n := u.g.rows()
	rate := float32(u.s.Rate * (1 - float64(u.rounds)/float64(max(u.until, u.rounds+1))))
	c.begin(stage{id: "rounds", n: n, cost: .5, do: func(from, to int) {
		if u.k == 2 {
			u.move2(from, to, rate)
		} else {
			u.move3(from, to, rate)
		}
	}, end: end})
}

// farthest is how far a coordinate is moved at most, before the rate.
const farthest = 4

func clip(g float32) float32 {
	if g > farthest {
		return farthest
	}
	if g < -farthest {
		return -farthest
	}
	return g
}

// golden is how far from each other, as a share of all, the random points of an
// edge are: one number is drawn for them, and they lie evenly among the rows.
const golden = 0.6180339887498949

// move2 takes the edges of some rows on a map of two coordinates.
func (u *UMAP) move2(from, to int, rate float32) {
	y, n, now := u.y, u.g.rows(), float32(u.rounds+1)
	apart := int(float64(n) * golden)
	draw, negatives, attract, repel := u.draw, u.s.Negatives, u.attract, u.repel
	for i := from; i < to; i++ {
		first, last := u.g.start[i], u.g.start[i+1]
		cols, due, every := u.g.cols[first:last], u.due[first:last], u.every[first:last]
		due, every = due[:len(cols)], every[:len(cols)]
		ax, ay := y[2*i], y[2*i+1]
		for e, j := range cols {
			if due[e] > now {
				continue
			}
			due[e] += every[e]
			b := (*[2]float32)(y[2*j:])
			dx, dy := ax-b[0], ay-b[1]
			g := attract.at(dx*dx + dy*dy)
			dx, dy = clip(g*dx)*rate, clip(g*dy)*rate
			ax += dx
			ay += dy
			b[0] -= dx
			b[1] -= dy
			draw = draw*6364136223846793005 + 1442695040888963407
			other := int(draw >> 32 * uint64(n) >> 32)
			var fx, fy float32
			for range negatives {
				b := (*[2]float32)(y[2*other:])
				if other += apart; other >= n {
					other -= n
				}
				dx, dy := ax-b[0], ay-b[1]
				square := dx*dx + dy*dy
				g := repel.at(square)
				dx *= g
				dy *= g
				if g*g*square > farthest*farthest {
					dx, dy = clip(dx), clip(dy)
				}
				fx += dx
				fy += dy
			}
			ax += rate * fx
			ay += rate * fy
		}
		y[2*i], y[2*i+1] = ax, ay
	}
	u.draw = draw
}

// move3 is move2 with three coordinates.
func (u *UMAP) move3(from, to int, rate float32) {
	y, n, now := u.y, uint64(u.g.rows()), float32(u.rounds+1)
	draw := u.draw
	for i := from; i < to; i++ {
		a := (*[3]float32)(y[3*i:])
		for e := u.g.start[i]; e < u.g.start[i+1]; e++ {
			if u.due[e] > now {
				continue
			}
			u.due[e] += u.every[e]
			b := (*[3]float32)(y[3*u.g.cols[e]:])
			dx, dy, dz := a[0]-b[0], a[1]-b[1], a[2]-b[2]
			g := u.attract.at(dx*dx + dy*dy + dz*dz)
			dx, dy, dz = clip(g*dx)*rate, clip(g*dy)*rate, clip(g*dz)*rate
			a[0], a[1], a[2] = a[0]+dx, a[1]+dy, a[2]+dz
			b[0], b[1], b[2] = b[0]-dx, b[1]-dy, b[2]-dz
			for range u.s.Negatives {
				draw = draw*6364136223846793005 + 1442695040888963407
				b := (*[3]float32)(y[3*(draw>>32*n>>32):])
				dx, dy, dz := a[0]-b[0], a[1]-b[1], a[2]-b[2]
				g := u.repel.at(dx*dx + dy*dy + dz*dz)
				a[0], a[1], a[2] = a[0]+clip(g*dx)*rate, a[1]+clip(g*dy)*rate, a[2]+clip(g*dz)*rate
			}
		}
	}
	u.draw = draw
}
