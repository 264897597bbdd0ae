package space

import (
	"fmt"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/cluster"
	"nearspace/core/neighbor"
)

// A Grouping says how groups are found. Its zero value but for the method is
// useful, except that KMeans needs a number of groups.
type Grouping struct {
	Method     string // KMeans or Density
	Metric     Metric // Cosine, the default, or Euclidean
	Groups     int    // of KMeans
	MinSize    int    // of Density: rows of a group; 0: 5
	MinSamples int    // of Density; 0: as MinSize
	Leaves     bool   // of Density: the smallest groups
	Seed       uint64
}

// Methods of a Grouping.
const (
	KMeans  = "kmeans"
	Density = "hdbscan"
)

// Groups is what was found of rows. See package cluster.
type Groups struct {
	Codes         []int32   // −1: in none
	Probabilities []float32 // of Density
	Silhouette    float64   // NaN of fewer than two groups
	Approximate   bool
}

// judged is how many rows at most the silhouette asks.
const judged = 1000

// restarts is how often KMeans begins anew.
const restarts = 3

// Group finds groups among rows: those of a space, or where they are on a map.
// They are copied at once; what becomes of them afterwards makes no difference.
func (g Grouping) Group(x blas32.General) *Grouper {
	rows := cluster.Copy
	if g.Metric != Euclidean {
		rows = cluster.Unit
	}
	return &Grouper{g, rows(x)}
}

// A Grouper holds the rows that are to be grouped.
type Grouper struct {
	grouping Grouping
	x        blas32.General
}

// Find does the work.
func (g *Grouper) Find(pace cluster.Pace) (*Groups, error) {
	var found *Groups
	var err error
	switch g.grouping.Method {
	case KMeans:
		found, err = g.means(pace)
	case Density:
		found, err = g.dense(pace)
	default:
		return nil, fmt.Errorf("groups: there is no method %q", g.grouping.Method)
	}
	if err == nil {
		found.Silhouette, err = cluster.Silhouette(g.x, found.Codes, judged, pace)
	}
	if err != nil {
		return nil, fmt.Errorf("groups: %w", err)
	}
	return found, nil
}

func (g *Grouper) means(pace cluster.Pace) (*Groups, error) {
	found, err := cluster.KMeans(g.x, cluster.Means{
		K: g.grouping.Groups, Restarts: restarts, Seed: g.grouping.Seed, Spherical: g.grouping.Metric != Euclidean,
	}, pace)
	if err != nil {
		return nil, err
	}
	return &Groups{Codes: found.Codes}, nil
}

// linked is how many neighbours at least an approximate tree is sought among.
const linked = 15

func (g *Grouper) dense(pace cluster.Pace) (*Groups, error) {
	s := cluster.Density{MinSize: g.grouping.MinSize, MinSamples: g.grouping.MinSamples, Leaves: g.grouping.Leaves}.Filled()
	k := max(0, s.MinSamples-1)
	if g.x.Rows > s.Exact {
		k = max(k, linked)
	}
	near, err := g.near(max(0, min(k, g.x.Rows-1)), pace)
	if err != nil {
		return nil, err
	}
	found, err := cluster.HDBSCAN(g.x, near, s, pace)
	if err != nil {
		return nil, err
	}
	return &Groups{Codes: found.Codes, Probabilities: found.Probabilities, Approximate: found.Approximate}, nil
}

// near finds the k nearest others of each row, some rows at a time.
func (g *Grouper) near(k int, pace cluster.Pace) (cluster.Neighbors, error) {
	const rows = 1024
	n := g.x.Rows
	found := cluster.Neighbors{K: k, IDs: make([]int32, 0, n*k), Distances: make([]float32, 0, n*k)}
	if k == 0 {
		return found, nil
	}
	exact := neighbor.NewExact(g.x)
	for from := 0; from < n; from += rows {
		queries := g.x
		queries.Data, queries.Rows = g.x.Data[from*g.x.Stride:], min(rows, n-from)
		others := func(query, row int) bool { return row != from+query }
		each, err := exact.Each(queries, k, neighbor.Euclidean, others, func() error { return pace(cluster.Stage{ID: "neighbors", Done: from, Total: n}) })
		if err != nil {
			return found, err
		}
		for _, nearest := range each {
			for _, to := range nearest {
				found.IDs = append(found.IDs, int32(to.ID))
				found.Distances = append(found.Distances, float32(to.Score))
			}
		}
	}
	return found, nil
}
