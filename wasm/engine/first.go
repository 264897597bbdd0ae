//go:build js

package main

import (
	"nearspace/core/project"

	_ "nearspace/core/lab/words"
)

// maps are the kinds of maps of this program.
var maps = project.Leading()
