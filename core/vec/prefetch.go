package vec

import "gonum.org/v1/gonum/blas/blas32"

// Prefetch has the chosen rows of m brought into the cache, and does not wait for
// them: rows that lie scattered in a large table take longer to come than to be
// computed with. It changes nothing, and does something on amd64 only.
func Prefetch(m blas32.General, rows []int32) {
	for _, i := range rows {
		prefetch(row(&m, i))
	}
}
