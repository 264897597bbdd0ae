// The ends of an axis: words, or the rows of a class, column=value, or those whose
// label matches a pattern, /…/. The engine takes words as they are, and rows by number.
import { find } from "./choice.svelte";
import type { Space } from "./space";

const separator = "|";

export function axis(from: string, to: string): string {
	return `${from.trim()} ${separator} ${to.trim()}`;
}

// poles are the two ends of an axis. A pattern may have the separator in it.
export function poles(axis: string | undefined): [string, string] {
	const text = (axis ?? "").trim();
	const pattern = /^\/.*?\/(?=\s*\|)/u.exec(text)?.[0] ?? "";
	const at = text.indexOf(separator, pattern.length);
	return at < 0 ? [text, ""] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

// A PoleError says why an end is no rows.
export class PoleError extends Error {
	constructor(readonly why: "pattern" | "none", readonly end: string, readonly detail = "") {
		super(`${end}: ${detail || "no rows"}`);
	}
}

// rows are those of an end that is a class or a pattern; null: it is words. A column
// holds sooner than a word with the same sign in it.
export function rows(space: Space, end: string): number[] | null {
	const pattern = /^\/(.+)\/$/u.exec(end);
	if (pattern) {
		const found = find(space.labels, pattern[1]!, true);
		if (found.problem) throw new PoleError("pattern", end, found.problem);
		return some(found.rows, end);
	}
	for (let at = end.indexOf("="); at >= 0; at = end.indexOf("=", at + 1)) {
		const classes = space.classesOf(end.slice(0, at).trim());
		if (!classes) continue;
		const code = classes.names.indexOf(end.slice(at + 1).trim());
		return some([...classes.codes.keys()].filter((row) => code >= 0 && classes.codes[row] === code), end);
	}
	return null;
}

function some(rows: number[], end: string): number[] {
	if (rows.length === 0) throw new PoleError("none", end);
	return rows;
}

// resolved are axes as the engine takes them.
export function resolved(space: Space, axes: string[]): string[] {
	return axes.map((a) => {
		const [from, to] = poles(a).map((end) => {
			const numbers = rows(space, end);
			return numbers ? `@${numbers.join(" ")}` : end;
		});
		return axis(from!, to!);
	});
}
