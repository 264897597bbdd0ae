package vec

import (
	"sync"

	"gonum.org/v1/gonum/blas"
)

// A tileKernel adds the product of two panels, A of rows × k and B of k × cols,
// to a tile of C whose rows are stride apart. Both panels hold the numbers of
// one l after those of the last: A its column l, B its row l.
type tileKernel[T float] struct {
	rows, cols int
	add        func(c []T, stride int, a, b []T)
	panels     *sync.Pool
}

// The blocks of A (height × depth) and B (depth × width) that are packed into
// panels at a time: one panel of B stays in the first cache while all panels of
// A pass by, the block of A in the second. They are multiples of every tile.
const (
	depth  = 256
	height = 64
	width  = 512
)

// panels is where one product packs its operands.
type panels[T float] struct {
	a    [height * depth]T
	b    [width * depth]T
	edge [largestTile]T // a tile that C has only a part of
}

const largestTile = 4 * 2 * 16 // rows of two of the widest vectors

var (
	panels32 = &sync.Pool{New: func() any { return new(panels[float32]) }}
	panels64 = &sync.Pool{New: func() any { return new(panels[float64]) }}
)

// An operand is a matrix whose element i, l is data[i·row+l·col]; one of the two
// distances is 1.
type operand[T float] struct {
	data     []T
	row, col int
}

func operandOf[T float](t blas.Transpose, data []T, stride int) operand[T] {
	if t == blas.NoTrans {
		return operand[T]{data, stride, 1}
	}
	return operand[T]{data, 1, stride}
}

func (o operand[T]) transposed() operand[T] { return operand[T]{o.data, o.col, o.row} }

// addProduct adds alpha·A·B, m × k times k × n, to the part of C that is given:
// all, or the triangle up to the diagonal.
//
//	c[i·ldc+j] += Σₗ alpha·a[i,l] · b[l,j]
//
// Goto and van de Geijn, "Anatomy of high-performance matrix multiplication",
// 2008.
func addProduct[T float](kernel tileKernel[T], part blas.Uplo, m, n, k int, alpha T, a, b operand[T], c []T, ldc int) {
	if alpha == 0 {
		return
	}
	p := kernel.panels.Get().(*panels[T])
	defer kernel.panels.Put(p)
	for j := 0; j < n; j += width {
		w := min(width, n-j)
		for l := 0; l < k; l += depth {
			d := min(depth, k-l)
			pack(p.b[:], kernel.cols, w, d, 1, b.data[l*b.row+j*b.col:], b.col, b.row)
			for i := 0; i < m; i += height {
				h := min(height, m-i)
				if _, some := within(part, i, j, h, w); !some {
					continue
				}
				pack(p.a[:], kernel.rows, h, d, alpha, a.data[i*a.row+l*a.col:], a.row, a.col)
				p.addBlock(kernel, part, i, j, h, w, d, c, ldc)
			}
		}
	}
}

// addBlock adds the product of the packed blocks to the h × w elements of C
// from i, j.
func (p *panels[T]) addBlock(kernel tileKernel[T], part blas.Uplo, i, j, h, w, d int, c []T, ldc int) {
	for y := 0; y < w; y += kernel.cols {
		b := p.b[y*d : (y+kernel.cols)*d]
		for x := 0; x < h; x += kernel.rows {
			a := p.a[x*d : (x+kernel.rows)*d]
			rows, cols := min(kernel.rows, h-x), min(kernel.cols, w-y)
			switch all, some := within(part, i+x, j+y, rows, cols); {
			case !some:
			case all && rows == kernel.rows && cols == kernel.cols:
				kernel.add(c[(i+x)*ldc+j+y:], ldc, a, b)
			default:
				p.addEdge(kernel, part, i+x, j+y, rows, cols, a, b, c, ldc)
			}
		}
	}
}

// addEdge computes a whole tile aside and takes over what belongs to C.
func (p *panels[T]) addEdge(kernel tileKernel[T], part blas.Uplo, i, j, rows, cols int, a, b, c []T, ldc int) {
	tile := p.edge[:kernel.rows*kernel.cols]
	clear(tile)
	kernel.add(tile, kernel.cols, a, b)
	for x := range rows {
		from, to := span(part, i+x, j, j+cols)
		sums := tile[x*kernel.cols+from-j:]
		for y := range c[(i+x)*ldc+from : (i+x)*ldc+to] {
			c[(i+x)*ldc+from+y] += sums[y]
		}
	}
}

// span returns which columns of from ≤ j < to belong to the part in row i.
func span(part blas.Uplo, i, from, to int) (int, int) {
	switch part {
	case blas.Upper:
		return min(max(from, i), to), to
	case blas.Lower:
		return from, max(min(to, i+1), from)
	}
	return from, to
}

// within returns whether all and whether some of a rectangle is of the part.
func within(part blas.Uplo, i, j, rows, cols int) (all, some bool) {
	firstFrom, firstTo := span(part, i, j, j+cols)
	lastFrom, lastTo := span(part, i+rows-1, j, j+cols)
	first, last := firstTo-firstFrom, lastTo-lastFrom
	return first == cols && last == cols, first > 0 || last > 0
}

// pack stores alpha times n lines of k numbers in panels of size lines each,
// one number of every line after the other; lines that are missing in the last
// panel are zero. In src lines begin across apart and go on along apart.
func pack[T float](dst []T, size, n, k int, alpha T, src []T, across, along int) {
	for i := 0; i < n; i += size {
		panel, lines, from := dst[i*k:(i+size)*k], min(size, n-i), src[i*across:]
		if lines < size {
			clear(panel)
		}
		switch {
		case across != 1:
			for x := range lines {
				for l, v := range from[x*across : x*across+k] {
					panel[l*size+x] = alpha * v
				}
			}
		case alpha == 1:
			for l := range k {
				copy(panel[l*size:], from[l*along:l*along+lines])
			}
		default:
			for l := range k {
				to := panel[l*size : l*size+lines]
				for x, v := range from[l*along : l*along+lines] {
					to[x] = alpha * v
				}
			}
		}
	}
}

// addTileScalar is the kernel of 4 × 2 in plain Go.
func addTileScalar[T float](c []T, stride int, a, b []T) {
	r0, r1, r2, r3 := c[:2], c[stride:stride+2], c[2*stride:2*stride+2], c[3*stride:3*stride+2]
	c00, c01, c10, c11 := r0[0], r0[1], r1[0], r1[1]
	c20, c21, c30, c31 := r2[0], r2[1], r3[0], r3[1]
	for len(a) >= 4 && len(b) >= 2 {
		b0, b1 := b[0], b[1]
		c00 += a[0] * b0
		c01 += a[0] * b1
		c10 += a[1] * b0
		c11 += a[1] * b1
		c20 += a[2] * b0
		c21 += a[2] * b1
		c30 += a[3] * b0
		c31 += a[3] * b1
		a, b = a[4:], b[2:]
	}
	r0[0], r0[1], r1[0], r1[1] = c00, c01, c10, c11
	r2[0], r2[1], r3[0], r3[1] = c20, c21, c30, c31
}
