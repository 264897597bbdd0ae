package optim

// Linear falls from Start to End over the whole of a training run.
type Linear struct {
	Start, End float64
}

// At returns the rate when done of all is done, a number from 0 to 1.
func (l Linear) At(done float64) float64 {
	return max(l.End, l.Start+(l.End-l.Start)*done)
}
