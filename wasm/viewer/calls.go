//go:build js

package main

import (
	"syscall/js"

	"nearspace/wasm/bridge"
	"nearspace/wasm/viewer/scene"
)

// calls are the functions that the document's script may call, by name.
type calls struct{ js.Value }

// get adds one that returns something.
func (c calls) get(name string, f func(args []js.Value) any) {
	c.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) }))
}

// do adds one that does not.
func (c calls) do(name string, f func(args []js.Value)) {
	c.get(name, func(args []js.Value) any { f(args); return nil })
}

func (v *viewer) calls() js.Value {
	c := calls{js.Global().Get("Object").New()}
	v.pointCalls(c)
	v.lookCalls(c)
	v.cameraCalls(c)
	v.chooseCalls(c)
	v.controlCalls(c)
	v.densityCalls(c)
	v.exportCalls(c)
	return c.Value
}

// Where points are and what they look like.
func (v *viewer) pointCalls(c calls) {
	m := v.scene
	// coordinates, version, and 3 if they are in space; the error, if they are no
	// points
	c.get("points", func(args []js.Value) any {
		v.coords = bridge.Float32s(v.coords, args[0])
		if err := m.SetCoordinates(v.coords, dimensions(args, 2)); err != nil {
			return err.Error()
		}
		v.version = args[1].Int()
		return nil
	})
	// coordinates of the same rows in another map, and 3 if they are in space; the
	// error, if they are no points
	c.get("other", func(args []js.Value) any {
		if err := m.SetOther(bridge.Float32s(nil, args[0]), dimensions(args, 1)); err != nil {
			return err.Error()
		}
		return nil
	})
	c.do("colors", func(args []js.Value) {
		m.Points.Colors = bridge.Uint32s(m.Points.Colors, args[0])
		m.Changed()
	})
	// categories (-1: none), palette, the colour of none
	c.do("colorsByCategory", func(args []js.Value) {
		m.Points.Colors = scene.ByCategory(m.Points.Colors, bridge.Uint32s(nil, args[0]), bridge.Uint32s(nil, args[1]), color(args[2]))
		m.Changed()
	})
	// numbers, low, high, scale, the colour of what is no number
	c.do("colorsByNumber", func(args []js.Value) {
		m.Points.Colors = scene.ByNumber(m.Points.Colors, bridge.Float32s(nil, args[0]), float32(args[1].Float()), float32(args[2].Float()), bridge.Uint32s(nil, args[3]), color(args[4]))
		m.Changed()
	})
	c.do("radii", func(args []js.Value) {
		m.Points.Radii = bridge.Float32s(m.Points.Radii, args[0])
		m.Changed()
	})
	// numbers, low, high, smallest, largest
	c.do("radiiByNumber", func(args []js.Value) {
		part := func(i int) float32 { return float32(args[i].Float()) }
		m.Points.Radii = scene.RadiiByNumber(m.Points.Radii, bridge.Float32s(nil, args[0]), part(1), part(2), part(3), part(4))
		m.Changed()
	})
	// the pixels of a picture, its width, a tile's side, its size on the screen, and
	// each row's tile (-1: none); no pixels: discs again
	c.do("atlas", func(args []js.Value) {
		m.Points.Atlas, m.Points.Tiles = nil, nil
		if args[0].Length() > 0 {
			m.Points.Atlas = scene.NewAtlas(bridge.Uint32s(nil, args[0]), args[1].Int(), args[2].Int(), args[3].Float())
			m.Points.Tiles = bridge.Uint32s(nil, args[4])
		}
		m.Changed()
	})
	// of a tile on the screen
	c.do("tileSize", func(args []js.Value) {
		if m.Points.Atlas != nil {
			m.Points.Atlas.Size = args[0].Float()
			m.Changed()
		}
	})
	// pairs of rows, colours, widths
	c.do("lines", func(args []js.Value) {
		m.SetLines(scene.Lines{Pairs: bridge.Uint32s(nil, args[0]), Colors: bridge.Uint32s(nil, args[1]), Widths: bridge.Float32s(nil, args[2])})
	})
}

