package localsgd

import (
	"math"
	"testing"

	"nearspace/core/embedding"
	"nearspace/core/vec"
)

func TestMergingLiesBetweenSumAndMean(t *testing.T) {
	for _, test := range []struct {
		k       int
		x, want float64
	}{
		{1, 3, 1},    // nothing to share
		{4, 0, 1},    // the sum
		{4, 1e-6, 1}, // nearly
		{4, .004, (1 + math.Exp(-.004) + math.Exp(-.008) + math.Exp(-.012)) / 4},
		{4, 1000, .25}, // the mean
		{2, math.Ln2, .75},
	} {
		if got := damping(test.k, test.x); math.Abs(float64(got)-test.want) > 2e-6 {
			t.Errorf("%v parts at %v: scale %v, want %v", test.k, test.x, got, test.want)
		}
	}
}

// A bowl of two axes, in which the parts go a part of the way to the bottom: the
// merge goes as far as one model would have in all their steps.
func TestMergingInABowlIsTrainingOneAfterTheOther(t *testing.T) {
	other := embedding.NewTable(2, 2)
	copy(other.Row(0), []float32{3, 4})
	copy(other.Row(1), []float32{-.8, .6})
	b := newBowl(vectorsOf(other.Weights), []float32{10, 10}, .01)
	axes := [2][2]float64{{.6, .8}, {-.8, .6}}
	curvatures := [2]float64{.01 * evenness * 10 * 25, .01 * evenness * 10}
	for i, want := range curvatures {
		if cos := vec.Dot(rowOf(b.axes, i), []float32{float32(axes[i][0]), float32(axes[i][1])}); math.Abs(math.Abs(float64(cos))-1) > 1e-5 || math.Abs(b.curvatures[i]-want) > 1e-5 {
			t.Fatalf("axis %v of curvature %v, want %v of %v", rowOf(b.axes, i), b.curvatures[i], axes[i], want)
		}
	}
	const parts, steps = 3, 40.
	bottom := [2]float64{1, -2} // along the axes, from where the row is
	move, want := make([]float32, 2), make([]float64, 2)
	for i := range 2 {
		alone, together := 1-math.Exp(-curvatures[i]*steps), 1-math.Exp(-curvatures[i]*steps*parts)
		for k := range 2 {
			move[k] += float32(alone * bottom[i] * axes[i][k])
			want[k] += together * bottom[i] * axes[i][k]
		}
	}
	table := embedding.NewTable(1, 2)
	in := newSide([]float32{.5}, nil, frequent(parts))
	in.base, in.bowl, in.path = embedding.NewTable(1, 2).Weights, b, 2*steps
	all := make([]moves, parts)
	for i := range all {
		all[i] = &listed{[]float32{0}, move, 2}
	}
	in.merge(all, []*embedding.Table{table}, 0, 1)
	for k := range 2 {
		if math.Abs(float64(table.Row(0)[k])-want[k]) > 1e-5 {
			t.Errorf("the row moved to %v, want %v", table.Row(0), want)
		}
	}
}

// The learning rate falls to nothing, and of the way that is left each round has
// the same part.
func TestMergesAreFartherApartAsTheRateFalls(t *testing.T) {
	for _, test := range []struct {
		end  float64
		want []float64 // after each quarter of the merges, of the training
	}{
		{1, []float64{.25, .5, .75, 1}},
		{1e-12, []float64{1 - math.Sqrt(.75), 1 - math.Sqrt(.5), .5, 1}},
	} {
		p := Part{of: 2, rounds: 4}
		for i, want := range test.want {
			if got := p.mergeAt(i+1, test.end); math.Abs(got-want) > 1e-6 {
				t.Errorf("rate falls to %v: merge %d after %v, want %v", test.end, i+1, got, want)
			}
		}
	}
}
