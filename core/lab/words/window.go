package words

import "nearspace/core/fasttext"

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

func (m rows) look(place int) window {
	w := m.Look(place)
	return window{
		centre: w.Centre, context: w.Context, rows: w.Context, targets: w.Targets, labels: w.Labels, times: w.Times, rate: w.Rate, loss: w.Loss,
		in: w.In, inGrad: w.InGrad, inAfter: w.InAfter, out: w.Out, outGrad: w.OutGrad, outAfter: w.OutAfter,
		hidden: w.Hidden, together: w.Hidden != nil, scores: w.Scores, sigmoids: w.Sigmoids, errs: w.Errors,
	}
}

func (m *pieces) look(place int) window {
	w := m.Look(place)
	return window{
		centre: w.Centre, context: w.Context, parts: partNames(w), rows: w.Rows, targets: w.Targets, labels: w.Labels, times: w.Times, rate: w.Rate, loss: w.Loss,
		in: w.In, inGrad: w.InGrad, inAfter: w.InAfter, out: w.Out, outGrad: w.OutGrad, outAfter: w.OutAfter,
		hidden: w.Hidden, hiddenGrad: w.HiddenGrad, together: m.together, scores: w.Scores, sigmoids: w.Sigmoids, errs: w.Errors,
	}
}

// partNames names each of the window's rows by the first piece that it holds.
func partNames(w fasttext.Window) []string {
	names := make([]string, len(w.Rows))
	for _, parts := range w.Parts {
		for _, p := range parts {
			for k, row := range w.Rows {
				if row == p.Row && names[k] == "" {
					names[k] = p.Text
				}
			}
		}
	}
	return names
}
