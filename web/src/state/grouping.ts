// How groups are sought, as a link holds it, and what one sees of those found.
import type { Classes } from "./space";

export const methods = ["kmeans", "hdbscan"] as const;
export type GroupMethod = (typeof methods)[number];

export interface Search {
	method: GroupMethod;
	map: boolean; // of the places on the map, else of the vectors
	metric: "cosine" | "euclidean"; // of the vectors
	groups: number; // of kmeans
	minSize: number; // of hdbscan
	minSamples: number; // 0: as minSize
	leaves: boolean;
	seed: number;
}

export const opening: Search = { method: "kmeans", map: false, metric: "cosine", groups: 12, minSize: 10, minSamples: 0, leaves: false, seed: 1 };

// formatSearch is a search as one field of a link: the method, its number, and
// words for what is otherwise than at first.
export function formatSearch(s: Search): string {
	const words = [s.method, s.method === "kmeans" ? s.groups : s.minSize] as (string | number)[];
	if (s.method === "hdbscan" && s.minSamples > 0) words.push(`samples${s.minSamples}`);
	if (s.method === "hdbscan" && s.leaves) words.push("leaves");
	if (s.method === "kmeans" && s.seed !== opening.seed) words.push(`seed${s.seed}`);
	if (s.map) words.push("map");
	else if (s.metric !== opening.metric) words.push(s.metric);
	return words.join(",");
}

export function parseSearch(text: string | undefined): Search | null {
	const [name, size = "", ...words] = (text ?? "").split(",");
	const method = methods.find((m) => m === name);
	if (!method || !/^\d{1,6}$/.test(size)) return null;
	const s: Search = { ...opening, method };
	if (method === "kmeans") s.groups = Number(size);
	else s.minSize = Number(size);
	for (const word of words) {
		const [, key, number] = /^(samples|seed)(\d{1,6})$/.exec(word) ?? [];
		if (key === "samples") s.minSamples = Number(number);
		else if (key === "seed") s.seed = Number(number);
		else if (word === "leaves") s.leaves = true;
		else if (word === "map") s.map = true;
		else if (word === "euclidean") s.metric = word;
	}
	return s;
}

// Names are what the visitor calls groups, each by a row of it: found anew, a group may
// have another number.
export type Names = Record<number, string>;

// Longer names are not read from a link.
const longest = 200;

// formatGroups is a search as fields of a link, with the names that were given.
export function formatGroups(search: Search | null, names: Names, onMap: boolean): Record<string, string> {
	const fields: Record<string, string> = {};
	if (search) fields["map.groups"] = formatSearch(search);
	if (search) for (const [row, name] of Object.entries(names)) fields[`map.groups.${row}`] = name;
	if (!onMap) fields["map.groups.names"] = "0";
	return fields;
}

export function parseGroups(fields: Record<string, string>): { search: Search | null; names: Names; onMap: boolean } {
	const names: Names = {};
	for (const [field, name] of Object.entries(fields)) {
		const [, row] = /^map\.groups\.(\d{1,9})$/.exec(field) ?? [];
		if (row !== undefined && name.trim() !== "") names[Number(row)] = name.trim().slice(0, longest);
	}
	return { search: parseSearch(fields["map.groups"]), names, onMap: fields["map.groups.names"] !== "0" };
}

// called are the groups' names with those that were given in their place.
export function called({ names, codes }: Pick<Classes, "names" | "codes">, given: Names): string[] {
	const all = [...names];
	for (const [row, name] of Object.entries(given)) {
		const code = codes[Number(row)] ?? -1;
		if (code >= 0 && code < all.length) all[code] = name;
	}
	return all;
}

// give calls a group by a name.
export function give({ codes }: Pick<Classes, "codes">, given: Names, code: number, name: string): Names {
	const others = Object.entries(given).filter(([row]) => codes[Number(row)] !== code);
	return { ...Object.fromEntries(others), [codes.indexOf(code)]: name };
}

// carried are the names that groups found anew have kept.
export function carried({ names, codes }: Pick<Classes, "names" | "codes">, given: Names): Names {
	const known = new Set(Object.values(given));
	return Object.fromEntries(names.flatMap((name, code) => (known.has(name) && codes.includes(code) ? [[codes.indexOf(code), name]] : [])));
}

export interface Group {
	code: number; // −1: of the rows in none
	name: string;
	rows: number;
	place: number | null; // of its colour: its number, which it keeps
}

// groupsOf lists groups, the largest first, and at the end the rows in none.
export function groupsOf({ codes, names }: Classes): Group[] {
	const sizes = new Map<number, number>();
	for (const code of codes) sizes.set(code, (sizes.get(code) ?? 0) + 1);
	const rank = (code: number) => (code < 0 ? -1 : (sizes.get(code) ?? 0));
	return [...sizes].sort((a, b) => rank(b[0]) - rank(a[0]) || a[0] - b[0]).map(([code, rows]) => ({
		code, name: names[code] ?? "", rows, place: code < 0 ? null : code,
	}));
}

// purity is the share of rows that are of the class most frequent in their group,
// among those that have both.
export function purity(groups: Int32Array, classes: Int32Array): number {
	const counts = new Map<number, Map<number, number>>();
	let rows = 0;
	groups.forEach((group, row) => {
		const found = classes[row] ?? -1;
		if (group < 0 || found < 0) return;
		rows++;
		const of = counts.get(group) ?? new Map<number, number>();
		of.set(found, (of.get(found) ?? 0) + 1);
		counts.set(group, of);
	});
	let pure = 0;
	for (const of of counts.values()) pure += Math.max(...of.values());
	return rows > 0 ? pure / rows : 0;
}

// middles are the places in the middle of each group on a map, by the median of
// each coordinate: a few rows far off do not move them.
export function middles(codes: Int32Array, coordinates: Float32Array, dimensions: number): Map<number, number[]> {
	const rows = new Map<number, number[]>();
	codes.forEach((code, row) => {
		if (code < 0 || (row + 1) * dimensions > coordinates.length) return;
		const of = rows.get(code);
		if (of) of.push(row);
		else rows.set(code, [row]);
	});
	const found = new Map<number, number[]>();
	for (const [code, of] of rows) {
		const median = (axis: number) => Float32Array.from(of, (row) => coordinates[row * dimensions + axis]!).sort()[of.length >> 1]!;
		found.set(code, Array.from({ length: dimensions }, (_, axis) => median(axis)));
	}
	return found;
}
