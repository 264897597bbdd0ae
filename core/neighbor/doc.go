// Package neighbor finds the rows of a matrix that are nearest to a vector.
//
// [Exact] compares the vector with all rows. [Exact.Search] answers one query at
// the speed at which memory hands out the rows; [Exact.Each] answers many at the
// speed of a matrix product. Both keep the k best found so far in a heap ([Top]);
// most blocks of rows hold none that is better than the worst of those, and are
// passed over whole.
//
// [Graph] looks at few rows and finds nearly all of the nearest: a hierarchical
// navigable small world, which takes time to build and room for links, and then
// answers hundreds of times as fast.
package neighbor
