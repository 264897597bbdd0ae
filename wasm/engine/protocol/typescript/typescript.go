// Package typescript writes the page's types of the protocol, from the structs
// that the engine uses.
package typescript

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"nearspace/core/lab"
	"nearspace/wasm/engine/protocol"
)

var (
	partType   = reflect.TypeFor[lab.Part]()
	paramsType = reflect.TypeFor[lab.Params]()
)

// Types returns the TypeScript source of all types of the protocol.
func Types() string {
	w := writer{names: map[string]reflect.Type{}}
	w.line("// Generated from wasm/engine/protocol by make generate; edit that instead.")
	w.line("")
	w.line("export const version = %d;", protocol.Version)
	w.line("")
	w.line("// A lab's parameters by name.")
	w.line("export type Params = Record<string, number | string | boolean>;")
	w.ops()
	w.events()
	w.parts()
	w.line("")
	w.line("// What each code of a problem has for the blanks of its phrase.")
	w.line("export interface ProblemArgs {")
	for _, code := range slices.Sorted(maps.Keys(lab.Codes)) {
		var names []string
		for _, name := range lab.Codes[code] {
			names = append(names, fmt.Sprintf("%q", name))
		}
		if names == nil {
			names = []string{"never"}
		}
		w.line("\t%s: %s;", code, strings.Join(names, " | "))
	}
	w.line("}")
	w.line("")
	w.line("export type ProblemCode = keyof ProblemArgs;")
	w.structs()
	return w.out.String()
}

// writer gathers the structs that it meets and writes each once.
type writer struct {
	out   strings.Builder
	todo  []reflect.Type
	names map[string]reflect.Type
}

func (w *writer) line(format string, args ...any) {
	fmt.Fprintf(&w.out, format, args...)
	w.out.WriteByte('\n')
}

func (w *writer) ops() {
	w.line("")
	w.line("export interface Ops {")
	for _, op := range protocol.Ops {
		args, result := "Record<string, never>", "null"
		var types []string
		if op.Args != nil && reflect.TypeOf(op.Args).NumField() > 0 {
			types = append(types, w.typeOf(reflect.TypeOf(op.Args)))
		}
		if more := protocol.Attached[op.Name]; more != "" {
			types = append(types, "{ "+more+" }")
		}
		if types != nil {
			args = strings.Join(types, " & ")
		}
		if op.Result != nil {
			result = w.typeOf(reflect.TypeOf(op.Result))
		}
		w.line("\t%s: { args: %s; result: %s };", op.Name, args, result)
	}
	w.line("}")
}

func (w *writer) events() {
	w.line("")
	w.line("export interface Events {")
	for _, e := range protocol.Events {
		w.line("\t%s: %s;", e.Name, w.typeOf(reflect.TypeOf(e.Event)))
	}
	w.line("}")
}

func (w *writer) parts() {
	w.line("")
	w.line("export type Part =")
	for i, p := range protocol.Parts {
		end := ""
		if i == len(protocol.Parts)-1 {
			end = ";"
		}
		w.line("\t| ({ kind: %q } & %s)%s", p.Kind(), w.typeOf(reflect.TypeOf(p)), end)
	}
}

// structs writes the interfaces, those that they mention included.
func (w *writer) structs() {
	for len(w.todo) > 0 {
		t := w.todo[0]
		w.todo = w.todo[1:]
		w.line("")
		w.line("export interface %s {", t.Name())
		for i := range t.NumField() {
			f := t.Field(i)
			if !f.IsExported() {
				continue
			}
			typ := w.typeOf(f.Type)
			if t == reflect.TypeFor[protocol.Problem]() && f.Name == "Code" {
				typ = "ProblemCode"
			}
			w.line("\t%s: %s;", f.Tag.Get("json"), typ)
		}
		w.line("}")
	}
}

func (w *writer) typeOf(t reflect.Type) string {
	switch t {
	case partType:
		return "Part"
	case paramsType:
		return "Params"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return w.typeOf(t.Elem()) + " | null"
	case reflect.Struct:
		if other, taken := w.names[t.Name()]; taken && other != t {
			panic(fmt.Sprintf("typescript: %v and %v would have one name", t, other))
		} else if !taken {
			w.names[t.Name()] = t
			w.todo = append(w.todo, t)
		}
		return t.Name()
	case reflect.Map:
		return "Record<string, " + w.typeOf(t.Elem()) + ">"
	case reflect.Slice:
		switch t.Elem().Kind() {
		case reflect.Float32:
			return "Float32Array"
		case reflect.Int32:
			return "Int32Array"
		case reflect.Uint32:
			return "Uint32Array"
		case reflect.Uint8:
			return "Uint8Array"
		}
		return w.typeOf(t.Elem()) + "[]"
	case reflect.Bool:
		return "boolean"
	case reflect.String:
		return "string"
	case reflect.Int, reflect.Float64:
		return "number"
	}
	panic(fmt.Sprintf("typescript: no type for %v", t))
}
