//go:build js

package main

import (
	"slices"

	"nearspace/core/lab"
	"nearspace/core/project"
	"nearspace/core/space"
	"nearspace/wasm/engine/protocol"
)

// judge finds how faithful a map is where it stands. Training waits while the
// vectors are read, and goes on then.
func judge(e *engine, c *call) (any, error) {
	var args protocol.Judge
	d, err := c.decode(&args)
	if err != nil {
		return nil, err
	}
	j, rows, err := d.judge(c, args)
	if err != nil {
		return nil, err
	}
	for done := false; !done; {
		if done, err = j.Step(judgedAtOnce); err != nil {
			return nil, err
		}
		if c.rest.due() {
			at := j.Stage()
			e.send("progress", protocol.ProgressEvent{Request: c.id, State: running, Progress: lab.Progress{
				Phase: "judge", Title: lab.Text{En: "Holding the map against the vectors", Zh: "用向量检验地图"}, Unit: lab.Text{En: "steps", Zh: "步"},
				Done: float64(at.Done), Total: float64(at.Total),
			}})
		}
		if err := c.pace(); err != nil {
			return nil, err
		}
	}
	return judged(j.Result(), rows), nil
}

// judgedAtOnce is how much is judged between two looks at the clock.
const judgedAtOnce = 4096

// judge reads the vectors of a map, and begins to judge it.
func (d *driver) judge(c *call, args protocol.Judge) (*project.Judge, int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	v, err := d.view(args.Map)
	if err != nil {
		return nil, 0, err
	}
	s, err := d.space(v.space)
	if err != nil {
		return nil, 0, err
	}
	metric := space.Metric(args.Metric)
	if !slices.Contains([]space.Metric{space.Cosine, space.Dot, space.Euclidean, project.Correlation}, metric) {
		return nil, 0, &lab.UnknownError{What: "metric", ID: args.Metric}
	}
	coordinates := slices.Clone(v.mapping.Coordinates())
	if len(coordinates) == 0 {
		return nil, 0, lab.ErrNotReady
	}
	j, err := project.NewJudge(s.Vectors(), metric, coordinates, v.mapping.Dimensions(), args.Neighbors, args.All)
	for err == nil && j.Stage().ID == "prepare" {
		if _, err = j.Step(judgedAtOnce); err == nil {
			err = c.pace()
		}
	}
	return j, s.Len(), err
}

func judged(f *project.Faithfulness, rows int) protocol.Judged {
	all := protocol.Judged{
		Neighbors: f.K, Looked: f.Looked, Rows: rows,
		Trust: f.Trust, Continuity: f.Continuity, Preserved: f.Preserved, Shepard: f.Shepard,
	}
	for _, p := range f.PerPoint {
		all.Trusts = append(all.Trusts, p.Trust)
		all.Continuities = append(all.Continuities, p.Continuity)
		all.Shares = append(all.Shares, p.Preserved)
		all.Shepards = append(all.Shepards, p.Shepard)
	}
	return all
}
