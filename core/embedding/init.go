package embedding

import "math/rand/v2"

// Uniform fills the table with numbers of U(−bound, bound), row by row.
func (t *Table) Uniform(bound float32, rng *rand.Rand) {
	for i := range t.Rows() {
		row := t.Row(i)
		for k := range row {
			row[k] = (2*rng.Float32() - 1) * bound
		}
	}
}
