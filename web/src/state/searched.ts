// What a point is found by: its name, and what the columns say of it, a line each.
import { cell } from "./column";
import type { Space } from "./space";

// So long it is written at a time, in milliseconds: the page answers in between.
const slice = 12;

const written = new WeakMap<Space, string[]>();

// searched writes it for all rows of a space, once.
export async function searched(space: Space, signal: AbortSignal): Promise<string[]> {
	if (space.columns.length === 0) return space.labels;
	const known = written.get(space);
	if (known) return known;
	const all: string[] = [];
	let until = performance.now() + slice;
	for (let row = 0; row < space.rows; row++) {
		all.push([space.labels[row] ?? "", ...space.columns.map((c) => cell(c, row)).filter(Boolean)].join("\n"));
		if (row % 256 > 0 || performance.now() < until) continue;
		await new Promise((go) => setTimeout(go));
		signal.throwIfAborted();
		until = performance.now() + slice;
	}
	written.set(space, all);
	return all;
}
