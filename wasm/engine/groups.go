//go:build js

package main

import (
	"fmt"
	"slices"
	"syscall/js"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/cluster"
	"nearspace/core/lab"
	"nearspace/core/space"
	"nearspace/wasm/bridge"
	"nearspace/wasm/engine/protocol"
)

// stages says what the pieces of grouping are.
var stages = map[string]lab.Text{
	"neighbors":  {En: "Finding neighbours", Zh: "查找近邻"},
	"seeds":      {En: "Choosing the first centres", Zh: "选取初始中心"},
	"rounds":     {En: "Moving centres", Zh: "移动中心"},
	"tree":       {En: "Joining rows by density", Zh: "按密度连接各行"},
	"groups":     {En: "Choosing groups", Zh: "选定分组"},
	"silhouette": {En: "Judging the groups", Zh: "评价分组"},
}

// group finds groups of rows as they are now. Only while they are copied, and while
// the groups get their names, does training wait.
func group(e *engine, c *call) (any, error) {
	var args protocol.Group
	d, err := c.decode(&args)
	if err != nil {
		return nil, err
	}
	grouping := space.Grouping{
		Method: args.Method, Metric: space.Metric(args.Metric), Groups: args.Groups,
		MinSize: args.MinSize, MinSamples: args.MinSamples, Leaves: args.Leaves, Seed: uint64(args.Seed),
	}
	grouper, result, err := d.toGroup(args, grouping)
	if err != nil {
		return nil, err
	}
	found, err := grouper.Find(func(s cluster.Stage) error {
		if c.rest.due() {
			e.send("progress", protocol.ProgressEvent{Request: c.id, State: running, Progress: lab.Progress{
				Phase: s.ID, Title: stages[s.ID], Unit: lab.Text{En: "steps", Zh: "步"}, Done: float64(s.Done), Total: float64(s.Total),
			}})
		}
		return c.pace()
	})
	if err != nil {
		return nil, err
	}
	result.Probabilities, result.Silhouette, result.Approximate = found.Probabilities, found.Silhouette, found.Approximate
	if !args.Keep {
		result.Codes = found.Codes
		return *result, nil
	}
	return d.keepGroups(result, found.Codes, c.pace)
}

// toGroup takes the rows.
func (d *driver) toGroup(args protocol.Group, grouping space.Grouping) (*space.Grouper, *protocol.Grouped, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, err := d.space(args.Space)
	if err != nil {
		return nil, nil, err
	}
	x := s.Vectors()
	if args.Map {
		v, err := d.view(0)
		if err != nil || v.space != s.Name {
			return nil, nil, &lab.UnknownError{What: "map", ID: s.Name}
		}
		m := v.mapping
		x = blas32.General{Rows: len(m.Coordinates()) / m.Dimensions(), Cols: m.Dimensions(), Stride: m.Dimensions(), Data: m.Coordinates()}
		if x.Rows != s.Len() {
			return nil, nil, lab.ErrNotReady
		}
	}
	return grouping.Group(x), &protocol.Grouped{Space: s.Name, Version: int(s.Version()), Reports: d.last.Reports}, nil
}

// keepGroups makes the groups a column of their space.
func (d *driver) keepGroups(result *protocol.Grouped, codes []int32, pace lab.Pace) (any, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, err := d.space(result.Space)
	if err != nil {
		return nil, err
	}
	for len(codes) < s.Len() { // rows that have come meanwhile
		codes = append(codes, -1)
	}
	column := d.columnOfGroups(s)
	earlier, again := s.Column(column).(space.Categories)
	if again {
		codes = cluster.Align(codes, earlier.Codes)
	}
	named, err := s.NameGroups(codes, column, pace)
	if err != nil {
		return nil, err
	}
	for i, n := range named {
		if again && i < len(earlier.Names) && earlier.Names[i] != "" && same(codes, earlier.Codes, int32(i)) {
			n.Name = earlier.Names[i]
		}
		for n.Name != "" && slices.Contains(result.Names, n.Name) {
			n.Name += "′"
		}
		result.Names = append(result.Names, n.Name)
	}
	result.Codes, result.Column = codes, column
	s.SetColumn(column, space.Categories{Names: result.Names, Codes: codes})
	return *result, nil
}

// same says whether a group has half of the rows that it has or had.
func same(codes, earlier []int32, group int32) bool {
	both, either := 0, 0
	for i, c := range codes {
		now, before := c == group, earlier[i] == group
		if now && before {
			both++
		}
		if now || before {
			either++
		}
	}
	return 2*both >= either
}

// columnOfGroups is the column of a space that holds its groups: one that it has
// brought along stays.
func (d *driver) columnOfGroups(s *space.Space) string {
	if d.grouped == nil {
		d.grouped = map[string]string{}
	}
	name := d.grouped[s.Name]
	if name == "" {
		name = "groups"
		for i := 2; slices.Contains(s.Columns(), name); i++ {
			name = fmt.Sprint("groups ", i)
		}
		d.grouped[s.Name] = name
	}
	return name
}

// regroup makes the groups of a space others: called otherwise, such as they were
// before, or none.
func regroup(_ *engine, c *call) (any, error) {
	var args protocol.Regroup
	return c.withSpace(&args, &args.Space, func(d *driver, s *space.Space) (any, error) {
		column := d.columnOfGroups(s)
		switch array := c.args.Get("codes"); {
		case len(args.Names) == 0:
			s.RemoveColumn(column)
		case array.IsUndefined():
			groups, ok := s.Column(column).(space.Categories)
			if !ok || len(args.Names) != len(groups.Names) {
				return nil, &bridge.FieldError{Path: "regroup.names", Want: fmt.Sprint(len(groups.Names), " names"), Got: fmt.Sprint(len(args.Names))}
			}
			s.SetColumn(column, space.Categories{Names: args.Names, Codes: groups.Codes})
		default:
			codes, err := codesOf(array, "regroup.codes", s.Len(), len(args.Names))
			if err != nil {
				return nil, err
			}
			s.SetColumn(column, space.Categories{Names: args.Names, Codes: codes})
		}
		return nil, nil
	}, "codes")
}

// codesOf reads the group of each row, −1 none.
func codesOf(array js.Value, path string, rows, groups int) ([]int32, error) {
	if !array.InstanceOf(js.Global().Get("Int32Array")) {
		return nil, &bridge.FieldError{Path: path, Want: "an Int32Array", Got: array.Type().String()}
	}
	codes := make([]int32, 0, rows)
	for _, code := range bridge.Uint32s(nil, array) {
		if code := int32(code); code >= -1 && int(code) < groups {
			codes = append(codes, code)
		}
	}
	if len(codes) != rows {
		return nil, &bridge.FieldError{Path: path, Want: fmt.Sprint(rows, " codes of groups"), Got: fmt.Sprint(len(codes))}
	}
	return codes, nil
}

// name names whatever groups of rows the page has.
func name(_ *engine, c *call) (any, error) {
	var args protocol.Name
	return c.withSpace(&args, &args.Space, func(d *driver, s *space.Space) (any, error) {
		codes, err := codesOf(c.args.Get("codes"), "name.codes", s.Len(), s.Len())
		if err != nil {
			return nil, err
		}
		named, err := s.NameGroups(codes, d.grouped[s.Name], c.pace)
		if err != nil {
			return nil, err
		}
		var names protocol.Named
		for _, n := range named {
			names.Names = append(names.Names, n.Name)
		}
		return names, nil
	}, "codes")
}
