package lab

// A Pick names the example to trace: the lab says in its Trace's title what it
// took. Position counts training examples (for text: tokens of the corpus), and
// −1 is the one that training takes next, where a lab knows it; Text, where it is
// set, is an example of one's own.
type Pick struct {
	Position int    `json:"position"`
	Text     string `json:"text"`
}

// A Trace is one example walked through the model, stage by stage in the order
// of computation: forward, loss, backward, update. It holds copies.
type Trace struct {
	Title  Text    `json:"title"`
	Stages []Stage `json:"stages"`
}

// A Stage is one operation: what went in, by which formula, what came out.
type Stage struct {
	ID      string   `json:"id"`
	Title   Text     `json:"title"`
	Help    Text     `json:"help"`
	Formula string   `json:"formula"` // TeX
	In      []Tensor `json:"in"`
	Out     []Tensor `json:"out"`
}

// A Tensor is a named array. Gradient is empty or has the shape of Values.
// Before and after an update are two tensors.
type Tensor struct {
	Name     string    `json:"name"`
	Title    Text      `json:"title"`
	Shape    []int     `json:"shape"`
	Values   []float32 `json:"values"`
	Gradient []float32 `json:"gradient"`
	Labels   []string  `json:"labels"`  // of the rows, or of the elements of a vector
	Columns  []string  `json:"columns"` // of the columns
	Space    string    `json:"space"`   // whose rows these are, if any
	Rows     []int32   `json:"rows"`    // and which, one for each row of the tensor
}
