import { describe, expect, test } from "vitest";
import type { Question } from "../engine/protocol";
import { formatGuest, guestOf, nearest, parseGuest, same } from "./guest";

const text = { en: "", zh: "" };
const argument = (name: string, kind: string, standard: string) => ({ name, kind, title: text, default: standard, min: 0, max: 0, choices: [], space: "", when: [] });
const question: Question = {
	id: "infer", title: text, help: text, live: true,
	arguments: [argument("text", "text", "gold and silver"), argument("epochs", "number", "50"), argument("count", "number", "12"), argument("among", "rows", "")],
};

describe("a guest", () => {
	test("is what of a query says where it is", () => {
		const of = (args: Record<string, string>) => guestOf(question, { question: "infer", args });
		expect(of({ text: "coal & iron?", epochs: "20", count: "3", among: "chosen" })).toEqual({ query: { question: "infer", args: { text: "coal & iron?", epochs: "20" } } });
		expect(of({ text: "gold and silver", epochs: "50", count: "12" })).toEqual({ query: { question: "infer", args: { text: "gold and silver" } } });
	});

	test("comes back from a link, unless it is a file", () => {
		const guest = { query: { question: "expression", args: { expression: 'king - man + "a ? & = b"' } } };
		expect(parseGuest(formatGuest(guest) ?? "")).toEqual(guest);
		expect(formatGuest({ name: "v.vec", file: new Blob() })).toBeNull();
		for (const wrong of ["", "?a=b", "expression"]) expect(parseGuest(wrong)).toBeNull();
	});

	test("is the same if it is asked alike", () => {
		const a = { query: { question: "q", args: { a: "1" } } };
		const file = { name: "v.vec", file: new Blob() };
		expect(same(a, { query: { question: "q", args: { a: "1" } } })).toBe(true);
		expect(same(a, { query: { question: "q", args: { a: "2" } } })).toBe(false);
		expect(same(file, file)).toBe(true);
		expect(same(file, { ...file })).toBe(false);
		expect(same(a, file)).toBe(false);
	});
});

test.each([
	[[0, 0, 5, 0, 2, 0, NaN, 0], [1.9, 0], 2, [2, 0]],
	[[0, 0, 5, 0, 2, 0], [9, 9], 9, [1, 2, 0]],
	[[0, 0, 0, 1, 1, 1], [1, 1, 2], 1, [1]],
	[[], [1, 1], 3, []],
])("of %j nearest to %j are", (coordinates, place, count, want) => {
	expect(nearest(Float32Array.from(coordinates), place, count)).toEqual(want);
});
