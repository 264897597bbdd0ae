package main

import (
	"fmt"
	"strconv"
	"strings"

	"nearspace/core/dataset"
)

// said is what the page says of points that were made.
type said struct{ title, summary text }

// toys are the sets of package dataset's points.
func toys() (made []set) {
	for _, toy := range dataset.Toys() {
		s := toysSaid[toy.ID]
		made = append(made, set{
			ID: toy.ID, Kind: dataset.KindVectors, Column: "label", Toy: true, Title: s.title, Summary: s.summary,
			Licence: "MIT", Attribution: "made for this page",
			convert: func(map[string][]byte) (content, error) { return tableOf(toy.Make(1)) },
		})
	}
	return made
}

// tableOf makes a row of each point, which is called by its class and its number
// there.
func tableOf(p dataset.Points) (content, error) {
	t := table{header: []string{"label", "vector", "class"}}
	if p.Along != nil {
		t.header = append(t.header, "along")
	}
	number := map[string]int{}
	for i, class := range p.Classes {
		number[class]++
		vector := make([]string, p.Dim)
		for j, x := range p.Row(i) {
			vector[j] = strconv.FormatFloat(x, 'g', 4, 64)
		}
		row := []string{fmt.Sprintf("%s %d", class, number[class]), "[" + strings.Join(vector, " ") + "]", class}
		if p.Along != nil {
			row = append(row, strconv.FormatFloat(p.Along[i], 'f', 4, 64))
		}
		t.rows = append(t.rows, row)
	}
	return t, nil
}

var toysSaid = map[string]said{
	"sizes": {text{"Three clouds, narrow to wide", "三团：由窄到宽"}, text{
		"Three clouds of 100 points in the plane; one is ten times as wide as another.",
		"平面上三团各 100 点，其中一团的宽度是另一团的十倍。"}},
	"distances": {text{"Three clouds, near and far", "三团：有近有远"}, text{
		"Three clouds of 80 points in the plane: two near each other, the third five times as far off.",
		"平面上三团各 80 点：两团相近，第三团的距离是其五倍。"}},
	"groups": {text{"Groups of clouds", "成组的团"}, text{
		"Nine clouds of 40 points in 20 dimensions, three and three together, coloured by groups.",
		"20 维中的九团，各 40 点，每三团成一组，按组着色。"}},
	"nested": {text{"A cloud within a cloud", "团中之团"}, text{
		"Two clouds of 100 points about the same middle in 50 dimensions, one twenty times as wide as the other.",
		"50 维中同心的两团，各 100 点，一团的宽度是另一团的二十倍。"}},
	"lines": {text{"Two parallel lines", "两条平行线"}, text{
		"Two straight lines of 100 points in the plane, side by side.",
		"平面上两条并排的直线，各 100 点。"}},
	"grid": {text{"A grid", "网格"}, text{
		"The 400 crossings of a grid in the plane, coloured by quarters.",
		"平面网格的 400 个交点，按四个区域着色。"}},
	"rings": {text{"Two linked rings", "相扣的两环"}, text{
		"Two circles of 150 points in space, each through the middle of the other.",
		"空间中两个圆，各 150 点，互相穿过对方的中心。"}},
	"knot": {text{"A knot", "绳结"}, text{
		"300 points along a trefoil knot in space: one closed line, coloured by sixths, A to F.",
		"空间中沿三叶结分布的 300 点：一条闭合的线，分 A 至 F 六段着色。"}},
	"roll": {text{"A rolled sheet", "卷起的纸"}, text{
		"1,000 points of a flat sheet that is rolled up in space, coloured by sixths of its length, A to F.",
		"空间中一张卷起的平面上的 1000 点，沿长度分 A 至 F 六段着色。"}},
	"noise": {text{"Noise", "噪声"}, text{
		"300 points that chance placed in 100 dimensions. Their classes are chance too.",
		"100 维中随机放置的 300 点，类别也是随机的。"}},
	"walk": {text{"A random walk", "随机游走"}, text{
		"500 steps at random in 100 dimensions, coloured by sixths of the way, A to F.",
		"100 维中随机走的 500 步，按路程分 A 至 F 六段着色。"}},
}
