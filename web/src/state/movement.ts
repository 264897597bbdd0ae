// How the points of one map lie in another of the same items, and how far each moves
// from there to here.
//
// The other map is laid over this one as well as turning, mirroring and scaling can. A
// way is measured against the spread of this map, the root of the mean squared distance
// of its points from their middle, so that it says the same at every scale.
import { align } from "../map/align";
import { partners, type Space } from "./space";

// A Picture is where the rows of a space are on a map.
export interface Picture {
	space: Space;
	coordinates: Float32Array;
	dimensions: number;
	fixed: boolean; // its axes have a meaning: it is not turned
}

export interface Movement {
	places: Float32Array; // of this map's rows there; NaN where they are not
	ways: Float32Array; // of each row, as a share of the spread; NaN
}

// movement returns how this map's points come from another's, by the rows that are
// partners; null if one of them is in the plane and one in space.
export function movement(here: Picture, there: Picture, pairs = partners(here.space, there.space)): Movement | null {
	const { space, coordinates, dimensions: d } = here;
	if (there.dimensions !== d) return null;
	const laid = d === 2 && !here.fixed && !there.fixed ? align(there.coordinates, coordinates, { fixed: pairs.a, moving: pairs.b }) : there.coordinates;
	const places = new Float32Array(space.rows * d).fill(NaN);
	const ways = new Float32Array(space.rows).fill(NaN);
	const scale = spread(coordinates, d);
	pairs.a.forEach((row, i) => {
		const from = (pairs.b[i] ?? 0) * d;
		let sum = 0;
		for (let j = 0; j < d; j++) {
			const place = laid[from + j]!;
			places[row * d + j] = place;
			sum += (coordinates[row * d + j]! - place) ** 2;
		}
		ways[row] = scale > 0 ? Math.sqrt(sum) / scale : NaN;
	});
	return { places, ways };
}

function spread(coordinates: Float32Array, d: number): number {
	const n = coordinates.length / d;
	const [sums, squares] = [new Float64Array(d), new Float64Array(d)];
	for (let i = 0; i < coordinates.length; i++) {
		const x = coordinates[i]!;
		sums[i % d]! += x;
		squares[i % d]! += x * x;
	}
	return Math.sqrt(squares.reduce((all, square, j) => all + square / n - (sums[j]! / n) ** 2, 0));
}

// only leaves the places of some rows.
export function only(places: Float32Array, rows: Int32Array, d: number): Float32Array {
	const left = new Float32Array(places.length).fill(NaN);
	for (const row of rows) left.set(places.subarray(row * d, row * d + d), row * d);
	return left;
}

// farthest lists the rows that move most, of all or of some, and the median of those
// that move at all.
export function farthest(ways: Float32Array, among: Int32Array | null, most: number): { rows: number[]; median: number; count: number } {
	const moved = (among ?? Int32Array.from(ways.keys())).filter((row) => !Number.isNaN(ways[row]));
	// Numbers alone are sorted many times faster than rows by them.
	const sorted = Float32Array.from(moved, (row) => ways[row]!).sort();
	const n = sorted.length;
	const at = (i: number) => sorted[i] ?? NaN;
	const least = at(Math.max(0, n - most));
	const rows = [...moved.filter((row) => ways[row]! >= least)].sort((a, b) => ways[b]! - ways[a]!).slice(0, most);
	return { rows, median: (at((n - 1) >> 1) + at(n >> 1)) / 2, count: n };
}
