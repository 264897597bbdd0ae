package optim

import "math"

// A Schedule says how the learning rate changes. What done counts is the
// caller's choice as long as the schedule's own fields count the same: Linear
// and Cosine take the share of the run, 0 to 1; for the others it may as well be
// steps.
type Schedule interface {
	At(done float64) float64
}

// Linear falls from Start to End over the whole of a training run.
type Linear struct {
	Start, End float64
}

// At returns the rate when done of all is done, a number from 0 to 1.
func (l Linear) At(done float64) float64 {
	return max(l.End, l.Start+(l.End-l.Start)*done)
}

// Cosine goes from Start to End along half a period of a cosine: slowly, fast,
// slowly. Loshchilov and Hutter, "SGDR", 2017, without restarts.
type Cosine struct {
	Start, End float64
}

// At returns End + (Start−End)·(1+cos(π·done))/2.
func (c Cosine) At(done float64) float64 {
	return c.End + (c.Start-c.End)*(1+math.Cos(math.Pi*min(max(done, 0), 1)))/2
}

// Stairs multiplies the rate by Factor after each stretch of length Every.
type Stairs struct {
	Start, Factor, Every float64
}

// At returns Start·Factor^⌊done/Every⌋.
func (s Stairs) At(done float64) float64 {
	return s.Start * math.Pow(s.Factor, math.Floor(done/s.Every))
}

// WarmUp rises in a line from 0 over the first Length to where Then is by then,
// and goes on with Then.
type WarmUp struct {
	Length float64
	Then   Schedule
}

// At returns Then(done), until Length done/Length of Then(Length).
func (w WarmUp) At(done float64) float64 {
	if done < w.Length {
		return w.Then.At(w.Length) * done / w.Length
	}
	return w.Then.At(done)
}

// InverseSqrt rises in a line to Peak over the length WarmUp and then falls with
// the root of what is done. Vaswani and others, "Attention Is All You Need",
// 2017, is the case of Peak = 1/√(d·WarmUp).
type InverseSqrt struct {
	Peak, WarmUp float64
}

// At returns Peak·min(done/WarmUp, √(WarmUp/done)).
func (s InverseSqrt) At(done float64) float64 {
	if done < s.WarmUp {
		return s.Peak * done / s.WarmUp
	}
	return s.Peak * math.Sqrt(s.WarmUp/done)
}
