// Lines between points: rows of a sequence in their order, or rows that name each
// other. All of it is worked on in slices: a generator yields now and then, perhaps
// with the share that is done.
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
export const mostEdges = 1_000_000; // that are read
export const mostEdgeBytes = 50 * 2 ** 20;
const heaviest = 1e30; // so that sums stay finite
const between = 1024; // rows or lines, two looks at the clock

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
	return yield* lines.done({ groups: lists.length, unplaced });
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
	return yield* edges.done();
}

// edges joins the rows that a list names.
export function* edges(space: Named, { names, ends, weights }: EdgeList): Generator<number | void, Lines> {
	const found = new Edges(space);
	const rows = new Int32Array(names.length); // −1: none, −2: none, and that is known
	for (const [i, name] of names.entries()) {
		rows[i] = space.find(name) ?? -1;
		if (i % between === 0) yield i / (names.length + weights.length);
	}
	const rowOf = (place: number) => {
		if (rows[place] === -1) {
			found.miss(names[place]!);
			rows[place] = -2;
		}
		return rows[place]! < 0 ? null : rows[place]!;
	};
	for (let i = 0; i < weights.length; i++) {
		const [a, b] = [ends[2 * i]!, ends[2 * i + 1]!];
		// The first line may name the columns.
		if (i > 0 || rows[a]! >= 0 || rows[b]! >= 0) found.add(rowOf(a), rowOf(b), weights[i]!);
		if (i % between === 0) yield (names.length + i) / (names.length + weights.length);
	}
	return yield* found.done();
}

// readEdges reads two names and perhaps a weight from each line, separated by tabs,
// or, where the first line has none, by semicolons, commas or blanks.
export function* readEdges(text: string): Generator<number, EdgeList> {
	const list: EdgeList = { names: [], ends: [], weights: [] };
	const places = new Places<string>((name) => name.length + 31 * name.charCodeAt(0) + 7 * name.charCodeAt(name.length - 1));
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
		if (++number % between === 0) yield from / text.length;
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

// Places are where keys stand in a list. They are kept in parts, since a map that
// grows is copied at once, while the page would stand still.
class Places<K> {
	#parts = Array.from({ length: 64 }, () => new Map<K, number>());
	#mix: (key: K) => number;

	constructor(mix: (key: K) => number) {
		this.#mix = mix;
	}

	#part(key: K): Map<K, number> {
		return this.#parts[this.#mix(key) % this.#parts.length]!;
	}

	get(key: K): number | undefined {
		return this.#part(key).get(key);
	}

	set(key: K, place: number): void {
		this.#part(key).set(key, place);
	}
}

const sizesAtOnce = 1 << 16;

// Collected are lines as they are found.
class Collected {
	#pairs: number[] = [];
	#groups: number[] = [];
	#along: number[] = [];
	#weights: number[] = [];

	get length(): number {
		return this.#weights.length;
	}

	add(a: number, b: number, weight: number, group: number, along: number): void {
		this.#pairs.push(a, b);
		this.#groups.push(group);
		this.#along.push(along);
		this.#weights.push(weight);
	}

	// addWeight makes a line heavier.
	addWeight(line: number, weight: number): void {
		this.#weights[line]! += weight;
	}

	#size(line: number): number {
		return Math.abs(this.#weights[line]!);
	}

	// done keeps the heaviest, in the order in which they were found.
	*done(said: Partial<Pick<Lines, "groups" | "unplaced" | "unknown" | "examples">>): Generator<void, Lines> {
		const heaviest = yield* this.#heaviest();
		const least = heaviest[0] ?? 0;
		let equal = heaviest.findLastIndex((size) => size === least) + 1; // of just that weight
		const kept: number[] = [];
		for (let i = 0; i < this.length; i++) {
			const size = this.#size(i);
			if (size > least || (size === least && equal-- > 0)) kept.push(i);
			if (i % sizesAtOnce === 0) yield;
		}
		const largest = heaviest.at(-1) || 1;
		return {
			pairs: Uint32Array.from(kept.flatMap((i) => [this.#pairs[2 * i]!, this.#pairs[2 * i + 1]!])),
			group: Int32Array.from(kept, (i) => this.#groups[i]!),
			along: Float32Array.from(kept, (i) => this.#along[i]!),
			weights: Float32Array.from(kept, (i) => this.#weights[i]! / largest),
			left: this.length - kept.length,
			groups: 0, unplaced: 0, unknown: 0, examples: [], ...said,
		};
	}

	// heaviest are the sizes that are kept, rising.
	*#heaviest(): Generator<void, Float64Array> {
		let best = new Float64Array();
		for (let from = 0; from < this.length; from += sizesAtOnce) {
			const more = Math.min(sizesAtOnce, this.length - from);
			const all = new Float64Array(best.length + more);
			all.set(best);
			for (let i = 0; i < more; i++) all[best.length + i] = this.#size(from + i);
			best = all.sort().slice(-mostLines);
			yield;
		}
		return best;
	}
}

// Edges are lines without direction, each pair of rows once; weights add up.
class Edges {
	#lines = new Collected();
	#places = new Places<number>((key) => key);
	#missed = new Set<string>();
	#unknown = 0;
	#examples: string[] = [];
	#space: Named;

	constructor(space: Named) {
		this.#space = space;
	}

	rowOf(name: string): number | null {
		const row = this.#space.find(name);
		if (row === null && !this.#missed.has(name)) {
			this.#missed.add(name);
			this.miss(name);
		}
		return row;
	}

	// miss counts a name that no row has.
	miss(name: string): void {
		if (this.#unknown++ < 3) this.#examples.push(name);
	}

	add(a: number | null, b: number | null, weight: number): void {
		if (a === null || b === null || a === b) return;
		const key = Math.min(a, b) * this.#space.rows + Math.max(a, b);
		const known = this.#places.get(key);
		if (known !== undefined) this.#lines.addWeight(known, weight);
		else if (this.#lines.length < mostEdges) {
			this.#places.set(key, this.#lines.length);
			this.#lines.add(a, b, weight, -1, 1);
		}
	}

	*done(): Generator<void, Lines> {
		return yield* this.#lines.done({ unknown: this.#unknown, examples: this.#examples });
	}
}
