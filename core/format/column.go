package format

import (
	"math"
	"strings"

	"nearspace/core/space"
)

// column is what a file says of its rows beside their labels and vectors: texts
// by their codes, so that what repeats is held once.
type column struct {
	name  string
	texts []string
	codes []int32 // one a row; −1: nothing
	known map[string]int32
}

func newColumn(name string) *column { return &column{name: name, known: map[string]int32{}} }

// add says what stands in row i; rows between were left empty.
func (c *column) add(i int, text []byte, store func([]byte) string) {
	for len(c.codes) <= i {
		c.codes = append(c.codes, -1)
	}
	if len(text) == 0 {
		return
	}
	code, known := c.known[string(text)]
	if !known {
		code = int32(len(c.texts))
		stored := store(text)
		c.texts = append(c.texts, stored)
		c.known[stored] = code
	}
	c.codes[i] = code
}

// values returns numbers if there is nothing else, categories if they repeat,
// else texts.
func (c *column) values() space.Column {
	const most = 4096 // names of categories
	c.known = nil
	if numbers, ok := c.numbers(); ok {
		values := make(space.Numbers, len(c.codes))
		for i, code := range c.codes {
			values[i] = float32(math.NaN())
			if code >= 0 {
				values[i] = numbers[code]
			}
		}
		return values
	}
	if len(c.texts) <= min(most, (len(c.codes)+1)/2) {
		return space.Categories{Names: c.texts, Codes: c.codes}
	}
	values := make(space.Texts, len(c.codes))
	for i, code := range c.codes {
		if code >= 0 {
			values[i] = c.texts[code]
		}
	}
	return values
}

func (c *column) numbers() (numbers []float32, ok bool) {
	for _, text := range c.texts {
		x, n := parseFloat([]byte(text))
		if n != len(text) {
			return nil, false
		}
		numbers = append(numbers, x)
	}
	return numbers, len(numbers) > 0
}

// The names by which columns are known.
var (
	labelNames  = []string{"label", "word", "token", "term", "name", "text", "title", "id", "key", "标签", "词", "名称"}
	vectorNames = []string{"vector", "vectors", "embedding", "embeddings", "emb", "values", "向量"}
	countNames  = []string{"count", "counts", "freq", "frequency", "次数", "频率"}
)

func isCount(name string) bool { return findName([]string{name}, countNames) == 0 }

// findName returns the place of the first of the wanted names, −1 if none is
// there.
func findName(names, wanted []string) int {
	for _, w := range wanted {
		for i, n := range names {
			if strings.EqualFold(n, w) {
				return i
			}
		}
	}
	return -1
}
