package format

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"path"
	"slices"
	"strings"
)

// An archive is read as the stream that it comes as: once through, to find its
// directory, which stands at the end, and once again for each file in it that is
// wanted. archive/zip would need the whole in memory to jump about in it.

// member is one file of an archive.
type member struct {
	name   string
	method uint16 // 0: stored, 8: deflated
	crc    uint32
	packed int64 // bytes in the archive
	size   int64 // expanded
	offset int64 // of its header
}

const (
	localMagic     = "PK\x03\x04"
	directoryMagic = "PK\x01\x02"
	endMagic       = "PK\x05\x06"
	end64Magic     = "PK\x06\x06"
	stored         = 0
	deflated       = 8
)

// directory reads the list of files from the end of an archive of so many bytes.
func directory(tail []byte, total int64) ([]member, error) {
	bad := func(want string) ([]member, error) {
		return nil, &SyntaxError{Byte: total, Want: want, Got: "the end"}
	}
	at := bytes.LastIndex(tail, []byte(endMagic))
	if at < 0 || len(tail)-at < 22 {
		return bad("the directory of a zip")
	}
	count := int64(binary.LittleEndian.Uint16(tail[at+10:]))
	from := int64(binary.LittleEndian.Uint32(tail[at+16:]))
	if at64 := bytes.LastIndex(tail[:at], []byte(end64Magic)); at64 >= 0 && at-at64 >= 56 && (count == 0xffff || from == 0xffffffff) {
		count = int64(binary.LittleEndian.Uint64(tail[at64+32:]))
		from = int64(binary.LittleEndian.Uint64(tail[at64+48:]))
	}
	from -= total - int64(len(tail))
	if from < 0 || from > int64(at) {
		return bad(fmt.Sprintf("a directory within the last %d bytes", maxTail))
	}
	var members []member
	for rest := tail[from:at]; int64(len(members)) < count; {
		if len(rest) < 46 || string(rest[:4]) != directoryMagic {
			return bad(fmt.Sprintf("%d files in the directory", count))
		}
		name, extra, comment := int(binary.LittleEndian.Uint16(rest[28:])), int(binary.LittleEndian.Uint16(rest[30:])), int(binary.LittleEndian.Uint16(rest[32:]))
		if len(rest) < 46+name+extra+comment {
			return bad(fmt.Sprintf("%d files in the directory", count))
		}
		m := member{
			name:   string(rest[46 : 46+name]),
			method: binary.LittleEndian.Uint16(rest[10:]),
			crc:    binary.LittleEndian.Uint32(rest[16:]),
			packed: int64(binary.LittleEndian.Uint32(rest[20:])),
			size:   int64(binary.LittleEndian.Uint32(rest[24:])),
			offset: int64(binary.LittleEndian.Uint32(rest[42:])),
		}
		m.extend(rest[46+name : 46+name+extra])
		if m.packed < 0 || m.size < 0 || m.offset < 0 || m.packed > total || m.offset > total-m.packed {
			return bad(fmt.Sprintf("%d bytes of %s", m.packed, m.name))
		}
		members = append(members, m)
		rest = rest[46+name+extra+comment:]
	}
	return members, nil
}

// extend takes sizes that do not fit 32 bits from the extra field.
func (m *member) extend(extra []byte) {
	for len(extra) >= 4 {
		id, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		if len(extra) < 4+size {
			return
		}
		field := extra[4 : 4+size]
		extra = extra[4+size:]
		if id != 1 {
			continue
		}
		for _, x := range []*int64{&m.size, &m.packed, &m.offset} {
			if *x == 0xffffffff && len(field) >= 8 {
				*x = int64(binary.LittleEndian.Uint64(field))
				field = field[8:]
			}
		}
	}
}

// opener returns what opens a file of an archive.
func (m member) opener(open func() (io.ReadCloser, error)) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		s, err := Open(open)
		if err != nil {
			return nil, err
		}
		r, err := m.read(s)
		if err != nil {
			s.Close()
			return nil, err
		}
		return r, nil
	}
}

// read opens it in an archive of which not more was taken than lies before it.
func (m member) read(s *Stream) (io.ReadCloser, error) {
	if err := s.skip(m.offset - s.at); err != nil {
		return nil, err
	}
	var header [30]byte
	if _, err := io.ReadFull(s, header[:]); err != nil || string(header[:4]) != localMagic {
		return nil, &SyntaxError{Byte: s.at, Want: "the file " + m.name + " of a zip", Got: excerpt(header[:4])}
	}
	if header[6]&1 != 0 || m.method != stored && m.method != deflated {
		return nil, &SyntaxError{Byte: s.at, Want: "a file that is stored or deflated", Got: m.name + ", which is packed otherwise or encrypted"}
	}
	if err := s.skip(int64(binary.LittleEndian.Uint16(header[26:])) + int64(binary.LittleEndian.Uint16(header[28:]))); err != nil {
		return nil, err
	}
	u := &unzipped{member: m, archive: s, from: io.LimitReader(s, m.packed)}
	if m.method == deflated {
		u.from = flate.NewReader(u.from)
	}
	return u, nil
}

// unzipped is a file of an archive, expanded. Read checks its sum at the end.
type unzipped struct {
	member
	archive *Stream
	from    io.Reader
	sum     uint32
	taken   int64
}

