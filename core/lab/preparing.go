package lab

import "time"

// A Preparing run has questions that want long work before they can be asked.
type Preparing interface {
	Run
	// Prepare works for about budget on what a query wants and says how far it
	// came; at its end the query can be asked. Between two calls the run may be
	// worked on. A query asked before that end has to wait longer, no more.
	Prepare(q Query, budget time.Duration) (Progress, error)
}
