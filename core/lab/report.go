package lab

import (
	"encoding/binary"
	"io"
	"math"
)

// A Report is what a run measured last, as Work.Reports gives it and a save keeps
// it. Count is how many there were; before the first there is nothing to show.
type Report struct {
	Count    int
	Loss     float64
	Accuracy float64 // of runs that have one
}

// WordsPerReport is how many words of a text lie between two reports of the loss,
// of so many in all epochs: some 200 in a run, more in a long one.
func WordsPerReport(total int64) int64 { return max(1, min(total/200, 10000)) }

// ReportsUntil returns how many reports there are up to a place, of which one is
// due every so often and the last one at the end, wherever that is: then a link to
// the last leads to the end.
func ReportsUntil(done, every int64, end bool) int {
	n := done / every
	if end && done%every > 0 {
		n++
	}
	return int(n)
}

// Curve returns the loss as one named curve.
func (r Report) Curve() []Loss {
	if r.Count == 0 {
		return nil
	}
	return []Loss{{Name: Text{En: "loss", Zh: "损失"}, Value: r.Loss}}
}

// Save writes the report.
func (r Report) Save(w io.Writer) error {
	b := binary.LittleEndian.AppendUint64(nil, uint64(r.Count))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(r.Loss))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(r.Accuracy))
	_, err := w.Write(b)
	return err
}

// Load reads what Save wrote; what is cut off is a *DamagedSaveError.
func (r *Report) Load(from io.Reader) error {
	var b [24]byte
	if _, err := io.ReadFull(from, b[:]); err != nil {
		return &DamagedSaveError{err}
	}
	long := func(i int) uint64 { return binary.LittleEndian.Uint64(b[8*i:]) }
	*r = Report{Count: int(long(0)), Loss: math.Float64frombits(long(1)), Accuracy: math.Float64frombits(long(2))}
	return nil
}
