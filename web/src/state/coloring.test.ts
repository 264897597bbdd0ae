import { expect, test } from "vitest";
import { Coloring, cosines, legend } from "./coloring.svelte";

test("a legend has the largest classes first, and what is unknown last", () => {
	const entries = legend({ column: "kind", names: ["tree", "bird", "fish"], codes: Int32Array.of(1, 1, -1, 0, -1, -1) });
	expect(entries.map(({ name, rows }) => [name, rows])).toEqual([["bird", 2], ["tree", 1], ["", 3]]);
	expect(entries.map(({ color }) => color !== null)).toEqual([true, true, false]);
});

test("more classes than colours share none", () => {
	const codes = Int32Array.from({ length: 20 }, (_, i) => i);
	const colors = legend({ column: "n", names: [...codes].map(String), codes }).map(({ color }) => String(color));
	const own = colors.filter((c) => c !== "null");
	expect(new Set(own).size).toBe(own.length);
	expect(own.length).toBeLessThan(20);
});

test("classes are switched off and on, and another column begins with all", () => {
	const coloring = new Coloring();
	coloring.toggle(2);
	coloring.toggle(3);
	coloring.toggle(2);
	expect(coloring.off).toEqual([3]);
	coloring.choose({ column: "kind" });
	expect(coloring.off).toEqual([]);
});

test("cosines are those with one row; a row of zeros is like none", () => {
	expect([...cosines(Float32Array.of(3, 0, 0, 2, -1, 0, 0, 0), 2, 0)]).toEqual([1, 0, -1, 0]);
});
