// Lines between points: rows of a sequence in their order, or rows that name each
// other. All of it is worked on in slices: a generator yields now and then.
import { cell, type Column } from "./column";

// Lines are rows, two for each line.
export interface Lines {
	pairs: Uint32Array<ArrayBuffer>;
	group: Int32Array; // of each line, the place of its sequence, the longest first; −1: none
	along: Float32Array; // of each line, how far along its sequence it is, from 0 to 1
	weights: Float32Array; // of each line, as parts of the largest; negative ones stay so
	left: number; // out, since there are too many
	groups: number;
	unplaced: number; // rows of a sequence without a place in the order
	unknown: number; // names that no row has
	examples: string[]; // of those
}

// An EdgeList is a file of edges, by names.
export interface EdgeList {
	names: string[];
	ends: number[]; // places of names, two for each edge
	weights: number[];
}

// A Named is what lines are drawn in.
export interface Named {
	rows: number;
	find(label: string): number | null;
}

export const mostLines = 20_000;
export const mostEdges = 200_000; // that are read
export const mostEdgeBytes = 20 * 2 ** 20;
const heaviest = 1e30; // so that sums stay finite
const between = 4096; // rows or lines, two looks at the clock

export class EdgeError extends Error {
	constructor(readonly kind: "line" | "many" | "empty" | "bytes" | "unreadable", readonly line = 0, readonly found = "") {
		super(kind);
	}
}

// keysOf says of each row of a column which value it has, by numbers that rise; −1:
// none.
function* keysOf(column: Column, rows: number): Generator<void, Int32Array> {
	if (column.kind === "categories") return column.codes;
	const keys = new Int32Array(rows).fill(-1);
	const known = new Map<string, number>();
	for (let row = 0; row < rows; row++) {
		const value = cell(column, row);
		if (value !== "") {
			const key = known.get(value) ?? known.size;
			known.set(value, key);
			keys[row] = key;
		}
		if (row % between === 0) yield;
	}
	return keys;
}

// sequences joins the rows that have the same value, in the order of another column,
// or of the rows. Those whose place in the order is not known are left out.
export function* sequences(rows: number, by: Column, order: Column | null): Generator<void, Lines> {
	const keys = yield* keysOf(by, rows);
	const members = new Map<number, number[]>();
	let unplaced = 0;
	for (let row = 0; row < rows; row++) {
		const key = keys[row] ?? -1;
		if (key >= 0) {
			if (order && cell(order, row) === "") unplaced++;
			else {
				const list = members.get(key);
				if (list) list.push(row);
				else members.set(key, [row]);
			}
		}
		if (row % between === 0) yield;
	}
	const before = order && comparison(order);
	const lists = [...members].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]).map(([, list]) => list).filter((list) => list.length > 1);
	const lines = new Collected();
	for (const [group, list] of lists.entries()) {
		if (before) list.sort((a, b) => before(a, b) || a - b);
		for (let i = 0; i + 1 < list.length; i++) lines.add(list[i]!, list[i + 1]!, 1, group, i / Math.max(1, list.length - 2));
		yield;
	}
	return lines.done({ groups: lists.length, unplaced });
}

function comparison(order: Column): (a: number, b: number) => number {
	if (order.kind === "numbers") return (a, b) => (order.numbers[a] ?? 0) - (order.numbers[b] ?? 0);
	const { compare } = new Intl.Collator("en", { numeric: true });
	return (a, b) => compare(cell(order, a), cell(order, b));
}

// named joins each row to those whose names stand in a column: a whole name between
// commas or semicolons, or words apart.
export function* named(space: Named, column: Column): Generator<void, Lines> {
	const edges = new Edges(space);
	for (let row = 0; row < space.rows; row++) {
		for (const part of cell(column, row).split(/[,;\t\r\n]+/)) {
			const name = part.trim();
			if (name === "") continue;
			const names = space.find(name) !== null ? [name] : name.split(/\s+/);
			for (const one of names) edges.add(row, edges.rowOf(one), 1);
		}
		if (row % between === 0) yield;
	}
	return edges.done();
}

// edges joins the rows that a list names.
export function* edges(space: Named, list: EdgeList): Generator<void, Lines> {
	const found = new Edges(space);
	const rows = list.names.map((name) => space.find(name));
	for (let i = 0; i < list.weights.length; i++) {
		const [a, b] = [list.ends[2 * i]!, list.ends[2 * i + 1]!];
		// The first line may name the columns.
		if (i > 0 || (rows[a] ?? null) !== null || (rows[b] ?? null) !== null) found.add(found.rowOf(list.names[a]!), found.rowOf(list.names[b]!), list.weights[i]!);
		if (i % between === 0) yield;
	}
	return found.done();
}

