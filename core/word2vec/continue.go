package word2vec

import (
	"fmt"
	"slices"
)

// Freeze makes rows of In ones that training reads but does not move. Out still
// learns from them.
func (m *Model) Freeze(rows ...int32) error {
	for _, id := range rows {
		if id < 0 || int(id) >= m.In.Rows() {
			return fmt.Errorf("freeze: row %d is outside 0 to %d", id, m.In.Rows()-1)
		}
	}
	for _, id := range rows {
		if m.frozen == nil {
			m.frozen = make([]bool, m.In.Rows())
		}
		m.frozen[id] = true
	}
	return nil
}

// Thaw lets rows that were frozen be trained again.
func (m *Model) Thaw(rows ...int32) {
	for _, id := range rows {
		if m.frozen != nil && id >= 0 && int(id) < len(m.frozen) {
			m.frozen[id] = false
		}
	}
	if !slices.Contains(m.frozen, true) {
		m.frozen = nil
	}
}

// Frozen returns the frozen rows.
func (m *Model) Frozen() []int32 {
	var rows []int32
	for id, frozen := range m.frozen {
		if frozen {
			rows = append(rows, int32(id))
		}
	}
	return rows
}
