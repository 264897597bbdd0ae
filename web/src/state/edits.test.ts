import { expect, test } from "vitest";
import { inverse, renamed } from "./edits.svelte";
import { Space } from "./space";

const space = new Space({
	run: 1, name: "words", role: "input", rows: 3, dim: 2, counts: new Float32Array(),
	labels: { bytes: new TextEncoder().encode("catdogox"), offsets: Uint32Array.of(0, 3, 6, 8) },
	columns: [{ kind: "numbers", name: "legs", numbers: Float32Array.of(4, NaN, 4) }],
});
const edit = (column: string, rows: number[], text: string) => ({ column, rows, texts: rows.map(() => text), remove: false });

test("what was there comes back, and a new column goes", () => {
	expect(inverse(space, edit("", [1], "hound"))).toEqual({ column: "", rows: [1], texts: ["dog"], remove: false });
	expect(inverse(space, edit("legs", [0, 1], "2"))).toEqual({ column: "legs", rows: [0, 1], texts: ["4", ""], remove: false });
	expect(inverse(space, edit("kind", [0], "pet"))).toEqual({ column: "kind", rows: [], texts: [], remove: true });
});

test("items keep their rows under new names", () => {
	const items = [{ label: "cat", row: 0 }, { label: "dog", row: 1 }];
	expect(renamed(items, edit("", [1], "hound"))).toEqual([items[0], { label: "hound", row: 1 }]);
	expect(renamed(items, edit("kind", [1], "pet"))).toEqual(items);
});
