// Package vec is arithmetic on float32 vectors, fast in the browser too.
//
// Conventions, once for all functions: the destination comes first; slices that
// belong together have equal lengths, or the function panics as indexing would;
// NaN and infinities go through as IEEE 754 has them; nothing allocates. Names
// are gonum's.
//
// Each kernel is written twice: over vectors of package simd, whose width is the
// machine's (128 bits in WebAssembly, up to 512 natively), and in plain Go,
// which builds everywhere and is what the tests hold the other against. The
// first is built with GOEXPERIMENT=simd on Go 1.27 or later. Two loops stand in
// WebAssembly's assembly as well (rows_wasm.s), under the same tests; Prefetch, which
// computes nothing, in amd64's. Sums are taken in an order that depends on the width
// only: one width, the same bits.
package vec
