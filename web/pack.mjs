// Packs a program with Zstandard, which leaves a quarter less than gzip to be
// loaded. A program that is packed already is left alone.
//
//	node pack.mjs IN OUT.zst
import { compress, init } from "@bokuweb/zstd-wasm";
import { decompress } from "fzstd";
import { existsSync, readFileSync, writeFileSync } from "node:fs";

const [from, to] = process.argv.slice(2);
const program = readFileSync(from);
const packed = existsSync(to) ? decompress(readFileSync(to)) : null;
if (!packed || !program.equals(packed)) {
	await init();
	writeFileSync(to, compress(program, 22));
}
