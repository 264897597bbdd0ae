package lab

// A Sharded run is one of several that train on parts of the same data, each in
// a worker of its own, and exchange what they have learnt every so often. All are
// started with the same setup but for Setup.Shard. When a run is due it does
// nothing until it was given what all of them have changed, in their order, its own
// or nil for that; then all have the same spaces, bit for bit.
type Sharded interface {
	Run
	// Shards says how many parts there are. It is known from the start on.
	Shards() int
	// Due says that the run waits for Merge.
	Due() bool
	// Delta returns what it has changed since the last one.
	Delta() []float32
	Merge(deltas ...[]float32) error
}
