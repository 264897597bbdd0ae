package format

import (
	"fmt"
	"io"

	"nearspace/core/space"
)

// A Bundle is what may stand in a TensorFlow projector's bundle beside vectors and
// metadata.
type Bundle struct {
	Sprite    []byte // a PNG of square tiles, line by line, one for each row in its order; nil: none
	Tile      int    // a tile's side, pixels
	Bookmarks []byte // JSON: the projector's list of states; nil: none
}

// ExportBundle writes a space as Export does in the format Projector, with more beside
// it. The archive has
//
//	vectors.tsv or tensors.bytes  numbers in digits, or float32s, little-endian, row by row
//	metadata.tsv                  labels, and columns under a line of names if there are any
//	sprite.png, bookmarks.json    of b
//	projector_config.json         for the projector on a page of its own
//	projector_config.pbtxt        for TensorBoard, in a folder of logs
//
// where the last two say the same: the fields of TensorBoard's projector_config.proto.
func ExportBundle(w io.Writer, s *space.Space, p Precision, b Bundle) (Written, error) {
	return export(w, s, Projector, p, b)
}

func (e *exporter) bundle(b Bundle) error {
	tensor, vectors := "vectors.tsv", e.digits
	if e.precision == Float32 {
		tensor, vectors = "tensors.bytes", func(w io.Writer) error { return e.eachTo(w, e.appendRow) }
	}
	c := config{space: e.space.Name, rows: len(e.rows), dim: e.space.Dim(), tensor: tensor, tile: b.Tile, sprite: b.Sprite != nil, bookmarks: b.Bookmarks != nil}
	z := &zipWriter{w: e.w}
	add := func(name string, content []byte) error {
		return z.file(name, func(w io.Writer) error { _, err := w.Write(content); return err })
	}
	err := z.file("metadata.tsv", e.metadata)
	if err == nil {
		err = z.file(tensor, vectors)
	}
	if err == nil && c.sprite {
		err = add("sprite.png", b.Sprite)
	}
	if err == nil && c.bookmarks {
		err = add("bookmarks.json", b.Bookmarks)
	}
	if err == nil {
		err = add(configName, c.json())
	}
	if err == nil {
		err = add("projector_config.pbtxt", c.text())
	}
	if err == nil {
		err = z.close()
	}
	return err
}

// metadata writes labels, with a line of names before them only if there are columns,
// as the projector wants it.
func (e *exporter) metadata(w io.Writer) error {
	columns := e.columns("label")
	if len(columns) > 0 {
		if _, err := w.Write([]byte(e.header('\t', []string{"label"}, columns))); err != nil {
			return err
		}
	}
	return e.eachTo(w, func(line []byte, id int) []byte {
		line = append(line, e.label(id, "\t\n\r", ' ')...)
		return append(e.cells(line, '\t', columns, id), '\n')
	})
}

func (e *exporter) digits(w io.Writer) error {
	return e.eachTo(w, func(line []byte, id int) []byte {
		return append(appendList(line, e.space.Row(id), "\t"), '\n')
	})
}

// A config is what a bundle says of itself.
type config struct {
	space, tensor     string
	rows, dim, tile   int
	sprite, bookmarks bool
}

func (c config) json() []byte {
	b := appendQuoted([]byte(`{"embeddings": [{"tensorName": `), c.space)
	b = fmt.Appendf(b, `, "tensorShape": [%d, %d], "tensorPath": "%s", "metadataPath": "metadata.tsv"`, c.rows, c.dim, c.tensor)
	if c.bookmarks {
		b = append(b, `, "bookmarksPath": "bookmarks.json"`...)
	}
	if c.sprite {
		b = fmt.Appendf(b, `, "sprite": {"imagePath": "sprite.png", "singleImageDim": [%d, %d]}`, c.tile, c.tile)
	}
	return append(b, "}]}\n"...)
}

func (c config) text() []byte {
	b := appendQuoted([]byte("embeddings {\n  tensor_name: "), c.space)
	b = fmt.Appendf(b, "\n  tensor_shape: %d\n  tensor_shape: %d\n  tensor_path: \"%s\"\n  metadata_path: \"metadata.tsv\"\n", c.rows, c.dim, c.tensor)
	if c.bookmarks {
		b = append(b, "  bookmarks_path: \"bookmarks.json\"\n"...)
	}
	if c.sprite {
		b = fmt.Appendf(b, "  sprite {\n    image_path: \"sprite.png\"\n    single_image_dim: %d\n    single_image_dim: %d\n  }\n", c.tile, c.tile)
	}
	return append(b, "}\n"...)
}
