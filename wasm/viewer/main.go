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
	scene      *scene.Map
	controls   scene.Controls
	frame      js.Value // the handlers
	version    int      // of the points
	coords     []float32
	widths     []float64
	selections int // changes of the selection that the page has heard of
	last       time.Time
	idle       int // frames in which nothing moved

	drawn     bool // the picture of this frame is new
	started   time.Time
	labels    []float32
	opacities []float32
	names     []float32
}

// restAfter is how many frames without change end in sleep: Ebitengine needs
// some to put what was drawn on the screen.
const restAfter = 4

// maxPixels bounds the picture on very large screens.
const maxPixels = 5 << 20

func main() {
	v := &viewer{scene: scene.NewMap(), frame: js.Global().Get("nearspaceFrame"), last: time.Now()}
	v.scene.Labels = scene.Labels{Max: 60, Tries: 1500}
	v.controls.Map = v.scene
	v.controls.Events = scene.Events{
		Hover: func(row int) { v.tell("hover", row) },
		Pick:  func(row int) { v.tell("pick", row) },
	}
	js.Global().Set("nearspaceViewer", v.calls())
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
	if n := v.scene.Selections(); n != v.selections {
		v.selections = n
		v.tell("selected")
	}
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
	v.labels, v.opacities, v.names = v.labels[:0], v.opacities[:0], v.names[:0]
	for _, l := range v.scene.ShownLabels(v.width) {
		v.labels = append(v.labels, float32(l.Row), float32(l.Left), float32(l.Top), float32(v.scene.Chosen(l.Row)))
		v.opacities = append(v.opacities, float32(l.Opacity()))
	}
	for _, l := range v.scene.Labels.Named() {
		v.names = append(v.names, float32(l.Row), float32(l.Left), float32(l.Top))
	}
	v.frame.Call("drawn", v.version, time.Since(v.started).Seconds()*1000,
		bridge.Uint8Array(bytesOf(v.labels)), bridge.Float32Array(v.opacities), bridge.Float32Array(v.names))
}

// tell calls a handler, if the page has it.
func (v *viewer) tell(handler string, args ...any) {
	if v.frame.Get(handler).Type() == js.TypeFunction {
		v.frame.Call(handler, args...)
	}
}

// bytesOf returns the memory of numbers, little-endian in WebAssembly.
func bytesOf[T float32 | int32 | uint32](numbers []T) []byte {
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
