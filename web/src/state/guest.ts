// A Guest is what was asked to be placed on the map though it is none of its rows:
// what the answer to a query is about, or the rows of a file.
import type { Query, Question } from "../engine/protocol";

export type Guest = { readonly query: Query } | { readonly name: string; readonly file: Blob };

// guestOf is what of a query says where its answer is: how many rows are listed, and
// among which, does not.
export function guestOf(question: Question | null, { question: id, args }: Query): Guest {
	const place = (name: string, value: string) => {
		const argument = question?.arguments.find((a) => a.name === name);
		return name !== "count" && argument?.kind !== "rows" && argument?.kind !== "set" && argument?.kind !== "space" && value !== argument?.default;
	};
	const [first] = question?.arguments ?? [];
	const said = Object.entries(args).filter(([name, value]) => name === first?.name || place(name, value));
	return { query: { question: id, args: Object.fromEntries(said) } };
}

// formatGuest writes a query as a link has it; a file is in none.
export function formatGuest(guest: Guest): string | null {
	return "query" in guest ? `${guest.query.question}?${new URLSearchParams(guest.query.args)}` : null;
}

export function parseGuest(text: string): Guest | null {
	const at = text.indexOf("?");
	if (at < 1) return null;
	return { query: { question: text.slice(0, at), args: Object.fromEntries(new URLSearchParams(text.slice(at + 1))) } };
}

export function same(a: Guest, b: Guest): boolean {
	return a === b || ("query" in a && "query" in b && formatGuest(a) === formatGuest(b));
}

// nearest are the points of a map that are nearest to a place, the nearest first.
export function nearest(coordinates: Float32Array, place: ArrayLike<number>, count: number): number[] {
	const k = place.length;
	const found: { row: number; square: number }[] = [];
	for (let row = 0; k > 0 && (row + 1) * k <= coordinates.length; row++) {
		let square = 0;
		for (let j = 0; j < k; j++) square += ((coordinates[row * k + j] ?? 0) - (place[j] ?? 0)) ** 2;
		if (Number.isNaN(square) || (found.length === count && square >= (found.at(-1)?.square ?? 0))) continue;
		const at = found.findIndex((f) => f.square > square);
		found.splice(at < 0 ? found.length : at, 0, { row, square });
		if (found.length > count) found.pop();
	}
	return found.map((f) => f.row);
}
