// The state that an address holds, in its fragment, so that no server sees it.
import type { Field, Params, Query } from "../engine/protocol";
import type { View } from "../map/api";
import type { Named } from "./lacking.svelte";
import { isHideable, type Hideable, type Middle } from "./layout.svelte";

export type { View };

export interface Link {
	lab: string | null;
	data: string | null; // a built-in set's id, or the hash of a file
	file: string | null; // that file's name, to ask for it
	files: Record<string, string>; // names of the files that parameters name by their hash
	params: Record<string, string>; // those that differ from the defaults
	rival: Record<string, string>; // those of a second run that differ from the first's
	seed: number | null;
	step: number | null; // reports of the run
	view: View | null;
	map: Record<string, string>; // how the space is shown, on a second map too
	look: Record<string, string>; // how its points look, and which
	table: Named | null; // that is joined to its points
	select: string | null; // a label
	ask: Query | null;
	tab: Middle | null; // what stands in the middle
	inside: number | null; // the example that is looked into
	example: string | null; // one of the visitor's own instead
	stage: string | null;
	guide: string | null; // the page of the guide that is open
	hide: Hideable[];
}

// ofRival is before the names of what is of a second run.
export const ofRival = "run2.";

export const empty: Link = {
	lab: null, data: null, file: null, files: {}, params: {}, rival: {}, seed: null, step: null, view: null, map: {}, look: {}, table: null, select: null, ask: null,
	tab: null, inside: null, example: null, stage: null, guide: null, hide: [],
};

function whole(text: string | null): number | null {
	return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function viewOf(text: string | null): View | null {
	const numbers = (text ?? "").split(",").map(Number);
	const [x = 0, y = 0, zoom = 0, z = 0, a = 0, b = 0, c = 0, d = 0] = numbers;
	if (!numbers.every(Number.isFinite) || zoom <= 0) return null;
	if (numbers.length === 3) return { x, y, zoom };
	return numbers.length === 8 ? { x, y, zoom, z, turn: [a, b, c, d] } : null;
}

function tableOf(fields: URLSearchParams): Named | null {
	const name = fields.get("table");
	if (!name) return null;
	const [header, by] = [fields.get("table.header"), fields.get("table.by")];
	return { name, header: header === "yes" || header === "no" ? header : "", by: by === "row" || by === "label" ? by : "", column: fields.get("table.column") ?? "" };
}

function middleOf(text: string | null): Middle | null {
	return text === "map" || text === "matrix" ? text : null;
}

export function parseLink(fragment: string): Link {
	const fields = new URLSearchParams(fragment.replace(/^#/, ""));
	const starting = (prefix: string) =>
		Object.fromEntries([...fields].filter(([k]) => k.startsWith(prefix)).map(([k, v]) => [k.slice(prefix.length), v]));
	const question = fields.get("ask");
	return {
		lab: fields.get("lab"),
		data: fields.get("data"),
		file: fields.get("file"),
		files: starting("file."),
		params: starting("p."),
		rival: starting(ofRival),
		seed: whole(fields.get("seed")),
		step: whole(fields.get("step")),
		view: viewOf(fields.get("view")),
		map: Object.fromEntries([...fields].filter(([k]) => /^map2?(\.|$)/.test(k))),
		look: starting("look."),
		table: tableOf(fields),
		select: fields.get("select"),
		ask: question ? { question, args: starting("a.") } : null,
		tab: middleOf(fields.get("tab")),
		inside: whole(fields.get("inside")),
		example: fields.get("example"),
		stage: fields.get("stage"),
		guide: fields.get("guide"),
		hide: (fields.get("hide") ?? "").split(",").filter(isHideable),
	};
}

export function formatLink(link: Link): string {
	const fields = new URLSearchParams();
	const put = (name: string, value: string | number | null) => {
		if (value !== null) fields.set(name, String(value));
	};
	put("lab", link.lab);
	put("data", link.data);
	put("file", link.file);
	for (const [name, value] of Object.entries(link.params)) put(`p.${name}`, value);
	for (const [name, value] of Object.entries(link.rival)) put(`${ofRival}${name}`, value);
	for (const [name, value] of Object.entries(link.files)) put(`file.${name}`, value);
	put("seed", link.seed);
	put("step", link.step);
	if (link.view) {
		const { x, y, zoom, z, turn } = link.view;
		put("view", [x, y, zoom, ...(turn ? [z ?? 0, ...turn] : [])].map((v) => Number(v.toPrecision(5))).join(","));
	}
	for (const [name, value] of Object.entries(link.map)) put(name, value);
	for (const [name, value] of Object.entries(link.look)) put(`look.${name}`, value);
	if (link.table) {
		put("table", link.table.name);
		for (const name of ["header", "by", "column"] as const) put(`table.${name}`, link.table[name] || null);
	}
	put("select", link.select);
	if (link.ask) {
		put("ask", link.ask.question);
		for (const [name, value] of Object.entries(link.ask.args)) put(`a.${name}`, value);
	}
	put("tab", link.tab);
	put("inside", link.inside);
	put("example", link.example);
	put("stage", link.stage);
	put("guide", link.guide);
	put("hide", link.hide.length > 0 ? link.hide.join(",") : null);
	return `#${fields}`;
}

// changedParams returns those that differ from the defaults, as text.
export function changedParams(params: Params, defaults: Params): Record<string, string> {
	return Object.fromEntries(
		Object.entries(params).filter(([name, value]) => value !== defaults[name]).map(([name, value]) => [name, String(value)]),
	);
}

// readParams returns the defaults with a link's values, and the names of those
// that could not be read.
export function readParams(given: Record<string, string>, fields: Field[], defaults: Params): { params: Params; refused: string[] } {
	const params = { ...defaults };
	const refused: string[] = [];
	for (const [name, text] of Object.entries(given)) {
		const value = readParam(text, fields.find((f) => f.name === name), defaults[name]);
		if (value === null) refused.push(name);
		else params[name] = value;
	}
	return { params, refused };
}

// changesOf reads in what a second run differs, by its lab; null if there is none.
export function changesOf(given: Record<string, string>, { fields, defaults }: { fields: Field[]; defaults: Params }): Params | null {
	const { params, refused } = readParams(given, fields, defaults);
	const changes = Object.entries(params).filter(([name]) => name in given && !refused.includes(name));
	return changes.length > 0 ? Object.fromEntries(changes) : null;
}

function readParam(text: string, field: Field | undefined, standard: Params[string] | undefined): Params[string] | null {
	if (!field || standard === undefined) return null;
	switch (typeof standard) {
		case "boolean":
			return text === "true" ? true : text === "false" ? false : null;
		case "string":
			if (field.file !== "") return /^[\w-]{0,128}$/.test(text) ? text : null;
			return field.choices.some((c) => c.value === text) ? text : null;
		default: {
			const value = Number(text);
			return text.trim() !== "" && value >= field.min && value <= field.max ? value : null;
		}
	}
}
