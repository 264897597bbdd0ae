//go:build !js

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// BenchmarkSize measures what a visitor downloads: the engine as it is packed,
// and how much of that would be missing without each of its labs, with all that
// only this lab needs.
func BenchmarkSize(b *testing.B) {
	labs, err := os.ReadFile("whole.go")
	if err != nil {
		b.Fatal(err)
	}
	whole := packed(b, labs)
	b.Run("engine", func(b *testing.B) { report(b, whole) })
	for _, found := range regexp.MustCompile(`(?m)^\t_ "nearspace/core/lab/(.+)"\n`).FindAllSubmatch(labs, -1) {
		less := packed(b, bytes.Replace(labs, found[0], nil, 1))
		b.Run(string(found[1]), func(b *testing.B) { report(b, whole-less) })
	}
}

func report(b *testing.B, size int64) {
	b.ReportMetric(float64(size)/1000, "kB")
	b.ReportMetric(0, "ns/op")
}

// packed builds the engine with other labs and returns its size as a page loads
// it.
func packed(b *testing.B, labs []byte) int64 {
	b.Helper()
	dir := b.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	here, err := filepath.Abs("whole.go")
	if err != nil {
		b.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{here: at("whole.go")}})
	if err != nil {
		b.Fatal(err)
	}
	for name, content := range map[string][]byte{"whole.go": labs, "overlay.json": overlay} {
		if err := os.WriteFile(at(name), content, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	build := exec.Command("go", "build", "-overlay", at("overlay.json"), "-ldflags=-s -w", "-o", at("engine.wasm"))
	for _, glue := range []string{"core/lab/...", "wasm/engine/...", "wasm/bridge"} { // as the Makefile has it
		build.Args = append(build.Args, "-gcflags=nearspace/"+glue+"=-l")
	}
	build.Args = append(build.Args, ".")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	for _, command := range []*exec.Cmd{build, exec.Command("node", "../../web/pack.mjs", dir, at("engine.wasm"))} {
		if out, err := command.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
	}
	info, err := os.Stat(at("engine.wasm.part"))
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}
