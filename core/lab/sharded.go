package lab

import "strconv"

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

// WorkersField says how many runs train together.
var WorkersField = Field{Name: "workers", Min: 1, Max: 16, Step: 1,
	Title: Text{En: "Workers", Zh: "工作线程"}, Unit: Text{En: "cores", Zh: "核"},
	Help: Text{
		En: "So many cores train a part of the text each, or fit a part of the counts, and exchange every so often what they learnt. The same number gives the same vectors again.",
		Zh: "这么多个核各训练文本的一部分，或拟合计数的一部分，并不时交换所学。数目相同，则向量完全相同。"}}

// CheckShard says whether a run is one of so many.
func (s Setup) CheckShard(shards int) error {
	if s.Shard < 0 || s.Shard >= shards {
		return &ArgumentError{Name: "shard", Value: strconv.Itoa(s.Shard), Max: float64(shards - 1)}
	}
	return nil
}

// A Shard is a model that trains on its part of a text: see Sharded.
type Shard interface {
	Due() bool
	Delta() []float32
	Merge(deltas ...[]float32) error
}

// OfAll turns what a shard has gone through into what all have, if they are as fast:
// the text has so many words in all epochs.
func OfAll(done, total, words int64) (int64, int64) {
	if total != words {
		done = int64(float64(done) / float64(max(total, 1)) * float64(words))
	}
	return done, words
}
