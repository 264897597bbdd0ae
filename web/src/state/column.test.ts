import { expect, test } from "vitest";
import { cell, extent, table, type Column } from "./column";

const columns: Column[] = [
	{ name: "kind", kind: "categories", names: ["pet", "thing"], codes: Int32Array.of(0, -1, 1) },
	{ name: "size", kind: "numbers", numbers: Float32Array.of(0.1, NaN, 16777216) },
	{ name: "note", kind: "texts", texts: ['so, "so"', "", "two\nlines"] },
];

test("a cell is what people write; nothing where nothing is known", () => {
	expect(columns.map((c) => cell(c, 0))).toEqual(["pet", "0.1", 'so, "so"']);
	expect(columns.map((c) => cell(c, 1))).toEqual(["", "", ""]);
	expect(cell(columns[1]!, 2)).toBe("16777216");
});

test("a number keeps all of its 32 bits", () => {
	for (const x of [1 / 3, 1e-40, 3.4028234e38, -0.07, 123456.79]) {
		const [short] = [cell({ name: "", kind: "numbers", numbers: Float32Array.of(x) }, 0)];
		expect(Math.fround(Number(short))).toBe(Math.fround(x));
	}
});

test("rows leave as TSV without tabs in cells, and as CSV in quotes where they must", () => {
	expect(table(["a", "b", "c\t"], columns, [0, 2], "\t")).toBe('label\tkind\tsize\tnote\na\tpet\t0.1\tso, "so"\nc \tthing\t16777216\ttwo lines\n');
	expect(table(["a", "b", "c"], columns, [0, 1], ",")).toBe('label,kind,size,note\na,pet,0.1,"so, ""so"""\nb,,,\n');
});

test("the extent leaves out what is unknown", () => {
	expect(extent(Float32Array.of(NaN, 2, -1))).toEqual([-1, 2]);
	expect(extent(Float32Array.of(NaN))).toEqual([0, 0]);
});
