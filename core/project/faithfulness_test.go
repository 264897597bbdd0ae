package project

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

func judge(t testing.TB, m blas32.General, y []float32, dimensions, k, units int) *Faithfulness {
	t.Helper()
	j, err := NewJudge(m, space.Euclidean, y, dimensions, k, false)
	if err != nil {
		t.Fatal(err)
	}
	for done := false; !done; {
		if done, err = j.Step(units); err != nil {
			t.Fatal(err)
		}
	}
	return j.Result()
}

func TestAMapOfItselfIsFaithful(t *testing.T) {
	y := scattered(300, 2, 1, 4)
	f := judge(t, blas32.General{Rows: 300, Cols: 2, Stride: 2, Data: y}, y, 2, 10, 1000)
	if f.Trust != 1 || f.Continuity != 1 || f.Preserved != 1 || math.Abs(f.Shepard-1) > 1e-9 || f.Looked != 300 {
		t.Errorf("%+v", *f)
	}
	for i, p := range f.PerPoint {
		if p != (Judged{1, 1, 1, 1}) {
			t.Fatalf("point %d: %+v", i, p)
		}
	}
}

// slowly computes trust and preservation as they are written down.
func slowly(m blas32.General, y []float32, k int) (trust, continuity, preserved float64) {
	n := m.Rows
	order := func(distance func(j int) float64, i int) (order, rank []int) {
		for j := range n {
			if j != i {
				order = append(order, j)
			}
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(distance(a), distance(b)) })
		rank = make([]int, n)
		for r, j := range order {
			rank[j] = r + 1
		}
		return order, rank
	}
	norm := 2 / (float64(n*k) * float64(2*n-3*k-1))
	trust, continuity = 1, 1
	for i := range n {
		row := func(m blas32.General, j int) []float32 { return m.Data[j*m.Stride:][:m.Cols] }
		at := blas32.General{Rows: n, Cols: 2, Stride: 2, Data: y}
		near, rank := order(func(j int) float64 { return exactDistance(space.Euclidean, row(m, i), row(m, j)) }, i)
		nearOn, rankOn := order(func(j int) float64 { return exactDistance(space.Euclidean, row(at, i), row(at, j)) }, i)
		for _, j := range nearOn[:k] {
			trust -= norm * float64(max(0, rank[j]-k))
			if rank[j] <= k {
				preserved += 1 / float64(n*k)
			}
		}
		for _, j := range near[:k] {
			continuity -= norm * float64(max(0, rankOn[j]-k))
		}
	}
	return trust, continuity, preserved
}

func TestFaithfulnessIsWhatItSays(t *testing.T) {
	m := cloud(200, 6, 3)
	for name, y := range map[string][]float32{"random": scattered(200, 2, 1, 9), "of PCA": pcaOf(t, m)} {
		f := judge(t, m, y, 2, 7, 1<<30)
		trust, continuity, preserved := slowly(m, y, 7)
		if math.Abs(f.Trust-trust) > 1e-5 || math.Abs(f.Continuity-continuity) > 1e-5 || math.Abs(f.Preserved-preserved) > 1e-5 {
			t.Errorf("%s: %.5f %.5f %.5f, want %.5f %.5f %.5f", name, f.Trust, f.Continuity, f.Preserved, trust, continuity, preserved)
		}
		var mean float64
		for _, p := range f.PerPoint {
			mean += float64(p.Trust) / 200
		}
		if math.Abs(mean-f.Trust) > 1e-5 {
			t.Errorf("%s: the points' mean trust is %v, not %v", name, mean, f.Trust)
		}
		if sliced := judge(t, m, y, 2, 7, 3); !slices.Equal(sliced.PerPoint, f.PerPoint) || sliced.Trust != f.Trust || sliced.Shepard != f.Shepard {
			t.Errorf("%s: slices judge otherwise", name)
		}
		if want := name == "of PCA"; (f.Shepard > .9) != want {
			t.Errorf("%s: Shepard %.2f", name, f.Shepard)
		}
	}
}

func pcaOf(t testing.TB, m blas32.General) []float32 {
	t.Helper()
	p, err := FitPCA(m, 2, 1)
	if err != nil {
		t.Fatal(err)
	}
	return p.Coordinates()
}

func TestManyPointsAreJudgedByASample(t *testing.T) {
	m := cloud(2500, 5, 3)
	y := pcaOf(t, m)
	f := judge(t, m, y, 2, 5, 1<<30)
	looked := 0
	for _, p := range f.PerPoint {
		if p.Trust == p.Trust {
			looked++
		}
	}
	if looked != judgedRows || f.Looked != judgedRows {
		t.Errorf("%d points were looked at, %d said", looked, f.Looked)
	}
}

func TestSpearman(t *testing.T) {
	for _, c := range []struct {
		x, y []float64
		want float64
	}{
		{[]float64{1, 2, 3}, []float64{10, 100, 1000}, 1},
		{[]float64{1, 2, 3}, []float64{3, 2, 1}, -1},
		{[]float64{1, 2, 3, 4, 5}, []float64{5, 6, 7, 8, 7}, .8207826816681233}, // with a tie
		{[]float64{1, 1}, []float64{1, 2}, 0},
	} {
		if got := spearman(c.x, c.y); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%v and %v: %v, want %v", c.x, c.y, got, c.want)
		}
	}
}

func TestJudgeRefuses(t *testing.T) {
	m := cloud(20, 3, 1)
	for _, c := range []struct{ coordinates, k int }{{39, 5}, {40, 0}, {40, 13}, {40, 20}} {
		if _, err := NewJudge(m, "", make([]float32, c.coordinates), 2, c.k, false); err == nil {
			t.Errorf("%d coordinates and %d neighbours of 20 rows are judged", c.coordinates, c.k)
		}
	}
}

func ExampleNewJudge() {
	// The third coordinate is lost on the map, on which the last two points coincide.
	m := blas32.General{Rows: 6, Cols: 3, Stride: 3, Data: []float32{0, 0, 0, 1, 0, 0, 3, 0, 0, 6, 0, 0, 10, 0, 0, 10, 0, 9}}
	y := []float32{0, 0, 1, 0, 3, 0, 6, 0, 10, 0, 10, 0}
	j, err := NewJudge(m, space.Euclidean, y, 2, 1, false)
	if err != nil {
		panic(err)
	}
	for done := false; !done; {
		if done, err = j.Step(1000); err != nil {
			panic(err)
		}
	}
	f := j.Result()
	fmt.Printf("trust %.3f, preserved %.2f\n", f.Trust, f.Preserved)
	// Output: trust 0.875, preserved 0.83
}
