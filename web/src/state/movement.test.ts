import { describe, expect, test } from "vitest";
import { farthest, movement, only, type Picture } from "./movement";
import { Space } from "./space";

function picture(labels: string[], coordinates: number[], dimensions = 2, fixed = false): Picture {
	const rows = labels.length;
	const offsets = Uint32Array.from({ length: rows + 1 }, (_, i) => i); // a letter each
	const space = new Space({
		run: 1, name: "words", role: "input", rows, dim: 2, counts: new Float32Array(), columns: [],
		labels: { bytes: new TextEncoder().encode(labels.join("")), offsets },
	});
	return { space, coordinates: Float32Array.from(coordinates), dimensions, fixed };
}

// A square about the origin has the spread √2.
const names = ["a", "b", "c", "d"];
const square = [1, 1, -1, 1, -1, -1, 1, -1];

describe("movement from another map", () => {
	test("is none for the same picture turned, mirrored and scaled", () => {
		const turned = square.map((_, i) => 3 * (i % 2 === 0 ? square[i + 1]! : square[i - 1]!) + 5);
		const found = movement(picture(names, square), picture(names, turned));
		expect([...found!.places].map((x) => Math.round(x * 1e4) / 1e4)).toEqual(square);
		expect(Math.max(...found!.ways)).toBeLessThan(1e-6);
	});

	test("is measured against the spread, where axes have a meaning as they are", () => {
		const there = picture(names, square.map((x, i) => (i === 0 ? x + 3 : i === 1 ? x + 4 : x)), 2, true);
		const { ways } = movement(picture(names, square), there)!;
		expect(ways[0]).toBeCloseTo(5 / Math.SQRT2);
		expect([...ways.slice(1)]).toEqual([0, 0, 0]);
	});

	test("is of the same items wherever they stand, and of those that both have", () => {
		const there = picture(["d", "x", "a"], [1, -1, 9, 9, 1, 1], 2, true);
		const { places, ways } = movement(picture(names, square), there)!;
		expect([...places]).toEqual([1, 1, NaN, NaN, NaN, NaN, 1, -1]);
		expect([...ways]).toEqual([0, NaN, NaN, 0]);
	});

	test("is none between the plane and space", () => {
		expect(movement(picture(names, square), picture(names, [...square, 0, 0, 0, 0], 3))).toBeNull();
	});
});

test("the farthest come first, with the median of all or of the chosen", () => {
	const ways = Float32Array.from([1, NaN, 4, 2, 3]);
	expect(farthest(ways, null, 2)).toEqual({ rows: [2, 4], median: 2.5, count: 4 });
	expect(farthest(ways, Int32Array.of(0, 1, 3, 4), 9)).toEqual({ rows: [4, 3, 0], median: 2, count: 3 });
	expect(farthest(ways, Int32Array.of(1), 9)).toEqual({ rows: [], median: NaN, count: 0 });
});

test("the movement of chosen points alone", () => {
	expect([...only(Float32Array.of(1, 2, 3, 4), Int32Array.of(1), 2)]).toEqual([NaN, NaN, 3, 4]);
});