// readEdges reads two names and perhaps a weight from each line, separated by tabs,
// or, where the first line has none, by semicolons, commas or blanks.
export function* readEdges(text: string): Generator<void, EdgeList> {
	const list: EdgeList = { names: [], ends: [], weights: [] };
	const places = new Map<string, number>();
	const place = (name: string) => {
		const known = places.get(name);
		if (known !== undefined) return known;
		places.set(name, list.names.length);
		return list.names.push(name) - 1;
	};
	let separator: string | RegExp | null = null;
	let [from, number, first] = [text.startsWith("\ufeff") ? 1 : 0, 0, true];
	while (from < text.length) {
		const end = text.indexOf("\n", from);
		const line = text.slice(from, end < 0 ? text.length : end).replace(/\r$/, "");
		from = end < 0 ? text.length : end + 1;
		if (++number % between === 0) yield;
		if (line.trim() === "" || line.startsWith("# ")) continue;
		separator ??= ["\t", ";", ","].find((c) => line.includes(c)) ?? /\s+/;
		const [a = "", b = "", weight = "", ...more] = (separator instanceof RegExp ? line.trim() : line).split(separator).map(bare);
		const w = weight === "" ? 1 : Number(weight);
		const header = first && a !== "" && b !== "" && more.length === 0 && !Number.isFinite(w);
		first = false;
		if (header) continue;
		if (a === "" || b === "" || more.some((m) => m !== "") || !(Math.abs(w) <= heaviest)) throw new EdgeError("line", number, line.slice(0, 80));
		if (list.weights.length === mostEdges) throw new EdgeError("many");
		list.ends.push(place(a), place(b));
		list.weights.push(w);
	}
	if (list.weights.length === 0) throw new EdgeError("empty");
	return list;
}

function bare(text: string): string {
	const inner = text.trim();
	return inner.length > 1 && inner.startsWith('"') && inner.endsWith('"') ? inner.slice(1, -1).replaceAll('""', '"') : inner;
}

// Collected are lines as they are found.
class Collected {
	#pairs: number[] = [];
	#groups: number[] = [];
	#along: number[] = [];
	#weights: number[] = [];

	add(a: number, b: number, weight: number, group: number, along: number): void {
		this.#pairs.push(a, b);
		this.#groups.push(group);
		this.#along.push(along);
		this.#weights.push(weight);
	}

	// done keeps the heaviest, in the order in which they were found.
	done(said: Partial<Pick<Lines, "groups" | "unplaced" | "unknown" | "examples">>): Lines {
		const found = this.#weights.length;
		const size = (i: number) => Math.abs(this.#weights[i]!);
		let kept = [...this.#weights.keys()];
		if (found > mostLines) kept = kept.sort((a, b) => size(b) - size(a) || a - b).slice(0, mostLines).sort((a, b) => a - b);
		const largest = kept.reduce((most, i) => Math.max(most, size(i)), 0) || 1;
		return {
			pairs: Uint32Array.from(kept.flatMap((i) => [this.#pairs[2 * i]!, this.#pairs[2 * i + 1]!])),
			group: Int32Array.from(kept, (i) => this.#groups[i]!),
			along: Float32Array.from(kept, (i) => this.#along[i]!),
			weights: Float32Array.from(kept, (i) => this.#weights[i]! / largest),
			left: found - kept.length,
			groups: 0, unplaced: 0, unknown: 0, examples: [], ...said,
		};
	}
}

// Edges are lines without direction, each pair of rows once; weights add up.
class Edges {
	#of = new Map<number, { a: number; b: number; weight: number }>();
	#unknown = new Set<string>();
	#space: Named;

	constructor(space: Named) {
		this.#space = space;
	}

	rowOf(name: string): number | null {
		const row = this.#space.find(name);
		if (row === null) this.#unknown.add(name);
		return row;
	}

	add(a: number | null, b: number | null, weight: number): void {
		if (a === null || b === null || a === b) return;
		const key = Math.min(a, b) * this.#space.rows + Math.max(a, b);
		const known = this.#of.get(key);
		if (known) known.weight += weight;
		else if (this.#of.size < mostEdges) this.#of.set(key, { a, b, weight });
	}

	done(): Lines {
		const lines = new Collected();
		for (const { a, b, weight } of this.#of.values()) lines.add(a, b, weight, -1, 1);
		return lines.done({ unknown: this.#unknown.size, examples: [...this.#unknown].slice(0, 3) });
	}
}
