// Package bridge carries values between Go and JavaScript.
//
// Messages go through vert, which reflects over every element: small structs are
// well served by it, arrays of numbers are not. So []float32, []int32, []uint32
// and []byte anywhere in a message travel as typed arrays, copied as bytes, and
// their buffers can be transferred. What comes from JavaScript is checked
// strictly before vert may assign it, since vert itself wraps numbers that are
// too large, cuts off fractions and keeps silent about what is missing.
//
// Names are those of the json tags. An interface value that has a Kind method
// becomes an object with a property kind, so that the page can tell its shapes
// apart.
package bridge
