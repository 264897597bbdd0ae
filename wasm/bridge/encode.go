//go:build js

package bridge

import (
	"fmt"
	"reflect"
	"syscall/js"
	"unsafe"

	"github.com/norunners/vert"
)

// kinded is a value whose shape has a name.
type kinded interface{ Kind() string }

// Encode returns a Go value as a JavaScript one, and the buffers in it that may
// be transferred with a message. Nil slices become empty arrays, nil pointers
// null. A js.Value is a typed array that is to be transferred. It panics for what a message cannot hold: functions, channels, maps
// whose keys are not strings.
func Encode(v any) (js.Value, []any) {
	var e encoder
	plain := e.plain(reflect.ValueOf(v), nil)
	encoded := vert.ValueOf(plain).JSValue()
	var transfer []any
	for _, b := range e.bulks {
		if len(b.path) == 0 {
			encoded = b.array
		} else {
			set(encoded, b.path, b.array)
		}
		transfer = append(transfer, b.array.Get("buffer"))
	}
	return encoded, transfer
}

func set(v js.Value, path []any, array js.Value) {
	for _, step := range path[:len(path)-1] {
		v = at(v, step)
	}
	switch last := path[len(path)-1].(type) {
	case string:
		v.Set(last, array)
	case int:
		v.SetIndex(last, array)
	}
}

func at(v js.Value, step any) js.Value {
	if name, ok := step.(string); ok {
		return v.Get(name)
	}
	return v.Index(step.(int))
}

// encoder gathers the bulk arrays of a message and where they belong.
type encoder struct{ bulks []bulk }

type bulk struct {
	path  []any // property names and indices
	array js.Value
}

// plain turns a value into what vert takes: maps, slices, basic types.
func (e *encoder) plain(v reflect.Value, path []any) any {
	if !v.IsValid() {
		return nil
	}
	if array, ok := v.Interface().(js.Value); ok {
		e.bulks = append(e.bulks, bulk{path, array})
		return nil
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return e.plain(v.Elem(), path)
	case reflect.Interface:
		if v.IsNil() {
			return nil
		}
		inner := e.plain(v.Elem(), path)
		if k, ok := v.Interface().(kinded); ok {
			inner.(map[string]any)["kind"] = k.Kind()
		}
		return inner
	case reflect.Struct:
		object := map[string]any{}
		for i := range v.NumField() {
			if !v.Type().Field(i).IsExported() {
				continue
			}
			name := v.Type().Field(i).Tag.Get("json")
			if name == "" {
				panic(fmt.Sprintf("bridge: %v.%s has no json tag", v.Type(), v.Type().Field(i).Name))
			}
			object[name] = e.plain(v.Field(i), join(path, name))
		}
		return object
	case reflect.Map:
		object := map[string]any{}
		for it := v.MapRange(); it.Next(); {
			name := it.Key().String()
			if it.Key().Kind() != reflect.String {
				panic(fmt.Sprintf("bridge: %v has keys that are no strings", v.Type()))
			}
			object[name] = e.plain(it.Value(), join(path, name))
		}
		return object
	case reflect.Slice:
		if array, ok := typedArray(v.Interface()); ok {
			e.bulks = append(e.bulks, bulk{path, array})
			return nil
		}
		list := make([]any, v.Len())
		for i := range list {
			list[i] = e.plain(v.Index(i), join(path, i))
		}
		return list
	case reflect.Bool:
		return v.Bool()
	case reflect.String:
		return v.String()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return float64(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return float64(v.Uint())
	case reflect.Float32, reflect.Float64:
		return v.Float()
	}
	panic(fmt.Sprintf("bridge: a message cannot hold a %v", v.Type()))
}

// join returns a new path, so that neighbours do not share memory.
func join(path []any, step any) []any {
	return append(path[:len(path):len(path)], step)
}

func typedArray(v any) (js.Value, bool) {
	switch x := v.(type) {
	case []float32:
		return Float32Array(x), true
	case []int32:
		return fromBytes("Int32Array", bytesOf(x)), true
	case []uint32:
		return fromBytes("Uint32Array", bytesOf(x)), true
	case []byte:
		return fromBytes("Uint8Array", x), true
	}
	return js.Value{}, false
}

// Float32Array returns a copy of the numbers.
func Float32Array(x []float32) js.Value { return fromBytes("Float32Array", bytesOf(x)) }

// Uint8Array returns a copy of the bytes.
func Uint8Array(b []byte) js.Value { return fromBytes("Uint8Array", b) }

func fromBytes(constructor string, b []byte) js.Value {
	raw := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(raw, b)
	if constructor == "Uint8Array" {
		return raw
	}
	return js.Global().Get(constructor).New(raw.Get("buffer"))
}

func bytesOf[T float32 | int32 | uint32](x []T) []byte {
	if len(x) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&x[0])), 4*len(x))
}

// Float32s copies a Float32Array into dst, which is grown if it is too short.
func Float32s(dst []float32, array js.Value) []float32 {
	n := array.Length()
	if cap(dst) < n {
		dst = make([]float32, n)
	}
	dst = dst[:n]
	copyInto(bytesOf(dst), array)
	return dst
}

// Uint32s copies a Uint32Array.
func Uint32s(dst []uint32, array js.Value) []uint32 {
	n := array.Length()
	if cap(dst) < n {
		dst = make([]uint32, n)
	}
	dst = dst[:n]
	copyInto(bytesOf(dst), array)
	return dst
}

// Bytes copies a Uint8Array.
func Bytes(array js.Value) []byte {
	b := make([]byte, array.Length())
	js.CopyBytesToGo(b, array)
	return b
}

func copyInto(dst []byte, array js.Value) {
	if len(dst) > 0 {
		js.CopyBytesToGo(dst, js.Global().Get("Uint8Array").New(array.Get("buffer"), array.Get("byteOffset"), array.Get("byteLength")))
	}
}