func dimensions(args []js.Value, i int) int {
	if i < len(args) && args[i].Type() == js.TypeNumber {
		return args[i].Int()
	}
	return 2
}

// color reads one as the page has it, a number without sign.
func color(v js.Value) uint32 { return uint32(int64(v.Float())) }

// Labels, names and the theme.
func (v *viewer) lookCalls(c calls) {
	m := v.scene
	relabel := func() {
		for i := range v.widths {
			v.widths[i] = -1
		}
		m.Changed()
	}
	c.do("priorities", func(args []js.Value) {
		priorities := bridge.Float32s(nil, args[0])
		m.Points.SetPriorities(priorities)
		v.widths = make([]float64, len(priorities))
		relabel()
	})
	// that of labels, and by how much names are taller
	c.do("labelHeight", func(args []js.Value) {
		m.Labels.Height, m.Labels.Taller = args[0].Float(), args[1].Float()
		relabel()
	})
	// the rows have other texts
	c.do("relabel", func([]js.Value) { relabel() })
	// how many labels at most, and how much room about each
	c.do("labelDensity", func(args []js.Value) {
		m.Labels.Max, m.Labels.Margin = args[0].Int(), args[1].Float()
		m.Changed()
	})
	// rows that always have a label
	c.do("pinned", func(args []js.Value) {
		m.Pinned = m.Pinned[:0]
		for _, row := range bridge.Uint32s(nil, args[0]) {
			m.Pinned = append(m.Pinned, int(int32(row)))
		}
		m.Changed()
	})
	// how many of the last rows are guests
	c.do("guests", func(args []js.Value) {
		m.Guests = args[0].Int()
		m.Changed()
	})
	// places of names, x, y and z each, and their widths
	c.do("names", func(args []js.Value) {
		places, widths := bridge.Float32s(nil, args[0]), bridge.Float32s(nil, args[1])
		m.Labels.Names = nil
		for i, width := range widths[:min(len(widths), len(places)/3)] {
			x, y, z := places[3*i], places[3*i+1], places[3*i+2]
			m.Labels.Names = append(m.Labels.Names, scene.Name{X: float64(x), Y: float64(y), Z: float64(z), Width: float64(width)})
		}
		m.Changed()
	})
	c.do("theme", func(args []js.Value) {
		m.Accent, m.Ink = color(args[0]), color(args[1])
		m.Changed()
	})
	c.do("still", func(args []js.Value) { m.Still = args[0].Bool() })
}

// Where the camera is.
func (v *viewer) cameraCalls(c calls) {
	m := v.scene
	c.do("flyTo", func(args []js.Value) { m.FlyTo(args[0].Int()) })
	c.do("fit", func([]js.Value) { m.Fit() })
	c.do("reset", func([]js.Value) { m.Reset() })
	c.do("pan", func(args []js.Value) { m.Pan(args[0].Float(), args[1].Float()) })
	c.do("zoom", func(args []js.Value) { m.ZoomAt(args[0].Float(), args[1].Float(), args[2].Float()) })
	c.do("rotate", func(args []js.Value) { m.Rotate(args[0].Float(), args[1].Float()) })
	c.do("roll", func(args []js.Value) { m.Roll(args[0].Float()) })
	// x, y, zoom, and in space z and the turn's four numbers
	c.do("lookAt", func(args []js.Value) {
		view := scene.View{X: args[0].Float(), Y: args[1].Float(), Zoom: args[2].Float()}
		if len(args) > 7 {
			view.Z = args[3].Float()
			view.Turn = scene.Turn{X: args[4].Float(), Y: args[5].Float(), Z: args[6].Float(), W: args[7].Float()}
		}
		m.LookAt(view)
	})
	// the view that the visitor chose as lookAt takes it, nothing while the camera
	// follows
	c.get("view", func([]js.Value) any {
		if !m.Moved() {
			return nil
		}
		at := m.Camera.View
		if m.Points.Dimensions() == 3 {
			return []any{at.X, at.Y, at.Zoom, at.Z, at.Turn.X, at.Turn.Y, at.Turn.Z, at.Turn.W}
		}
		return []any{at.X, at.Y, at.Zoom}
	})
	c.get("at", func(args []js.Value) any { return m.At(args[0].Float(), args[1].Float(), args[2].Float()) })
	// where a row is on the screen: x and y, or nothing
	c.get("where", func(args []js.Value) any {
		if x, y, ok := m.Where(args[0].Int()); ok {
			return []any{x, y}
		}
		return nil
	})
	// the rows on the screen, so many at most, those first that have labels first
	c.get("onScreen", func(args []js.Value) any { return int32Array(m.OnScreen(args[0].Int())) })
	// whether frames are needed
	c.get("moving", func([]js.Value) any { return m.Moving() })
	c.get("ratio", func([]js.Value) any { return m.Ratio })
}

