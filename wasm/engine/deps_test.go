//go:build !js

package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// Packages that would make the engine too large for a page.
func TestTheEngineStaysSmall(t *testing.T) {
	list := exec.Command("go", "list", "-deps", ".")
	list.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	if len(deps) < 50 {
		t.Fatalf("only %d packages: %q", len(deps), deps)
	}
	for _, pkg := range deps {
		switch pkg {
		case "encoding/json", "encoding/gob", "regexp", "net/http", "html/template":
			t.Errorf("the engine depends on %s", pkg)
		}
	}
}
