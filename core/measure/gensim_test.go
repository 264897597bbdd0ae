package measure

import (
	"bufio"
	"math"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

func readSpace(t testing.TB) *space.Space {
	t.Helper()
	f, err := os.Open("testdata/vectors.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Scan()
	var labels []string
	var m blas32.General
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		labels = append(labels, fields[0])
		for _, f := range fields[1:] {
			x, err := strconv.ParseFloat(f, 32)
			if err != nil {
				t.Fatal(err)
			}
			m.Data = append(m.Data, float32(x))
		}
		m.Cols = len(fields) - 1
	}
	m.Rows, m.Stride = len(labels), m.Cols
	return space.New("words", space.Input, labels, m)
}

func readPairs(t testing.TB) []Pair {
	t.Helper()
	f, err := os.Open("testdata/pairs.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	pairs, err := ReadPairs(f)
	if err != nil {
		t.Fatal(err)
	}
	return pairs
}

func goOn() error { return nil }

func TestAnalogiesAreGensims(t *testing.T) {
	s, sections := readSpace(t), BuiltinAnalogies()
	type score struct{ right, asked int }
	for _, c := range []struct {
		o     Options
		want  []score
		total score
	}{
		{Options{}, []score{{24, 462}, {94, 870}, {81, 462}, {219, 870}, {56, 650}, {21, 420}, {143, 870}, {58, 552}, {15, 420}, {9, 132}, {11, 240}, {7, 306}}, score{738, 6254}},
		{Options{MatchCase: true}, []score{{7, 182}, {17, 210}, {35, 240}, {58, 240}, {38, 462}, {2, 90}, {45, 272}, {19, 132}, {1, 72}, {1, 56}, {8, 90}, {3, 56}}, score{234, 2102}},
		{Options{Limit: 200}, []score{{0, 0}, {0, 0}, {2, 2}, {7, 12}, {0, 0}, {0, 0}, {4, 12}, {0, 0}, {0, 0}, {3, 6}, {0, 0}, {0, 0}}, score{16, 32}},
	} {
		scores, err := Analogies(s, sections, Add, c.o, goOn)
		if err != nil {
			t.Fatal(err)
		}
		var got []score
		for i, s := range scores {
			got = append(got, score{s.Right, s.Asked})
			if all := len(sections[i].Questions); s.Asked+s.Unknown != all || len(s.Answers) != s.Asked {
				t.Errorf("%+v, %s: %d asked and %d unknown of %d", c.o, s.Section, s.Asked, s.Unknown, all)
			}
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.o, got, c.want)
		}
		if all := Total(scores); all.Right != c.total.right || all.Asked != c.total.asked {
			t.Errorf("%+v: %d of %d, want %v", c.o, all.Right, all.Asked, c.total)
		}
	}
}

func TestMultipliedAnalogiesAreGensims(t *testing.T) {
	scores, err := Analogies(readSpace(t), BuiltinAnalogies(), Mul, Options{MatchCase: true}, goOn)
	if err != nil {
		t.Fatal(err)
	}
	if all := Total(scores); all.Right != 199 || all.Asked != 2102 {
		t.Errorf("%d of %d", all.Right, all.Asked)
	}
}

func TestPairsAreGensims(t *testing.T) {
	s, pairs := readSpace(t), readPairs(t)
	for _, c := range []struct {
		o                 Options
		pearson, spearman Correlation
		unknown           float64 // per cent
	}{
		{Options{}, Correlation{0.3963690030481911, 1.4874221405946766e-11}, Correlation{0.45401892262613347, 4.380300904360237e-15}, 9.121621621621621},
		{Options{MatchCase: true}, Correlation{0.38069509531394463, 5.35729708765665e-07}, Correlation{0.43380501100779695, 7.260223707248118e-09}, 44.932432432432435},
		{Options{Limit: 200}, Correlation{0.6702245251479007, 0.00625458264192603}, Correlation{0.46597695133699546, 0.0800022923250058}, 94.93243243243244},
	} {
		got, err := Pairs(s, pairs, c.o, goOn)
		if err != nil {
			t.Fatal(err)
		}
		if !near(got.Pearson, c.pearson) || !near(got.Spearman, c.spearman) {
			t.Errorf("%+v: %v and %v, want %v and %v", c.o, got.Pearson, got.Spearman, c.pearson, c.spearman)
		}
		if unknown := 100 * float64(got.Unknown) / float64(got.Known+got.Unknown); math.Abs(unknown-c.unknown) > 1e-9 {
			t.Errorf("%+v: %v %% unknown, want %v", c.o, unknown, c.unknown)
		}
	}
}

// near allows for cosines in float32.
func near(got, want Correlation) bool {
	return math.Abs(got.R-want.R) < 1e-5 && math.Abs(got.P/want.P-1) < 1e-3
}
