import { describe, expect, it } from "vitest";
import { moved, scrollTo, tall, windowAt } from "./windowed";

const short = { count: 3, height: 20, room: 60 };
const long = { count: 1000, height: 20, room: 110 };
const huge = { count: 10_000_000, height: 20, room: 100 };

describe("a windowed list", () => {
	it.each([
		["all of a short one", short, 0, { first: 0, end: 3, top: 0 }],
		["the beginning", long, 0, { first: 0, end: 6, top: 0 }],
		["parts of rows at both edges", long, 250, { first: 12, end: 18, top: 240 }],
		["the end", long, 1000 * 20 - 110, { first: 994, end: 1000, top: 19880 }],
		["nothing of an empty one", { ...short, count: 0 }, 0, { first: 0, end: 0, top: 0 }],
	] as const)("shows %s", (_, list, scrolled, rows) => {
		expect(windowAt(list, scrolled)).toEqual(rows);
	});

	it("is scrolled no further than a row needs", () => {
		expect(scrollTo(long, 250, 15)).toBe(250);
		expect(scrollTo(long, 250, 12)).toBe(240);
		expect(scrollTo(long, 250, 17)).toBe(18 * 20 - 110);
		expect(scrollTo(short, 0, 2)).toBe(0);
	});

	it("has each row in sight somewhere, however many there are", () => {
		expect(tall(huge)).toBeLessThan(huge.count * huge.height);
		for (const row of [0, 1, 5_000_000, huge.count - 2, huge.count - 1]) {
			const scrolled = scrollTo(huge, 3_000_000, row);
			const { first, end, top } = windowAt(huge, scrolled);
			expect(first).toBeLessThanOrEqual(row);
			expect(end).toBeGreaterThan(row);
			const y = top + (row - first) * huge.height - scrolled;
			expect(y).toBeGreaterThan(-1e-3);
			expect(y + huge.height).toBeLessThan(huge.room + 1e-3);
		}
	});

	it.each([["ArrowDown", 6], ["ArrowUp", 4], ["PageDown", 9], ["PageUp", 1], ["Home", 0], ["End", 999], ["a", null]])("is gone through by keys: %s", (key, row) => {
		expect(moved(long, 5, key)).toBe(row);
	});

	it("has two ends", () => {
		expect(moved(long, 998, "PageDown")).toBe(999);
		expect(moved(long, 0, "ArrowUp")).toBe(0);
	});
});
