//go:build js

package main

import (
	"fmt"
	"io"
	"io/fs"
	"syscall/js"

	"nearspace/core/dataset"
	"nearspace/wasm/bridge"
	"nearspace/wasm/engine/protocol"
)

// source returns the data that a request names; file is the Blob that came with
// it, if it has no URL.
func source(d protocol.Data, file js.Value) dataset.Source {
	return dataset.Source{
		ID: d.ID, Name: d.Name, Kind: d.Kind, Hash: d.Hash, Bytes: int64(d.Bytes), Column: d.Column,
		Open: func() (io.ReadCloser, error) {
			if d.URL == "" {
				return openBlob(d.Name, file)
			}
			return openURL(d.URL)
		},
	}
}

func openBlob(name string, file js.Value) (io.ReadCloser, error) {
	if file.Type() != js.TypeObject {
		return nil, &bridge.FieldError{Path: "data.file", Want: "a file", Got: file.Type().String()}
	}
	return &streamReader{name: name, reader: file.Call("stream").Call("getReader")}, nil
}

func openURL(url string) (io.ReadCloser, error) {
	response, err := await(js.Global().Call("fetch", url))
	if err != nil {
		return nil, &fs.PathError{Op: "fetch", Path: url, Err: err}
	}
	if !response.Get("ok").Bool() {
		return nil, &fs.PathError{Op: "fetch", Path: url, Err: fmt.Errorf("HTTP %d", response.Get("status").Int())}
	}
	return &streamReader{name: url, reader: response.Get("body").Call("getReader")}, nil
}

// streamReader reads a ReadableStream; its goroutine waits for each piece.
type streamReader struct {
	name   string
	reader js.Value
	piece  []byte
}

func (s *streamReader) Read(p []byte) (int, error) {
	for len(s.piece) == 0 {
		next, err := await(s.reader.Call("read"))
		if err != nil {
			return 0, &fs.PathError{Op: "read", Path: s.name, Err: err}
		}
		if next.Get("done").Bool() {
			return 0, io.EOF
		}
		s.piece = bridge.Bytes(next.Get("value"))
	}
	n := copy(p, s.piece)
	s.piece = s.piece[n:]
	return n, nil
}

func (s *streamReader) Close() error {
	s.reader.Call("cancel")
	return nil
}
