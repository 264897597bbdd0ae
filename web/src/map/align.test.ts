import { describe, expect, test } from "vitest";
import { align } from "./align";

const fixed = new Float32Array([0, 0, 4, 0, 4, 1, -2, 3]);
const rows = (n: number) => Int32Array.from({ length: n }, (_, i) => i);
const all = { fixed: rows(4), moving: rows(4) };

// turned turns points by an angle, mirrored first if that is wanted, scales and
// moves them.
function turned(points: Float32Array, angle: number, scale: number, mirror: boolean): Float32Array {
	const [c, s] = [scale * Math.cos(angle), scale * Math.sin(angle)];
	return points.map((_, i) => {
		const [x, y] = [points[i - (i % 2)]!, points[i - (i % 2) + 1]! * (mirror ? -1 : 1)];
		return i % 2 === 0 ? 7 + c * x - s * y : -3 + s * x + c * y;
	});
}

function near(got: Float32Array, want: Float32Array): void {
	expect(got.length).toBe(want.length);
	got.forEach((x, i) => expect(x).toBeCloseTo(want[i]!, 4));
}

describe("align", () => {
	test.each([[0, 1, false], [1, 1, false], [2.5, 0.2, false], [0, 1, true], [-2, 30, true]])("undoes turning by %d, scaling by %d, mirroring %s", (angle, scale, mirror) => {
		near(align(turned(fixed, angle, scale, mirror), fixed, all), fixed);
	});

	test("goes by the pairs alone, and takes the other points along", () => {
		const moving = turned(new Float32Array([9, 9, ...fixed]), 1, 2, false);
		const got = align(moving, fixed, { fixed: rows(4), moving: Int32Array.of(1, 2, 3, 4) });
		near(got, new Float32Array([9, 9, ...fixed]));
	});

	test.each([[0], [1]])("leaves points with %d pairs as they are", (n) => {
		const moving = turned(fixed, 1, 2, false);
		expect(align(moving, fixed, { fixed: rows(n), moving: rows(n) })).toBe(moving);
	});
});
