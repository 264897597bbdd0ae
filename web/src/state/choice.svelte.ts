// Choice is which points are chosen, which alone are shown or hidden, and which the
// legend has switched off; by items, so that it holds in every space that has them.
import type { Tool } from "../map/api";
import type { Among } from "./question";
import type { Item, Space } from "./space";

export class Choice {
	tool = $state<Tool>("hand");
	items = $state.raw<Item[]>([]);
	alone = $state.raw<Item[] | null>(null); // null: all
	hidden = $state.raw<Item[]>([]);

	set(items: Item[]): void {
		if (!same(items, this.items)) this.items = items;
	}

	toggle(item: Item): void {
		const rest = this.items.filter((i) => !equal(i, item));
		this.set(rest.length < this.items.length ? rest : [...this.items, item]);
	}

	// invert chooses what is shown of a space and not chosen; off are the rows that a
	// legend or a range leaves out.
	invert(space: Space, off: Int32Array): void {
		const left = new Set([...rowsIn(space, this.items), ...rowsIn(space, this.hidden), ...off]);
		const shown = this.alone ? rowsIn(space, this.alone) : space.labels.keys();
		this.set([...shown].filter((row) => !left.has(row)).flatMap((row) => space.item(row) ?? []));
	}

	isolate(): void {
		this.alone = this.items;
	}

	hide(): void {
		this.hidden = [...this.hidden, ...this.items];
		this.set([]);
	}

	showAll(): void {
		[this.alone, this.hidden] = [null, []];
	}

	forget(): void {
		this.showAll();
		this.items = [];
	}
}

function equal(a: Item, b: Item): boolean {
	return a.row === b.row && a.label === b.label;
}

function same(a: Item[], b: Item[]): boolean {
	return a.length === b.length && a.every((item, i) => equal(item, b[i]!));
}

// rowsIn are the rows of a space that stand for items, in their order.
export function rowsIn(space: Space, items: Item[]): Int32Array {
	return Int32Array.from(new Set(items.flatMap((item) => space.rowOf(item) ?? []))).sort();
}

// rowsAmong are the rows of a space that count where all, the chosen or the shown
// ones are asked for; for all it names none.
export function rowsAmong({ choice, coloring }: { choice: Choice; coloring: { column: string | null; off: number[] } }, space: Space, among: Among): Iterable<number> {
	if (among === "") return [];
	if (among === "chosen") return rowsIn(space, choice.items);
	const off = coloring.column === null ? undefined : space.classesOf(coloring.column)?.codes;
	const hidden = new Set(rowsIn(space, choice.hidden));
	const rows = choice.alone ? [...rowsIn(space, choice.alone)] : [...space.labels.keys()];
	return rows.filter((row) => !hidden.has(row) && !(off && coloring.off.includes(off[row] ?? -1)));
}

export interface Found {
	rows: number[];
	problem: string; // why a pattern is none
}

// find returns the rows whose labels hold a text, whatever its case, or match a
// pattern; of a row with several lines one of them.
export function find(labels: string[], sought: string, pattern: boolean): Found {
	if (sought === "") return { rows: [], problem: "" };
	let matches: (label: string) => boolean;
	if (pattern) {
		try {
			const expression = new RegExp(sought, "imu");
			matches = (label) => expression.test(label);
		} catch (error) {
			return { rows: [], problem: error instanceof Error ? error.message : String(error) };
		}
	} else {
		const lower = sought.toLowerCase();
		matches = (label) => label.toLowerCase().includes(lower);
	}
	return { rows: [...labels.keys()].filter((row) => matches(labels[row]!)), problem: "" };
}
