package scene

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"
)

func normals(n int, seed uint64) []float32 {
	rng := rand.New(rand.NewPCG(3, seed))
	coords := make([]float32, 2*n)
	for i := range coords {
		coords[i] = float32(rng.NormFloat64())
	}
	return coords
}

func cloud(b *testing.B, n int) *Points {
	p := pointsAt(b, normals(n, 4)...)
	p.Colors = make([]uint32, n)
	for i := range p.Colors {
		p.Colors[i] = 0xc0603090
	}
	return p
}

// Radius 2 at 1200 × 800.
func benchmarkDraw(b *testing.B, n int, draw func(*Canvas, *Points, *Camera)) {
	p := cloud(b, n)
	c := NewCanvas(1200, 800)
	camera := &Camera{View: View{Zoom: 0.2}, Width: 1200, Height: 800}
	b.ResetTimer()
	for range b.N {
		c.Clear()
		draw(c, p, camera)
	}
}

func discs(c *Canvas, p *Points, camera *Camera)  { c.Discs(p, camera, 0, p.Len(), 0) }
func specks(c *Canvas, p *Points, camera *Camera) { c.Specks(p, camera, 0) }

func BenchmarkDraw100k(b *testing.B)          { benchmarkDraw(b, 100_000, discs) }
func BenchmarkDrawMillion(b *testing.B)       { benchmarkDraw(b, 1_000_000, discs) }
func BenchmarkDrawMillionMoving(b *testing.B) { benchmarkDraw(b, 1_000_000, specks) }

func cloudMap(b *testing.B, n int, zoom float64) *Map {
	m := NewMap()
	m.Points = *cloud(b, n)
	m.Points.SetPriorities(normals((n+1)/2, 5))
	m.Labels = Labels{Height: 16, Max: 60, Tries: 1500}
	m.Resize(1200, 800)
	m.LookAt(View{Zoom: zoom})
	b.ResetTimer()
	return m
}

func wide(int) float64 { return 50 }

// bySize runs a benchmark with as many points as maps are to carry.
func bySize(b *testing.B, f func(b *testing.B, n int)) {
	for _, size := range []struct {
		name string
		n    int
	}{{"10k", 10_000}, {"100k", 100_000}, {"1M", 1_000_000}} {
		b.Run(size.name, func(b *testing.B) { f(b, size.n) })
	}
}

// A frame while the plane is moved by hand.
func BenchmarkPan(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		m := cloudMap(b, n, 0.2)
		b.ResetTimer()
		for range b.N {
			m.Pan(1, 0)
			m.Advance(time.Second / 60)
			m.Draw()
			m.ShownLabels(wide)
		}
	})
}

// What a map with colours, sizes and priorities holds once it has been drawn, picked
// from and has come to rest.
func BenchmarkMemory(b *testing.B) {
	bySize(b, func(b *testing.B, n int) {
		coords, priorities := normals(n, 4), normals(n, 5)[:n]
		var before, after runtime.MemStats
		for range b.N {
			runtime.GC()
			runtime.ReadMemStats(&before)
			m := NewMap()
			m.Points.Colors, m.Points.Radii = make([]uint32, n), make([]float32, n)
			m.Resize(1200, 800)
			if err := m.SetCoordinates(coords, 2); err != nil {
				b.Fatal(err)
			}
			m.Points.SetPriorities(priorities)
			for m.Moving() {
				m.Advance(restTime)
				m.Draw()
			}
			m.ShownLabels(wide)
			m.At(600, 400, 8)
			runtime.GC()
			runtime.ReadMemStats(&after)
			runtime.KeepAlive(m)
		}
		const canvas = 4 * 1200 * 800
		held := float64(after.HeapAlloc - before.HeapAlloc)
		b.ReportMetric(held/1e6, "MB")
		b.ReportMetric((held-canvas)/float64(n), "B/point")
	})
}

// A frame while a model trains: all points are on their way, and every fifteenth
// frame brings new places to go to.
func benchmarkGlide(b *testing.B, n int) {
	m := cloudMap(b, n, 0.2)
	places := [][]float32{normals(n, 6), normals(n, 7)}
	b.ResetTimer()
	for i := range b.N {
		if i%15 == 0 {
			if err := m.SetCoordinates(places[i/15%2], 2); err != nil {
				b.Fatal(err)
			}
		}
		m.Advance(time.Second / 60)
		m.Draw()
		m.ShownLabels(wide)
	}
}

