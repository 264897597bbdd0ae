package embedding

import "fmt"

// MaskZero stores in dst which ids are not 0, as Keras's mask_zero has it: what
// comes after a lookup is to leave the others out. Row 0 trains all the same;
// make it PaddingIdx if it is not to.
func MaskZero(dst []bool, ids []int32) error { return maskExcept(dst, ids, 0) }

// Mask stores in dst which ids are not the padding row.
func (t *Table) Mask(dst []bool, ids []int32) error { return maskExcept(dst, ids, t.padding()) }

func maskExcept(dst []bool, ids []int32, out int) error {
	if len(dst) != len(ids) {
		return fmt.Errorf("mask: %d places for %d ids", len(dst), len(ids))
	}
	for k, id := range ids {
		dst[k] = int(id) != out
	}
	return nil
}
