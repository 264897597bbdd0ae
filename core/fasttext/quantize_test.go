package fasttext

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"nearspace/core/vec"
)

// large is a classifier with as many rows as quantising takes.
func large(t testing.TB) *Texts {
	t.Helper()
	return classifier(t, Settings{Dim: 5, Buckets: 400, MinN: 2, MaxN: 3, WordNgrams: 2, Epochs: 20, LearningRate: .3}, examples(t), 1000)
}

func quantized(t testing.TB, m *Model, q Quantization) *Quantizer {
	t.Helper()
	z, err := m.Quantize(q, 1)
	if err != nil {
		t.Fatal(err)
	}
	for z.Step() {
	}
	return z
}

func TestQuantisingLosesLittle(t *testing.T) {
	e := examples(t)
	m := large(t).Model()
	for _, q := range []Quantization{{}, {Norms: true}, {Columns: 1}} {
		z := quantized(t, m, q)
		small := z.Model()
		if d := z.Distortion(); d > .02 {
			t.Errorf("%+v: distortion %.3f", q, d)
		}
		if before, after := f1(m, e), f1(small, e); after < before-.02 {
			t.Errorf("%+v: F1 fell from %.3f to %.3f", q, before, after)
		}
		if small.In.Bytes() >= m.In.Bytes() {
			t.Errorf("%+v: %d bytes became %d", q, m.In.Bytes(), small.In.Bytes())
		}
		again := read(t, written(t, small), 0)
		if !bytes.Equal(written(t, again), written(t, small)) {
			t.Errorf("%+v: writing and reading changes it", q)
		}
	}
}

func TestFewValuesAreKeptAsTheyAre(t *testing.T) {
	c := large(t)
	for i := range c.In.Rows() {
		for k := range c.In.Row(i) {
			c.In.Row(i)[k] = float32((i*7+k*3)%16) / 8
		}
	}
	if d := quantized(t, c.Model(), Quantization{}).Distortion(); d > 1e-10 {
		t.Errorf("distortion %v", d)
	}
}

func TestEachPartHasTheNearestCentroid(t *testing.T) {
	c := large(t)
	z := quantized(t, c.Model(), Quantization{})
	q := z.in
	for i := range c.In.Rows() {
		for m := range q.parts.count() {
			code := q.codes[i*q.parts.count()+m]
			part := c.In.Row(i)[2*m : min(2*m+2, 5)]
			got := vec.SquaredDistance(part, q.parts.centroid(m, code))
			for j := range centroidsOfPart {
				if d := vec.SquaredDistance(part, q.parts.centroid(m, byte(j))); d < got-1e-5 {
					t.Fatalf("row %d, part %d: centroid %d is at %v, %d at %v", i, m, code, got, j, d)
				}
			}
		}
	}
}

func TestACutModelKeepsItsLongestRows(t *testing.T) {
	e := examples(t)
	m := large(t).Model()
	cut, err := m.Cut(300)
	if err != nil {
		t.Fatal(err)
	}
	if cut.In.Rows() != 300 || cut.Dictionary.Rows() != 300 {
		t.Fatalf("%d rows, %d numbered", cut.In.Rows(), cut.Dictionary.Rows())
	}
	end, known := cut.Dictionary.ID(EndOfLine)
	if !known {
		t.Error("the end of the line was cut")
	}
	shortest := math.Inf(1)
	for i := range 300 {
		if i == int(end) {
			continue // it stays, however short
		}
		shortest = min(shortest, float64(vec.Norm(cut.In.(Dense).Row(i))))
	}
	var longer int
	for i := range m.In.Rows() {
		if float64(vec.Norm(m.In.(Dense).Row(i))) > shortest {
			longer++
		}
	}
	if longer > 300 {
		t.Errorf("%d rows are longer than the shortest kept", longer)
	}
	// What is left of a word are the rows it had.
	v := make([]float32, 5)
	for _, p := range cut.Dictionary.Subwords("soup") {
		i := slices.IndexFunc(m.Dictionary.Subwords("soup"), func(q Subword) bool { return q.Text == p.Text })
		was := m.In.(Dense).Row(int(m.Dictionary.Subwords("soup")[i].Row))
		copy(v, cut.In.(Dense).Row(int(p.Row)))
		if !near(v, was) {
			t.Errorf("%s has %v, and had %v", p.Text, v, was)
		}
	}

	again, err := cut.ContinueTexts(Settings{Epochs: 5, LearningRate: .1}, e, 1)
	if err != nil {
		t.Fatal(err)
	}
	for again.Train(1000) {
	}
	small := quantized(t, again.Model(), Quantization{Norms: true}).Model()
	if before, after := f1(m, e), f1(read(t, written(t, small), 0), e); after < before-.05 {
		t.Errorf("F1 fell from %.3f to %.3f", before, after)
	}
}

func TestWhatIsNotQuantised(t *testing.T) {
	m := large(t).Model()
	for _, q := range []Quantization{{Columns: -1}, {Columns: 6}, {Output: true}} {
		if _, err := m.Quantize(q, 1); err == nil {
			t.Errorf("%+v was taken", q)
		}
	}
	for _, name := range []string{"skipgram-ns", "supervised-softmax", "quantized"} {
		if _, err := read(t, models(t)[name], 0).Quantize(Quantization{}, 1); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	for _, n := range []int{0, m.In.Rows()} {
		if _, err := m.Cut(n); err == nil {
			t.Errorf("%d of %d rows were taken", n, m.In.Rows())
		}
	}
}
