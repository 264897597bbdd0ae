package format

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// tensor is one entry of a safetensors header.
type tensor struct {
	Array
	from, end int64 // of its bytes, counted behind the header
}

var tensorTypes = map[string]dtype{"F64": float64s, "F32": float32s, "F16": float16s, "BF16": bfloat16s, "I8": int8s}

// startSafeTensors reads a safetensors file: eight bytes that say how long the
// header is, the header in JSON, the tensors. The one with two dimensions is
// taken. Labels may stand in the metadata, as a list in JSON; numbers of one
// byte come with a tensor "scale", by which each row is multiplied.
func startSafeTensors(r *Reader, s *Stream) (decoder, error) {
	var size [8]byte
	if _, err := io.ReadFull(s, size[:]); err != nil {
		return nil, &SyntaxError{Byte: s.at, Want: "the length of the header", Got: "the end"}
	}
	length := binary.LittleEndian.Uint64(size[:])
	if length > maxHeader {
		return nil, &SyntaxError{Want: fmt.Sprintf("a header of at most %d bytes", maxHeader), Got: fmt.Sprint(length)}
	}
	header := make([]byte, min(int64(length), max(0, r.counted.bytes-s.at)))
	if n, err := io.ReadFull(s, header); err != nil || uint64(n) < length {
		if err == nil || err == io.EOF || err == io.ErrUnexpectedEOF {
			err = &SyntaxError{Byte: s.at, Want: fmt.Sprintf("a header of %d bytes", length), Got: "the end"}
		}
		return nil, err
	}
	tensors, labels, err := parseTensors(header)
	if err != nil {
		return nil, err
	}
	vectors, err := r.chooseTensor(tensors)
	if err != nil {
		return nil, err
	}
	if labels != nil {
		if err := r.labelsOf(labels); err != nil {
			return nil, err
		}
	}
	t := tensorTypes[vectors.Type]
	start := int64(8 + length)
	if count, err := elements(vectors.Shape); err != nil || vectors.end-vectors.from != count*int64(t.size) {
		return nil, &SyntaxError{Byte: start + vectors.from, Want: fmt.Sprintf("%s numbers of %d bytes", spellShape(vectors.Shape), t.size), Got: fmt.Sprintf("%d bytes", vectors.end-vectors.from)}
	}
	if vectors.Type == "I8" {
		return r.startScaled(s, tensors, vectors, start)
	}
	if err := s.skip(vectors.from); err != nil {
		return nil, err
	}
	return r.startArray(s, t, vectors.Shape, false)
}

// startScaled reads the scales and then the numbers that they are for, which lie
// behind them.
func (r *Reader) startScaled(s *Stream, tensors []tensor, vectors tensor, start int64) (decoder, error) {
	at := slices.IndexFunc(tensors, func(t tensor) bool { return t.Name == "scale" && len(t.Shape) == 1 && t.Type == "F32" })
	if at < 0 || tensors[at].end > vectors.from {
		return nil, &TypeError{vectors.Name, "I8 without a tensor scale before it", "F16, BF16, F32 or F64"}
	}
	scale := tensors[at]
	if err := s.skip(scale.from); err != nil {
		return nil, err
	}
	next := r.readScales(s, float32s, scale.Shape[0])
	scaled := true
	return func() (err error) {
		if err = next(); err != io.EOF || !scaled {
			return err
		}
		scaled = false
		if err := s.skip(vectors.from - (s.at - start)); err != nil {
			return err
		}
		next, err = r.startArray(s, int8s, vectors.Shape, false)
		return err
	}, nil
}

// elements multiplies a shape out.
func elements(shape []int) (int64, error) {
	n := int64(1)
	for _, size := range shape {
		if size < 0 || size > 0 && n > 1<<48/int64(size) {
			return 0, fmt.Errorf("a shape of %s", spellShape(shape))
		}
		n *= int64(size)
	}
	return n, nil
}

func (r *Reader) chooseTensor(tensors []tensor) (tensor, error) {
	var found []tensor
	for _, t := range tensors {
		r.facts.Arrays = append(r.facts.Arrays, t.Array)
		if _, readable := tensorTypes[t.Type]; readable && len(t.Shape) == 2 {
			found = append(found, t)
		}
	}
	name := r.options.Array
	for _, t := range tensors {
		if t.Name != name {
			continue
		}
		if _, readable := tensorTypes[t.Type]; !readable {
			return t, &TypeError{t.Name, t.Type, "F16, BF16, F32 or F64"}
		}
		if len(t.Shape) == 2 {
			found = []tensor{t}
			name = ""
		}
	}
	if name != "" || len(found) != 1 {
		e := &ArrayError{Name: name}
		for _, t := range found {
			e.Arrays = append(e.Arrays, t.Array)
		}
		return tensor{}, e
	}
	r.facts.Array = found[0].Name
	return found[0], nil
}

// parseTensors reads the header. Of what is not looked at only the syntax is
// checked.
func parseTensors(header []byte) (tensors []tensor, labels []byte, err error) {
	j := &jsonText{b: header}
	j.object(func(key []byte) {
		if string(key) == "__metadata__" {
			j.object(func(key []byte) {
				if string(key) == "labels" {
					labels = j.text(make([]byte, 0, len(header)-j.at))
				} else {
					j.text(nil)
				}
			})
			return
		}
		t := tensor{Array: Array{Name: string(key), Shape: []int{}}}
		var offsets []int
		integers := func(list []int) []int {
			j.array(func() {
				raw := string(j.skip(maxDepth))
				n, err := strconv.Atoi(raw)
				if err != nil || n < 0 {
					j.expect("a whole number")
				}
				list = append(list, n)
			})
			return list
		}
		j.object(func(key []byte) {
			switch string(key) {
			case "dtype":
				t.Type = string(j.text(nil))
			case "shape":
				t.Shape = integers(t.Shape)
			case "data_offsets":
				offsets = integers(nil)
			default:
				j.skip(0)
			}
		})
		if len(offsets) != 2 || offsets[0] > offsets[1] {
			j.expect("where the tensor begins and ends")
			return
		}
		t.from, t.end = int64(offsets[0]), int64(offsets[1])
		tensors = append(tensors, t)
	})
	j.end()
	if j.fail != "" {
		got := "the end"
		if j.at < len(header) {
			got = excerpt(header[j.at:])
		}
		return nil, nil, &SyntaxError{Byte: int64(8 + j.at), Want: j.fail, Got: got}
	}
	slices.SortFunc(tensors, func(a, b tensor) int { return int(a.from - b.from) })
	return tensors, labels, nil
}

// labelsOf reads a list of texts in JSON.
func (r *Reader) labelsOf(list []byte) error {
	j := &jsonText{b: list}
	r.rows.labels = make([]string, 0, bytes.Count(list, []byte(","))+1)
	var label []byte
	j.array(func() {
		label = j.text(label[:0])
		r.rows.labels = append(r.rows.labels, r.rows.store(label))
	})
	j.end()
	if j.fail != "" {
		return &SyntaxError{Want: "labels in the metadata: " + j.fail, Got: excerpt(list[min(j.at, len(list)):])}
	}
	return nil
}
