// Generate writes the page's types of the protocol to a file.
package main

import (
	"fmt"
	"os"

	"nearspace/wasm/engine/protocol/typescript"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: generate FILE.ts")
		os.Exit(2)
	}
	if err := os.WriteFile(os.Args[1], []byte(typescript.Types()), 0o644); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}
