import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import temml from "temml";
import { describe, expect, test } from "vitest";
import { startEngine } from "../../../wasm/engine/client.mjs";
import type { Text } from "../engine/protocol";
import { parseGuest } from "../state/guest";
import { parseLink, readParams } from "../state/link";
import { formatSearch, parseSearch } from "../state/grouping";
import { formatWay, parseWay } from "../state/way";
import { pageId, placeOf, type Part } from "./chapter";
import { chapters } from "./chapters";

// What links may name, as the engine's labs declare it.
const built = new URL("../../../.cache/", import.meta.url);
const engine = await startEngine(fileURLToPath(new URL("built/wasm_exec.js", built)), fileURLToPath(new URL("engine.wasm", built)));
const declared = await engine.call("labs");
const labs = new Map(declared.labs.map((lab) => [lab.description.id, lab]));
const sets = JSON.parse(readFileSync(new URL("data/index.json", built), "utf8")) as { id: string; kind: string }[];

const stages = ["ids", "lookup", "onehot", "combine", "head", "loss", "backward", "rows", "coalesce", "clip", "optimizer", "update"];
const fields = ["lab", "data", "seed", "step", "select", "ask", "map", "tab", "inside", "stage", "guide", "hide"];
const lights = ["data", "params", "play", "chart", "map", "matrix", "ask", "inside", "export"];

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
		for (const c of chapters) expect(c.labs.length > 0 && c.labs.every((id) => labs.has(id)), c.id).toBe(true);
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

	test("have no code in their tables, whose cells are plain", () => {
		for (const { id, part } of of("table")) for (const cell of [part.head, ...part.rows].flat()) expect(cell.en + cell.zh, id).not.toContain("`");
	});

	test.each(of("formula").map(({ id, part }) => ({ id, tex: part.tex })))("$id: $tex", ({ tex }) => {
		expect(temml.renderToString(tex, { displayMode: true, throwOnError: true, strict: true })).toContain("<math");
	});
});

describe("a button", () => {
	test.each(tries)("$id: $link names only what there is", ({ link, light }) => {
		const given = new URLSearchParams(link);
		for (const name of given.keys()) expect(fields.includes(name) || /^([pa]|map|look\.placed)\./.test(name), name).toBe(true);

		const read = parseLink(link);
		const lab = labs.get(read.lab ?? "");
		if (!lab) throw new Error(`no lab ${read.lab}`);
		const { kinds, questions } = lab.description;
		if (read.data) expect(sets.filter((set) => kinds.includes(set.kind)).map((set) => set.id)).toContain(read.data);
		if (read.seed) expect(read.seed).toBe(1);
		for (const number of ["step", "inside"]) if (given.has(number)) expect(given.get(number)).toMatch(/^\d+$/);
		expect(readParams(read.params, lab.fields, lab.defaults).refused).toEqual([]);
		const { "map.groups": groups, ...way } = read.map;
		expect(formatWay(parseWay(way, declared.maps))).toEqual(way);
		const search = parseSearch(groups);
		expect(search ? formatSearch(search) : undefined).toBe(groups);
		if (read.ask) {
			const question = questions.find((q) => q.id === read.ask?.question);
			if (!question) throw new Error(`no question ${read.ask.question}`);
			for (const name of Object.keys(read.ask.args)) expect(question.arguments.map((a) => a.name)).toContain(name);
		}
		for (const [name, text] of Object.entries(read.look)) {
			const guest = parseGuest(text);
			if (!guest || !("query" in guest)) throw new Error(`${name}: ${text}`);
			const question = questions.find((q) => q.id === guest.query.question);
			for (const name of Object.keys(guest.query.args)) expect(question?.arguments.map((a) => a.name)).toContain(name);
		}
		const stage = given.get("stage");
		if (stage !== null) {
			expect(stages).toContain(stage);
			expect(given.has("inside")).toBe(true);
		}
		if (given.has("tab")) expect(["map", "matrix"]).toContain(given.get("tab"));
		if (given.has("guide")) expect(pages.map((p) => p.id)).toContain(given.get("guide"));

		const param = light?.match(/^param-(.+)$/)?.[1];
		if (param) expect(lab.fields.map((f) => f.name)).toContain(param);
		else if (light?.startsWith("stage-")) expect(stage).toBe(light.slice(6));
		else if (light) expect(lights).toContain(light);
	});
});

describe("a lab", () => {
	test.each([...labs.values()].map((lab) => lab.description))("$id names pages of the guide that there are", ({ chapters: named }) => {
		expect(named.length).toBeGreaterThan(0);
		for (const id of named) expect(pages.map((p) => p.id)).toContain(id);
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