// What is chosen, and what is there at all.
func (v *viewer) chooseCalls(c calls) {
	m := v.scene
	c.do("select", func(args []js.Value) { m.Select(args[0].Int(), rows(args[1])) })
	c.do("highlight", func(args []js.Value) { m.Highlight(rows(args[0])) })
	c.do("point", func(args []js.Value) { m.Point(args[0].Int()) })
	c.get("selection", func([]js.Value) any {
		selection := m.Selection()
		list := make([]int, 0, selection.Len())
		for row := range selection.Rows() {
			list = append(list, row)
		}
		return int32Array(list)
	})
	// rows, and how they change the selection
	c.do("setSelection", func(args []js.Value) { m.SetSelection(setOf(args[0]), scene.Change(args[1].Int())) })
	// corners of a polygon on the screen, and how
	c.do("selectInside", func(args []js.Value) {
		var polygon scene.Polygon
		for _, v := range bridge.Float32s(nil, args[0]) {
			polygon = append(polygon, float64(v))
		}
		m.SelectInside(polygon, scene.Change(args[1].Int()))
	})
	c.do("invertSelection", func([]js.Value) { m.InvertSelection() })
	c.do("bright", func(args []js.Value) {
		m.Bright = args[0].Bool()
		m.Changed()
	})
	c.do("isolate", func(args []js.Value) { m.Isolate(setOf(args[0])) })
	c.do("hide", func(args []js.Value) { m.Hide(setOf(args[0])) })
	c.do("showAll", func([]js.Value) { m.ShowAll() })
	// rows that the legend has switched off
	c.do("off", func(args []js.Value) {
		shown := m.Shown()
		shown.Off = setOf(args[0])
		m.Show(shown)
	})
}

// What pointers, the wheel and keys do.
func (v *viewer) controlCalls(c calls) {
	controls := &v.controls
	c.do("tool", func(args []js.Value) { controls.Tool = scene.Tool(args[0].Int()) })
	c.do("down", func(args []js.Value) { controls.Down(pointer(args)) })
	c.do("move", func(args []js.Value) { controls.Move(pointer(args)) })
	// the pointer's id, which has been down for a while
	c.do("hold", func(args []js.Value) { controls.Hold(args[0].Int()) })
	c.do("up", func(args []js.Value) { controls.Up(pointer(args)) })
	c.do("cancel", func(args []js.Value) { controls.Cancel(args[0].Int()) })
	c.do("leave", func([]js.Value) { controls.Leave() })
	// x, y, how far, and whether two fingers pinched a trackpad
	c.do("wheel", func(args []js.Value) {
		controls.Wheel(args[0].Float(), args[1].Float(), args[2].Float(), args[3].Bool())
	})
	// the key's name, and whether shift is down; whether it means something
	c.get("key", func(args []js.Value) any { return controls.Key(args[0].String(), args[1].Bool()) })
	c.get("dragging", func([]js.Value) any { return controls.Dragging() })
}

// pointer reads id, x, y, whether it is a finger, button, shift, ctrl and alt.
func pointer(args []js.Value) scene.Pointer {
	return scene.Pointer{
		ID: args[0].Int(), X: args[1].Float(), Y: args[2].Float(), Touch: args[3].Bool(), Button: args[4].Int(),
		Shift: args[5].Bool(), Ctrl: args[6].Bool(), Alt: args[7].Bool(),
	}
}

