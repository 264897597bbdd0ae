// A Range leaves of the points those whose number in a column lies between two ends,
// which belong to it; what has no number there lies outside.
import type { Classes, Space } from "./space";

export interface Range {
	column: string;
	low: number;
	high: number;
}

// counted is the column of how often rows occur, as the engine names it.
export const counted = "count";

// numericOf lists what ranges may be of.
export function numericOf(space: Space): { column: string; numbers: Float32Array }[] {
	const columns = space.columns.flatMap((c) => (c.kind === "numbers" ? [{ column: c.name, numbers: c.numbers }] : []));
	return space.counts.length > 0 ? [...columns, { column: counted, numbers: space.counts }] : columns;
}

// Of so many places a slider has at most.
const mostStops = 200;

// stopsOf are the numbers at which a slider stops, rising: all that there are, or,
// where they are more, those that part the rows into as many equal shares, so that a
// few large ones leave room for the others.
export function stopsOf(numbers: Float32Array): Float32Array {
	const rising = numbers.filter((x) => !Number.isNaN(x)).sort();
	const all = distinct(rising);
	if (all.length <= mostStops) return all;
	return distinct(Float32Array.from({ length: mostStops + 1 }, (_, i) => rising[Math.round((i / mostStops) * (rising.length - 1))]!));
}

function distinct(rising: Float32Array): Float32Array {
	return rising.filter((x, i) => i === 0 || x !== rising[i - 1]);
}

// places are the stops that a range has its ends at, or next to.
export function places(stops: Float32Array, { low, high }: Range): [number, number] {
	const last = stops.length - 1;
	const first = stops.findIndex((x) => x >= Math.fround(low));
	return [first < 0 ? last : first, Math.max(0, stops.findLastIndex((x) => x <= Math.fround(high)))];
}

// outside says of each row of a space whether a range leaves it out; null if none
// does. A column that is not there leaves out nothing.
export function outside(space: Space, ranges: Range[]): Uint8Array | null {
	let out: Uint8Array | null = null;
	for (const { column, numbers } of ranges.length > 0 ? numericOf(space) : []) {
		const range = ranges.find((r) => r.column === column);
		if (!range) continue;
		out ??= new Uint8Array(space.rows);
		const [low, high] = [Math.fround(range.low), Math.fround(range.high)]; // as the numbers are kept
		for (let row = 0; row < space.rows; row++) {
			const x = numbers[row] ?? NaN;
			if (!(x >= low && x <= high)) out[row] = 1;
		}
	}
	return out;
}

// switchedOff are the rows of classes that a legend has off, and those that ranges
// leave out.
export function switchedOff(space: Space, classes: Classes | null, off: number[], ranges: Range[]): Int32Array {
	const out = outside(space, ranges);
	const codes = classes && off.length > 0 ? classes.codes : null;
	const isOff = new Set(off);
	const rows: number[] = [];
	if (!out && !codes) return new Int32Array();
	for (let row = 0; row < space.rows; row++) {
		if (out?.[row] || (codes && isOff.has(codes[row] ?? -1))) rows.push(row);
	}
	return Int32Array.from(rows);
}

// formatRange and parseRange write the ends of a range in a link.
export function formatRange({ low, high }: Range): string {
	return `${low},${high}`;
}

export function parseRange(column: string, text: string): Range | null {
	const ends = text.split(",");
	const [low = NaN, high = NaN] = ends.map((end) => (end.trim() === "" ? NaN : Number(end)));
	return ends.length === 2 && Number.isFinite(low) && Number.isFinite(high) && low <= high ? { column, low, high } : null;
}
