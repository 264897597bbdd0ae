import katex from "katex";
import { describe, expect, test } from "vitest";
import type { Text } from "../engine/protocol";
import { parseLink } from "../state/link";
import { pageId, placeOf, type Part } from "./chapter";
import { chapters } from "./chapters";

// What links may name, as the labs declare it: a choice's values, a number's
// range, or a switch.
type Values = readonly string[] | { min: number; max: number };
const onOff = ["true", "false"];
const labs: Record<string, { data: string[]; params: Record<string, Values>; questions: Record<string, string[]> }> = {
	words: {
		data: ["sotu", "wordnet", "bible"],
		params: {
			dim: { min: 2, max: 512 }, window: { min: 1, max: 20 }, negative: { min: 1, max: 40 }, epochs: { min: 1, max: 100 },
			learningRate: { min: 1e-4, max: 0.5 }, sample: { min: 1e-6, max: 1 }, minCount: { min: 1, max: 1000 }, maxWords: { min: 2, max: 1e6 },
		},
		questions: { neighbors: ["word", "metric", "count"], expression: ["expression", "count"], odd: ["words"], similarity: ["a", "b"] },
	},
	layer: {
		data: ["story", "reviews", "colors", "sotu"],
		params: {
			dim: { min: 1, max: 256 }, context: { min: 1, max: 8 }, batch: { min: 1, max: 1024 }, epochs: { min: 1, max: 1000 }, learningRate: { min: 1e-4, max: 10 },
			maxNorm: { min: 0.01, max: 100 }, clipAt: { min: 1e-4, max: 100 }, weightDecay: { min: 0, max: 1 }, dropout: { min: 0, max: 0.9 },
			init: ["normal", "uniform", "truncated", "xavier", "kaiming", "lecun", "orthogonal", "counting", "zero"],
			optimizer: ["sgd", "momentum", "nesterov", "adagrad", "rowwise", "rmsprop", "adam", "adamw", "sparseadam", "lazyadam", "ftrl"],
			schedule: ["constant", "linear", "cosine", "step", "warmup", "invsqrt"],
			combine: ["mean", "sum", "max", "sqrtn"],
			maxNormMode: ["none", "read", "inplace", "after"],
			clip: ["none", "value", "norm"],
			compression: ["none", "hash", "qr", "lowrank", "mixed", "int8", "int4", "lora"],
			padding: onOff, scaleByFrequency: onOff, tied: onOff,
		},
		questions: { predict: ["text", "count"], neighbors: ["word", "metric", "count"], norms: [], spectrum: [], cost: [] },
	},
};
const stages = ["ids", "lookup", "onehot", "combine", "head", "loss", "backward", "rows", "coalesce", "clip", "optimizer", "update"];
const fields = ["lab", "data", "seed", "step", "select", "ask", "tab", "inside", "stage", "guide", "hide"];
const lights = ["data", "params", "play", "chart", "map", "matrix", "ask", "inside"];

const pages = chapters.flatMap((c) => c.pages.map((page) => ({ chapter: c, page, id: page.id })));
const parts = pages.flatMap(({ id, page }) => page.parts.map((part) => ({ id, part })));

function of<K extends Part["kind"]>(kind: K): { id: string; part: Extract<Part, { kind: K }> }[] {
	return parts.filter((p): p is { id: string; part: Extract<Part, { kind: K }> } => p.part.kind === kind);
}

function texts(part: Part): readonly Text[] {
	switch (part.kind) {
		case "text": return [part.text];
		case "try": return [part.title];
		case "table": return [part.head, ...part.rows].flat();
		default: return [];
	}
}

const tries = of("try").map(({ id, part }) => ({ id, ...part }));

