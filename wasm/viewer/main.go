//go:build js

package main

import (
	"syscall/js"
	"time"
	"unsafe"

	"github.com/hajimehoshi/ebiten/v2"

	"nearspace/wasm/bridge"
	"nearspace/wasm/viewer/scene"
)

// viewer is the map as Ebitengine's game.
type viewer struct {
	scene   *scene.Map
	frame   js.Value // the handlers
	version int      // of the points
	coords  []float32
	widths  []float64
	last    time.Time
	idle    int // frames in which nothing moved

	drawn   bool // the picture of this frame is new
	started time.Time
	labels  []float32
	near    []float32
}

// restAfter is how many frames without change end in sleep: Ebitengine needs
// some to put what was drawn on the screen.
const restAfter = 4

// maxPixels bounds the picture on very large screens.
const maxPixels = 5 << 20

func main() {
	v := &viewer{scene: scene.NewMap(), frame: js.Global().Get("nearspaceFrame"), last: time.Now()}
	v.scene.Labels = scene.Labels{Max: 60, Tries: 1500}
	js.Global().Set("nearspaceViewer", v.functions())
	v.frame.Call("ready")
	ebiten.SetTPS(ebiten.SyncWithFPS)
	ebiten.SetScreenClearedEveryFrame(false)
	options := &ebiten.RunGameOptions{InitUnfocused: true, ScreenTransparent: true}
	if err := ebiten.RunGameWithOptions(v, options); err != nil {
		panic(err)
	}
}

// LayoutF implements ebiten.LayoutFer: the picture has a pixel for each of the
// device's.
func (v *viewer) LayoutF(width, height float64) (float64, float64) {
	ratio := ebiten.Monitor().DeviceScaleFactor()
	for width*ratio*height*ratio > maxPixels && ratio > 1 {
		ratio = max(1, ratio*.9)
	}
	v.scene.Ratio = ratio
	v.scene.Resize(int(width*ratio), int(height*ratio))
	return float64(v.scene.Canvas.Width), float64(v.scene.Canvas.Height)
}

// Layout implements ebiten.Game; LayoutF takes its place.
func (v *viewer) Layout(int, int) (int, int) { return v.scene.Canvas.Width, v.scene.Canvas.Height }

// Update implements ebiten.Game.
func (v *viewer) Update() error {
	now := time.Now()
	// After a sleep nothing is to jump to its end.
	v.scene.Advance(min(now.Sub(v.last), 50*time.Millisecond))
	v.last = now
	v.started = now
	v.drawn = v.scene.Draw()
	if v.drawn || v.scene.Moving() {
		v.idle = 0
	} else if v.idle++; v.idle == restAfter {
		v.frame.Call("rest")
	}
	return nil
}

// Draw implements ebiten.Game.
func (v *viewer) Draw(screen *ebiten.Image) {
	size := screen.Bounds().Size()
	canvas := v.scene.Canvas
	if !v.drawn || size.X != canvas.Width || size.Y != canvas.Height {
		return
	}
	v.drawn = false
	screen.WritePixels(bytesOf(canvas.Pixels))
	v.labels, v.near = v.labels[:0], v.near[:0]
	for _, l := range v.scene.ShownLabels(v.width) {
		v.labels = append(v.labels, float32(l.Row), float32(l.Left), float32(l.Top), float32(v.scene.Chosen(l.Row)))
		v.near = append(v.near, float32(l.Near))
	}
	v.frame.Call("drawn", v.version, time.Since(v.started).Seconds()*1000, bridge.Uint8Array(bytesOf(v.labels)), bridge.Float32Array(v.near))
}

// bytesOf returns the memory of numbers, little-endian in WebAssembly.
func bytesOf[T float32 | uint32](numbers []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(numbers))), 4*len(numbers))
}

// width asks the page for that of a label, once.
func (v *viewer) width(row int) float64 {
	if row >= len(v.widths) {
		return 0
	}
	if v.widths[row] < 0 {
		v.widths[row] = v.frame.Call("width", row).Float()
	}
	return v.widths[row]
}

