//go:build js

package bridge

import (
	"errors"
	"math"
	"reflect"
	"syscall/js"
	"testing"
	"time"
)

type inner struct {
	X float64 `json:"x"`
}

type message struct {
	Name  string            `json:"name"`
	Count int               `json:"count"`
	Rate  float64           `json:"rate"`
	On    bool              `json:"on"`
	Words []string          `json:"words"`
	In    inner             `json:"in"`
	Args  map[string]string `json:"args"`
}

var whole = message{"a", 1 << 40, .5, true, []string{"x", "é 我"}, inner{-2}, map[string]string{"k": "v"}}

func object(change func(js.Value)) js.Value {
	v, _ := Encode(whole)
	if change != nil {
		change(v)
	}
	return v
}

func TestMessagesComeBack(t *testing.T) {
	got := message{Words: []string{"old"}}
	if err := Decode(object(nil), &got, "m"); err != nil || !reflect.DeepEqual(got, whole) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestDecodeIsStrict(t *testing.T) {
	for path, change := range map[string]func(js.Value){
		"m.count":    func(v js.Value) { v.Set("count", 3.7) },
		"m.rate":     func(v js.Value) { v.Set("rate", math.NaN()) },
		"m.on":       func(v js.Value) { v.Set("on", 1) },
		"m.name":     func(v js.Value) { v.Delete("name") },
		"m.words[1]": func(v js.Value) { v.Get("words").SetIndex(1, js.Null()) },
		"m.words":    func(v js.Value) { v.Set("words", "x") },
		"m.in.x":     func(v js.Value) { v.Get("in").Set("x", math.Inf(1)) },
		"m.in":       func(v js.Value) { v.Set("in", js.Null()) },
		"m.args.k":   func(v js.Value) { v.Get("args").Set("k", 5) },
		"m.more":     func(v js.Value) { v.Set("more", 5) },
	} {
		got := whole
		err := Decode(object(change), &got, "m")
		var field *FieldError
		if !errors.As(err, &field) || field.Path != path {
			t.Errorf("%s: %v", path, err)
		}
		if !reflect.DeepEqual(got, whole) {
			t.Errorf("%s: the struct was changed to %+v", path, got)
		}
	}
	got := whole
	if err := Decode(js.Undefined(), &got, "m"); err == nil {
		t.Error("undefined was taken")
	}
	if err := Decode(object(func(v js.Value) { v.Set("count", 1e300) }), &got, "m"); err == nil {
		t.Error("a number too large for an int was taken")
	}
	if err := Decode(object(func(v js.Value) { v.Set("file", 1) }), &got, "m", "file"); err != nil {
		t.Errorf("an extra field was refused: %v", err)
	}
}

type shape interface{ Kind() string }

type square struct {
	Side float64   `json:"side"`
	Data []float32 `json:"data"`
}

func (square) Kind() string { return "square" }

func TestEncode(t *testing.T) {
	type named string
	v, transfer := Encode(struct {
		Shapes  []shape       `json:"shapes"`
		None    *inner        `json:"none"`
		Empty   []string      `json:"empty"`
		Name    named         `json:"name"`
		Time    time.Duration `json:"time"`
		Bytes   []byte        `json:"bytes"`
		Offsets []uint32      `json:"offsets"`
		Rows    []int32       `json:"rows"`
		Nothing []float32     `json:"nothing"`
	}{
		Shapes: []shape{square{2, []float32{1, .5}}}, Name: "n", Time: 5,
		Bytes: []byte{7}, Offsets: []uint32{1 << 31}, Rows: []int32{-1},
	})
	text := js.Global().Get("JSON").Call("stringify", v).String()
	want := `{"shapes":[{"kind":"square","side":2,"data":{"0":1,"1":0.5}}],"none":null,"empty":[],"name":"n","time":5,"bytes":{"0":7},"offsets":{"0":2147483648},"rows":{"0":-1},"nothing":{}}`
	same := js.Global().Get("JSON").Call("parse", want)
	if !deepEqual(js.Global().Get("JSON").Call("parse", text), same) {
		t.Errorf("%s, want %s", text, want)
	}
	if len(transfer) != 5 {
		t.Errorf("%d buffers", len(transfer))
	}
	data := v.Get("shapes").Index(0).Get("data")
	if !data.InstanceOf(js.Global().Get("Float32Array")) {
		t.Error("numbers are no Float32Array")
	}
}

// deepEqual compares two JSON values whatever the order of their properties.
func deepEqual(a, b js.Value) bool {
	if a.Type() != js.TypeObject || b.Type() != js.TypeObject {
		return a.Equal(b)
	}
	names := keys(a)
	if len(names) != len(keys(b)) {
		return false
	}
	for _, name := range names {
		if !deepEqual(a.Get(name), b.Get(name)) {
			return false
		}
	}
	return true
}

func TestArraysAreCopied(t *testing.T) {
	x := []float32{1, float32(math.Inf(-1)), 1e-40}
	array := Float32Array(x)
	x[0] = 9
	if got := Float32s(make([]float32, 0, 8), array); got[0] != 1 || got[1] != float32(math.Inf(-1)) || got[2] != 1e-40 || len(got) != 3 {
		t.Errorf("%v", got)
	}
	part := array.Call("subarray", 1, 2)
	if got := Float32s(nil, part); len(got) != 1 || got[0] != float32(math.Inf(-1)) {
		t.Errorf("a part: %v", got)
	}
}
