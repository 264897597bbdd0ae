//go:build js

package main

import (
	"errors"
	"fmt"
	"runtime/debug"
	"syscall/js"

	"nearspace/core/lab"
	"nearspace/wasm/bridge"
	"nearspace/wasm/engine/protocol"
)

// engine is the worker's state. Goroutines take turns only where they wait, so
// that its maps need no lock.
type engine struct {
	port  js.Value
	runs  map[int]*driver
	last  int           // run started
	calls map[int]*call // under way
	dead  bool          // after a panic
}

// call is one request under way.
type call struct {
	id        int
	op        string
	run       int
	args      js.Value
	cancelled bool
	engine    *engine
	rest      rest
}

func main() {
	e := &engine{port: js.Global().Get("nearspacePort"), runs: map[int]*driver{}, calls: map[int]*call{}}
	e.port.Set("onmessage", js.FuncOf(func(_ js.Value, args []js.Value) any {
		go e.handle(args[0].Get("data"))
		return nil
	}))
	e.send("ready", protocol.ReadyEvent{Version: protocol.Version})
	select {}
}

// send posts an event.
func (e *engine) send(name string, event any) {
	message, transfer := bridge.Encode(event)
	message.Set("event", name)
	e.port.Call("postMessage", message, transfer)
}

// handle answers one request.
func (e *engine) handle(message js.Value) {
	c := &call{engine: e}
	defer e.recover(c)
	var request protocol.Request
	if err := bridge.Decode(message, &request, "request", "args"); err != nil {
		e.reply(c, nil, err)
		return
	}
	c.id, c.op, c.run, c.args = request.ID, request.Op, request.Run, message.Get("args")
	if e.dead {
		e.reply(c, nil, fmt.Errorf("the engine has failed and must be started anew"))
		return
	}
	op, known := ops[c.op]
	if !known {
		e.reply(c, nil, &lab.AbsentError{What: "op", ID: c.op})
		return
	}
	e.calls[c.id] = c
	result, err := op(e, c)
	delete(e.calls, c.id)
	e.reply(c, result, err)
}

func (e *engine) reply(c *call, result any, err error) {
	var message js.Value
	var transfer []any
	if err != nil {
		message, transfer = bridge.Encode(struct {
			ID    int              `json:"id"`
			Error protocol.Problem `json:"error"`
		}{c.id, problem(c.op, err)})
	} else {
		message, transfer = bridge.Encode(struct {
			ID     int `json:"id"`
			Result any `json:"result"`
		}{c.id, result})
	}
	e.port.Call("postMessage", message, transfer)
}

func problem(where string, err error) protocol.Problem {
	p := lab.ProblemOf(err)
	if field := (*bridge.FieldError)(nil); errors.As(err, &field) {
		p = lab.Problem{Code: "field", Args: map[string]string{"path": field.Path, "want": field.Want, "got": field.Got}}
	}
	if p.Args == nil {
		p.Args = map[string]string{}
	}
	return protocol.Problem{Code: p.Code, Args: p.Args, Where: where, Message: err.Error()}
}

// recover reports a panic of a goroutine as the engine's last words.
func (e *engine) recover(c *call) {
	cause := recover()
	if cause == nil {
		return
	}
	e.dead = true
	name := ""
	if d := e.runs[c.run]; d != nil {
		name = d.labID
	}
	e.send("panic", protocol.PanicEvent{Run: c.run, Lab: name, Message: fmt.Sprint(cause), Stack: string(debug.Stack())})
}

// pace is lab.Pace for a request: it rests now and then and ends what was
// cancelled.
func (c *call) pace() error {
	c.rest.ifDue()
	if c.cancelled {
		return lab.ErrCancelled
	}
	return nil
}
