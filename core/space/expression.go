package space

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An Expression is a weighted sum of labels.
type Expression []Term

// A Term is one label and its weight.
type Term struct {
	Weight float64
	Label  string
}

// An ExpressionError says where an expression cannot be read.
type ExpressionError struct {
	Position int    // in characters, from 1
	Offset   int    // in bytes, from 0
	Want     string // label, number, operator, quote, ), "fewer parentheses" or "smaller weight"
	Got      string // empty: the end
}

func (e *ExpressionError) Error() string {
	got := "the end"
	if e.Got != "" {
		got = strconv.Quote(e.Got)
	}
	return fmt.Sprintf("at character %d: expected %s, found %s", e.Position, e.Want, got)
}

// ParseExpression reads a sum such as
//
//	king - man + 0.5*(woman + "New York")
//
// A label is a word, with hyphens and apostrophes inside it, or anything in
// quotes, "…", '…' or “…”, in which the closing quote is written twice. So a
// minus needs a space before or after it: well-known is one label. A number is a
// weight where it multiplies and else a label, as in 1945 - 1914. Weights are at
// most a million.
func ParseExpression(text string) (Expression, error) {
	p := &parser{text: text}
	p.next()
	e, err := p.sum()
	if err != nil {
		return nil, err
	}
	if p.kind != end {
		return nil, p.fail("operator")
	}
	e = e.merge()
	for _, t := range e {
		if !(math.Abs(t.Weight) <= maxWeight) {
			p.start, p.at = 0, 0
			return nil, p.fail("smaller weight")
		}
	}
	return e, nil
}

// merge adds up the weights of equal labels and drops those of zero.
func (e Expression) merge() Expression {
	var merged Expression
	for _, t := range e {
		if i := slices.IndexFunc(merged, func(m Term) bool { return m.Label == t.Label }); i >= 0 {
			merged[i].Weight += t.Weight
		} else {
			merged = append(merged, t)
		}
	}
	return slices.DeleteFunc(merged, func(t Term) bool { return t.Weight == 0 })
}

// String writes the expression so that ParseExpression reads it again.
func (e Expression) String() string {
	var b strings.Builder
	for i, t := range e {
		weight := t.Weight
		switch {
		case i == 0 && weight < 0:
			b.WriteString("-")
			weight = -weight
		case i > 0 && weight < 0:
			b.WriteString(" - ")
			weight = -weight
		case i > 0:
			b.WriteString(" + ")
		}
		if weight != 1 {
			b.WriteString(strconv.FormatFloat(weight, 'f', -1, 64) + "*")
		}
		b.WriteString(quoteIfNeeded(t.Label))
	}
	return b.String()
}

func quoteIfNeeded(label string) string {
	p := &parser{text: label}
	p.next()
	if p.kind == word && p.value == label {
		return label
	}
	return `"` + strings.ReplaceAll(label, `"`, `""`) + `"`
}

type tokenKind int

const (
	end tokenKind = iota
	word
	quoted
	number
	operator // + - * ( )
	unclosed // a quote
	bad
)

// parser is a recursive descent over the grammar
//
//	sum     = product { ("+" | "-") product }
//	product = factor { "*" factor }, at most one of which is no number
//	factor  = "-" factor | "(" sum ")" | label | number
type parser struct {
	text  string
	start int // of the token
	at    int // after the token
	kind  tokenKind
	value string
	depth int
}

const (
	maxDepth  = 100
	maxWeight = 1e6
)

func (p *parser) fail(want string) error {
	got := p.text[p.start:p.at]
	return &ExpressionError{utf8.RuneCountInString(p.text[:p.start]) + 1, p.start, want, got}
}

