package core

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// order reads the list of packages from doc.go: the line of each, from the top.
func order(t *testing.T) map[string]int {
	t.Helper()
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]int{}
	for n, line := range strings.Split(string(doc), "\n") {
		if names, ok := strings.CutPrefix(line, "//\t\t"); ok {
			for _, name := range strings.Fields(names) {
				lines[name] = n
			}
		}
	}
	return lines
}

// place returns where a package stands in the order; labs stand together.
func place(order map[string]int, pkg string) (int, bool) {
	if n, ok := order[pkg]; ok {
		return n, true
	}
	if strings.HasPrefix(pkg, "lab/") {
		pkg = "lab/..."
	}
	n, ok := order[pkg]
	return n, ok
}

// imports calls visit for each import of each Go file below root that the build
// of any platform would compile.
func imports(t *testing.T, root string, visit func(file, imported string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && (name == "node_modules" || name == "testdata" || name == "dist" || strings.HasPrefix(name, ".") && file != root) {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			visit(filepath.ToSlash(file), imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPackagesImportOnlyWhatStandsBeforeThem(t *testing.T) {
	order := order(t)
	if len(order) < 20 {
		t.Fatalf("doc.go lists only %d packages", len(order))
	}
	seen := 0
	imports(t, ".", func(file, imported string) {
		importer := path.Dir(file)
		imported, inner := strings.CutPrefix(imported, "nearspace/core/")
		if importer == "." || !inner {
			return
		}
		seen++
		from, ok := place(order, importer)
		if !ok {
			t.Errorf("%s: package %s is not listed in doc.go", file, importer)
			return
		}
		to, ok := place(order, imported)
		if !ok {
			t.Errorf("%s imports %s, which is not listed in doc.go", file, imported)
			return
		}
		if external := strings.HasSuffix(file, "_test.go") && importer == imported; to >= from && !external {
			t.Errorf("%s: %s may not import %s, which stands beside or after it", file, importer, imported)
		}
	})
	if seen == 0 {
		t.Fatal("no import was looked at")
	}
}

func TestOnlyTheBridgeToTheBrowserImportsSyscallJS(t *testing.T) {
	imports(t, "..", func(file, imported string) {
		inWasm := strings.HasPrefix(file, "../wasm/")
		if imported == "syscall/js" && !inWasm {
			t.Errorf("%s imports syscall/js", file)
		}
		if strings.HasPrefix(imported, "nearspace/wasm") && strings.HasPrefix(file, "../core/") {
			t.Errorf("%s imports %s", file, imported)
		}
	})
}

func TestNoHeavyEncodersInTheEngine(t *testing.T) {
	imports(t, ".", func(file, imported string) {
		switch imported {
		case "encoding/json", "encoding/gob", "regexp":
			if !strings.HasSuffix(file, "_test.go") {
				t.Errorf("%s imports %s, too large for a page", file, imported)
			}
		}
	})
}
