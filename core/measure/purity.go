package measure

import "fmt"

// Purity returns the share of things that belong to the class most frequent in
// their cluster: clusters and classes are codes, one of each for every thing. It
// is 1 if each cluster holds things of one class, and grows with the number of
// clusters. Of nothing it is 0.
func Purity(clusters, classes []int32) (float64, error) {
	if len(clusters) != len(classes) {
		return 0, fmt.Errorf("purity: %d clusters and %d classes of the same things", len(clusters), len(classes))
	}
	if len(clusters) == 0 {
		return 0, nil
	}
	counts := map[[2]int32]int{}
	most := map[int32]int{} // by cluster
	for i, c := range clusters {
		key := [2]int32{c, classes[i]}
		counts[key]++
		most[c] = max(most[c], counts[key])
	}
	pure := 0
	for _, n := range most {
		pure += n
	}
	return float64(pure) / float64(len(clusters)), nil
}