func BenchmarkGlide(b *testing.B) { bySize(b, benchmarkGlide) }

func benchmarkLabels(b *testing.B, n int, zoom float64) {
	m := cloudMap(b, n, zoom)
	for range b.N {
		m.Pan(1, 0)
		m.ShownLabels(wide)
	}
}

func BenchmarkLabelsMillion(b *testing.B)     { benchmarkLabels(b, 1_000_000, 0.2) }
func BenchmarkLabels100kNear(b *testing.B)    { benchmarkLabels(b, 100_000, 200) }
func BenchmarkLabelsMillionNear(b *testing.B) { benchmarkLabels(b, 1_000_000, 200) }

// The pointer moves over a map at rest.
func BenchmarkPickMillion(b *testing.B) {
	m := cloudMap(b, 1_000_000, 0.2)
	m.At(0, 0, 8)
	b.ResetTimer()
	for i := range b.N {
		m.At(float64(i%1200), float64(i%800), 8)
	}
}

// It does so while the points glide: they are elsewhere in each frame.
func benchmarkPickGliding(b *testing.B, n int) {
	m := cloudMap(b, n, 0.2)
	if err := m.Points.SetCoordinates(normals(n, 6), 2, time.Hour); err != nil {
		b.Fatal(err)
	}
	b.ResetTimer()
	for i := range b.N {
		m.Points.Advance(time.Microsecond)
		m.At(float64(i%1200), float64(i%800), 8)
	}
}

func BenchmarkPickGliding100k(b *testing.B)    { benchmarkPickGliding(b, 100_000) }
func BenchmarkPickGlidingMillion(b *testing.B) { benchmarkPickGliding(b, 1_000_000) }

func BenchmarkIndexMillion(b *testing.B) {
	p := cloud(b, 1_000_000)
	b.ResetTimer()
	for range b.N {
		newIndex(&p.at, nil)
	}
}

func BenchmarkPrioritiesMillion(b *testing.B) {
	var p Points
	priorities := normals(500_000, 4)
	b.ResetTimer()
	for range b.N {
		p.SetPriorities(priorities)
	}
}

func spaceMap(b *testing.B, n int) *Map {
	m := cloudMap(b, n, 0.2)
	if err := m.SetCoordinates(normals3(n, 6), 3); err != nil {
		b.Fatal(err)
	}
	m.Advance(time.Hour)
	m.Advance(time.Hour)
	b.ResetTimer()
	return m
}

// A frame while space is turned by hand.
func benchmarkOrbit(b *testing.B, n int) {
	m := spaceMap(b, n)
	for range b.N {
		m.Rotate(3, 1)
		m.Advance(time.Second / 60)
		m.Draw()
		m.ShownLabels(wide)
	}
}

func BenchmarkOrbit(b *testing.B) { bySize(b, benchmarkOrbit) }

// A frame while a model trains in space.
func benchmarkGlideInSpace(b *testing.B, n int) {
	m := spaceMap(b, n)
	places := [][]float32{normals3(n, 7), normals3(n, 8)}
	b.ResetTimer()
	for i := range b.N {
		if i%15 == 0 {
			if err := m.SetCoordinates(places[i/15%2], 3); err != nil {
				b.Fatal(err)
			}
		}
		m.Advance(time.Second / 60)
		m.Draw()
		m.ShownLabels(wide)
	}
}

func BenchmarkGlideInSpace(b *testing.B) { bySize(b, benchmarkGlideInSpace) }

// A crowd in space comes to rest: sorted by depth and drawn as discs.
func BenchmarkRestInSpaceMillion(b *testing.B) {
	m := spaceMap(b, 1_000_000)
	for range b.N {
		m.Rotate(3, 1)
		for m.Moving() {
			m.Advance(restTime)
			m.Draw()
		}
	}
}

func BenchmarkPickInSpaceMillion(b *testing.B) {
	m := spaceMap(b, 1_000_000)
	m.At(0, 0, 8)
	b.ResetTimer()
	for i := range b.N {
		m.At(float64(i%1200), float64(i%800), 8)
	}
}

