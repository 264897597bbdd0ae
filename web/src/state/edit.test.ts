import { describe, expect, test } from "vitest";
import type { Change } from "../engine/protocol";
import { withChange } from "./edit";

const put = (column: string, cells: Record<number, string>): Change => ({ column, rows: Object.keys(cells).map(Number), texts: Object.values(cells), remove: false });
const remove = (column: string): Change => ({ column, rows: [], texts: [], remove: true });
const after = (...changes: Change[]) => changes.reduce(withChange, [] as Change[]);

describe("changes", () => {
	test("of one column become one, and the last holds", () => {
		expect(after(put("kind", { 1: "a", 2: "b" }), put("", { 1: "cat" }), put("kind", { 2: "c", 5: "d" }))).toEqual([put("", { 1: "cat" }), put("kind", { 1: "a", 2: "c", 5: "d" })]);
	});

	test("of a column that is removed are no more", () => {
		expect(after(put("kind", { 1: "a" }), remove("kind"))).toEqual([remove("kind")]);
	});

	test("of a column that is written after it was removed do not bring the old ones back", () => {
		expect(after(put("kind", { 1: "a" }), remove("kind"), put("kind", { 2: "b" }))).toEqual([remove("kind"), put("kind", { 2: "b" })]);
		expect(after(remove("kind"), put("kind", { 2: "b" }), put("kind", { 3: "c" }))).toEqual([remove("kind"), put("kind", { 2: "b", 3: "c" })]);
	});
});
