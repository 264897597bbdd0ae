package space

import "math"

// A transport problem: rows have supplies, columns demands, which add up to the
// same, and sending one unit from row i to column j costs costs[i·columns+j].
//
// It is solved by successive shortest paths: as long as some row has something
// left, the cheapest way from such a row to a column in want is found, on which
// what was sent from one row may be sent from another instead, and as much as
// goes is sent along. Prices u of rows and v of columns keep every reduced cost
// c − u − v at 0 or above, and at 0 where something flows, so that Dijkstra's
// algorithm finds the ways (Edmonds and Karp, "Theoretical improvements in
// algorithmic efficiency for network flow problems", 1972).
type transport struct {
	supplies, demands []float64 // what is left
	costs             []float64
	flow              []float64
	u, v              []float64

	reached   []bool    // by row
	rowDist   []float64 // of the rows reached
	rowFrom   []int     // the column through which, −1: the row is where a way begins
	settled   []bool    // by column
	colDist   []float64
	colFrom   []int // the row from which
	unscanned []int // rows
}

// nothing is the share of all that may be left over by rounding.
const nothing = 1e-12

// cheapest returns the least cost of a transport. It uses up the supplies and
// demands.
func cheapest(supplies, demands, costs []float64) float64 {
	return newTransport(supplies, demands, costs).solve()
}

// newTransport returns a problem nothing of which is sent yet. A column's price is
// its least cost.
func newTransport(supplies, demands, costs []float64) *transport {
	n, m := len(supplies), len(demands)
	t := &transport{
		supplies: supplies, demands: demands, costs: costs, flow: make([]float64, n*m),
		u: make([]float64, n), v: make([]float64, m),
		reached: make([]bool, n), rowDist: make([]float64, n), rowFrom: make([]int, n),
		settled: make([]bool, m), colDist: make([]float64, m), colFrom: make([]int, m),
	}
	for j := range m {
		t.v[j] = math.Inf(1)
		for i := range n {
			t.v[j] = math.Min(t.v[j], costs[i*m+j])
		}
	}
	return t
}

// solve sends all there is, and returns what that costs.
func (t *transport) solve() float64 {
	for end := t.search(); end >= 0; end = t.search() {
		t.send(end)
	}
	var total float64
	for i, f := range t.flow {
		if f > 0 {
			total += f * t.costs[i]
		}
	}
	return total
}

// search finds the cheapest way, and returns the column where it ends, −1 if
// nothing is left to send.
func (t *transport) search() (end int) {
	t.unscanned = t.unscanned[:0]
	for i, left := range t.supplies {
		t.reached[i], t.rowDist[i], t.rowFrom[i] = left > nothing, 0, -1
		if t.reached[i] {
			t.unscanned = append(t.unscanned, i)
		}
	}
	for j := range t.demands {
		t.settled[j], t.colDist[j] = false, math.Inf(1)
	}
	for {
		for _, i := range t.unscanned {
			t.scan(i)
		}
		t.unscanned = t.unscanned[:0]
		j := t.nearest()
		if j < 0 {
			return -1
		}
		t.settled[j] = true
		if t.demands[j] > 0 {
			t.reprice(t.colDist[j])
			return j
		}
		for i := range t.supplies {
			if !t.reached[i] && t.flow[i*len(t.demands)+j] > 0 {
				t.reached[i], t.rowDist[i], t.rowFrom[i] = true, t.colDist[j], j
				t.unscanned = append(t.unscanned, i)
			}
		}
	}
}

// scan looks from a row at all columns.
func (t *transport) scan(i int) {
	base := t.rowDist[i] - t.u[i]
	costs := t.costs[i*len(t.demands) : (i+1)*len(t.demands)]
	for j, c := range costs {
		if d := base + c - t.v[j]; !t.settled[j] && d < t.colDist[j] {
			t.colDist[j], t.colFrom[j] = d, i
		}
	}
}

// nearest returns the nearest column that is not settled, −1 if none is reached.
func (t *transport) nearest() int {
	best, least := -1, math.Inf(1)
	for j, d := range t.colDist {
		if !t.settled[j] && d < least {
			best, least = j, d
		}
	}
	return best
}

// reprice keeps reduced costs at 0 or above, and makes those on the way found,
// whose length is given, 0.
func (t *transport) reprice(length float64) {
	for i, reached := range t.reached {
		if reached {
			t.u[i] += length - t.rowDist[i]
		}
	}
	for j, settled := range t.settled {
		if settled {
			t.v[j] -= length - t.colDist[j]
		}
	}
}

// send sends what goes along the way that ends at a column.
func (t *transport) send(end int) {
	m := len(t.demands)
	amount := t.demands[end]
	start := -1
	for j := end; j >= 0; j = t.rowFrom[start] {
		if start = t.colFrom[j]; t.rowFrom[start] >= 0 {
			amount = math.Min(amount, t.flow[start*m+t.rowFrom[start]])
		}
	}
	amount = math.Min(amount, t.supplies[start])
	for j := end; j >= 0; {
		i := t.colFrom[j]
		t.flow[i*m+j] += amount
		if j = t.rowFrom[i]; j >= 0 {
			t.flow[i*m+j] -= amount
		}
	}
	t.supplies[start] -= amount
	t.demands[end] -= amount
}
