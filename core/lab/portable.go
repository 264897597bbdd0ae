package lab

import "io"

// A Portable run has more to take along than its spaces: its model as another
// program's file, or a script that repeats it elsewhere.
type Portable interface {
	Run
	Takeaways() []Takeaway
	// Take writes the one with the id. It may rest whenever w does.
	Take(id string, w io.Writer) error
}

// A Takeaway is a file that a run can make.
type Takeaway struct {
	ID    string `json:"id"`
	Title Text   `json:"title"`
	Help  Text   `json:"help"`
	File  string `json:"file"` // its name
}
