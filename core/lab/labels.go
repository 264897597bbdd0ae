package lab

import "strings"

const (
	between = " ,;\t\n、，；" // labels
	quotes  = "\"“”"
)

// LabelsOf returns the labels of a text that has spaces, commas or semicolons
// between them. One that has them itself stands in quotes, "…" or “…”.
func LabelsOf(text string) []string {
	var labels []string
	for {
		text = strings.TrimLeft(text, between)
		if text == "" {
			return labels
		}
		label, rest := text, ""
		if open := strings.TrimLeft(text, quotes); len(open) < len(text) {
			if end := strings.IndexAny(open, quotes); end >= 0 {
				label, rest = open[:end], strings.TrimLeft(open[end:], quotes)
			} else {
				label = open
			}
		} else if end := strings.IndexAny(text, between); end >= 0 {
			label, rest = text[:end], text[end:]
		}
		if label = strings.TrimSpace(label); label != "" {
			labels = append(labels, label)
		}
		text = rest
	}
}

// Quoted returns a label as LabelsOf reads it.
func Quoted(label string) string {
	if strings.ContainsAny(label, between) {
		return `"` + label + `"`
	}
	return label
}

// wordsOf returns the words of a sentence.
func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(between+quotes, r) })
}
