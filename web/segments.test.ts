import { describe, expect, test } from "vitest";
import { joined } from "./segments";

// A program with a memory of two pages, and data in it: where, and what.
function program(data: [at: number, text: string][]): Uint8Array<ArrayBuffer> {
	const leb = (n: number): number[] => (n < 0x80 ? [n] : [(n & 0x7f) | 0x80, ...leb(n >> 7)]);
	const signed = (n: number): number[] => (n < 0x40 ? [n] : [(n & 0x7f) | 0x80, ...signed(n >> 7)]);
	const section = (id: number, body: number[]) => [id, ...leb(body.length), ...body];
	const segments = data.flatMap(([at, text]) => [0, 0x41, ...signed(at), 0x0b, ...leb(text.length), ...Buffer.from(text)]);
	return new Uint8Array([
		0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
		...section(5, [1, 0, 2]),
		...section(7, [1, 1, 0x6d, 2, 0]),
		...section(11, [...leb(data.length), ...segments]),
		...section(0, [1, 0x6e, 7]),
	]);
}

function memory(bytes: Uint8Array): Uint8Array {
	const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)));
	return new Uint8Array((exports.m as WebAssembly.Memory).buffer);
}

const zeros = (count: number) => "\0".repeat(count);

describe.each<[string, from: [number, string][], to: [number, string][]]>([
	["neighbours", [[100, "one"], [111, "two"], [130, "three"]], [[100, `one${zeros(8)}two${zeros(16)}three`]]],
	["in no order", [[300, "late"], [63, "early"], [64_000, "last"]], [[63, `early${zeros(232)}late`], [64_000, "last"]]],
	["with few and many zeros between", [[1000, "a"], [2024, "b"], [3049, "c"]], [[1000, `a${zeros(1023)}b`], [3049, "c"]]],
	["one after the other", [[0, "one"], [3, "two"]], [[0, "onetwo"]]],
	["one", [[70_000, "alone"]], [[70_000, "alone"]]],
	["none", [], []],
])("data %s", (_, from, to) => {
	test("are joined", () => {
		expect(Buffer.from(joined(program(from)))).toEqual(Buffer.from(program(to)));
	});

	test("are where they were", () => {
		expect(Buffer.from(memory(joined(program(from)))).equals(memory(program(from)))).toBe(true);
	});
});

test("data that overlap are refused", () => {
	expect(() => joined(program([[10, "long"], [12, "short"]]))).toThrow(/overlap at 12/);
});
