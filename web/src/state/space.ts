// A space as the page holds it, and the items that several spaces may have.
import type { SpaceEvent } from "../engine/protocol";
import { columnOf, type Column } from "./column";
import { decodeLabels } from "./labels";

// Classes are a column of categories: codes are places in names, −1 unknown.
export interface Classes {
	column: string;
	names: string[];
	codes: Int32Array;
}

// An Item is what a row stands for, wherever that stands: it is known by its
// label, and by its row where several have the same.
export interface Item {
	label: string;
	row: number;
}

export class Space {
	readonly run: number;
	readonly name: string;
	readonly rows: number;
	readonly dim: number;
	readonly labels: string[];
	readonly counts: Float32Array;
	readonly columns: Column[]; // what else is known
	readonly classes: Classes[]; // columns of categories
	readonly role: string;
	#places = new Map<string, number>();

	constructor(e: Omit<SpaceEvent, "labels" | "columns"> & { labels: SpaceEvent["labels"] | Space | string[]; columns: Column[] }) {
		[this.run, this.name, this.rows, this.dim, this.counts, this.columns, this.role] = [e.run, e.name, e.rows, e.dim, e.counts, e.columns, e.role];
		this.classes = this.columns.flatMap((c) => (c.kind === "categories" ? { column: c.name, names: c.names, codes: c.codes } : []));
		if (e.labels instanceof Space) {
			[this.labels, this.#places] = [e.labels.labels, e.labels.#places];
			return;
		}
		this.labels = Array.isArray(e.labels) ? e.labels : decodeLabels(e.labels);
		this.labels.forEach((label, row) => this.#places.has(label) || this.#places.set(label, row));
	}

	// with returns the space with a column of classes, in the place of that of its name.
	with({ column, names, codes }: Classes): Space {
		const { run, name, rows, dim, counts, role } = this;
		const others = this.columns.filter((c) => c.name !== column);
		return new Space({ run, name, rows, dim, counts, role, columns: [...others, { kind: "categories", name: column, names, codes }], labels: this });
	}

	without(column: string): Space {
		const { run, name, rows, dim, counts, role, columns } = this;
		return new Space({ run, name, rows, dim, counts, role, columns: columns.filter((c) => c.name !== column), labels: this });
	}

	column(name: string): Column | null {
		return this.columns.find((c) => c.name === name) ?? null;
	}

	classesOf(column: string): Classes | null {
		return this.classes.find((c) => c.column === column) ?? null;
	}

	// find returns the first row with a label, as it is written or in lower case.
	find(label: string): number | null {
		return this.#places.get(label) ?? this.#places.get(label.toLowerCase()) ?? null;
	}

	item(row: number | null): Item | null {
		const label = row === null ? undefined : this.labels[row];
		return row === null || label === undefined ? null : { label, row };
	}

	// rowOf returns where an item stands here.
	rowOf(item: Item | null): number | null {
		if (!item) return null;
		return this.labels[item.row] === item.label ? item.row : (this.#places.get(item.label) ?? null);
	}
}

// renamer returns what calls items as they are called since the labels of a space
// changed; null: they did not. The same list comes back as the same.
export function renamer(before: Space | undefined, after: Space | undefined): ((items: Item[]) => Item[]) | null {
	if (!before || !after || before.run !== after.run || before.rows !== after.rows || before.labels.every((label, row) => label === after.labels[row])) return null;
	const done = new Map<Item[], Item[]>();
	const renamed = (item: Item): Item => {
		const row = before.rowOf(item);
		const label = row === null ? item.label : (after.labels[row] ?? item.label);
		return row === null || label === item.label ? item : { row, label };
	};
	return (items) => {
		const known = done.get(items);
		if (known) return known;
		const now = items.map(renamed);
		const list = now.some((item, i) => item !== items[i]) ? now : items;
		done.set(items, list);
		return list;
	};
}

// heard returns the spaces of a run with one that was heard of; those of another
// run are no more.
export function heard(spaces: Space[], e: SpaceEvent): Space[] {
	const space = new Space({ ...e, columns: e.columns.map(columnOf) });
	const rest = spaces.filter((s) => s.run === e.run);
	const at = rest.findIndex((s) => s.name === space.name);
	return at < 0 ? [...rest, space] : rest.with(at, space);
}

// shown is the space that a name means, else the first of inputs.
export function shown(spaces: Space[], name: string): Space | null {
	return spaces.find((s) => s.name === name) ?? spaces.find((s) => s.role === "input") ?? null;
}

// partners pairs the rows of two spaces that stand for the same items.
export function partners(a: Space, b: Space): { a: Int32Array; b: Int32Array } {
	const [ofA, ofB] = [new Int32Array(Math.min(a.rows, b.rows)), new Int32Array(Math.min(a.rows, b.rows))];
	let n = 0;
	for (let row = 0; row < a.rows && n < ofA.length; row++) {
		const there = b.rowOf({ label: a.labels[row] ?? "", row });
		if (there !== null) [ofA[n], ofB[n++]] = [row, there];
	}
	return { a: ofA.subarray(0, n), b: ofB.subarray(0, n) };
}
