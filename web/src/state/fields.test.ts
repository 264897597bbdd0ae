import { describe, expect, it } from "vitest";
import type { Field } from "../engine/protocol";
import { called, choose, countingFields, laterOnly } from "./fields";

const text = { en: "", zh: "" };
const field = (name: string, more: Partial<Field> = {}): Field => ({
	name, title: text, help: text, unit: text, min: 0, max: 100, step: 1, log: false, live: false, basic: true, choices: [], file: "", arrays: false, later: false, when: [], ...more,
});
const choice = (value: string, goes: Record<string, string> = {}) => ({ value, title: text, with: goes });

const fields = [
	field("family", { choices: [choice("word2vec", { rate: "0.025" }), choice("glove", { rate: "0.05", epochs: "25" })] }),
	field("rate"), field("epochs"),
	field("negative", { when: [{ name: "family", values: ["word2vec"] }] }),
];
const defaults = { family: "word2vec", rate: 0.025, epochs: 5, negative: 5 };

describe("fields", () => {
	it("count with some values of others only", () => {
		const names = (params: Record<string, string | number>) => countingFields(fields, params).map((f) => f.name);
		expect(names(defaults)).toEqual(["family", "rate", "epochs", "negative"]);
		expect(names({ ...defaults, family: "glove" })).toEqual(["family", "rate", "epochs"]);
	});
});

describe("a field without values to count with", () => {
	it("counts with any but nothing", () => {
		const frozen = [field("from", { file: "vectors" }), field("frozen", { when: [{ name: "from", values: [] }] })];
		const names = (from: string) => countingFields(frozen, { from, frozen: false }).map((f) => f.name);
		expect(names("")).toEqual(["from"]);
		expect(names("abc")).toEqual(["from", "frozen"]);
	});
});

describe("what a run comes to later", () => {
	const later = [field("rate"), field("then", { file: "text", later: true })];
	it("alone may be added", () => {
		expect(laterOnly(later, { rate: 1, then: "" }, { rate: 1, then: "abc" })).toBe(true);
	});
	it("may not be changed, nor added with another value", () => {
		expect(laterOnly(later, { rate: 1, then: "abc" }, { rate: 1, then: "def" })).toBe(false);
		expect(laterOnly(later, { rate: 1, then: "" }, { rate: 2, then: "abc" })).toBe(false);
		expect(laterOnly(later, { rate: 1, then: "" }, { rate: 1, then: "" })).toBe(false);
	});
});

describe("a choice", () => {
	it("brings along what goes with it, and takes it back", () => {
		const glove = choose(fields, defaults, defaults, "family", "glove");
		expect(glove).toEqual({ family: "glove", rate: 0.05, epochs: 25, negative: 5 });
		expect(choose(fields, defaults, glove, "family", "word2vec").rate).toBe(0.025);
	});

	it("leaves alone what was changed", () => {
		expect(choose(fields, defaults, { ...defaults, rate: 0.1 }, "family", "glove")).toEqual({ family: "glove", rate: 0.1, epochs: 25, negative: 5 });
	});

	it("of a number is that number", () => {
		expect(choose(fields, defaults, defaults, "epochs", 7)).toEqual({ ...defaults, epochs: 7 });
	});
});

describe("a problem of parameters", () => {
	const titled = [
		field("minRate", { title: { en: "Last rate", zh: "" } }),
		field("combine", { title: { en: "Predicts by", zh: "" }, choices: [{ ...choice("concat"), title: { en: "one after the other", zh: "" } }] }),
	];
	const args = { name: "minRate", value: "0.1", otherName: "combine", otherValue: "concat" };
	const of = (t: { en: string }) => t.en;

	it("calls them and their choices as the form does", () => {
		const problem = { code: "parameterConflict" as const, args, where: "", message: "" };
		expect(called(problem, titled, of).args).toEqual({ name: "Last rate", value: "0.1", otherName: "Predicts by", otherValue: "one after the other" });
	});
	it("leaves others alone", () => {
		const problem = { code: "argumentMissing" as const, args: { name: "combine" }, where: "", message: "" };
		expect(called(problem, titled, of)).toEqual(problem);
	});
});