describe("the chapters", () => {
	test("have ids of their own, which addresses can hold", () => {
		const ids = pages.map((p) => p.id);
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.map(pageId)).toEqual(ids);
		expect(new Set(chapters.map((c) => c.id)).size).toBe(chapters.length);
	});

	test("are read beside labs that exist", () => {
		for (const c of chapters) expect(c.labs.length > 0 && c.labs.every((id) => id in labs), c.id).toBe(true);
	});

	test.each(pages)("$id is in both languages", ({ page, chapter }) => {
		for (const text of [chapter.title, page.title, ...page.parts.flatMap(texts)]) {
			expect(text.en.trim()).not.toBe("");
			expect(text.zh.trim()).not.toBe("");
			expect(text.en.split("`").length % 2, text.en).toBe(1);
			expect(text.zh.split("`").length, text.zh).toBe(text.en.split("`").length);
		}
		for (const part of page.parts) if (part.kind === "text") expect(part.text.zh).toMatch(/\p{Script=Han}/u);
	});

	test.each(pages)("$id is short, and has something to try", ({ page }) => {
		const said = page.parts.filter((p) => p.kind === "text").flatMap(texts);
		expect(said.flatMap((t) => t.en.split(/\s+/)).length).toBeLessThanOrEqual(150);
		expect(said.map((t) => t.zh).join("").length).toBeLessThanOrEqual(300);
		expect(page.parts.some((p) => p.kind === "try")).toBe(true);
	});

	test("see pages that exist, and others than their own", () => {
		for (const { id, part } of of("see")) for (const other of part.pages) expect(other !== id && pages.some((p) => p.id === other), `${id}: ${other}`).toBe(true);
	});

	test.each(of("table"))("$id has a table with as many cells in each row", ({ part }) => {
		for (const row of part.rows) expect(row.length).toBe(part.head.length);
	});

	test.each(of("formula").map(({ id, part }) => ({ id, tex: part.tex })))("$id: $tex", ({ tex }) => {
		expect(katex.renderToString(tex, { output: "mathml", displayMode: true, throwOnError: true, strict: "error" })).toContain("<math");
	});
});

describe("a button", () => {
	test.each(tries)("$id: $link names only what there is", ({ link, light }) => {
		const given = new URLSearchParams(link);
		for (const name of given.keys()) expect(fields.includes(name) || /^[pa]\./.test(name), name).toBe(true);

		const read = parseLink(link);
		const lab = labs[read.lab ?? ""];
		if (!lab) throw new Error(`no lab ${read.lab}`);
		expect(lab.data).toContain(read.data);
		expect(read.seed).toBe(1);
		for (const number of ["step", "inside"]) if (given.has(number)) expect(given.get(number)).toMatch(/^\d+$/);
		for (const [name, value] of Object.entries(read.params)) {
			const values = lab.params[name];
			if (!values) throw new Error(`no parameter ${name}`);
			if ("min" in values) expect(value !== "" && Number(value) >= values.min && Number(value) <= values.max, `${name} ${value}`).toBe(true);
			else expect(values).toContain(value);
		}
		if (read.ask) {
			const blanks = lab.questions[read.ask.question];
			if (!blanks) throw new Error(`no question ${read.ask.question}`);
			for (const name of Object.keys(read.ask.args)) expect(blanks).toContain(name);
		}
		const stage = given.get("stage");
		if (stage !== null) {
			expect(stages).toContain(stage);
			expect(given.has("inside")).toBe(true);
		}
		if (given.has("tab")) expect(["map", "matrix"]).toContain(given.get("tab"));
		if (given.has("guide")) expect(pages.map((p) => p.id)).toContain(given.get("guide"));

		const param = light?.match(/^param-(.+)$/)?.[1];
		if (param) expect(Object.keys(lab.params)).toContain(param);
		else if (light?.startsWith("stage-")) expect(stage).toBe(light.slice(6));
		else if (light) expect(lights).toContain(light);
	});
});

describe("a place", () => {
	test("is the page asked for, with its neighbours", () => {
		const place = placeOf(chapters, pages[1]?.id ?? "", "words");
		expect([place?.before?.id, place?.page.id, place?.after?.id, place?.number, place?.of]).toEqual([pages[0]?.id, pages[1]?.id, pages[2]?.id, 2, pages.length]);
	});

	test("is the first page that fits the lab, without one or with one that is not", () => {
		const layerOnly = chapters.filter((c) => !c.labs.includes("words"));
		for (const id of ["", "no-such-page"]) {
			expect(placeOf(chapters, id, "words")?.chapter.labs).toContain("words");
			expect(placeOf([...layerOnly, ...chapters.filter((c) => c.id === "word-vectors")], id, "words")?.page.id).toBe("words");
			expect(placeOf(layerOnly, id, "nothing")?.number).toBe(1);
		}
		expect(placeOf([], "", "words")).toBeUndefined();
	});

	test.each([["forward", "forward"], ["why-nan", "why-nan"], [null, ""], ["", ""], ["a b", ""], ["../x", ""], ["<b>", ""]])("%s in an address is %j", (text, id) => {
		expect(pageId(text)).toBe(id);
	});
});
