package format

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"math"
)

// zipWriter writes an archive of stored files. How long each is and its sum
// stand behind it, since they are known only then.
type zipWriter struct {
	w         io.Writer
	at        int64
	directory []byte
	count     int
}

var errTooLarge = errors.New("the archive would be larger than 4 GiB")

// file adds a file that write writes.
func (z *zipWriter) file(name string, write func(io.Writer) error) error {
	const (
		version = 20
		behind  = 1 << 3   // sum and sizes follow the file
		utf8    = 1 << 11  // so is the name
		day     = 1<<5 | 1 // 1 January 1980: one space, the same bytes
	)
	fields := func(sum uint32, size int64) []byte {
		b := binary.LittleEndian.AppendUint16(nil, version)
		b = binary.LittleEndian.AppendUint16(b, behind|utf8)
		b = binary.LittleEndian.AppendUint16(b, stored)
		b = binary.LittleEndian.AppendUint16(b, 0) // time
		b = binary.LittleEndian.AppendUint16(b, day)
		b = binary.LittleEndian.AppendUint32(b, sum)
		b = binary.LittleEndian.AppendUint32(b, uint32(size))
		b = binary.LittleEndian.AppendUint32(b, uint32(size))
		b = binary.LittleEndian.AppendUint16(b, uint16(len(name)))
		return binary.LittleEndian.AppendUint16(b, 0) // extra
	}
	from := z.at
	if err := z.put(append(append([]byte(localMagic), fields(0, 0)...), name...)); err != nil {
		return err
	}
	content := &summed{z: z, from: z.at}
	if err := write(content); err != nil {
		return err
	}
	size := z.at - content.from
	if z.at > math.MaxUint32 {
		return errTooLarge
	}
	b := binary.LittleEndian.AppendUint32([]byte("PK\x07\x08"), content.sum)
	b = binary.LittleEndian.AppendUint32(b, uint32(size))
	b = binary.LittleEndian.AppendUint32(b, uint32(size))
	d := append(z.directory, directoryMagic...)
	d = binary.LittleEndian.AppendUint16(d, version)
	d = append(d, fields(content.sum, size)...)
	d = append(d, make([]byte, 2+2+2+4)...) // comment, disk, attributes
	d = binary.LittleEndian.AppendUint32(d, uint32(from))
	z.directory = append(d, name...)
	z.count++
	return z.put(b)
}

func (z *zipWriter) put(b []byte) error {
	n, err := z.w.Write(b)
	z.at += int64(n)
	return err
}

// summed is what a file is written to.
type summed struct {
	z    *zipWriter
	from int64
	sum  uint32
}

func (s *summed) Write(p []byte) (int, error) {
	s.sum = crc32.Update(s.sum, crc32.IEEETable, p)
	return len(p), s.z.put(p)
}

// close writes the directory.
func (z *zipWriter) close() error {
	b := append(z.directory, endMagic...)
	b = append(b, 0, 0, 0, 0)
	b = binary.LittleEndian.AppendUint16(b, uint16(z.count))
	b = binary.LittleEndian.AppendUint16(b, uint16(z.count))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(z.directory)))
	b = binary.LittleEndian.AppendUint32(b, uint32(z.at))
	return z.put(append(b, 0, 0))
}
