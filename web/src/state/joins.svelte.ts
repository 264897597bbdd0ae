// Joins are which points lines join: by a column, or by a file of edges.
import { EdgeError, edges, mostEdgeBytes, named, readEdges, sequences, type EdgeList, type Lines } from "./lines";
import type { Space } from "./space";

// By is what lines are drawn by. A file is not kept.
export type By =
	| { kind: "none" }
	| { kind: "sequence"; column: string; order: string | null } // null: that of the rows
	| { kind: "names"; column: string }
	| { kind: "file" };

export class Joins {
	by = $state.raw<By>({ kind: "none" });
	file = $state.raw<{ name: string; list: EdgeList } | null>(null);
	problem = $state.raw<EdgeError | null>(null);
	busy = $state(false);
	lines = $state.raw<Lines | null>(null); // of the map itself, for the form to speak of
	#reading: AbortController | null = null;

	choose(by: By): void {
		[this.by, this.problem] = [by, null];
	}

	// read takes a file in the place of an earlier one, which stays if this one is none.
	async read(file: File): Promise<void> {
		this.#reading?.abort();
		const reading = (this.#reading = new AbortController());
		[this.busy, this.problem] = [true, null];
		try {
			if (file.size > mostEdgeBytes) throw new EdgeError("bytes");
			const list = await sliced(readEdges(await file.text()), reading.signal);
			if (list) [this.file, this.by] = [{ name: file.name, list }, { kind: "file" }];
		} catch (error) {
			if (!reading.signal.aborted) this.problem = error instanceof EdgeError ? error : new EdgeError("unreadable");
		} finally {
			if (this.#reading === reading) this.busy = false;
		}
	}

	// of finds the lines between a space's points; null: there are none, or it was
	// called off.
	async of(space: Space, signal: AbortSignal): Promise<Lines | null> {
		const work = this.#work(space);
		return work && sliced(work, signal);
	}

	#work(space: Space): Generator<void, Lines> | null {
		const { by, file } = this;
		if (by.kind === "none") return null;
		if (by.kind === "file") return file && edges(space, file.list);
		const column = space.column(by.column);
		if (!column) return null;
		return by.kind === "names" ? named(space, column) : sequences(space.rows, column, by.order === null ? null : space.column(by.order));
	}

	forget(): void {
		this.#reading?.abort();
		this.choose({ kind: "none" });
		[this.file, this.lines, this.busy] = [null, null, false];
	}
}

// sliced works for so long at a time, in milliseconds, and lets the page answer.
const slice = 12;

async function sliced<T>(work: Generator<void, T>, signal: AbortSignal): Promise<T | null> {
	for (let since = performance.now(); !signal.aborted; ) {
		const { done, value } = work.next();
		if (done) return value;
		if (performance.now() - since < slice) continue;
		await new Promise((resolve) => setTimeout(resolve));
		since = performance.now();
	}
	return null;
}
