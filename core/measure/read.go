package measure

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"nearspace/core/corpus"
)

// A LineError says which line of a file of questions cannot be read.
type LineError struct {
	Line int    // from 1
	Want string // "four words", "two words", "two words and a number", "one word" or "a shorter line"
	Got  string // the line, or its start
}

func (e *LineError) Error() string {
	return fmt.Sprintf("line %d: expected %s, found %q", e.Line, e.Want, e.Got)
}

// maxLine is the length of the longest line in bytes.
const maxLine = 1 << 16

// eachLine calls visit with each line of a text and its number, without white
// space at its ends.
func eachLine(r io.Reader, visit func(n int, line string) error) error {
	var check corpus.Checker
	lines := bufio.NewScanner(io.TeeReader(r, &check))
	lines.Buffer(make([]byte, 0, 4096), maxLine)
	n := 0
	for lines.Scan() {
		n++
		line := lines.Text()
		if !utf8.ValidString(line) {
			break // the check says where
		}
		if n == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if err := visit(n, strings.TrimSpace(line)); err != nil {
			return err
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return &LineError{Line: n + 1, Want: "a shorter line"}
	} else if err != nil {
		return err
	}
	return check.Close()
}

// clip is the start of a line that is quoted in an error.
func clip(line string) string {
	const most = 80
	for i := range line {
		if i > most {
			return line[:i] + "…"
		}
	}
	return line
}

// ReadAnalogies reads questions as word2vec's questions-words.txt has them: four
// words a line, between white space, and a line ": name" before each section.
// Questions before the first such line are a section without a name. Empty lines
// are passed over.
func ReadAnalogies(r io.Reader) ([]Section, error) {
	var sections []Section
	err := eachLine(r, func(n int, line string) error {
		if name, begins := strings.CutPrefix(line, ":"); begins {
			sections = append(sections, Section{Name: strings.TrimSpace(name)})
			return nil
		}
		words := strings.Fields(line)
		if len(words) == 0 {
			return nil
		}
		if len(words) != 4 {
			return &LineError{n, "four words", clip(line)}
		}
		if sections == nil {
			sections = []Section{{}}
		}
		last := &sections[len(sections)-1]
		last.Questions = append(last.Questions, Question{words[0], words[1], words[2], words[3]})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read analogies: %w", err)
	}
	return sections, nil
}

// ReadPairs reads pairs of words with their similarity: two words, then the
// first of the further fields that is a number, which is where WordSim-353,
// SimLex-999, MEN and RareWords have it. Fields end at tabs, in a line without
// any at commas, without those at white space. A line that begins with # is a
// comment, and a first line without a number names the columns. Empty lines are
// passed over.
func ReadPairs(r io.Reader) ([]Pair, error) {
	var pairs []Pair
	err := eachLine(r, func(n int, line string) error {
		if line == "" || line[0] == '#' {
			return nil
		}
		p, ok := readPair(line)
		switch {
		case ok:
			pairs = append(pairs, p)
		case n > 1:
			return &LineError{n, "two words and a number", clip(line)}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read word pairs: %w", err)
	}
	return pairs, nil
}

func readPair(line string) (p Pair, ok bool) {
	fields := split(line)
	if len(fields) < 3 || fields[0] == "" || fields[1] == "" {
		return Pair{}, false
	}
	for _, f := range fields[2:] {
		if x, err := strconv.ParseFloat(f, 64); err == nil && x-x == 0 {
			return Pair{fields[0], fields[1], x}, true
		}
	}
	return Pair{}, false
}

func split(line string) []string {
	for _, separator := range []string{"\t", ","} {
		if strings.Contains(line, separator) {
			fields := strings.Split(line, separator)
			for i := range fields {
				fields[i] = strings.TrimSpace(fields[i])
			}
			return fields
		}
	}
	return strings.Fields(line)
}

// ReadOutliers reads sets of words with outliers, as the 8-8-8 set has them: the
// words, one a line, an empty line, the outliers. A line ": name" begins a set
// and names it; without any, the file is one set.
func ReadOutliers(r io.Reader) ([]OutlierSet, error) {
	var sets []OutlierSet
	outliers := false
	err := eachLine(r, func(n int, line string) error {
		if name, begins := strings.CutPrefix(line, ":"); begins {
			sets = append(sets, OutlierSet{Name: strings.TrimSpace(name)})
			outliers = false
			return nil
		}
		if sets == nil {
			sets = []OutlierSet{{}}
		}
		last := &sets[len(sets)-1]
		switch {
		case line == "":
			outliers = len(last.Words) > 0
		case outliers:
			last.Outliers = append(last.Outliers, line)
		default:
			last.Words = append(last.Words, line)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read outliers: %w", err)
	}
	return sets, nil
}
