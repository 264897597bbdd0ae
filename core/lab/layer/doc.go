// Package layer is the lab of the embedding layer itself: one small model in
// which nothing hides it, whose every step can be walked through ([lab.Trace]).
//
// An example is up to k words; shorter ones are filled up with id 0, the padding
// row. Their rows are looked up in the table W and combined, and a linear head
// makes scores of what comes out:
//
//	eⱼ = W[idⱼ],  h = combine(e₁ … e_k),  s = U·h + b
//
// The data says what the scores are for. Of a text they are for the word that
// comes next, of labelled texts for the label, both by the cross entropy of their
// softmax,
//
//	L = −log p_y,  p = softmax(s),  ∂L/∂s = p − [y],
//
// and of texts with numbers they are the numbers themselves, between 0 and 1, by
// the squared error of C outputs:
//
//	L = Σ(p−y)²/C,  p = σ(s),  ∂L/∂s = 2(p−y)·p·(1−p)/C.
//
// A text of more than 1000 words would spend its time on scores of words that
// nobody asked for. There each example has the word that comes next told from 5
// others, drawn by count^¾, and the head is U alone:
//
//	L = −log σ(s_y) − Σ log σ(−s_n)
//
// Then all goes back the way it came: the gradient of each row that was looked
// up, equal rows added up, clipped, handed to the optimizer. A trace is that very
// step, taken by a copy of the model.
package layer
