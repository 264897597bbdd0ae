package format

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

// unpacked returns an archive's files, as another library reads them.
func unpacked(t *testing.T, archive []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range r.File {
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(b)
	}
	return files
}

func animals() *space.Space {
	m := blas32.General{Rows: 3, Cols: 2, Stride: 2, Data: []float32{1, 2, 3, 4, .1, -6}}
	s := space.New(`the "space"`, space.Input, []string{"cat", "big\tdog", "eel"}, m)
	s.SetColumn("kind", space.Categories{Codes: []int32{0, 0, -1}, Names: []string{"fur"}})
	s.SetColumn("legs", space.Numbers{4, 4, 0})
	return s
}

func TestABundleHasWhatItsConfigurationNames(t *testing.T) {
	for _, c := range []struct {
		precision    Precision
		tensor, want string
	}{
		{"", "vectors.tsv", "1\t2\n3\t4\n0.1\t-6\n"},
		{Digits, "vectors.tsv", "1\t2\n3\t4\n0.1\t-6\n"},
		{Float32, "tensors.bytes", "\x00\x00\x80?\x00\x00\x00@\x00\x00\x40@\x00\x00\x80@\xcd\xcc\xcc=\x00\x00\xc0\xc0"},
	} {
		t.Run(string(c.precision), func(t *testing.T) {
			var b bytes.Buffer
			written, err := ExportBundle(&b, animals(), c.precision, Bundle{Sprite: []byte("png"), Tile: 28, Bookmarks: []byte("[]")})
			if err != nil || written.Rows != 3 || written.Renamed != 1 {
				t.Fatal(written, err)
			}
			files := unpacked(t, b.Bytes())
			if files[c.tensor] != c.want {
				t.Errorf("%s is %q, want %q", c.tensor, files[c.tensor], c.want)
			}
			if want := "label\tkind\tlegs\ncat\tfur\t4\nbig dog\tfur\t4\neel\t\t0\n"; files["metadata.tsv"] != want {
				t.Errorf("the metadata is %q, want %q", files["metadata.tsv"], want)
			}
			if files["sprite.png"] != "png" || files["bookmarks.json"] != "[]" {
				t.Errorf("%q are beside them", files)
			}
			var config struct {
				Embeddings []struct {
					TensorName, TensorPath, MetadataPath, BookmarksPath string
					TensorShape                                         []int
					Sprite                                              struct {
						ImagePath      string
						SingleImageDim []int
					}
				}
			}
			if err := json.Unmarshal([]byte(files["projector_config.json"]), &config); err != nil {
				t.Fatal(err)
			}
			e := config.Embeddings[0]
			if e.TensorName != `the "space"` || e.TensorPath != c.tensor || !slices.Equal(e.TensorShape, []int{3, 2}) || files[e.MetadataPath] == "" || files[e.BookmarksPath] == "" || files[e.Sprite.ImagePath] == "" || !slices.Equal(e.Sprite.SingleImageDim, []int{28, 28}) {
				t.Errorf("the configuration is %+v", e)
			}
			want := fmt.Sprintf(`embeddings {
  tensor_name: "the \"space\""
  tensor_shape: 3
  tensor_shape: 2
  tensor_path: "%s"
  metadata_path: "metadata.tsv"
  bookmarks_path: "bookmarks.json"
  sprite {
    image_path: "sprite.png"
    single_image_dim: 28
    single_image_dim: 28
  }
}
`, c.tensor)
			if files["projector_config.pbtxt"] != want {
				t.Errorf("TensorBoard is told %s\nwant %s", files["projector_config.pbtxt"], want)
			}
			again, _, err := Read(opener(b.Bytes()), "again", Options{})
			if err != nil || lines(again) != "cat [1 2]|big dog [3 4]|eel [0.1 -6]|" || !slices.Equal(again.Columns(), []string{"kind", "legs"}) {
				t.Errorf("it is read as %v (%v)", again, err)
			}
		})
	}
	var wrong *WriteError
	if _, err := ExportBundle(io.Discard, animals(), Int8, Bundle{}); !errors.As(err, &wrong) {
		t.Error(err)
	}
}

func TestABundleOfVectorsAloneNamesNoMore(t *testing.T) {
	var b bytes.Buffer
	if _, err := Export(&b, animals(), Projector, ""); err != nil {
		t.Fatal(err)
	}
	files := unpacked(t, b.Bytes())
	if len(files) != 4 {
		t.Errorf("it has %q", files)
	}
	for name, content := range files {
		if bytes.Contains([]byte(content), []byte("sprite")) || bytes.Contains([]byte(content), []byte("ookmarks")) {
			t.Errorf("%s is %q", name, content)
		}
	}
}
