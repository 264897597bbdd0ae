// Engine is the program of the worker: it answers the requests of package
// protocol with the labs of core.
//
// Every request is handled in a goroutine of its own, and every run trains in
// one, in slices after which the browser's messages are looked at. A lock a run
// lets questions wait for the end of a slice at most; pause and cancel only set
// a flag and never wait.
//
// It talks through globalThis.nearspacePort, an object with postMessage and
// onmessage, so that it works in a worker and under Node alike.
package main
