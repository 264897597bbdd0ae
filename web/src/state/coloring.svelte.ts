// Coloring is what the points' colours say, and which classes are shown.
import { categoryColors, type Rgb } from "../answers/color";
import type { Session } from "./session.svelte";
import type { Side } from "./side";
import type { Classes, Space } from "./space";

// By is count, similarity, or a column of classes.
export type By = "count" | "similarity" | { column: string };

// settled is what colours say where it is not known how often rows occur: their
// classes, if they have any.
export function settled(by: By, space: Space | null): By {
	const [first] = space?.classes ?? [];
	return by === "count" && space?.counts.length === 0 && first ? { column: first.column } : by;
}

export interface Entry {
	code: number; // −1: unknown
	name: string;
	rows: number;
	color: Rgb | null; // null: of the many that share none
}

export class Coloring {
	by = $state.raw<By>("count");
	contours = $state(false);
	places = $state(false); // names of dense places
	off = $state.raw<number[]>([]); // classes that are switched off

	choose(by: By): void {
		[this.by, this.off] = [by, []];
	}

	toggle(code: number): void {
		this.off = this.off.includes(code) ? this.off.filter((c) => c !== code) : [...this.off, code];
	}
}

// legend lists the classes of a column, the largest first, which have colours while
// there are any.
export function legend(classes: Classes): Entry[] {
	const rows = new Map<number, number>();
	for (const code of classes.codes) rows.set(code, (rows.get(code) ?? 0) + 1);
	const known = [...rows].filter(([code]) => code >= 0).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
	const entries = known.map(([code, n], i): Entry => ({ code, name: classes.names[code] ?? "", rows: n, color: categoryColors[i] ?? null }));
	const unknown = rows.get(-1);
	return unknown ? [...entries, { code: -1, name: "", rows: unknown, color: null }] : entries;
}

// cosines are those of all rows with one of them.
export function cosines(values: Float32Array, dim: number, row: number): Float32Array {
	const found = new Float32Array(dim > 0 ? values.length / dim : 0);
	const norm = (i: number) => Math.hypot(...values.subarray(i * dim, (i + 1) * dim)) || 1;
	const own = norm(row);
	for (let i = 0; i < found.length; i++) {
		let sum = 0;
		for (let j = 0; j < dim; j++) sum += values[i * dim + j]! * values[row * dim + j]!;
		found[i] = sum / (own * norm(i));
	}
	return found;
}

// likeness asks for the cosines of a side's rows with the one that is selected.
export async function likeness(session: Session, side: Side): Promise<Float32Array | null> {
	const { run, space, selected } = side;
	if (!run || run.id === 0 || !space || selected === null || space.run !== run.id) return null;
	const { values, dim } = await session.engine.call("matrix", run.id, { space: space.name, from: 0, count: space.rows });
	return cosines(values, dim, selected);
}
