import { compress } from "lzma1";
import { describe, expect, test } from "vitest";
import { Unpacker } from "./lzma";

type Bytes = Uint8Array<ArrayBuffer>;

const header = 13;
const packed = (bytes: Bytes): Bytes => new Uint8Array(compress(bytes, 9).subarray(header));

function unpacked(pieces: Bytes[], size: number): Bytes {
	const unpacker = new Unpacker(new Uint8Array(size));
	for (const piece of pieces) unpacker.push(piece);
	unpacker.end();
	return unpacker.out;
}

// Numbers that look like chance, the same each time.
function noise(count: number, below = 256): Bytes {
	let state = 1;
	return new Uint8Array(count).map(() => (state = (state * 48271) % 0x7fffffff) % below);
}

function joined(...parts: Bytes[]): Bytes {
	return new Uint8Array(parts.flatMap((part) => [...part]));
}

const texts: Record<string, Bytes> = {
	"a byte": new Uint8Array([7]),
	"words": new TextEncoder().encode("The cat sat on the mat, and the mat sat on the cat. ".repeat(40)),
	"one byte for long": new Uint8Array(5000).fill(9),
	"noise": noise(3000),
	"few different bytes": noise(5000, 3),
	"numbers, of which two bytes change": new Uint8Array(new Uint32Array(noise(2000)).buffer),
	"copies from near and far": joined(noise(9000), noise(4000).subarray(300), noise(200, 5), noise(9000).subarray(5000)),
};

describe.each(Object.entries(texts))("%s", (_, bytes) => {
	const stored = packed(bytes);

	test("comes back", () => {
		expect(unpacked([stored], bytes.length)).toEqual(bytes);
	});

	test.each([1, 7, 1000])("comes back from pieces of %d bytes", (size) => {
		const pieces = Array.from({ length: Math.ceil(stored.length / size) }, (_, i) => stored.subarray(i * size, (i + 1) * size));
		expect(unpacked(pieces, bytes.length)).toEqual(bytes);
	});

	test("comes back as far as wanted, from no more than is needed", () => {
		const half = Math.ceil(bytes.length / 2);
		const unpacker = new Unpacker(new Uint8Array(half));
		unpacker.push(stored);
		unpacker.end();
		expect(unpacker.out).toEqual(bytes.subarray(0, half));
		expect(unpacked([stored.subarray(0, stored.length - unpacker.left)], half)).toEqual(bytes.subarray(0, half));
		expect(() => unpacked([stored.subarray(0, stored.length - unpacker.left - 1)], half)).toThrow(/ends early/);
	});
});

test("what has arrived is there before the rest arrives", () => {
	const bytes = texts.words!;
	const stored = packed(bytes);
	const unpacker = new Unpacker(new Uint8Array(bytes.length));
	unpacker.push(stored.subarray(0, 60));
	expect(unpacker.at).toBeGreaterThan(20);
	expect(unpacker.out.subarray(0, unpacker.at)).toEqual(bytes.subarray(0, unpacker.at));
});

test.each([[[], 5], [[0, 0, 0, 0], 5], [[0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 50]])("%j is refused", (stored, size) => {
	expect(() => unpacked([new Uint8Array(stored)], size)).toThrow(/what is packed/);
});
