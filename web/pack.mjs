// Packs programs with XZ, which leaves a third less than gzip to be loaded. All are
// packed as one, cut where each can be unpacked up to its end, so that nothing is
// loaded twice that a program shares with those before it: Go's runtime, our kernels.
//
//	node pack.mjs FOLDER PROGRAM.wasm…
//
// FOLDER gets PROGRAM.wasm.part for each, and places.json, which says from where
// to where a program is in what all parts unpack to. Nothing is done if the parts
// hold these programs already.
import { xzSync } from "node-liblzma";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { runnerImport } from "vite";
import xz from "xz-decompress";

const { module: { joined } } = await runnerImport(new URL("segments.ts", import.meta.url).pathname);

// The least preset whose window, of 32 MB, holds all programs; whoever unpacks needs
// as much memory. And as small as it can be made.
const preset = (8 | 0x80000000) >>> 0;

// Nobody reads up to the end of what is packed, where an unpacker has already stopped
// when it is told to: so much stands behind the last program.
const tail = Buffer.alloc(1 << 18);

// Pieces that are small, since a part ends with one.
const piece = 256;

// unpacked gives what packed bytes unpack to, until so many are there, and how many of
// the packed ones were needed for them.
async function unpacked(packed, size) {
	let taken = 0;
	const source = new ReadableStream({
		pull(out) {
			if (taken >= packed.length) return out.close();
			out.enqueue(packed.subarray(taken, (taken += piece)));
		},
	}, { highWaterMark: 0 });
	const reader = new xz.XzReadableStream(source).getReader();
	const bytes = Buffer.alloc(size);
	for (let at = 0; at < size; ) {
		const { value, done } = await reader.read();
		if (done) throw new Error(`what is packed ends at ${at} of ${size} bytes`);
		bytes.set(value.subarray(0, size - at), at);
		at += value.length;
	}
	await reader.cancel();
	return { bytes, needed: Math.min(taken, packed.length) };
}

// cut returns the parts of what is packed, each up to what is needed last for what
// ends at one of the ends.
async function cut(packed, ends) {
	const cuts = [0];
	for (const end of ends) cuts.push((await unpacked(packed, end)).needed);
	return ends.map((_, i) => packed.subarray(cuts[i], cuts[i + 1]));
}

// hold says whether parts, each with those before it, are of what ends at these places.
async function hold(parts, programs, ends) {
	try {
		for (const [i, end] of ends.entries()) {
			const { bytes } = await unpacked(Buffer.concat(parts.slice(0, i + 1)), end);
			if (!programs.subarray(0, end).equals(bytes)) return false;
		}
		return true;
	} catch {
		return false;
	}
}

const [folder, ...paths] = process.argv.slice(2);
const programs = paths.map((path) => joined(readFileSync(path)));
const all = Buffer.concat([...programs, tail]);
let next = 0;
const places = programs.map(({ length }) => [next, (next += length)]);
const ends = places.map(([, to]) => to);
const files = paths.map((path) => join(folder, `${basename(path)}.part`));
if (!files.every(existsSync) || !(await hold(files.map((file) => readFileSync(file)), all, ends))) {
	const parts = await cut(xzSync(all, { preset }), ends);
	if (!(await hold(parts, all, ends))) throw new Error("what was packed is something else when unpacked");
	parts.forEach((part, i) => writeFileSync(files[i], part));
}
writeFileSync(join(folder, "places.json"), JSON.stringify(Object.fromEntries(paths.map((path, i) => [basename(path, ".wasm"), places[i]]))));
