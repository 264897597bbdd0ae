import { describe, expect, it } from "vitest";
import { boxOf, covered, moved, zoomed } from "./minimap";

const screen = [10, 20, 50, 20, 50, 40, 10, 40]; // corners

describe("the screen on the small picture", () => {
	it("is the box of its corners", () => {
		expect(boxOf(screen)).toEqual({ left: 10, top: 20, right: 50, bottom: 40 });
		expect(boxOf([])).toBeNull();
	});

	it.each([
		["inside", [10, 20, 60, 70], 0.25],
		["around all", [-5, -5, 200, 200], 1],
		["half beside", [-50, 0, 50, 100], 0.5],
		["elsewhere", [150, 0, 250, 100], 0],
	] as const)("covers a share of it: %s", (_, [left, top, right, bottom], share) => {
		expect(covered({ left, top, right, bottom }, 100, 100)).toBe(share);
	});

	it("does not flicker where it is about to be of use", () => {
		expect([0.95, 0.8, 0.5].map((share) => zoomed(share, false))).toEqual([false, false, true]);
		expect([0.95, 0.8, 0.5].map((share) => zoomed(share, true))).toEqual([false, true, true]);
	});

	it("moves by a quarter with the arrow keys, and with no others", () => {
		const box = boxOf(screen)!;
		expect(moved(box, "ArrowLeft")).toEqual({ x: 20, y: 30 });
		expect(moved(box, "ArrowDown")).toEqual({ x: 30, y: 35 });
		expect(moved(box, "Tab")).toBeNull();
	});
});