// functions are what the document's script may call.
func (v *viewer) functions() js.Value {
	functions := js.Global().Get("Object").New()
	set := func(name string, f func(args []js.Value) any) {
		functions.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) }))
	}
	do := func(name string, f func(args []js.Value)) {
		set(name, func(args []js.Value) any { f(args); return nil })
	}
	// coordinates, version, and 3 if they are in space; the error, if they are no
	// points
	set("points", func(args []js.Value) any {
		v.coords = bridge.Float32s(v.coords, args[0])
		dimensions := 2
		if len(args) > 2 && args[2].Type() == js.TypeNumber {
			dimensions = args[2].Int()
		}
		if err := v.scene.SetCoordinates(v.coords, dimensions); err != nil {
			return err.Error()
		}
		v.version = args[1].Int()
		return nil
	})
	do("colors", func(args []js.Value) {
		v.scene.Points.Colors = bridge.Uint32s(v.scene.Points.Colors, args[0])
		v.scene.Changed()
	})
	do("radii", func(args []js.Value) {
		v.scene.Points.Radii = bridge.Float32s(v.scene.Points.Radii, args[0])
		v.scene.Changed()
	})
	do("priorities", func(args []js.Value) {
		priorities := bridge.Float32s(nil, args[0])
		v.scene.Points.SetPriorities(priorities)
		v.widths = make([]float64, len(priorities))
		for i := range v.widths {
			v.widths[i] = -1
		}
		v.scene.Changed()
	})
	do("labelHeight", func(args []js.Value) {
		v.scene.Labels.Height = args[0].Float()
		for i := range v.widths {
			v.widths[i] = -1
		}
		v.scene.Changed()
	})
	do("theme", func(args []js.Value) {
		v.scene.Accent, v.scene.Ink = uint32(args[0].Int()), uint32(args[1].Int())
		v.scene.Changed()
	})
	do("still", func(args []js.Value) { v.scene.Still = args[0].Bool() })
	do("select", func(args []js.Value) { v.scene.Select(args[0].Int(), rows(args[1])) })
	do("highlight", func(args []js.Value) { v.scene.Highlight(rows(args[0])) })
	do("point", func(args []js.Value) { v.scene.Point(args[0].Int()) })
	do("flyTo", func(args []js.Value) { v.scene.FlyTo(args[0].Int()) })
	do("fit", func([]js.Value) { v.scene.Fit() })
	do("pan", func(args []js.Value) { v.scene.Pan(args[0].Float(), args[1].Float()) })
	do("zoom", func(args []js.Value) { v.scene.ZoomAt(args[0].Float(), args[1].Float(), args[2].Float()) })
	do("rotate", func(args []js.Value) { v.scene.Rotate(args[0].Float(), args[1].Float()) })
	do("roll", func(args []js.Value) { v.scene.Roll(args[0].Float()) })
	do("spin", func(args []js.Value) { v.scene.Spin(args[0].Bool()) })
	// x, y, zoom, and in space z and the turn's four numbers
	do("lookAt", func(args []js.Value) {
		view := scene.View{X: args[0].Float(), Y: args[1].Float(), Zoom: args[2].Float()}
		if len(args) > 7 {
			view.Z = args[3].Float()
			view.Turn = scene.Turn{X: args[4].Float(), Y: args[5].Float(), Z: args[6].Float(), W: args[7].Float()}
		}
		v.scene.LookAt(view)
	})
	set("at", func(args []js.Value) any {
		return v.scene.At(args[0].Float(), args[1].Float(), args[2].Float())
	})
	// where a row is on the screen: x and y, or nothing
	set("where", func(args []js.Value) any {
		if x, y, ok := v.scene.Where(args[0].Int()); ok {
			return []any{x, y}
		}
		return nil
	})
	// the view that the visitor chose as lookAt takes it, nothing while the camera
	// follows
	set("view", func([]js.Value) any {
		if !v.scene.Moved() {
			return nil
		}
		c := v.scene.Camera.View
		if v.scene.Points.Dimensions() == 3 {
			return []any{c.X, c.Y, c.Zoom, c.Z, c.Turn.X, c.Turn.Y, c.Turn.Z, c.Turn.W}
		}
		return []any{c.X, c.Y, c.Zoom}
	})
	set("ratio", func([]js.Value) any { return v.scene.Ratio })
	return functions
}

func rows(array js.Value) []int {
	list := make([]int, array.Length())
	for i := range list {
		list[i] = array.Index(i).Int()
	}
	return list
}
