// A Showing is what the map shows and how, as plain values: a link and a bookmark
// hold it, and steps back and forth go from one to another.
import { likenesses, type By, type Likeness } from "./coloring.svelte";
import { measures } from "./faith.svelte";
import type { GroupsState } from "./groups.svelte";
import { densities, usualDensity, type MarksState } from "./marks.svelte";
import { minimaps } from "./minimap";
import { sources, type OverlayState, type Remembered } from "./overlay.svelte";
import { formatGuest, parseGuest, same, type Guest } from "./guest";
import { formatRange, parseRange, type Range } from "./range";
import type { Params } from "../engine/protocol";
import type { Item, Space } from "./space";
import type { Way } from "./way";

export interface Showing {
	way: Way;
	by: By;
	metric: Likeness;
	off: number[];
	ranges: Range[];
	size: string | null;
	labels: string | null;
	contours: boolean;
	places: boolean;
	chosen: Item[];
	alone: Item[] | null;
	hidden: Item[];
	marks: MarksState;
	groups: GroupsState;
	second: Way | null; // of the second map
	rival: Params | null; // in what a second run differs
	overlay: OverlayState;
	placed: Guest[];
}

export type Part = "way" | "color" | "choice" | "marks" | "groups" | "second" | "rival" | "overlay" | "placed";

const text = JSON.stringify;

// differ lists in what two showings differ.
export function differ(a: Showing, b: Showing): Part[] {
	const { pinned: pinsOfA, ...marksOfA } = a.marks;
	const { pinned: pinsOfB, ...marksOfB } = b.marks;
	const colors = ({ by, metric, off, ranges, size, labels, contours, places }: Showing) => text([by, metric, off, ranges, size, labels, contours, places]);
	const parts: [Part, boolean][] = [
		["way", text(a.way) === text(b.way)],
		["color", colors(a) === colors(b)],
		["choice", a.chosen === b.chosen && a.alone === b.alone && a.hidden === b.hidden],
		["marks", pinsOfA === pinsOfB && text(marksOfA) === text(marksOfB)],
		["groups", a.groups.grouping === b.groups.grouping && a.groups.names === b.groups.names],
		["second", text(a.second) === text(b.second)],
		["rival", text(a.rival) === text(b.rival)],
		["placed", a.placed.length === b.placed.length && a.placed.every((guest, i) => same(guest, b.placed[i]!))],
		["overlay", a.overlay.source === b.overlay.source && a.overlay.moment === b.overlay.moment],
	];
	return parts.flatMap(([part, same]) => (same ? [] : [part]));
}

// formatRows writes rising row numbers as ranges, 0-3.7; null if that is longer than
// so many characters.
export function formatRows(rows: Int32Array | number[], most: number): string | null {
	const ranges: string[] = [];
	let length = 0;
	for (let i = 0; i < rows.length; ) {
		let end = i;
		while (end + 1 < rows.length && rows[end + 1] === rows[end]! + 1) end++;
		const range = end > i ? `${rows[i]}-${rows[end]}` : `${rows[i]}`;
		length += range.length + 1;
		if (length > most) return null;
		ranges.push(range);
		i = end + 1;
	}
	return ranges.join(".");
}

// parseRows reads what formatRows wrote, of a space of so many rows; what is no range
// of it is left out.
export function parseRows(text: string, rows: number): number[] {
	const found: number[] = [];
	for (const range of text.split(".")) {
		const [, from = "", to = from] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(range) ?? [];
		if (from === "") continue;
		for (let row = Math.max(Number(from), (found.at(-1) ?? -1) + 1); row <= Number(to) && row < rows; row++) found.push(row);
	}
	return found;
}

const lists = ["chosen", "alone", "hidden", "pinned"] as const;

