import { describe, expect, test } from "vitest";
import type { Field } from "../engine/protocol";
import { changedParams, changesOf, empty, formatLink, parseLink, readParams, type Link } from "./link";

const text = { en: "", zh: "" };
const field = (name: string, more: Partial<Field> = {}): Field => ({
	name, title: text, help: text, unit: text, min: 1, max: 100, step: 1, log: false, live: false, basic: true, choices: [], file: "", arrays: false, later: false, when: [], ...more,
});
const fields = [field("dim"), field("keepCase"), field("ends", { choices: [{ value: "lines", title: text, with: {} }, { value: "marks", title: text, with: {} }] })];
const defaults = { dim: 50, keepCase: false, ends: "lines" };

describe("a link", () => {
	test("comes back as it was", () => {
		const link: Link = {
			lab: "words", data: "0a1b", file: "my text & more.txt", files: { from: "glove & co.vec", "run2.from": "b.vec" }, params: { dim: "20", ends: "marks" }, rival: { dim: "40" }, seed: 7, step: 120,
			view: { x: -0.25, y: 1.5, zoom: 3, z: 2, turn: [0, 0.5, 0, 0.5] }, map: { map: "tsne,3", "map.perplexity": "5" }, look: { by: "column.kind & more", chosen: "0-3.7" }, table: { name: "a & b.tsv", header: "yes", by: "label", column: "word" }, select: "new york", ask: { question: "expression", args: { expression: "a - b + c", count: "5" } },
			tab: "matrix", inside: 12, example: "a b -> c", stage: "clip", guide: "lookup", hide: ["bar", "ask"],
		};
		expect(parseLink(formatLink(link))).toEqual(link);
	});

	test("without anything is empty", () => {
		expect(parseLink("")).toEqual(empty);
		expect(formatLink(empty)).toBe("#");
	});

	test.each(["#view=1,2", "#view=1,2,0", "#view=a,b,c", "#view=1,2,3,4", "#seed=-1", "#step=1e3", "#seed=", "#tab=list", "#hide=nothing"])("%s says nothing", (fragment) => {
		expect(parseLink(fragment)).toEqual(empty);
	});
});

describe("parameters of a link", () => {
	test("are those that differ", () => {
		expect(changedParams({ ...defaults, dim: 20 }, defaults)).toEqual({ dim: "20" });
	});

	test("are read by the kind of their defaults", () => {
		expect(readParams({ dim: "20", keepCase: "true", ends: "marks" }, fields, defaults)).toEqual({
			params: { dim: 20, keepCase: true, ends: "marks" }, refused: [],
		});
	});

	test.each([["dim", "many"], ["dim", ""], ["dim", "101"], ["keepCase", "yes"], ["ends", "words"], ["size", "3"]])(
		"%s=%s is refused and named", (name, value) => {
			expect(readParams({ [name]: value }, fields, defaults)).toEqual({ params: defaults, refused: [name] });
		},
	);
});

test("a second run differs in what a link says that can be read", () => {
	expect(changesOf({ dim: "20", ends: "nowhere", mood: "glad" }, { fields, defaults })).toEqual({ dim: 20 });
	expect(changesOf({}, { fields, defaults })).toBeNull();
});