func (u *unzipped) Read(p []byte) (int, error) {
	n, err := u.from.Read(p)
	u.sum = crc32.Update(u.sum, crc32.IEEETable, p[:n])
	u.taken += int64(n)
	switch {
	case err == io.EOF && (u.sum != u.crc || u.taken != u.size):
		err = &SyntaxError{Byte: u.archive.at, Want: fmt.Sprintf("%d bytes of %s with the sum %08x", u.size, u.name, u.crc), Got: fmt.Sprintf("%d with %08x", u.taken, u.sum)}
	case err != nil && err != io.EOF:
		err = &SyntaxError{Byte: u.archive.at, Want: "deflated data of " + u.name, Got: err.Error()}
	}
	return n, err
}

func (u *unzipped) Close() error { return u.archive.Close() }

// part returns a file of an archive as one to be read.
func (r *Reader) part(m member, start starter) part {
	p := part{open: m.opener(r.parts[0].open), array: m.name, start: start}
	if m.method == stored {
		p.size = m.packed
	}
	return p
}

// startZip looks into an archive and replaces it by those of its files that are
// to be read: arrays, a projector's bundle, or one file of another format.
func startZip(r *Reader, s *Stream) (decoder, error) {
	if r.parts[0].array != "" {
		return nil, &UnknownError{Zip} // one within another
	}
	members, err := directory(r.counted.tail, r.counted.bytes)
	if err != nil {
		return nil, err
	}
	var files, arrays, tables, raw []member
	var config *member
	for _, m := range members {
		base := path.Base(m.name)
		switch {
		case strings.HasSuffix(m.name, "/") || strings.HasPrefix(base, ".") || strings.HasPrefix(m.name, "__MACOSX"):
			continue
		case base == "data.pkl":
			return nil, &PickleError{torchScript}
		case strings.HasSuffix(base, ".npy"):
			m.name = strings.TrimSuffix(m.name, ".npy")
			arrays = append(arrays, m)
		case strings.HasSuffix(base, ".tsv"):
			tables = append(tables, m)
		case strings.HasSuffix(base, ".bytes"):
			raw = append(raw, m)
		case base == configName:
			config = &m
		}
		files = append(files, m)
	}
	switch {
	case len(arrays) > 0:
		err = r.openArrays(arrays)
	case len(tables) > 0 || len(raw) > 0 && config != nil:
		err = r.openBundle(tables, raw, config)
	default:
		err = r.openOnly(files)
	}
	return func() error { return io.EOF }, err
}

// startShapes looks at the beginning of each array of an archive, in the order in
// which they lie there, and ends with those that there are to choose from.
func startShapes(arrays []member) starter {
	slices.SortFunc(arrays, func(a, b member) int { return cmp.Compare(a.offset, b.offset) })
	return func(_ *Reader, s *Stream) (decoder, error) {
		var found []Array
		next := 0
		return func() error {
			if next == len(arrays) {
				return &ArrayError{Arrays: found}
			}
			m := arrays[next]
			next++
			array, err := Open(func() (io.ReadCloser, error) { return m.read(s) })
			if err != nil {
				return err
			}
			h, err := readNpyHeader(array)
			if t, readable := typeOf(h.descr); err == nil && readable && len(h.shape) == 2 {
				found = append(found, Array{m.name, t.name, h.shape})
			}
			return err
		}, nil
	}
}

// openArrays chooses from the arrays of an .npz.
func (r *Reader) openArrays(arrays []member) error {
	r.facts.Format = NumPyZip
	var vectors []member
	for _, m := range arrays {
		r.facts.Arrays = append(r.facts.Arrays, Array{Name: m.name})
		switch {
		case m.name == r.options.Array || r.options.Array == "" && findName([]string{m.name}, vectorNames) == 0:
			vectors = append([]member{m}, vectors...)
		case findName([]string{m.name}, append(labelNames, "labels", "words", "names", "tokens", "vocab")) == 0:
			r.parts = append(r.parts, r.part(m, startLabels))
		case m.name == "scale":
			r.parts = append(r.parts, r.part(m, startScales))
		case r.options.Array == "":
			vectors = append(vectors, m)
		}
	}
	if len(vectors) == 0 || len(vectors) > 1 && r.options.Array == "" && findName([]string{vectors[0].name}, vectorNames) < 0 {
		if r.options.Array != "" {
			return &ArrayError{Name: r.options.Array, Arrays: r.facts.Arrays}
		}
		r.parts = []part{r.parts[0], {open: r.parts[0].open, size: r.parts[0].size, start: startShapes(vectors)}}
		return nil
	}
	r.facts.Array = vectors[0].name
	r.parts = append(r.parts, r.part(vectors[0], startNumPy))
	return nil
}

// openOnly reads an archive's only file as if it stood alone.
func (r *Reader) openOnly(files []member) error {
	for _, m := range files {
		if len(files) == 1 || m.name == r.options.Array {
			r.facts.Array = m.name
			r.parts = append(r.parts, r.part(m, nil))
			return nil
		}
	}
	e := &ArrayError{Name: r.options.Array}
	for _, m := range files {
		e.Arrays = append(e.Arrays, Array{Name: m.name})
	}
	return e
}
