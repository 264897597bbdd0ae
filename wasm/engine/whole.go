//go:build js && !first

package main

import (
	"nearspace/core/lab"
	"nearspace/core/lab/words"
	"nearspace/core/project"

	// The labs beside the first.
	_ "nearspace/core/lab/classifier"
	_ "nearspace/core/lab/cooccurrence"
	_ "nearspace/core/lab/documents"
	_ "nearspace/core/lab/layer"
	_ "nearspace/core/lab/subwords"
	_ "nearspace/core/lab/vectors"
)

// What the whole program has beside what the first one has.
func init() {
	lab.HaveAll()
	words.HaveAllFamilies()
	kinds = project.All()
	ops["inspect"] = inspect
	ops["group"], ops["regroup"], ops["name"] = group, regroup, name
	ops["merge"] = merge
	ops["leading"] = leading
	ops["place"] = place
	ops["judge"], ops["join"], ops["edit"] = judge, join, edit
	ops["offers"], ops["export"], ops["take"] = offers, export, take
}
