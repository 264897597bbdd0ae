package word2vec

import (
	"cmp"
	"slices"
)

// Huffman is a binary tree over words whose leaves are the shallower the more
// frequent the word: of all trees it has the shortest mean path (Huffman, 1952).
// Hierarchical softmax scores a word by the decisions on its path.
type Huffman struct {
	ends  []int32 // path i is ends[i-1]:ends[i] of nodes and codes
	nodes []int32
	codes []uint8
}

// NewHuffman returns the tree of word2vec.c and fastText for words with these
// counts: of equally heavy nodes inner ones are joined before words, and later
// words before earlier; the one joined first has the code 0. It has len(counts)−1
// inner nodes, numbered in the order in which they were made; the last is the
// root.
func NewHuffman(counts []int64) *Huffman {
	n := len(counts)
	leaves := make([]int32, n) // the most frequent first, as a vocabulary's ids are
	for i := range leaves {
		leaves[i] = int32(i)
	}
	slices.SortStableFunc(leaves, func(a, b int32) int { return cmp.Compare(counts[b], counts[a]) })

	// Nodes are numbered on after the leaves. Two queues, the leaves from their end
	// and the inner nodes from their beginning, both rise in weight.
	weights := append(slices.Clone(counts), make([]int64, max(n-1, 0))...)
	parent := make([]int32, len(weights))
	code := make([]uint8, len(weights))
	inner := n
	for made := n; made < len(weights); made++ {
		lightest := func() int32 {
			if last := len(leaves) - 1; last >= 0 && (inner == made || weights[leaves[last]] < weights[inner]) {
				id := leaves[last]
				leaves = leaves[:last]
				return id
			}
			inner++
			return int32(inner - 1)
		}
		a, b := lightest(), lightest()
		weights[made] = weights[a] + weights[b]
		parent[a], parent[b] = int32(made), int32(made)
		code[b] = 1
	}

	h := &Huffman{}
	root := int32(len(weights) - 1)
	for id := range int32(n) {
		from := len(h.nodes)
		for at := id; at != root; at = parent[at] {
			h.nodes = append(h.nodes, parent[at]-int32(n))
			h.codes = append(h.codes, code[at])
		}
		slices.Reverse(h.nodes[from:])
		slices.Reverse(h.codes[from:])
		h.ends = append(h.ends, int32(len(h.nodes)))
	}
	return h
}

// Extend returns a tree of the same words, which together have the count total,
// and of new ones after them. The tree stays as it is and becomes a part of the
// new one: its inner nodes keep their numbers and what they decide.
func (h *Huffman) Extend(total int64, counts []int64) *Huffman {
	if len(counts) == 0 {
		return h
	}
	top := NewHuffman(append([]int64{total}, counts...)) // whose word 0 is h
	inner := int32(h.Len() - 1)
	extended := &Huffman{}
	add := func(above, below int32) {
		nodes, codes := top.Path(above)
		for k, node := range nodes {
			extended.nodes = append(extended.nodes, inner+node)
			extended.codes = append(extended.codes, codes[k])
		}
		if above == 0 {
			nodes, codes := h.Path(below)
			extended.nodes = append(extended.nodes, nodes...)
			extended.codes = append(extended.codes, codes...)
		}
		extended.ends = append(extended.ends, int32(len(extended.nodes)))
	}
	for id := range h.ends {
		add(0, int32(id))
	}
	for k := range counts {
		add(int32(k+1), 0)
	}
	return extended
}

// Len returns the number of words.
func (h *Huffman) Len() int { return len(h.ends) }

// Path returns the inner nodes from the root to a word, and which way it goes on
// at each: 0 or 1. The slices are the tree's own.
func (h *Huffman) Path(id int32) (nodes []int32, codes []uint8) {
	from, end := h.path(id)
	return h.nodes[from:end:end], h.codes[from:end:end]
}

func (h *Huffman) path(id int32) (from, end int32) {
	if id > 0 {
		from = h.ends[id-1]
	}
	return from, h.ends[id]
}

// Deepest returns the length of the longest path.
func (h *Huffman) Deepest() int {
	deepest := 0
	for id := range h.ends {
		nodes, _ := h.Path(int32(id))
		deepest = max(deepest, len(nodes))
	}
	return deepest
}
