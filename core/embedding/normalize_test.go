package embedding

import (
	"math"
	"testing"

	"nearspace/core/vec"
)

// stretched returns rows that vary differently along each column, around (1, 1, …).
func stretched(rows, dim int) *Table {
	table := random(rows, dim)
	for i := range rows {
		for d := range dim {
			table.Row(i)[d] = table.Row(i)[d]*float32(dim-d) + 1
		}
	}
	return table
}

func covarianceOf(t *Table) (mean []float32, covariance []float64) {
	c := NewTable(t.Rows(), t.Dim())
	copy(c.Weights.Data, t.Weights.Data)
	mean = c.Center()
	covariance = crossProduct(c.Weights, c.Weights).Data
	for i := range covariance {
		covariance[i] /= float64(t.Rows())
	}
	return mean, covariance
}

func TestNormalizedRowsHaveLengthOne(t *testing.T) {
	table := stretched(20, 3)
	clear(table.Row(4))
	table.NormalizeRows()
	for i := range 20 {
		want := 1.
		if i == 4 {
			want = 0
		}
		if n := vec.Norm(table.Row(i)); math.Abs(float64(n)-want) > 1e-6 {
			t.Errorf("row %d has length %v", i, n)
		}
	}
}

func TestWhitenedRowsHaveTheIdentityAsCovariance(t *testing.T) {
	table := stretched(200, 4)
	must(t, table.Whiten())
	mean, covariance := covarianceOf(table)
	wantClose(t, "mean", mean, make([]float32, 4), 1e-5)
	for k, v := range covariance {
		want := 0.
		if k%5 == 0 {
			want = 1
		}
		if math.Abs(v-want) > 1e-4 {
			t.Errorf("covariance %d %d is %v", k/4, k%4, v)
		}
	}
}

func TestDirectionsWithoutVarianceBecomeZero(t *testing.T) {
	table := random(50, 3)
	for i := range 50 {
		table.Row(i)[2] = 7
	}
	must(t, table.Whiten())
	for i := range 50 {
		if v := table.Row(i)[2]; math.Abs(float64(v)) > 1e-5 {
			t.Fatalf("row %d has %v", i, v)
		}
	}
}

func TestAllButTheTopTakesAwayTheLeadingDirections(t *testing.T) {
	table := stretched(500, 4)
	before, _, err := eigen(crossProduct(centred(table).Weights, centred(table).Weights))
	must(t, err)
	must(t, table.AllButTheTop(2))
	after, err := Spectrum(table.Weights)
	must(t, err)
	for k, want := range []float64{math.Sqrt(before[2]), math.Sqrt(before[3]), 0, 0} {
		if math.Abs(after[k]-want) > 1e-2 {
			t.Errorf("singular value %d is %v, want %v", k, after[k], want)
		}
	}
	wantError(t, table.AllButTheTop(5), "all but the top: 5 of 4 directions")
	table.Row(3)[1] = float32(math.NaN())
	wantError(t, table.AllButTheTop(1), "all but the top: the numbers are not all finite")
	wantError(t, table.Whiten(), "whiten: the numbers are not all finite")
}

func centred(t *Table) *Table {
	c := t.columns(0, t.Dim())
	c.Center()
	return c
}

func TestSpectrumOfAKnownMatrix(t *testing.T) {
	basis := NewTable(30, 3)
	basis.Orthogonal(1, seeded())
	for i := range 30 {
		for d, scale := range []float32{1, 9, 3} {
			basis.Row(i)[d] *= scale
		}
	}
	got, err := Spectrum(basis.Weights)
	must(t, err)
	for k, want := range []float64{9, 3, 1} {
		if math.Abs(got[k]-want) > 1e-5 {
			t.Errorf("singular value %d is %v, want %v", k, got[k], want)
		}
	}
	few, err := Spectrum(random(2, 5).Weights)
	if err != nil || len(few) != 2 {
		t.Errorf("two rows have the spectrum %v, %v", few, err)
	}
}

func TestPIPLoss(t *testing.T) {
	a, b := stretched(40, 4), random(40, 2)
	var want float64
	for i := range 40 {
		for j := range 40 {
			d := float64(vec.Dot(a.Row(i), a.Row(j)) - vec.Dot(b.Row(i), b.Row(j)))
			want += d * d
		}
	}
	got, err := PIPLoss(a.Weights, b.Weights)
	must(t, err)
	if want = math.Sqrt(want); math.Abs(got/want-1) > 1e-5 {
		t.Errorf("%v, want %v", got, want)
	}
	_, err = PIPLoss(a.Weights, random(39, 2).Weights)
	wantError(t, err, "pip loss: tables of 40 and of 39 rows")
}

func TestTruncationLossIsThePIPLossOfFewerDimensions(t *testing.T) {
	table := stretched(40, 4)
	spectrum, err := Spectrum(table.Weights)
	must(t, err)
	loss := TruncationLoss(spectrum)
	for rank := 1; rank <= 4; rank++ {
		l, err := Factorize(table, rank)
		must(t, err)
		got, err := PIPLoss(table.Weights, l.A.Weights)
		must(t, err)
		if math.Abs(got-loss[rank]) > 1e-3*loss[0] {
			t.Errorf("rank %d: %v, want %v", rank, got, loss[rank])
		}
	}
}
