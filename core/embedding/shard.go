package embedding

import "fmt"

// A Partition says how ids are spread over P shards, as in
// tf.nn.embedding_lookup. With V rows in all:
//
//	mod: id is row id/P of shard id%P
//	div: ids are cut into P runs, the first V%P of them one row longer
type Partition string

const (
	Mod Partition = "mod"
	Div Partition = "div"
)

// Sharded is one table in several parts.
type Sharded struct {
	Shards    []*Table
	Partition Partition
}

// Shard copies a table into parts. They have the table's max-norm; its padding
// row must be set anew.
func Shard(t *Table, parts int, partition Partition) (*Sharded, error) {
	s := &Sharded{Partition: partition}
	for p := range parts {
		s.Shards = append(s.Shards, NewTable(shardRows(t.Rows(), parts, p), t.Dim()))
		s.Shards[p].MaxNorm, s.Shards[p].Frozen = t.MaxNorm, t.Frozen
	}
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("shard a table: %w", err)
	}
	for id := range t.Rows() {
		p, row := s.Locate(int32(id))
		copy(s.Shards[p].Row(int(row)), t.Row(id))
	}
	return s, nil
}

// shardRows is the size of shard p, the same for both partitions.
func shardRows(rows, parts, p int) int {
	n := rows / parts
	if p < rows%parts {
		n++
	}
	return n
}

// Rows returns the number of ids over all shards.
func (s *Sharded) Rows() int {
	rows := 0
	for _, t := range s.Shards {
		rows += t.Rows()
	}
	return rows
}

// Dim returns the length of each vector.
func (s *Sharded) Dim() int { return s.Shards[0].Dim() }

// Locate returns the shard of an id and the row in it.
func (s *Sharded) Locate(id int32) (shard int, row int32) {
	parts := int32(len(s.Shards))
	if s.Partition == Mod {
		return int(id % parts), id / parts
	}
	rows := int32(s.Rows())
	short, longer := rows/parts, rows%parts
	if id < longer*(short+1) {
		return int(id / (short + 1)), id % (short + 1)
	}
	id -= longer * (short + 1)
	return int(longer + id/short), id % short
}

// Lookup is [Table.Lookup] over all shards.
func (s *Sharded) Lookup(dst []float32, ids []int32) error {
	routes, err := s.route(dst, ids)
	if err != nil {
		return fmt.Errorf("look up in shards: %w", err)
	}
	dim := s.Dim()
	for p, t := range s.Shards {
		t.boundTouched(routes[p].rows)
		for k, row := range routes[p].rows {
			at := routes[p].places[k] * dim
			t.read(dst[at:at+dim], []int32{row})
		}
	}
	return nil
}

// Backward returns the gradient of each shard.
func (s *Sharded) Backward(ids []int32, grad []float32) ([]SparseGrad, error) {
	routes, err := s.route(grad, ids)
	if err != nil {
		return nil, fmt.Errorf("gradient of a lookup in shards: %w", err)
	}
	dim := s.Dim()
	grads := make([]SparseGrad, len(s.Shards))
	for p, t := range s.Shards {
		if t.ScaleGradByFreq {
			return nil, fmt.Errorf("gradient of a lookup in shards: %w", errSparseFrequency)
		}
		grads[p].Dim = dim
		for k, row := range routes[p].rows {
			at := routes[p].places[k] * dim
			t.push(&grads[p], row, 1, grad[at:at+dim])
		}
	}
	return grads, nil
}

// A route is what of a batch goes to one shard: rows of it, and where in the
// batch they stand.
type route struct {
	rows   []int32
	places []int
}

func (s *Sharded) route(x []float32, ids []int32) ([]route, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	if len(x) != len(ids)*s.Dim() {
		return nil, fmt.Errorf("%d numbers for %d ids of dimension %d", len(x), len(ids), s.Dim())
	}
	if err := checkIDs(ids, s.Rows()); err != nil {
		return nil, err
	}
	routes := make([]route, len(s.Shards))
	for k, id := range ids {
		p, row := s.Locate(id)
		routes[p].rows, routes[p].places = append(routes[p].rows, row), append(routes[p].places, k)
	}
	return routes, nil
}

func (s *Sharded) check() error {
	if s.Partition != Mod && s.Partition != Div {
		return fmt.Errorf("partition %q is neither %q nor %q", s.Partition, Mod, Div)
	}
	if len(s.Shards) == 0 {
		return fmt.Errorf("no shard")
	}
	rows := s.Rows()
	for p, t := range s.Shards {
		if err := t.Check(); err != nil {
			return fmt.Errorf("shard %d: %w", p, err)
		}
		if t.Dim() != s.Dim() {
			return fmt.Errorf("shard %d has dimension %d, shard 0 has %d", p, t.Dim(), s.Dim())
		}
		if want := shardRows(rows, len(s.Shards), p); t.Rows() != want {
			return fmt.Errorf("shard %d has %d rows, not %d of the %d in %d shards", p, t.Rows(), want, rows, len(s.Shards))
		}
	}
	return nil
}
