//go:build js

package main

import (
	"syscall/js"

	"nearspace/core/corpus"
)

var jsBlob = js.Global().Get("Blob")

// segmenter returns the browser's word segmenter, or nil where there is none.
func segmenter() corpus.Segmenter {
	intl := js.Global().Get("Intl").Get("Segmenter")
	if intl.IsUndefined() {
		return nil
	}
	options := map[string]any{"granularity": "word"}
	return intlSegmenter{intl.New("zh", options), js.Global().Get("Array").Get("from")}
}

// intlSegmenter cuts by Intl.Segmenter, whose dictionary for Chinese and
// Japanese is one.
type intlSegmenter struct{ segmenter, arrayFrom js.Value }

// Breaks implements corpus.Segmenter.
func (s intlSegmenter) Breaks(ends []int, run string) []int {
	segments := s.arrayFrom.Invoke(s.segmenter.Call("segment", run))
	at := 0
	for i := range segments.Length() {
		at += len(segments.Index(i).Get("segment").String())
		ends = append(ends, at)
	}
	return ends
}