// formatLook is what of a showing is otherwise than at first, but for its way, as a
// link's fields. Lists of points that are longer than so many characters are left out.
export function formatLook(s: Showing, rowsOf: (items: Item[]) => Int32Array, most: number): { fields: Record<string, string>; whole: boolean } {
	const fields: Record<string, string> = {};
	if (typeof s.by !== "object") {
		// Groups of a link that says nothing else give their colours.
		if (s.by !== "count" || s.groups.grouping) fields.by = s.by;
	} else fields.by = "faith" in s.by ? `faith.${s.by.faith}` : `column.${s.by.column}`;
	if (s.metric !== likenesses[0]) fields.metric = s.metric;
	if (s.off.length > 0) fields.off = s.off.join(".");
	for (const range of s.ranges) fields[`range.${range.column}`] = formatRange(range);
	if (s.size !== null) fields.size = s.size;
	if (s.labels !== null) fields.labels = s.labels;
	if (s.contours) fields.contours = "1";
	if (s.places) fields.places = "1";
	if (s.marks.density !== usualDensity) fields.density = String(s.marks.density);
	if (s.marks.minimap !== minimaps[0]) fields.minimap = s.marks.minimap;
	const { lines } = s.marks;
	if ("column" in lines) [fields.lines, fields.joined] = [lines.kind, lines.column];
	if (lines.kind === "file") fields.lines = lines.kind;
	if (lines.kind === "sequence" && lines.order !== null) fields.order = lines.order;
	const { source, moment } = s.overlay;
	if (source) fields.from = source;
	if (source === "moment" && moment) fields.moment = `${moment.method},${moment.reports}`;
	let whole = true;
	const of = { chosen: s.chosen, alone: s.alone, hidden: s.hidden, pinned: s.marks.pinned };
	for (const list of lists) {
		const items = of[list];
		if (!items || (items.length === 0 && list !== "alone")) continue;
		const rows = formatRows(rowsOf(items), most);
		if (rows === null) whole = false;
		else fields[list] = rows;
	}
	for (const [i, guest] of s.placed.entries()) {
		const text = formatGuest(guest);
		if (text === null || text.length > most) whole = false;
		else fields[`placed.${i}`] = text;
	}
	return { fields, whole };
}

// linesOf reads by what lines are. A file of edges stays in the browser that has it.
function linesOf({ lines, joined: column, order }: Record<string, string>): MarksState["lines"] {
	if (lines === "file" && !column) return { kind: lines };
	if (!column) return { kind: "none" };
	return lines === "sequence" ? { kind: lines, column, order: order ?? null } : lines === "names" ? { kind: lines, column } : { kind: "none" };
}

// overlayOf reads what another map is laid under the first: of one that was remembered,
// which.
function overlayOf({ from, moment: of }: Record<string, string>): OverlayState {
	const source = sources.find((s) => s === from) ?? null;
	const [, method, reports] = /^(\w+),(\d{1,15})$/.exec(of ?? "") ?? [];
	const moment: Remembered | null = source === "moment" && method !== undefined ? { method, reports: Number(reports) } : null;
	return { source: source === "moment" && !moment ? null : source, moment };
}

// parseLook returns a showing with a link's fields in the place of what they say; its
// points are those of the space, and stay as they are while there is none.
export function parseLook(fields: Record<string, string>, at: Showing, space: Space | null): Showing {
	const items = (list: (typeof lists)[number]): Item[] =>
		space && fields[list] !== undefined ? parseRows(fields[list], space.rows).flatMap((row) => space.item(row) ?? []) : [];
	const [kind, ...rest] = (fields.by ?? "").split(".");
	const name = rest.join(".");
	const measure = measures.find((m) => m === name);
	const by: By = kind === "similarity" ? kind : kind === "column" && name !== "" ? { column: name } : kind === "faith" && measure ? { faith: measure } : "count";
	const density = Number(fields.density ?? NaN);
	return {
		...at,
		by,
		metric: likenesses.find((m) => m === fields.metric) ?? likenesses[0],
		off: (fields.off ?? "").split(".").filter((code) => /^(-1|\d{1,7})$/.test(code)).map(Number),
		ranges: Object.entries(fields).flatMap(([name, ends]) => (name.startsWith("range.") ? (parseRange(name.slice("range.".length), ends) ?? []) : [])),
		size: fields.size ?? null,
		labels: fields.labels ?? null,
		contours: fields.contours === "1",
		places: fields.places === "1",
		chosen: items("chosen"),
		alone: fields.alone === undefined || !space ? null : items("alone"),
		hidden: items("hidden"),
		overlay: overlayOf(fields),
		// Rows of a file, which no link holds, stay.
		placed: [
			...at.placed.filter((guest) => !("query" in guest)),
			...Object.entries(fields).flatMap(([name, text]) => (name.startsWith("placed.") ? (parseGuest(text) ?? []) : [])),
		],
		marks: {
			...at.marks,
			density: Number.isInteger(density) && density >= 0 && density < densities.length ? density : usualDensity,
			minimap: minimaps.find((m) => m === fields.minimap) ?? minimaps[0],
			pinned: items("pinned"),
			lines: linesOf(fields),
		},
	};
}
