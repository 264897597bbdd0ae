import { expect, test } from "vitest";
import { classColors } from "../style/palette";
import { Coloring, legend } from "./coloring.svelte";

test("a legend has the largest classes first, and what is unknown last", () => {
	const entries = legend({ column: "kind", names: ["tree", "bird", "fish"], codes: Int32Array.of(1, 1, -1, 0, -1, -1) });
	expect(entries.map(({ name, rows, place }) => [name, rows, place])).toEqual([["bird", 2, 0], ["tree", 1, 1], ["", 3, null]]);
});

test("classes beyond the colours are others, as one", () => {
	const codes = Int32Array.from({ length: 40 }, (_, i) => i % 20);
	const entries = legend({ column: "n", names: [...codes].map(String), codes });
	expect(entries).toHaveLength(classColors + 1);
	const others = entries.at(-1);
	expect(others?.kind).toBe("others");
	expect(others?.codes).toHaveLength(20 - classColors);
	expect(others?.rows).toBe(2 * (20 - classColors));
});

test("classes are switched off and on, one or many, and another column begins with all", () => {
	const coloring = new Coloring();
	coloring.toggle([2]);
	coloring.toggle([3, 4]);
	coloring.toggle([2]);
	expect(coloring.off).toEqual([3, 4]);
	coloring.choose({ column: "kind" });
	expect(coloring.off).toEqual([]);
});

test("a class can be left alone, and the others come back", () => {
	const coloring = new Coloring();
	const entries = legend({ column: "kind", names: ["a", "b", "c"], codes: Int32Array.of(0, 1, 2) });
	coloring.only([1], entries);
	expect(coloring.off).toEqual([0, 2]);
	coloring.only([2], entries);
	expect(coloring.off).toEqual([0, 1]);
	coloring.only([2], entries);
	expect(coloring.off).toEqual([]);
});
