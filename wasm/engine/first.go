//go:build js

package main

import (
	"nearspace/core/project"

	_ "nearspace/core/lab/words"
)

// kinds are those of maps of this program.
var kinds = project.Leading()
