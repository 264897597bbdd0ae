//go:build js && !first

package main

import (
	"nearspace/core/project"
	"nearspace/wasm/engine/protocol"
)

// How much is said of an axis.
const (
	mostLeading = 50 // axes
	atEnds      = 6  // rows
	loading     = 5  // dimensions
)

// leading finds the leading axes of a space, and what lies along them. Training goes
// on: they are those of the vectors of the moment.
func leading(_ *engine, c *call) (any, error) {
	var args protocol.Leading
	d, err := c.decode(&args)
	if err != nil {
		return nil, err
	}
	s, err := d.space(args.Space)
	if err != nil {
		return nil, err
	}
	p := project.NewPCA(min(max(args.Count, 1), mostLeading, s.Dim()), 1)
	if args.Sphere {
		p.Sphere = new(project.Sphere)
	}
	for done := false; !done; {
		d.mu.Lock()
		done, err = p.Step(s.Vectors(), unitsAtOnce)
		d.mu.Unlock()
		if err != nil {
			return nil, err
		}
		if err := c.pace(); err != nil {
			return nil, err
		}
	}
	var all protocol.Led
	for j, share := range p.Explained() {
		axis := protocol.LeadingAxis{Share: share}
		axis.Low, axis.High = p.Ends(j, atEnds)
		axis.Dimensions, axis.Loadings = p.Leads(j, loading)
		all.Axes = append(all.Axes, axis)
	}
	return all, nil
}