// next reads the next token.
func (p *parser) next() {
	p.start = p.at
	for p.start < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[p.start:])
		if !unicode.IsSpace(r) {
			break
		}
		p.start += size
	}
	p.at = p.start
	if p.at == len(p.text) {
		p.kind, p.value = end, ""
		return
	}
	r, size := utf8.DecodeRuneInString(p.text[p.at:])
	switch {
	case strings.ContainsRune("+-*()−×", r):
		p.at += size
		p.kind, p.value = operator, strings.NewReplacer("−", "-", "×", "*").Replace(string(r))
	case closing[r] != "":
		p.quoted(size, closing[r])
	case inLabel(r):
		p.word()
	default:
		p.at += size
		p.kind = bad
	}
}

var closing = map[rune]string{'"': `"`, '\'': "'", '“': "”"}

// quoted reads up to the closing quote.
func (p *parser) quoted(open int, quote string) {
	var value strings.Builder
	rest := p.text[p.at+open:]
	for {
		inside, after, found := strings.Cut(rest, quote)
		if !found {
			p.at = len(p.text)
			p.kind = unclosed
			return
		}
		value.WriteString(inside)
		if rest, found = strings.CutPrefix(after, quote); !found {
			break
		}
		value.WriteString(quote)
	}
	p.at = len(p.text) - len(rest)
	p.kind, p.value = quoted, value.String()
}

// word reads a label or a number.
func (p *parser) word() {
	for p.at < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[p.at:])
		after, _ := utf8.DecodeRuneInString(p.text[p.at+size:])
		if !inLabel(r) && !(joins(r) && p.at > p.start && inLabel(after)) {
			break
		}
		p.at += size
	}
	p.kind, p.value = word, p.text[p.start:p.at]
	if w, err := strconv.ParseFloat(p.value, 64); err == nil && !math.IsInf(w, 0) && p.value[0] <= '9' {
		p.kind = number
	}
}

func inLabel(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '_' || unicode.Is(unicode.So, r))
}

func joins(r rune) bool { return strings.ContainsRune("-'’.,/&:", r) }

func (p *parser) is(op string) bool { return p.kind == operator && p.value == op }

func (p *parser) sum() (Expression, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, p.fail("fewer parentheses")
	}
	defer func() { p.depth-- }()
	e, err := p.product()
	for err == nil && (p.is("+") || p.is("-")) {
		sign := 1.
		if p.is("-") {
			sign = -1
		}
		p.next()
		var t Expression
		if t, err = p.product(); err == nil {
			e = append(e, t.times(sign)...)
		}
	}
	return e, err
}

// product multiplies one sum of labels by numbers. Alone, a number is a label.
func (p *parser) product() (Expression, error) {
	var labels Expression
	weight, weights := 1., 0
	var lone string // the number, as it stood
	for {
		sign := 1.
		for p.is("-") {
			sign = -sign
			p.next()
		}
		switch {
		case p.kind == number:
			w, _ := strconv.ParseFloat(p.value, 64)
			lone = p.value
			weight *= sign * w
			weights++
			p.next()
		case labels != nil:
			return nil, p.fail("number")
		case p.kind == word || p.kind == quoted:
			labels = Expression{{sign, p.value}}
			p.next()
		case p.is("("):
			p.next()
			inner, err := p.sum()
			if err != nil {
				return nil, err
			}
			if !p.is(")") {
				return nil, p.fail(")")
			}
			labels = inner.times(sign)
			p.next()
		case p.kind == unclosed:
			return nil, p.fail("quote")
		default:
			return nil, p.fail("label")
		}
		if p.is("*") {
			p.next()
			continue
		}
		switch {
		case labels != nil:
			return labels.times(weight), nil
		case weights == 1:
			sign := 1.
			if w, _ := strconv.ParseFloat(lone, 64); w*weight < 0 || math.Signbit(weight) {
				sign = -1
			}
			return Expression{{sign, lone}}, nil
		}
		return nil, p.fail("label")
	}
}

func (e Expression) times(w float64) Expression {
	if w == 1 {
		return e
	}
	scaled := make(Expression, len(e))
	for i, t := range e {
		scaled[i] = Term{w * t.Weight, t.Label}
	}
	return scaled
}
