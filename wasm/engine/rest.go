//go:build js

package main

import (
	"syscall/js"
	"time"
)

// slice is how long work goes on before the browser's messages are looked at.
const slice = 20 * time.Millisecond

// rest says when work is due to rest.
type rest struct{ since time.Time }

func (r *rest) due() bool {
	if r.since.IsZero() {
		r.since = time.Now()
	}
	return time.Since(r.since) >= slice
}

func (r *rest) ifDue() {
	if r.due() {
		yield()
		r.since = time.Now()
	}
}

// waiting are the goroutines that yield, in order.
var waiting []chan struct{}

// wake has the first of them go on, after the messages that came before. In a
// browser it is a message to ourselves, which escapes the 4 ms that a nested
// timer is clamped to. Node would empty such a channel before it looked at any
// other, so there it is setImmediate.
var wake = func() func() {
	next := js.FuncOf(func(js.Value, []js.Value) any {
		first := waiting[0]
		waiting = waiting[1:]
		close(first)
		return nil
	})
	if immediate := js.Global().Get("setImmediate"); !immediate.IsUndefined() {
		return func() { immediate.Invoke(next) }
	}
	channel := js.Global().Get("MessageChannel").New()
	channel.Get("port1").Set("onmessage", next)
	port := channel.Get("port2")
	return func() { port.Call("postMessage", js.Null()) }
}()

// yield lets the browser's messages be handled.
func yield() {
	done := make(chan struct{})
	waiting = append(waiting, done)
	wake()
	<-done
}

// await waits for a promise.
func await(promise js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	done := make(chan outcome, 1)
	resolved := js.FuncOf(func(_ js.Value, args []js.Value) any {
		value := js.Undefined()
		if len(args) > 0 {
			value = args[0]
		}
		done <- outcome{value: value}
		return nil
	})
	rejected := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- outcome{err: js.Error{Value: args[0]}}
		return nil
	})
	defer resolved.Release()
	defer rejected.Release()
	promise.Call("then", resolved, rejected)
	o := <-done
	return o.value, o.err
}