// Where points are dense.
func (v *viewer) densityCalls(c calls) {
	m := v.scene
	// parts of the highest density, smoothing, colour
	c.do("contours", func(args []js.Value) {
		contours := scene.Contours{Smoothing: args[1].Float(), Color: color(args[2])}
		for _, level := range bridge.Float32s(nil, args[0]) {
			contours.Levels = append(contours.Levels, float64(level))
		}
		m.SetContours(contours)
	})
	// smoothing, prominence, lowest: the hills' x, y, height and number of points
	// each, and for every row which it stands on
	c.get("peaks", func(args []js.Value) any {
		field := m.Density(args[0].Float())
		if field == nil {
			return nil
		}
		peaks, of := field.Peaks(&m.Points, float32(args[1].Float()), float32(args[2].Float()))
		var tops []float32
		for _, p := range peaks {
			tops = append(tops, float32(p.X), float32(p.Y), p.Height, float32(p.Points))
		}
		return []any{bridge.Float32Array(tops), viewOf("Int32Array", bytesOf(of))}
	})
	// width and height: an overview's pixels, and the corners of the screen on it
	c.get("overview", func(args []js.Value) any {
		canvas, screen := m.Overview(args[0].Int(), args[1].Int())
		corners := make([]float32, len(screen))
		for i, v := range screen {
			corners[i] = float32(v)
		}
		return []any{bridge.Uint8Array(bytesOf(canvas.Straight())), bridge.Float32Array(corners)}
	})
	// x, y, and the overview's width and height
	c.do("lookFrom", func(args []js.Value) {
		m.LookFrom(args[0].Float(), args[1].Float(), args[2].Int(), args[3].Int())
	})
}

// The map as a file.
func (v *viewer) exportCalls(c calls) {
	m := v.scene
	// width, height, scale: the picture's width, height and pixels, its labels as row,
	// left, top, mark each, its names as index, left, top, and the labels' opacities
	c.get("picture", func(args []js.Value) any {
		canvas, labels, names := m.Picture(args[0].Int(), args[1].Int(), args[2].Float(), v.width)
		var placed, named, opacities []float32
		for _, l := range labels {
			placed = append(placed, float32(l.Row), float32(l.Left), float32(l.Top), float32(m.Chosen(l.Row)))
			opacities = append(opacities, float32(l.Opacity()))
		}
		for _, l := range names {
			named = append(named, float32(l.Row), float32(l.Left), float32(l.Top))
		}
		return []any{canvas.Width, canvas.Height, bridge.Uint8Array(bytesOf(canvas.Straight())), bridge.Float32Array(placed), bridge.Float32Array(named), bridge.Float32Array(opacities)}
	})
	// width, height, font, its size, ground, halo: the bytes of the file
	c.get("svg", func(args []js.Value) any {
		text := func(handler string) func(int) string {
			return func(i int) string {
				if v.frame.Get(handler).Type() != js.TypeFunction {
					return ""
				}
				return v.frame.Call(handler, i).String()
			}
		}
		return bridge.Uint8Array(m.SVG(scene.Drawing{
			Width: args[0].Int(), Height: args[1].Int(), Font: args[2].String(), FontSize: args[3].Float(),
			Ground: color(args[4]), Halo: color(args[5]),
			Text: text("text"), Name: text("name"), TextWidth: v.width,
		}))
	})
}

func rows(array js.Value) []int {
	list := make([]int, array.Length())
	for i := range list {
		list[i] = array.Index(i).Int()
	}
	return list
}

// setOf reads an Int32Array of rows.
func setOf(array js.Value) scene.Set {
	var set scene.Set
	for _, row := range bridge.Uint32s(nil, array) {
		set.Add(int(int32(row)))
	}
	return set
}

func int32Array(rows []int) js.Value {
	list := make([]int32, len(rows))
	for i, row := range rows {
		list[i] = int32(row)
	}
	return viewOf("Int32Array", bytesOf(list))
}

// viewOf copies bytes into a typed array of the page.
func viewOf(constructor string, bytes []byte) js.Value {
	return js.Global().Get(constructor).New(bridge.Uint8Array(bytes).Get("buffer"))
}
