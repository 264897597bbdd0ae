import { expect, test } from "vitest";
import { shadesBetween, shadesOf, turned } from "./shades";

test("numbers are laid on a scale, and those beyond it at its ends", () => {
	expect([...shadesBetween(Float32Array.of(-1, 0, 1, 2, 3, NaN), 0, 2).shares]).toEqual([0, 0, 0.5, 1, 1, NaN]);
});

test("a scale leaves few numbers beyond it, and ends at round ones", () => {
	const values = Float32Array.from({ length: 101 }, (_, i) => i / 100);
	const plain = shadesOf(values);
	expect(plain.low).toBeCloseTo(0.02);
	expect(plain.high).toBeCloseTo(0.98);
	const round = shadesOf(values, 0.05);
	expect(round.low).toBe(0);
	expect(round.high).toBeCloseTo(1);
});

test("what is no number does not count; equal numbers have a colour", () => {
	expect([...shadesOf(Float32Array.of(NaN, 4, 4)).shares]).toEqual([NaN, 0, 0]);
	expect(shadesOf(new Float32Array()).low).toBe(0);
});

test("of distances the small ones are at the upper end", () => {
	const scale = turned(shadesBetween(Float32Array.of(0, 2), 0, 2));
	expect([...scale.shares]).toEqual([1, 0]);
	expect([scale.low, scale.high]).toEqual([2, 0]);
});
