// Package scene is the logic of the map: where points are, what the camera sees
// of them, which pixels they cover, which one is under the pointer and which of
// them carry a label. It knows neither a browser nor a graphics library.
//
// Points are in the plane or in space. The plane is space's where z is 0, seen from
// straight above, so that the way from one to the other is a glide of the points and
// a turn of the camera; but it needs no lens, and is drawn, picked and searched
// without one.
//
// Conventions, once for all functions: the world's y axis points up, the
// screen's down, and z to whoever looks; screen lengths are device pixels, and pixel
// i spans [i, i+1).
// Rows are named by their index, whatever the order of drawing. A point with a
// coordinate that is not finite is neither drawn nor picked nor labelled.
//
// Colours are premultiplied RGBA in one uint32 with red in the lowest byte,
// which is R, G, B, A in the memory of a little-endian machine.
package scene
