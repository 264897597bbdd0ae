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
