package words

// A window is one training step laid open, of whatever family.
type window struct {
	centre  int32
	context []int32
	parts   []string // names the rows that make up the context's words; nil: each word is one row
	rows    []int32  // of the words' table; with parts, of a table that is no space
	targets []int32
	labels  []float32
	times   []float32
	rate    float32
	loss    float64

	in, inGrad, inAfter    []float32
	out, outGrad, outAfter []float32
	hidden, hiddenGrad     []float32 // what is scored; nil: in itself
	together               bool      // hidden is one vector for the whole window
	scores, sigmoids, errs []float32
}
