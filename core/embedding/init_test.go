package embedding

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"nearspace/core/vec"
)

func TestInitialisersHaveTheirSpread(t *testing.T) {
	rng := seeded()
	for name, c := range map[string]struct {
		fill       Filler
		std, bound float64
	}{
		"uniform":          {Uniform(.05, rng), .05 / math.Sqrt(3), .05},
		"normal":           {Normal(.02, rng), .02, math.Inf(1)},
		"truncated normal": {TruncatedNormal(1, rng), truncatedStd, 2},
		"xavier uniform":   {XavierUniform(2, 30, 120, rng), 2 * math.Sqrt(2./150), 2 * math.Sqrt(6./150)},
		"xavier normal":    {XavierNormal(2, 30, 120, rng), 2 * math.Sqrt(2./150), math.Inf(1)},
		"kaiming uniform":  {KaimingUniform(math.Sqrt2, 50, rng), math.Sqrt(2. / 50), math.Sqrt(6. / 50)},
		"kaiming normal":   {KaimingNormal(math.Sqrt2, 50, rng), math.Sqrt(2. / 50), math.Inf(1)},
		"lecun uniform":    {LeCunUniform(50, rng), math.Sqrt(1. / 50), math.Sqrt(3. / 50)},
		"lecun normal":     {LeCunNormal(50, rng), math.Sqrt(1. / 50), 2.3 * math.Sqrt(1./50)},
	} {
		row := make([]float32, 100_000)
		c.fill(row)
		var sum, squares, largest float64
		for _, v := range row {
			x := float64(v)
			sum, squares, largest = sum+x, squares+x*x, max(largest, math.Abs(x))
		}
		n := float64(len(row))
		if std := math.Sqrt(squares / n); math.Abs(std/c.std-1) > .01 {
			t.Errorf("%s: standard deviation %v, want %v", name, std, c.std)
		}
		if math.Abs(sum/n) > .015*c.std || largest > c.bound*1.000001 {
			t.Errorf("%s: mean %v, largest %v", name, sum/n, largest)
		}
	}
}

func TestOneSeedGivesTheSameTable(t *testing.T) {
	a, b := NewTable(9, 4), NewTable(9, 4)
	a.Orthogonal(1, rand.New(rand.NewPCG(5, 6)))
	b.Orthogonal(1, rand.New(rand.NewPCG(5, 6)))
	if !slices.Equal(a.Weights.Data, b.Weights.Data) {
		t.Error("two tables differ")
	}
}

func TestOrthogonalTables(t *testing.T) {
	for _, shape := range [][2]int{{9, 4}, {4, 9}, {5, 5}} {
		table := NewTable(shape[0], shape[1])
		table.Orthogonal(2, seeded())
		vectors := [][]float32{}
		for i := range min(shape[0], shape[1]) {
			v := make([]float32, max(shape[0], shape[1]))
			for k := range v {
				if shape[0] < shape[1] {
					v[k] = table.Row(i)[k]
				} else {
					v[k] = table.Row(k)[i]
				}
			}
			vectors = append(vectors, v)
		}
		for i, a := range vectors {
			for j, b := range vectors[:i+1] {
				want := float32(0)
				if i == j {
					want = 4
				}
				if got := vec.Dot(a, b); math.Abs(float64(got-want)) > 1e-5 {
					t.Errorf("%v: vectors %d and %d have the product %v", shape, i, j, got)
				}
			}
		}
	}
}

func TestMissingWordsFollowThePolicy(t *testing.T) {
	known := map[string][]float32{"a": {1, 2}, "c": {5, 6}}
	words := []string{"a", "b", "c"}
	find := func(w string) []float32 { return known[w] }
	for name, c := range map[string]struct {
		missing Filler
		want    []float32
	}{
		"zeros": {Zeros, []float32{0, 0}},
		"kept":  {nil, []float32{10, 11}},
		"mean":  {MeanOf(counting(3, 2)), []float32{10, 11}},
	} {
		table := counting(3, 2)
		found, err := table.FillFrom(words, find, c.missing)
		if err != nil || found != 2 {
			t.Errorf("%s: found %d, %v", name, found, err)
		}
		wantClose(t, name, table.Row(1), c.want, 0)
		wantClose(t, name, table.Row(2), []float32{5, 6}, 0)
	}
	_, err := counting(2, 2).FillFrom(words, find, nil)
	wantError(t, err, "fill from pretrained vectors: 3 words for 2 rows")
	_, err = counting(3, 3).FillFrom(words, find, nil)
	wantError(t, err, `fill from pretrained vectors: "a" has 2 numbers, the table 3`)
}
