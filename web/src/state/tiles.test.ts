import { describe, expect, it } from "vitest";
import { atlas, cut, guessed, mostPixels, place } from "./tiles";

describe("the side of tiles", () => {
	it.each([
		["a square sheet", 280, 280, 100, 28],
		["its last line is not full", 100, 80, 17, 20],
		["a strip", 320, 32, 10, 32],
		["a column", 32, 320, 10, 32],
		["something is left over", 101, 103, 25, 20],
		["one for all", 640, 480, 1, 320],
		["fewer pixels than points", 2, 2, 100, 1],
	] as const)("is guessed: %s", (_, width, height, rows, side) => {
		expect(guessed(width, height, rows)).toBe(side);
	});

	it("gives every point a tile where there is room", () => {
		for (let rows = 1; rows < 400; rows += 7) {
			const side = guessed(1000, 777, rows);
			expect(cut(1000, 777, side, rows)?.count, `${rows} points`).toBe(rows);
		}
	});
});

describe("a picture", () => {
	it("is cut row by row", () => {
		const found = cut(100, 60, 20, 12)!;
		expect(found).toEqual({ tile: 20, across: 5, count: 12, kept: 20 });
		expect(place(found, 7)).toEqual({ x: 40, y: 20 });
	});

	it("has no more tiles than it has room for", () => {
		expect(cut(100, 60, 50, 12)).toMatchObject({ across: 2, count: 2 });
	});

	it.each([0, -1, 2.5, NaN, 61, Infinity])("is not cut by %d", (side) => {
		expect(cut(100, 60, side, 4)).toBeNull();
	});

	it("is kept small enough, and its tiles no smaller than a pixel", () => {
		for (const rows of [1, 1000, 100_000, 10_000_000]) {
			const { kept, across, count } = cut(16_384, 16_384, 4, rows)!;
			expect(kept).toBeGreaterThanOrEqual(1);
			if (kept > 1) expect(kept * across * kept * Math.ceil(count / across)).toBeLessThanOrEqual(mostPixels);
		}
		expect(cut(4000, 4000, 1000, 16)).toMatchObject({ kept: 128 });
	});
});

describe("a projector's picture", () => {
	it.each([
		["of few tiles, as large as they are", 10, 28, { across: 4, tile: 28 }],
		["of many, smaller", 100_000, 100, { across: 317, tile: 18 }],
		["of one", 1, 9000, { across: 1, tile: 5792 }],
		["of none", 0, 20, { across: 1, tile: 20 }],
	])("%s", (_, tiles, tile, want) => expect(atlas(tiles, tile)).toEqual(want));
});
