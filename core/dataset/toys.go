package dataset

import (
	"math"
	"math/rand/v2"
)

// Points are points that were made: where each lies, of which class it is, and
// where they follow a line, how far along it.
type Points struct {
	Dim     int
	Vectors []float64 // a row of Dim numbers each
	Classes []string
	Along   []float64 // from 0 to 1; none: they follow no line
}

// Len returns how many points there are.
func (p *Points) Len() int { return len(p.Classes) }

// Row returns where a point lies.
func (p *Points) Row(i int) []float64 { return p.Vectors[i*p.Dim : (i+1)*p.Dim] }

// A Toy makes points of which one knows how they lie, to be held against what a
// map shows of them. The same seed makes the same points.
type Toy struct {
	ID   string
	Make func(seed uint64) Points
}

// Toys returns all of them: clouds first, then lines and surfaces, then chance.
func Toys() []Toy {
	return []Toy{
		{"sizes", sizes}, {"distances", distances}, {"groups", groups}, {"nested", nested},
		{"lines", parallels}, {"grid", grid}, {"rings", rings}, {"knot", knot}, {"roll", roll},
		{"noise", noise}, {"walk", walk},
	}
}

// maker makes points one after the other.
type maker struct {
	Points
	*rand.Rand
}

func newMaker(dim int, seed uint64) *maker {
	return &maker{Points{Dim: dim}, rand.New(rand.NewPCG(seed, uint64(dim)))}
}

func (m *maker) add(class string, coordinates ...float64) {
	m.Classes = append(m.Classes, class)
	m.Vectors = append(m.Vectors, coordinates...)
}

// follow adds a point of a line, of which each sixth is a class, A to F.
func (m *maker) follow(along float64, coordinates ...float64) {
	m.Along = append(m.Along, along)
	m.add(string(rune('A'+min(5, int(6*along)))), coordinates...)
}

// cloud adds n points x = centre + σz, z ~ N(0, I). Dimensions that the centre
// does not name are 0 in it.
func (m *maker) cloud(class string, n int, sigma float64, centre ...float64) {
	for range n {
		x := make([]float64, m.Dim)
		copy(x, centre)
		for j := range x {
			x[j] += sigma * m.NormFloat64()
		}
		m.add(class, x...)
	}
}

// sizes are three clouds of 100 points in the plane, with σ = 0.3, 1 and 3: as many
// in each, one ten times as wide as another.
func sizes(seed uint64) Points {
	m := newMaker(2, seed)
	m.cloud("narrow", 100, .3, -12, -7)
	m.cloud("middling", 100, 1, 0, 12)
	m.cloud("wide", 100, 3, 12, -7)
	return m.Points
}

// distances are three clouds of 80 points in the plane, with σ = 1, at 0, 10 and 60:
// the third is five times as far from the second as that is from the first.
func distances(seed uint64) Points {
	m := newMaker(2, seed)
	m.cloud("left", 80, 1, 0)
	m.cloud("beside it", 80, 1, 10)
	m.cloud("far off", 80, 1, 60)
	return m.Points
}

// groups are nine clouds of 40 points in 20 dimensions, with σ = 1, three and three
// together: the middles of the three groups are drawn with σ = 8 in each dimension,
// those of their clouds about them with σ = 2. Its classes are the groups.
func groups(seed uint64) Points {
	m := newMaker(20, seed)
	around := func(centre []float64, sigma float64) []float64 {
		x := make([]float64, m.Dim)
		for j := range x {
			x[j] = sigma * m.NormFloat64()
			if centre != nil {
				x[j] += centre[j]
			}
		}
		return x
	}
	for _, group := range []string{"A", "B", "C"} {
		middle := around(nil, 8)
		for range 3 {
			m.cloud(group, 40, 1, around(middle, 2)...)
		}
	}
	return m.Points
}

// nested are two clouds of 100 points about one middle in 50 dimensions, with σ = 1
// and σ = 20.
func nested(seed uint64) Points {
	m := newMaker(50, seed)
	m.cloud("inner", 100, 1)
	m.cloud("outer", 100, 20)
	return m.Points
}

// parallels are two straight lines of 100 points in the plane, (t, 0) and (t, 8) for
// t from 0 to 100, each point moved by σ = 0.1.
func parallels(seed uint64) Points {
	m := newMaker(2, seed)
	for _, line := range []struct {
		class string
		y     float64
	}{{"lower", 0}, {"upper", 8}} {
		for i := range 100 {
			along := float64(i) / 99
			m.Along = append(m.Along, along)
			m.add(line.class, 100*along+.1*m.NormFloat64(), line.y+.1*m.NormFloat64())
		}
	}
	return m.Points
}

// grid are the 400 crossings of 20 lines with 20. Its classes are the quarters.
func grid(seed uint64) Points {
	const side = 20
	m := newMaker(2, seed)
	for y := range side {
		for x := range side {
			class := []string{"south", "north"}[y/(side/2)] + [2]string{"west", "east"}[x/(side/2)]
			m.add(class, float64(x), float64(y))
		}
	}
	return m.Points
}

// rings are two circles of 150 points in space, each through the middle of the other:
//
//	(cos t, sin t, 0),  (1 + cos t, 0, sin t)
func rings(seed uint64) Points {
	m := newMaker(3, seed)
	for i := range 150 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 150)
		m.add("lying", cos, sin, 0)
	}
	for i := range 150 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 150)
		m.add("standing", 1+cos, 0, sin)
	}
	return m.Points
}

// knot are 300 points of a trefoil, one closed line that cannot be laid flat without
// crossing itself:
//
//	(sin t + 2 sin 2t, cos t − 2 cos 2t, −sin 3t)
func knot(seed uint64) Points {
	const n = 300
	m := newMaker(3, seed)
	for i := range n {
		t := 2 * math.Pi * float64(i) / n
		m.follow(float64(i)/n, math.Sin(t)+2*math.Sin(2*t), math.Cos(t)-2*math.Cos(2*t), -math.Sin(3*t))
	}
	return m.Points
}

// roll are 1000 points of a sheet 20 wide that is rolled up, for t from 1.5π to 4.5π
// at random:
//
//	(t cos t, h, t sin t)
func roll(seed uint64) Points {
	m := newMaker(3, seed)
	for range 1000 {
		along := m.Float64()
		t := 1.5 * math.Pi * (1 + 2*along)
		sin, cos := math.Sincos(t)
		m.follow(along, t*cos, 20*m.Float64(), t*sin)
	}
	return m.Points
}

// noise are 300 points in 100 dimensions that chance alone has placed, x ~ N(0, I).
// Their three classes are chance as well.
func noise(seed uint64) Points {
	m := newMaker(100, seed)
	for range 300 {
		m.cloud(string(rune('A'+m.IntN(3))), 1, 1)
	}
	return m.Points
}

// walk are 500 steps at random in 100 dimensions, x[i+1] = x[i] + z, z ~ N(0, I).
func walk(seed uint64) Points {
	const n = 500
	m := newMaker(100, seed)
	at := make([]float64, m.Dim)
	for i := range n {
		for j := range at {
			at[j] += m.NormFloat64()
		}
		m.follow(float64(i)/(n-1), at...)
	}
	return m.Points
}
