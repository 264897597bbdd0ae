package space

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/cluster"
)

// clouds is n rows of 100 numbers about some centres, and of which each is.
func clouds(n, centres int, width float64) (blas32.General, []int32) {
	const d = 100
	rng := rand.New(rand.NewPCG(1, 2))
	c := make([]float32, centres*d)
	for i := range c {
		c[i] = float32(rng.NormFloat64())
	}
	x := blas32.General{Rows: n, Cols: d, Stride: d, Data: make([]float32, n*d)}
	of := make([]int32, n)
	for i := range n {
		of[i] = int32(rng.IntN(centres))
		for j := range d {
			x.Data[i*d+j] = c[int(of[i])*d+j] + float32(width*rng.NormFloat64())
		}
	}
	return x, of
}

func onwards(cluster.Stage) error { return nil }

func TestGroupsAreCloudsOfRows(t *testing.T) {
	x, of := clouds(600, 5, .4)
	for _, metric := range []Metric{Cosine, Euclidean} {
		for _, g := range []Grouping{
			{Method: KMeans, Metric: metric, Groups: 5, Seed: 1},
			{Method: Density, Metric: metric, MinSize: 10},
			{Method: Density, Metric: metric, MinSize: 10, MinSamples: 1},
		} {
			grouper := g.Group(x)
			found, err := grouper.Find(onwards)
			if err != nil {
				t.Fatal(err)
			}
			if got := cluster.Align(found.Codes, of); !slices.Equal(got, of) {
				t.Errorf("%+v: not the clouds", g)
			}
			if found.Silhouette < .5 {
				t.Errorf("%+v: silhouette %v", g, found.Silhouette)
			}
			if again, err := grouper.Find(onwards); err != nil || !reflect.DeepEqual(found, again) {
				t.Errorf("%+v: other groups the second time, %v", g, err)
			}
		}
	}
}

func TestGroupingCanBeRefusedAndEnded(t *testing.T) {
	x, _ := clouds(50, 2, .1)
	var setting *cluster.SettingError
	if _, err := (Grouping{Method: KMeans, Groups: 51}).Group(x).Find(onwards); !errors.As(err, &setting) {
		t.Error(err)
	}
	if _, err := (Grouping{Method: "none"}).Group(x).Find(onwards); err == nil {
		t.Error("a method that there is not was taken")
	}
	enough := errors.New("enough")
	if _, err := (Grouping{Method: Density}).Group(x).Find(func(cluster.Stage) error { return enough }); !errors.Is(err, enough) {
		t.Error(err)
	}
}

func TestNamesOfGroups(t *testing.T) {
	animals := []string{"cat", "dog", "ox", "road", "lane", "path"}
	flat := blas32.General{Rows: 6, Cols: 2, Stride: 2, Data: []float32{1, 0, 1, .1, 1, .5, 0, 1, .1, 1, .5, 1}}
	texts := []string{"the cat sat on the mat", "the cat ran off", "the dog and the cat", "the stocks fell on monday", "the stocks rose on friday", "all the stocks fell"}
	halves := []int32{0, 0, 0, 1, 1, 1}
	for _, c := range []struct {
		name   string
		labels []string
		counts []float32
		column Categories
		codes  []int32
		want   []string
	}{
		{"the most central rows", animals, nil, Categories{}, halves, []string{"cat, dog, ox", "road, lane, path"}},
		{"the frequent among them", animals, []float32{1, 900, 2, 2, 2, 2}, Categories{}, halves, []string{"dog, cat, ox", "road, lane, path"}},
		{"rows in no group name nothing", animals, nil, Categories{}, []int32{-1, 0, 0, 1, -1, 1}, []string{"dog, ox", "road, path"}},
		{"words of texts", texts, nil, Categories{}, halves, []string{"cat, and, dog", "stocks, fell, on"}},
		{"a class that most are of", animals, nil, Categories{[]string{"beast", "way"}, []int32{0, 0, 1, 1, 1, 1}}, halves, []string{"beast", "way"}},
		{"one class of two groups", animals, nil, Categories{[]string{"beast", "way"}, []int32{0, 0, 0, 0, 1, 1}}, []int32{0, 0, 1, 1, 2, 2}, []string{"beast: cat", "beast: ox", "way"}},
		{"a class that all are of tells nothing", animals, nil, Categories{[]string{"thing"}, make([]int32, 6)}, halves, []string{"cat, dog, ox", "road, lane, path"}},
	} {
		s := New("things", Input, c.labels, flat)
		s.Counts = c.counts
		if c.column.Names != nil {
			s.SetColumn("kind", c.column)
		}
		named, err := s.NameGroups(c.codes, "groups", goOn)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range named {
			got = append(got, n.Name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestNamesDifferAndTheColumnOfGroupsNamesNone(t *testing.T) {
	x, of := clouds(200, 8, .5)
	labels := make([]string, x.Rows)
	for i := range labels {
		labels[i] = fmt.Sprint("row", i%30) // labels come again and again
	}
	s := New("rows", Input, labels, x)
	s.SetColumn("groups", Categories{[]string{"a", "b", "c", "d", "e", "f", "g", "h"}, of})
	named, err := s.NameGroups(of, "groups", goOn)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, n := range named {
		if n.Class != "" || seen[n.Name] || n.Name == "" {
			t.Errorf("%+v", n)
		}
		seen[n.Name] = true
	}
	enough := errors.New("enough")
	if _, err := s.NameGroups(of, "", func() error { return enough }); !errors.Is(err, enough) {
		t.Error(err)
	}
}

func BenchmarkGroups(b *testing.B) {
	for _, c := range []struct {
		name string
		rows int
		find func(x blas32.General) error
	}{
		{"k-means of 50,000", 50_000, func(x blas32.General) error {
			_, err := cluster.KMeans(x, cluster.Means{K: 50, Rounds: 20, Seed: 1}, onwards)
			return err
		}},
		{"HDBSCAN of 10,000", 10_000, func(x blas32.General) error {
			_, err := Grouping{Method: Density, Metric: Euclidean, MinSize: 10}.Group(x).dense(onwards)
			return err
		}},
		{"HDBSCAN among neighbours of 10,000", 10_000, func(x blas32.General) error {
			g := Grouping{Metric: Euclidean}.Group(x)
			near, err := g.near(linked, onwards)
			if err == nil {
				_, err = cluster.HDBSCAN(g.x, near, cluster.Density{MinSize: 10, Exact: 1}, onwards)
			}
			return err
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			x, _ := clouds(c.rows, 200, 1)
			for b.Loop() {
				if err := c.find(x); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
