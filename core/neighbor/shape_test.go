package neighbor

import (
	"math"
	"testing"
)

func TestASearchComparesFewRowsOrAll(t *testing.T) {
	base, asked := split(clustered(3300, 24, 1), 50)
	g := build(t, base, GraphConfig{})
	for i := range asked.Rows {
		found(t, g, row(asked, i), 10, 20, nil)
		few := g.Compared()
		found(t, g, row(asked, i), 10, 100, nil)
		if more := g.Compared(); few < 20 || few >= more || more >= base.Rows {
			t.Errorf("query %d: %d rows compared, with a larger ef %d, of %d", i, few, more, base.Rows)
		}
	}
	found(t, g, row(asked, 0), 10, base.Rows, nil)
	if n := g.Compared(); n != base.Rows {
		t.Errorf("%d rows compared, want all %d", n, base.Rows)
	}
	found(t, g, row(asked, 0), 0, 0, nil)
	if n := g.Compared(); n != 0 {
		t.Errorf("%d rows compared for nothing", n)
	}
}

func TestLevelsThinOut(t *testing.T) {
	m := clustered(4000, 3, 1)
	for _, links := range []int{4, 16} {
		rows := build(t, m, GraphConfig{M: links, EfConstruction: 8}).Levels()
		if rows[0] != m.Rows || len(rows) < 2 {
			t.Fatalf("M %d: levels of %v rows", links, rows)
		}
		// A binomial of 4000 with the probability 1/M, five deviations to either side.
		p := 1 / float64(links)
		want, slack := float64(m.Rows)*p, 5*math.Sqrt(float64(m.Rows)*p*(1-p))
		if math.Abs(float64(rows[1])-want) > slack {
			t.Errorf("M %d: %d rows on the second level, want %.0f ± %.0f", links, rows[1], want, slack)
		}
	}
}

func TestADescentComesNearerDownTheLevels(t *testing.T) {
	m := clustered(2000, 8, 1)
	for _, metric := range metrics {
		g := build(t, m, GraphConfig{M: 4, Metric: metric})
		levels := len(g.Levels())
		for i := range 50 {
			way, err := g.Descent(row(m, i))
			if err != nil || len(way) != levels || way[0].ID != int(g.entry) {
				t.Fatalf("%s: a way of %v through %d levels, %v", metric, way, levels, err)
			}
			for k, n := range way[1:] {
				if int(g.levels[n.ID]) < levels-1-k {
					t.Errorf("%s: row %d is on no level %d", metric, n.ID, levels-1-k)
				}
				if nearer, before := n.Score, way[k].Score; metric == Euclidean && nearer > before || metric != Euclidean && nearer < before {
					t.Errorf("%s: from %v to %v", metric, before, nearer)
				}
			}
		}
	}
}

func TestAnEmptyGraphHasNoShape(t *testing.T) {
	g := build(t, clustered(0, 3, 1), GraphConfig{})
	way, err := g.Descent([]float32{1, 2, 3})
	rows, links := g.Bytes()
	if g.Levels() != nil || way != nil || err != nil || rows != 0 || links != 0 {
		t.Errorf("levels %v, way %v, %v, %d and %d bytes", g.Levels(), way, err, rows, links)
	}
	if way, err := build(t, clustered(9, 3, 1), GraphConfig{}).Descent([]float32{1, 2, float32(math.NaN())}); way != nil || err != nil {
		t.Errorf("a query that is no number went %v, %v", way, err)
	}
	if _, err := g.Descent([]float32{1}); err == nil {
		t.Error("a query of another dimension went down")
	}
}

func TestCodesTakeAQuarterOfTheMemory(t *testing.T) {
	m := clustered(100, 256, 1)
	rows, links := build(t, m, GraphConfig{}).Bytes()
	codes, same := build(t, m, GraphConfig{Int8: true}).Bytes()
	if rows != 100*256*4 || codes != 100*(256+8) || links < 100*32*4 || same < 100*32*4 {
		t.Errorf("%d bytes of rows, %d of codes, %d and %d of links", rows, codes, links, same)
	}
}