// A quarter of all is chosen: the crowd is drawn in two looks while it moves.
func BenchmarkSelectionMillionMoving(b *testing.B) {
	m := cloudMap(b, 1_000_000, 0.2)
	m.SelectInside(Rectangle(0, 0, 600, 400), Replace)
	b.ResetTimer()
	for range b.N {
		m.Pan(1, 0)
		m.Draw()
	}
}

func lasso(corners int) Polygon {
	var p Polygon
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(corners))
		r := 250 + 10*float64(i%2)
		p = append(p, 600+r*cos, 400+r*sin)
	}
	return p
}

func BenchmarkLassoMillion(b *testing.B) {
	m := cloudMap(b, 1_000_000, 0.2)
	line := lasso(400)
	b.ResetTimer()
	for range b.N {
		m.SelectInside(line, Replace)
	}
}

func BenchmarkLines10k(b *testing.B) {
	m := cloudMap(b, 10_000, 0.2)
	var pairs []uint32
	for i := range uint32(10_000) {
		pairs = append(pairs, i, (i*7919+13)%10_000)
	}
	m.SetLines(Lines{Pairs: pairs})
	b.ResetTimer()
	for range b.N {
		lines := m.lineStrokes()
		lines.draw(m.Canvas, 0, 10_000)
	}
}

// A frame while the plane or space is moved by hand, with the way of every point
// from another map: a tenth of the spread long, or across all.
func BenchmarkMoves(b *testing.B) {
	for _, ways := range []struct {
		name string
		part float32
	}{{"short", .1}, {"long", 1}} {
		for _, dimensions := range []int{2, 3} {
			b.Run(fmt.Sprintf("%s/%dD", ways.name, dimensions), func(b *testing.B) {
				bySize(b, func(b *testing.B, n int) { benchmarkMoves(b, n, dimensions, ways.part) })
			})
		}
	}
}

func benchmarkMoves(b *testing.B, n, dimensions int, part float32) {
	m := cloudMap(b, n, 0.2)
	here, there := normals3(n, 6)[:dimensions*n], normals3(n, 7)[:dimensions*n]
	for i := range there {
		there[i] = (1-part)*here[i] + part*there[i]
	}
	if err := m.SetCoordinates(here, dimensions); err != nil {
		b.Fatal(err)
	}
	if err := m.SetOther(there, dimensions); err != nil {
		b.Fatal(err)
	}
	m.Advance(time.Hour)
	m.Advance(time.Hour)
	b.ResetTimer()
	for range b.N {
		m.Pan(1, 0)
		m.Advance(time.Second / 60)
		m.Draw()
		m.ShownLabels(wide)
	}
}

func BenchmarkContoursMillion(b *testing.B) {
	m := cloudMap(b, 1_000_000, 0.2)
	b.ResetTimer()
	for range b.N {
		m.SetContours(Contours{Levels: []float64{.05, .1, .2, .4, .8}})
		m.currentContours()
	}
}

func BenchmarkPeaksMillion(b *testing.B) {
	m := cloudMap(b, 1_000_000, 0.2)
	field := m.Density(.5)
	b.ResetTimer()
	for range b.N {
		field.Peaks(&m.Points, .3, .05)
	}
}

func BenchmarkPictures5k(b *testing.B) {
	m := cloudMap(b, 5_000, 0.2)
	m.Points.Atlas = NewAtlas(make([]uint32, 320*320), 320, 32, 24)
	m.Points.Tiles = make([]uint32, 5_000)
	for i := range m.Points.Tiles {
		m.Points.Tiles[i] = uint32(i % 100)
	}
	b.ResetTimer()
	for range b.N {
		m.Pan(1, 0)
		m.Draw()
	}
}

func BenchmarkOverviewMillion(b *testing.B) {
	m := cloudMap(b, 1_000_000, 0.2)
	b.ResetTimer()
	for range b.N {
		m.Changed()
		m.Overview(160, 120)
	}
}

func BenchmarkSVG100k(b *testing.B) {
	m := cloudMap(b, 100_000, 0.2)
	none := func(int) string { return "" }
	b.ResetTimer()
	for range b.N {
		m.SVG(Drawing{Width: 1200, Height: 800, FontSize: 12, Text: none, Name: none, TextWidth: wide})
	}
}
