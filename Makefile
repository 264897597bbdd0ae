# make test   sets up what is missing and runs every test
# make data   fetches and converts the built-in texts
# make bench  prints the benchmarks, natively and as WebAssembly
# make generate  writes the page's types from the engine's structs
# make fmt    formats the Go code

# Go's simd package needs Go 1.27; the go command fetches the toolchain itself.
export GOTOOLCHAIN := go1.27.4
export GOEXPERIMENT := simd
export GOFLAGS := -trimpath

# The launcher of the toolchain that builds; found when a recipe runs, since
# $(shell) does not see what is exported.
NODE_EXEC = $$(go env GOROOT)/lib/wasm/go_js_wasm_exec

.PHONY: test data bench fmt vet test-scalar test-simd test-wasm test-engine engine generate

test: vet test-scalar test-simd test-wasm test-engine

data: .cache/data/index.json

.cache/data/index.json: $(wildcard web/datasets/*.go)
	go run ./web/datasets -packages .cache/packages -out .cache/data

vet:
	@unformatted=$$(gofmt -l core wasm web/datasets); \
	if [ -n "$$unformatted" ]; then echo "make fmt would change: $$unformatted"; exit 1; fi
	go vet ./core/... ./web/datasets
	GOOS=js GOARCH=wasm go vet ./core/... ./wasm/...

# Plain Go, the fallback of every kernel.
test-scalar:
	GOEXPERIMENT= go test -short ./core/... ./web/datasets ./wasm/viewer/scene

# Vectors as wide as the machine's, and as narrow as WebAssembly's. The words
# lab trains on every built-in text here.
test-simd: data
	go test ./core/... ./wasm/viewer/scene ./wasm/engine ./wasm/engine/protocol/...
	GODEBUG=simd=128 go test ./core/vec

# The engine's packages where they will run, under Node.
test-wasm:
	GOOS=js GOARCH=wasm go test -short -exec "$(NODE_EXEC)" $$(go list ./core/... | grep -v '/core$$') ./wasm/bridge ./wasm/viewer/scene

# The worker's program, driven through its protocol under Node.
test-engine: engine
	node wasm/engine/engine_test.mjs "$$(go env GOROOT)/lib/wasm/wasm_exec.js" .cache/engine.wasm

engine:
	mkdir -p .cache
	GOOS=js GOARCH=wasm go build -ldflags='-s -w' -o .cache/engine.wasm ./wasm/engine

bench:
	go test -run '^$$' -bench . ./core/...
	GOOS=js GOARCH=wasm go test -run '^$$' -bench . -exec "$(NODE_EXEC)" ./core/vec ./core/space ./core/project ./core/corpus ./core/word2vec ./wasm/viewer/scene

generate:
	go run ./wasm/engine/protocol/typescript/generate web/src/engine/protocol.ts

fmt:
	gofmt -w core wasm web/datasets
