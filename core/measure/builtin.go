package measure

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"strings"
)

//go:embed sets/pairs.txt
var pairs []byte

//go:embed sets/outliers.txt
var outliers []byte

//go:embed sets/kinds.txt
var kinds []byte

//go:embed sets/kinds.zh.txt
var kindsChinese []byte

// BuiltinAnalogies returns questions about capitals, peoples, sexes and the forms
// of English words: some thousand, in lower case.
func BuiltinAnalogies() []Section {
	sections, err := readRelations(bytes.NewReader(pairs))
	if err != nil {
		panic(err) // the file is part of the program
	}
	return sections
}

// BuiltinOutliers returns eight sets of eight words and eight outliers, of which
// the first are near and the last far.
func BuiltinOutliers() []OutlierSet {
	sets, err := ReadOutliers(bytes.NewReader(outliers))
	if err != nil {
		panic(err) // the file is part of the program
	}
	return sets
}

// BuiltinPairs returns pairs of English words, in lower case, or of Chinese ones.
// No one was asked how alike they are: they stand in a tree of kinds, and the
// score of two is how many of its three levels they share, 3 for two metals, 2 for
// a metal and a crop, 1 for a metal and an animal, 0 for a metal and a month.
func BuiltinPairs(chinese bool) []Pair {
	file := kinds
	if chinese {
		file = kindsChinese
	}
	pairs, err := readKinds(bytes.NewReader(file))
	if err != nil {
		panic(err) // the file is part of the program
	}
	return pairs
}

// readKinds reads words below lines ": kind/kind/kind", the widest first, and makes
// pairs of each with each, scored by how many kinds they share from the widest on.
func readKinds(r io.Reader) ([]Pair, error) {
	type placed struct {
		word string
		path []string
	}
	var all []placed
	var pairs []Pair
	var path []string
	err := eachLine(r, func(n int, line string) error {
		if kinds, begins := strings.CutPrefix(line, ":"); begins {
			path = strings.Split(strings.TrimSpace(kinds), "/")
			return nil
		}
		if path == nil || len(strings.Fields(line)) != 1 {
			return &LineError{n, "one word", clip(line)}
		}
		for _, other := range all {
			pairs = append(pairs, Pair{other.word, line, float64(shared(other.path, path))})
		}
		all = append(all, placed{line, path})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read kinds: %w", err)
	}
	return pairs, nil
}

// shared returns how many steps two paths go together.
func shared(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// readRelations reads pairs of words between which one relation holds, and makes
// questions of each two of them: n pairs are n·(n−1) questions.
func readRelations(r io.Reader) ([]Section, error) {
	var sections []Section
	var known []Question // one pair each, in A and B
	err := eachLine(r, func(n int, line string) error {
		if name, begins := strings.CutPrefix(line, ":"); begins {
			sections = append(sections, Section{Name: strings.TrimSpace(name)})
			known = nil
			return nil
		}
		words := strings.Fields(line)
		if len(words) != 2 || sections == nil {
			return &LineError{n, "two words", clip(line)}
		}
		last := &sections[len(sections)-1]
		for _, k := range known {
			last.Questions = append(last.Questions, Question{k.A, k.B, words[0], words[1]}, Question{words[0], words[1], k.A, k.B})
		}
		known = append(known, Question{A: words[0], B: words[1]})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read relations: %w", err)
	}
	return sections, nil
}
