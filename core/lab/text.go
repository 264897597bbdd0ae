package lab

// Text is a sentence that a person reads, in each language of the page.
type Text struct {
	En string `json:"en"`
	Zh string `json:"zh"`
}

// Same is text that reads alike in every language: a name, a symbol, a number.
func Same(s string) Text { return Text{s, s} }
