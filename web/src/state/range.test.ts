import { describe, expect, test } from "vitest";
import { formatRange, numericOf, outside, parseRange, places, stopsOf, switchedOff } from "./range";
import { Space } from "./space";

const labels = { bytes: new TextEncoder().encode("abcd"), offsets: Uint32Array.from([0, 1, 2, 3, 4]) };
const space = new Space({
	run: 1, name: "animals", role: "input", rows: 4, dim: 2, labels, counts: Float32Array.from([9, 5, 5, 1]),
	columns: [
		{ name: "weight", kind: "numbers", numbers: Float32Array.from([0.3, NaN, 0.1, 7]) },
		{ name: "kind", kind: "categories", names: ["pet", "wild"], codes: Int32Array.from([0, 0, 1, -1]) },
	],
});
const weight = (low: number, high: number) => ({ column: "weight", low, high });
const count = (low: number, high: number) => ({ column: "count", low, high });

describe("a range", () => {
	test("may be of every column of numbers, and of how often rows occur", () => {
		expect(numericOf(space).map((c) => c.column)).toEqual(["weight", "count"]);
	});

	test("has its ends in it, as 32 bits hold them, and what has no number outside", () => {
		expect([...outside(space, [weight(0.1, 0.3)])!]).toEqual([0, 1, 0, 1]);
	});

	test("leaves out nothing where its column is not there", () => {
		expect(outside(space, [{ column: "legs", low: 1, high: 2 }])).toBeNull();
		expect(outside(space, [])).toBeNull();
	});

	test.each([
		[[], [], []],
		[[weight(0, 1)], [], [1, 3]],
		[[weight(0, 1), count(6, 9)], [], [1, 2, 3]],
		[[], [1], [2]],
		[[weight(0, 1)], [1, -1], [1, 2, 3]],
	])("%j with the classes %j off leaves %j out", (ranges, off, rows) => {
		expect([...switchedOff(space, space.classesOf("kind"), off, ranges)]).toEqual(rows);
	});

	test("has its place among the stops", () => {
		const stops = Float32Array.from([1, 2, 4, 8]);
		expect(places(stops, weight(2, 4))).toEqual([1, 2]);
		expect(places(stops, weight(3, 7))).toEqual([2, 2]);
		expect(places(stops, weight(9, 10))).toEqual([3, 3]);
	});

	test.each(["", "1", "2,1", "a,2", ",2", "1,2,3", "0,Infinity"])("is not read from “%s”", (text) => {
		expect(parseRange("weight", text)).toBeNull();
	});

	test("is read as it was written", () => {
		const range = weight(-1e-7, Math.fround(0.1));
		expect(parseRange("weight", formatRange(range))).toEqual(range);
	});
});

describe("a slider", () => {
	test("stops at each number, where there are few", () => {
		expect([...stopsOf(Float32Array.from([4, NaN, 2, 4, 0]))]).toEqual([0, 2, 4]);
		expect([...stopsOf(Float32Array.from([NaN]))]).toEqual([]);
	});

	test("stops after equal shares of the rows, where there are many", () => {
		const stops = stopsOf(Float32Array.from({ length: 1001 }, (_, i) => i * i));
		expect(stops).toHaveLength(201);
		expect([stops[0], stops[100], stops[200]]).toEqual([0, 250_000, 1_000_000]);
	});
});
