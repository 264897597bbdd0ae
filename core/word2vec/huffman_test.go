package word2vec

import (
	"fmt"
	"math"
	"testing"
)

func ExampleHuffman() {
	tree := NewHuffman([]int64{5, 2, 1, 1})
	for id := range int32(4) {
		nodes, codes := tree.Path(id)
		fmt.Println(id, nodes, codes)
	}
	// Output:
	// 0 [2] [1]
	// 1 [2 1] [0 1]
	// 2 [2 1 0] [0 0 1]
	// 3 [2 1 0] [0 0 0]
}

// cheapest returns the least Σ count·length of any prefix code, by trying all
// pairs to join first.
func cheapest(counts []int64) int64 {
	if len(counts) == 1 {
		return 0
	}
	best := int64(math.MaxInt64)
	for i := range counts {
		for j := range i {
			joined := []int64{counts[i] + counts[j]}
			for k, c := range counts {
				if k != i && k != j {
					joined = append(joined, c)
				}
			}
			best = min(best, joined[0]+cheapest(joined))
		}
	}
	return best
}

func TestHuffmanCodesAreOptimal(t *testing.T) {
	r := NewRandom(5)
	for n := 2; n <= 6; n++ {
		for range 20 {
			counts := make([]int64, n)
			for i := range counts {
				counts[i] = int64(r.Below(9)) // in no order
			}
			var cost int64
			tree := NewHuffman(counts)
			for id, c := range counts {
				nodes, _ := tree.Path(int32(id))
				cost += c * int64(len(nodes))
			}
			if best := cheapest(counts); cost != best {
				t.Errorf("counts %v: codes of %d bits, %d would do", counts, cost, best)
			}
		}
	}
}

func TestHuffmanCodesArePrefixFree(t *testing.T) {
	counts := make([]int64, 1000)
	for i := range counts {
		counts[i] = int64(100000 / (i + 1))
	}
	tree := NewHuffman(counts)
	seen := map[string]bool{}
	var kraft float64
	for id := range int32(1000) {
		nodes, codes := tree.Path(id)
		kraft += math.Pow(2, -float64(len(codes)))
		if nodes[0] != 998 {
			t.Fatalf("the path of %d begins at %d, not at the root", id, nodes[0])
		}
		for k := range codes {
			if nodes[k] < 0 || k > 0 && nodes[k] >= nodes[k-1] {
				t.Fatalf("path %v does not lead down", nodes)
			}
		}
		seen[fmt.Sprint(codes)] = true
	}
	if kraft != 1 || len(seen) != 1000 {
		t.Errorf("Σ 2^−length is %v with %d codes, want 1 with 1000", kraft, len(seen))
	}
	if nodes, _ := tree.Path(999); len(nodes) != tree.Deepest() {
		t.Errorf("the rarest word is %d deep, the deepest %d", len(nodes), tree.Deepest())
	}
}
