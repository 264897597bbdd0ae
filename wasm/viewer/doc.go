// Command viewer draws the map in a document of its own, viewer.html, since
// Ebitengine takes a whole document for itself: it appends its canvas to the
// body and sizes it by the body. All that the map does is in package scene; this
// is the shell that gives it time and pixels.
//
// The document's script hears the pointer, the wheel and the keys, and calls the
// functions that it finds in globalThis.nearspaceViewer (see calls.go); lengths are
// in device pixels. Bulk arrays come as the bytes of their little-endian numbers. In
// return it is called through the handlers that it put into
// globalThis.nearspaceFrame beforehand:
//
//	ready()                        the functions are there
//	drawn(version, ms, labels, opacities, names)
//	                               a picture is on the screen: the version of its
//	                               points, the time it took, the labels as bytes of
//	                               float32, row, left, top, mark each, how opaque
//	                               each is, and the names of places: index, left,
//	                               top each
//	width(row) number              of a label, 0 for none
//	rest()                         nothing moves: no more frames are needed
//
// and these, if it has them:
//
//	hover(row), pick(row)          by pointer or key, -1 for none
//	selected()                     the selection is another
//	text(row), name(index) string  for a file
package main
