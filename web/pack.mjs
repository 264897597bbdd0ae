// Packs programs with Zstandard, which leaves a quarter less than gzip to be
// loaded. All are one frame, cut after each program, so that nothing is loaded
// twice that a program shares with those before it: Go's runtime, our kernels.
//
//	node pack.mjs FOLDER PROGRAM.wasm…
//
// FOLDER gets PROGRAM.wasm.part for each, and places.json, which says from where
// to where a program is in what is unpacked. The first part is a frame of its own;
// what follows continues the frame, less its last three bytes, of the parts
// before. Nothing is done if the parts hold these programs already.
import { compress, init } from "@bokuweb/zstd-wasm";
import { Decompress, decompress } from "fzstd";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

// Nothing stands so long between two programs: as much as a block may hold, so that
// one ends there.
const gap = Buffer.alloc(1 << 17);

// An empty block that says it is the last.
const end = Buffer.from([1, 0, 0]);

// header begins a frame whose window holds so much.
function header(size) {
	const exponent = Math.ceil(Math.log2(size));
	return Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, (exponent - 10) << 3]);
}

// blocks are those of a frame, as they are stored, none said to be the last.
function blocks(frame) {
	const single = (frame[4] >> 5) & 1;
	const found = [];
	let at = 6 - single + [single, 2, 4, 8][frame[4] >> 6];
	for (let last = false; !last; ) {
		const head = frame.readUIntLE(at, 3);
		last = (head & 1) === 1;
		const size = 3 + (((head >> 1) & 3) === 1 ? 1 : head >> 3);
		found.push(frame.subarray(at, (at += size)));
	}
	found.at(-1)[0] &= 0xfe;
	return found;
}

// cut returns the parts of a frame, each up to the first block that ends at or
// after one of the ends.
function cut(frame, ends) {
	let given = 0;
	const unpack = new Decompress((piece) => (given += piece.length));
	unpack.push(header(ends.at(-1)));
	const parts = [[header(ends[0] + gap.length)]];
	let part = 0;
	for (const stored of blocks(frame)) {
		parts.at(-1).push(stored);
		unpack.push(stored);
		if (given >= ends[part] && ++part < ends.length) parts.push([]);
	}
	return parts.map((stored) => Buffer.concat([...stored, end]));
}

function unpacked(parts, size) {
	const whole = parts.map((part, i) => (i < parts.length - 1 ? part.subarray(0, -end.length) : part));
	return decompress(Buffer.concat(whole), new Uint8Array(size));
}

// hold says whether parts that there are already are of these programs. Longer ones
// do not fit in what these need, which fzstd throws.
function hold(parts, programs) {
	try {
		return programs.equals(unpacked(parts, programs.length));
	} catch {
		return false;
	}
}

const [folder, ...paths] = process.argv.slice(2);
const programs = paths.map((path) => readFileSync(path));
const all = Buffer.concat(programs.flatMap((program) => [program, gap]));
let next = 0;
const places = programs.map(({ length }) => {
	const at = next;
	next += length + gap.length;
	return [at, at + length];
});
const files = paths.map((path) => join(folder, `${basename(path)}.part`));
if (!files.every(existsSync) || !hold(files.map((file) => readFileSync(file)), all)) {
	await init();
	const parts = cut(Buffer.from(compress(all, 22)), places.map(([, to]) => to));
	if (!all.equals(unpacked(parts, all.length))) throw new Error("what was packed is something else when unpacked");
	parts.forEach((part, i) => writeFileSync(files[i], part));
}
writeFileSync(join(folder, "places.json"), JSON.stringify(Object.fromEntries(paths.map((path, i) => [basename(path, ".wasm"), places[i]]))));
