package bridge

import "fmt"

// A FieldError names the field of a message that is not what it should be.
type FieldError struct {
	Path string // "start.params.dim"
	Want string
	Got  string
}

func (e *FieldError) Error() string { return fmt.Sprintf("%s: %s is not %s", e.Path, e.Got, e.Want) }
