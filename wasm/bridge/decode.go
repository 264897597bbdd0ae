//go:build js

package bridge

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"syscall/js"

	"github.com/norunners/vert"
)

// Decode assigns a JavaScript value to the pointer dst. Every field must be
// there and of its type, numbers finite and whole where an int is wanted;
// properties that dst does not have are refused, but for those named in extra.
// An error is a *FieldError.
func Decode(v js.Value, dst any, path string, extra ...string) error {
	target := reflect.ValueOf(dst).Elem()
	if err := check(v, target.Type(), path, extra); err != nil {
		return err
	}
	fresh := reflect.New(target.Type())
	if err := (vert.Value{Value: v}).AssignTo(fresh.Interface()); err != nil {
		return &FieldError{path, "a message", err.Error()}
	}
	target.Set(fresh.Elem())
	return nil
}

func check(v js.Value, t reflect.Type, path string, extra []string) error {
	wrong := func(want string) error { return &FieldError{path, want, describe(v)} }
	switch t.Kind() {
	case reflect.Struct:
		if v.Type() != js.TypeObject {
			return wrong("an object")
		}
		return checkFields(v, t, path, extra)
	case reflect.Map:
		if v.Type() != js.TypeObject {
			return wrong("an object")
		}
		for _, name := range keys(v) {
			if err := check(v.Get(name), t.Elem(), path+"."+name, nil); err != nil {
				return err
			}
		}
	case reflect.Slice:
		if !js.Global().Get("Array").Call("isArray", v).Bool() {
			return wrong("a list")
		}
		for i := range v.Length() {
			if err := check(v.Index(i), t.Elem(), path+"["+strconv.Itoa(i)+"]", nil); err != nil {
				return err
			}
		}
	case reflect.Bool:
		if v.Type() != js.TypeBoolean {
			return wrong("true or false")
		}
	case reflect.String:
		if v.Type() != js.TypeString {
			return wrong("a text")
		}
	case reflect.Int:
		if v.Type() != js.TypeNumber {
			return wrong("a whole number")
		}
		if x := v.Float(); x != math.Trunc(x) || math.Abs(x) > 1<<53 {
			return wrong("a whole number")
		}
	case reflect.Float64:
		if v.Type() != js.TypeNumber {
			return wrong("a number")
		}
		if x := v.Float(); math.IsNaN(x) || math.IsInf(x, 0) {
			return wrong("a finite number")
		}
	default:
		panic(fmt.Sprintf("bridge: a message cannot bring a %v", t))
	}
	return nil
}

func checkFields(v js.Value, t reflect.Type, path string, extra []string) error {
	known := map[string]bool{}
	for _, name := range extra {
		known[name] = true
	}
	for i := range t.NumField() {
		if !t.Field(i).IsExported() {
			continue
		}
		name := t.Field(i).Tag.Get("json")
		known[name] = true
		field := v.Get(name)
		if field.IsUndefined() {
			return &FieldError{path + "." + name, "a value", "nothing"}
		}
		if err := check(field, t.Field(i).Type, path+"."+name, nil); err != nil {
			return err
		}
	}
	for _, name := range keys(v) {
		if !known[name] {
			return &FieldError{path + "." + name, "no such field", describe(v.Get(name))}
		}
	}
	return nil
}

func keys(v js.Value) []string {
	list := js.Global().Get("Object").Call("keys", v)
	names := make([]string, list.Length())
	for i := range names {
		names[i] = list.Index(i).String()
	}
	return names
}

func describe(v js.Value) string {
	switch v.Type() {
	case js.TypeString:
		s := v.String()
		if len(s) > 40 {
			s = s[:40] + "…"
		}
		return strconv.Quote(s)
	case js.TypeNumber:
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	case js.TypeBoolean:
		return strconv.FormatBool(v.Bool())
	}
	return v.Type().String()
}
