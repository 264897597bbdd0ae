// Packs programs with LZMA, which leaves a third less than gzip to be loaded. All
// are packed as one, cut where each can be unpacked up to its end, so that nothing
// is loaded twice that a program shares with those before it: Go's runtime, our
// kernels.
//
//	node pack.mjs FOLDER PROGRAM.wasm…
//
// FOLDER gets PROGRAM.wasm.part for each, and places.json, which says from where
// to where a program is in what all parts unpack to. Nothing is done if the parts
// hold these programs already.
import { compress } from "lzma1";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { runnerImport } from "vite";

const here = (path) => new URL(path, import.meta.url).pathname;
const { module: { Unpacker } } = await runnerImport(here("src/engine/lzma.ts"));
const { module: { joined } } = await runnerImport(here("segments.ts"));

// What a packed file begins with: settings, the window's size and its own. The
// settings are those that Unpacker takes for granted.
const header = 13;
const settings = 0x5d;

function packed(programs) {
	const file = Buffer.from(compress(programs, 9));
	if (file[0] !== settings) throw new Error(`packed with the settings ${file[0]}, not ${settings}`);
	return file.subarray(header);
}

// unpacked is an Unpacker that has filled so many bytes.
function unpacked(parts, size) {
	const unpacker = new Unpacker(new Uint8Array(size));
	for (const part of parts) unpacker.push(part);
	unpacker.end();
	return unpacker;
}

// cut returns the parts of what is packed, each up to the byte that is needed last
// for what ends at one of the ends.
function cut(stored, ends) {
	const cuts = [0, ...ends.map((end) => stored.length - unpacked([stored], end).left)];
	return ends.map((_, i) => stored.subarray(cuts[i], cuts[i + 1]));
}

// hold says whether parts that there are already are of these programs.
function hold(parts, programs) {
	try {
		return programs.equals(unpacked(parts, programs.length).out);
	} catch {
		return false;
	}
}

const [folder, ...paths] = process.argv.slice(2);
const programs = paths.map((path) => joined(readFileSync(path)));
const all = Buffer.concat(programs);
let next = 0;
const places = programs.map(({ length }) => [next, (next += length)]);
const files = paths.map((path) => join(folder, `${basename(path)}.part`));
if (!files.every(existsSync) || !hold(files.map((file) => readFileSync(file)), all)) {
	const parts = cut(packed(all), places.map(([, to]) => to));
	if (!hold(parts, all)) throw new Error("what was packed is something else when unpacked");
	parts.forEach((part, i) => writeFileSync(files[i], part));
}
writeFileSync(join(folder, "places.json"), JSON.stringify(Object.fromEntries(paths.map((path, i) => [basename(path, ".wasm"), places[i]]))));
