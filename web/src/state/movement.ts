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

// A map of more points is remembered only as long as the page is there.
export const mostKeptPoints = 500_000;

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
	for (let i = 0; i < pairs.a.length; i++) {
		const row = pairs.a[i]!;
		const to = row * d;
		const from = pairs.b[i]! * d;
		let sum = 0;
		for (let j = 0; j < d; j++) {
			const place = laid[from + j]!;
			places[to + j] = place;
			sum += (coordinates[to + j]! - place) ** 2;
		}
		ways[row] = scale > 0 ? Math.sqrt(sum) / scale : NaN;
	}
	return { places, ways };
}

function spread(coordinates: Float32Array, d: number): number {
	const n = coordinates.length / d;
	let total = 0;
	for (let j = 0; j < d; j++) {
		let sum = 0;
		let squares = 0;
		for (let i = j; i < coordinates.length; i += d) {
			const x = coordinates[i]!;
			sum += x;
			squares += x * x;
		}
		total += squares / n - (sum / n) ** 2;
	}
	return Math.sqrt(total);
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
	const moved = new Float32Array(among?.length ?? ways.length);
	const rows: number[] = [];
	let [count, least] = [0, -Infinity];
	for (let i = 0; i < moved.length; i++) {
		const row = among ? among[i]! : i;
		const way = ways[row]!;
		if (Number.isNaN(way)) continue;
		moved[count++] = way;
		if (rows.length === most && way <= least) continue;
		const at = rows.findIndex((other) => ways[other]! < way);
		rows.splice(at < 0 ? rows.length : at, 0, row);
		if (rows.length > most) rows.pop();
		least = ways[rows.at(-1)!]!;
	}
	return { rows, median: median(moved.subarray(0, count)), count };
}

// median orders numbers only so far as it must (Hoare, "Algorithm 65: find", 1961).
function median(numbers: Float32Array): number {
	const k = numbers.length >> 1;
	let [left, right] = [0, numbers.length - 1];
	while (left < right) {
		const pivot = numbers[(left + right) >> 1]!;
		let [i, j] = [left, right];
		while (i <= j) {
			while (numbers[i]! < pivot) i++;
			while (numbers[j]! > pivot) j--;
			if (i <= j) {
				const number = numbers[i]!;
				numbers[i++] = numbers[j]!;
				numbers[j--] = number;
			}
		}
		if (k <= j) right = j;
		else if (k >= i) left = i;
		else break;
	}
	if (numbers.length % 2 === 1) return numbers[k]!;
	let below = -Infinity;
	for (let i = 0; i < k; i++) below = Math.max(below, numbers[i]!);
	return (below + (numbers[k] ?? NaN)) / 2;
}
