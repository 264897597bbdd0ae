// Coloring is what the points' colours say, and which classes are shown.
import { classColors } from "../style/palette";
import type { Measure } from "./faith.svelte";
import { groupsOf } from "./grouping";
import { switchedOff, type Range } from "./range";
import type { Session } from "./session.svelte";
import type { Side } from "./side";
import type { Classes, Space } from "./space";

// By is count, likeness to the point that is selected, how faithful the map is at
// each point, or a column of classes.
export type By = "count" | "similarity" | { faith: Measure } | { column: string };

// settled is what colours say where it is not known how often rows occur: their
// classes, if they have any.
export function settled(by: By, space: Space | null): By {
	const [first] = space?.classes ?? [];
	return by === "count" && space?.counts.length === 0 && first ? { column: first.column } : by;
}

// Metrics of likeness.
export const likenesses = ["cosine", "dot", "euclidean"] as const;
export type Likeness = (typeof likenesses)[number];

// An Entry of a legend is a class, or the many that share no colour, or what is of
// no class.
export interface Entry {
	kind: "class" | "others" | "unknown";
	codes: number[]; // −1: unknown
	name: string;
	rows: number;
	place: number | null; // of its colour; null: that of what has none
}

// columnOf is the column whose classes or numbers colours say, if they do.
export function columnOf(by: By): string | null {
	return typeof by === "object" && "column" in by ? by.column : null;
}

export class Coloring {
	by = $state.raw<By>("count");
	metric = $state<Likeness>("cosine"); // of likeness
	size = $state<string | null>(null); // a column of numbers that sizes say; null: how often
	labels = $state<string | null>(null); // a column that labels say; null: the names
	contours = $state(false);
	places = $state(false); // names of dense places
	off = $state.raw<number[]>([]); // classes that are switched off
	ranges = $state.raw<Range[]>([]); // outside which points are switched off too

	choose(by: By): void {
		[this.by, this.off] = [by, []];
	}

	readonly column = $derived(columnOf(this.by));
	readonly measure = $derived(typeof this.by === "object" && "faith" in this.by ? this.by.faith : null);

	// toggle switches classes off, or on again if they are off.
	toggle(codes: number[]): void {
		const rest = this.off.filter((c) => !codes.includes(c));
		this.off = this.isOff(codes) ? rest : [...rest, ...codes];
	}

	range(column: string): Range | null {
		return this.ranges.find((r) => r.column === column) ?? null;
	}

	// limit leaves on what lies in a range, which takes the place of that of its column.
	limit(range: Range): void {
		const known = this.range(range.column) !== null;
		this.ranges = known ? this.ranges.map((r) => (r.column === range.column ? range : r)) : [...this.ranges, range];
	}

	unlimit(column: string): void {
		this.ranges = this.ranges.filter((r) => r.column !== column);
	}

	// offIn are the rows of a space that the legend or a range leaves out.
	offIn(space: Space): Int32Array {
		const column = columnOf(settled(this.by, space));
		return switchedOff(space, column === null ? null : space.classesOf(column), this.off, this.ranges);
	}

	isOff(codes: number[]): boolean {
		return codes.every((c) => this.off.includes(c));
	}

	// only leaves some classes on of those of a legend; all, if they were alone.
	only(codes: number[], entries: Entry[]): void {
		const others = entries.flatMap((e) => e.codes).filter((c) => !codes.includes(c));
		const alone = this.isOff(others) && !this.isOff(codes);
		this.off = alone ? [] : others;
	}
}

// legend lists the classes of a column, the largest first, which have colours while
// there are any; the rest are others.
export function legend(classes: Classes): Entry[] {
	const rows = new Map<number, number>();
	for (const code of classes.codes) rows.set(code, (rows.get(code) ?? 0) + 1);
	const known = [...rows].filter(([code]) => code >= 0).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
	const entries = known.slice(0, classColors).map(([code, n], i): Entry => ({ kind: "class", codes: [code], name: classes.names[code] ?? "", rows: n, place: i }));
	const others = known.slice(classColors);
	if (others.length > 0) entries.push({ kind: "others", codes: others.map(([code]) => code), name: "", rows: others.reduce((sum, [, n]) => sum + n, 0), place: null });
	const unknown = rows.get(-1);
	if (unknown) entries.push({ kind: "unknown", codes: [-1], name: "", rows: unknown, place: null });
	return entries;
}

// entriesOf is a column's legend; groups keep the colour of their number.
export function entriesOf(classes: Classes, grouped: boolean): Entry[] {
	if (!grouped) return legend(classes);
	return groupsOf(classes).map(({ code, ...rest }): Entry => ({ kind: code < 0 ? "unknown" : "class", codes: [code], ...rest }));
}

// likeness asks for the scores of a side's rows with the one that is selected.
export async function likeness(session: Session, side: Side, metric: Likeness): Promise<Float32Array | null> {
	const { run, space, selected } = side;
	if (!run || run.id === 0 || !space || selected === null || space.run !== run.id) return null;
	return (await session.engine.call("scores", run.id, { space: space.name, row: selected, metric })).values;
}
