import { describe, expect, test } from "vitest";
import { usualDensity } from "./marks.svelte";
import { differ, formatLook, formatRows, parseLook, parseRows, type Showing } from "./showing";
import { Space, type Item } from "./space";
import { rowsIn } from "./choice.svelte";
import { opening as search } from "./grouping";
import { opening } from "./way";

const labels = Array.from({ length: 20 }, (_, i) => `w${i}`);
const bytes = new TextEncoder().encode(labels.join(""));
const offsets = labels.reduce<number[]>((all, label) => [...all, all.at(-1)! + label.length], [0]);
const space = new Space({
	run: 1, name: "words", role: "input", rows: 20, dim: 2, labels: { bytes, offsets: Uint32Array.from(offsets) }, counts: new Float32Array(), columns: [],
});
const items = (...rows: number[]): Item[] => rows.map((row) => space.item(row)!);
const rowsOf = (list: Item[]) => rowsIn(space, list);

const first: Showing = {
	way: opening, by: "count", metric: "cosine", off: [], ranges: [], size: null, labels: null, contours: false, places: false, chosen: [], alone: null, hidden: [],
	marks: { minimap: "zoomed", density: usualDensity, pinned: [], pictures: true, pictureSize: 24, lines: { kind: "none" } },
	groups: { grouping: null, names: true },
	second: null, rival: null, overlay: { source: null, moment: null }, placed: [],
};

describe("rows of a link", () => {
	test.each([[[], ""], [[4], "4"], [[0, 1, 2, 3], "0-3"], [[0, 1, 5, 7, 8], "0-1.5.7-8"]])("%j are written as %s", (rows, text) => {
		expect(formatRows(rows, 100)).toBe(text);
		expect(parseRows(text, 20)).toEqual(rows);
	});

	test("are left out where they are too many", () => {
		expect(formatRows([0, 2, 4, 6, 8], 9)).toBeNull();
	});

	test.each([["3-1", []], ["18-99", [18, 19]], ["5.5.4.6", [5, 6]], ["-1.x.2e3.1", [1]], ["0-999999999999", []], ["", []]])("of %s, those of the space are read", (text, rows) => {
		expect(parseRows(text, 20)).toEqual(rows);
	});
});

describe("a showing", () => {
	const other: Showing = {
		...first, by: { column: "part.of speech" }, metric: "dot", off: [-1, 3], ranges: [{ column: "range.of years", low: -0.5, high: 1e30 }], size: "length", labels: "translation", contours: true, places: true,
		chosen: items(1, 2, 3), alone: items(0, 1, 2, 3, 4), hidden: items(19), marks: { ...first.marks, minimap: "never", density: 0, pinned: items(7), lines: { kind: "sequence", column: "life", order: "year" } },
	};

	test("comes back from a link", () => {
		const { fields, whole } = formatLook(other, rowsOf, 100);
		expect(whole).toBe(true);
		expect(parseLook(fields, first, space)).toEqual(other);
	});

	test("as it is at first says nothing", () => {
		expect(formatLook(first, rowsOf, 100)).toEqual({ fields: {}, whole: true });
		expect(parseLook({}, other, space)).toEqual({ ...first, marks: { ...first.marks } });
	});

	test("with groups says what its colours are, which else are theirs", () => {
		const grouped: Showing = { ...first, groups: { grouping: { search, given: {}, found: null }, names: true } };
		expect(formatLook(grouped, rowsOf, 100).fields).toEqual({ by: "count" });
		expect(parseLook({ by: "count" }, grouped, space)).toEqual(grouped);
	});

	test("says which map was remembered that lies under it", () => {
		const other: Showing = { ...first, overlay: { source: "moment", moment: { method: "umap", reports: 120 } } };
		expect(formatLook(other, rowsOf, 100).fields).toEqual({ from: "moment", moment: "umap,120" });
		expect(parseLook({ from: "moment", moment: "umap,120" }, first, space)).toEqual(other);
		for (const fields of [{ from: "moment", moment: "" }, { from: "nowhere", moment: "pca,1" }, { from: "moment", moment: "x" }]) expect(parseLook(fields, first, space).overlay).toEqual(first.overlay);
	});

	test("has what is placed, but no file's rows", () => {
		const [sum, text] = [{ query: { question: "expression", args: { expression: "king - man" } } }, { query: { question: "infer", args: { text: "new" } } }];
		const file = { name: "v.vec", file: new Blob() };
		const other: Showing = { ...first, placed: [sum, file, text] };
		const { fields, whole } = formatLook(other, rowsOf, 100);
		expect([fields, whole]).toEqual([{ "placed.0": "expression?expression=king+-+man", "placed.2": "infer?text=new" }, false]);
		expect(parseLook(fields, first, space).placed).toEqual([sum, text]);
		expect(parseLook({}, other, space).placed).toEqual([file]);
		expect(formatLook({ ...first, placed: [text] }, rowsOf, 5)).toEqual({ fields: {}, whole: false });
		expect(differ(other, first)).toEqual(["placed"]);
		expect(differ(other, { ...other, placed: [{ ...sum }, file, text] })).toEqual([]);
	});

	test("says that lines are those of a file", () => {
		const joined: Showing = { ...first, marks: { ...first.marks, lines: { kind: "file" } } };
		expect(formatLook(joined, rowsOf, 100).fields).toEqual({ lines: "file" });
		expect(parseLook({ lines: "file" }, first, space)).toEqual(joined);
	});

	test("without room for its points says so", () => {
		expect(formatLook({ ...first, chosen: items(1, 3, 5, 7) }, rowsOf, 5)).toEqual({ fields: {}, whole: false });
	});

	test.each([{ by: "faith.beauty" }, { by: "column." }, { metric: "taste" }, { off: "a.-2.1e3" }, { density: "9" }, { density: "x" }, { minimap: "round" }, { lines: "sequence" }, { lines: "file", joined: "a" }, { contours: "yes" }, { "range.legs": "4,2" }])("%j says nothing", (fields) => {
		expect(parseLook(fields as unknown as Record<string, string>, first, space)).toEqual(first);
	});

	test("differs in parts", () => {
		expect(differ(first, first)).toEqual([]);
		expect(differ({ ...first, rival: { dim: 5 } }, { ...first, rival: { dim: 5 } })).toEqual([]);
		expect(differ(first, { ...first, rival: { dim: 5 } })).toEqual(["rival"]);
		expect(differ(first, { ...first, chosen: items(1) })).toEqual(["choice"]);
		expect(differ(first, { ...first, way: { ...opening, method: "pca" }, off: [1], marks: { ...first.marks, density: 0 } })).toEqual(["way", "color", "marks"]);
		expect(differ(first, { ...first, groups: { grouping: null, names: false } })).toEqual(["groups"]);
	});
});
