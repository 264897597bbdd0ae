import { describe, expect, test } from "vitest";
import { Choice, find, rowsIn } from "./choice.svelte";
import { Coloring } from "./coloring.svelte";
import { Space } from "./space";

const labels = ["cat", "dog", "Stone", "rock"];
const bytes = new TextEncoder().encode(labels.join(""));
const offsets = labels.reduce<number[]>((all, label) => [...all, all.at(-1)! + label.length], [0]);
const space = new Space({
	run: 1, name: "words", role: "input", rows: 4, dim: 2, labels: { bytes, offsets: Uint32Array.from(offsets) }, counts: new Float32Array(), columns: [],
});
const item = (row: number) => space.item(row)!;
const chosen = (choice: Choice) => [...rowsIn(space, choice.items)];

describe("a choice", () => {
	test("is inverted among what is shown", () => {
		const choice = new Choice();
		choice.set([item(0)]);
		choice.invert(space, new Int32Array());
		expect(chosen(choice)).toEqual([1, 2, 3]);
		choice.isolate();
		choice.set([item(1)]);
		choice.invert(space, new Int32Array());
		expect(chosen(choice)).toEqual([2, 3]);
	});

	test("is inverted without what the legend or a range leaves out", () => {
		const choice = new Choice();
		const coloring = new Coloring();
		const known = space.with({ column: "kind", names: ["beast", "thing"], codes: Int32Array.of(0, 0, 1, -1) });
		coloring.choose({ column: "kind" });
		coloring.toggle([0]);
		choice.invert(known, coloring.offIn(known));
		expect(chosen(choice)).toEqual([2, 3]);
		coloring.toggle([-1]);
		choice.set([]);
		choice.invert(known, coloring.offIn(known));
		expect(chosen(choice)).toEqual([2]);

		const counted = new Space({ ...known, labels: space, counts: Float32Array.of(4, 3, 2, 1) });
		coloring.choose("count");
		coloring.limit({ column: "count", low: 2, high: 3 });
		choice.set([item(1)]);
		choice.invert(counted, coloring.offIn(counted));
		expect(chosen(choice)).toEqual([2]);
	});

	test("takes points in and out", () => {
		const choice = new Choice();
		choice.toggle(item(0));
		choice.toggle(item(1));
		choice.toggle(item(0));
		expect(chosen(choice)).toEqual([1]);
	});

	test("is empty after it was hidden, and what is hidden is not inverted", () => {
		const choice = new Choice();
		choice.set([item(2), item(3)]);
		choice.hide();
		expect(chosen(choice)).toEqual([]);
		choice.invert(space, new Int32Array());
		expect(chosen(choice)).toEqual([0, 1]);
		choice.showAll();
		expect(choice.hidden).toEqual([]);
	});
});

describe("labels are found", () => {
	test.each([["o", false, [1, 2, 3]], ["STONE", false, [2]], ["^.o", true, [1, 3]], ["", false, []], ["^", false, []]])("by %s, as a pattern: %s", (sought, pattern, rows) => {
		expect(find(labels, sought, pattern)).toEqual({ rows, problem: "" });
	});

	test("a pattern that is none says why", () => {
		expect(find(labels, "(", true).problem).toMatch(/unterminated/i);
	});
});
