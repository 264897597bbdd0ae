// Joins are which points lines join: by a column, or by a file of edges.
import { EdgeError, edges, mostEdgeBytes, named, readEdges, sequences, type EdgeList, type Lines } from "./lines";
import { sliced, textIn } from "./sliced";
import type { Space } from "./space";

// An EdgeFile is a file of edges that was read.
export interface EdgeFile {
	name: string;
	list: EdgeList;
	source: File;
}

// By is what lines are drawn by.
export type By =
	| { kind: "none" }
	| { kind: "sequence"; column: string; order: string | null } // null: that of the rows
	| { kind: "names"; column: string }
	| { kind: "file" };

export class Joins {
	by = $state.raw<By>({ kind: "none" });
	file = $state.raw<EdgeFile | null>(null);
	problem = $state.raw<EdgeError | null>(null);
	reading = $state.raw<{ name: string; share: number } | null>(null);
	lines = $state.raw<Lines | null>(null); // of the map itself, for the form to speak of
	#reading: AbortController | null = null;
	#made: { space: Space; list: EdgeList; lines: Lines } | null = null; // of the last file, when it was read

	choose(by: By): void {
		[this.by, this.problem] = [by, null];
	}

	// read takes a file in the place of an earlier one, which stays if this one is none
	// or is called off, and finds its names among a space's points.
	async read(file: File, space: Space | null): Promise<void> {
		if (await this.bring(file, space)) this.by = { kind: "file" };
	}

	// bring is read, but draws no other lines; it says whether the file is there.
	async bring(file: File, space: Space | null): Promise<boolean> {
		this.#reading?.abort();
		const reading = (this.#reading = new AbortController());
		const tell = (from: number, part: number) => (share: number) => {
			if (!reading.signal.aborted) this.reading = { name: file.name, share: from + part * share };
		};
		this.problem = null;
		tell(0, 0)(0);
		try {
			if (file.size > mostEdgeBytes) throw new EdgeError("bytes");
			const list = await sliced(readEdges(await textIn(file, reading.signal)), reading.signal, tell(0, 0.6));
			const lines = list && space && (await sliced(edges(space, list), reading.signal, tell(0.6, 0.4)));
			if (!list || reading.signal.aborted) return false;
			this.#made = lines && space && { space, list, lines };
			this.file = { name: file.name, list, source: file };
			return true;
		} catch (error) {
			if (!reading.signal.aborted) this.problem = error instanceof EdgeError ? error : new EdgeError("unreadable");
			return false;
		} finally {
			if (this.#reading === reading) this.reading = null;
		}
	}

	// cancel stops reading: what was there stays.
	cancel(): void {
		this.#reading?.abort();
	}

	// of finds the lines between a space's points; null: there are none, or it was
	// called off.
	async of(space: Space, signal: AbortSignal): Promise<Lines | null> {
		const work = this.#work(space);
		const made = this.#made;
		if (this.by.kind === "file" && made?.space === space && made.list === this.file?.list) return made.lines;
		return work && sliced(work, signal);
	}

	#work(space: Space): Generator<number | void, Lines> | null {
		const { by, file } = this;
		if (by.kind === "none") return null;
		if (by.kind === "file") return file && edges(space, file.list);
		const column = space.column(by.column);
		if (!column) return null;
		return by.kind === "names" ? named(space, column) : sequences(space.rows, column, by.order === null ? null : space.column(by.order));
	}

	// drop takes the file away, and returns what puts it back.
	drop(): () => void {
		const { file, by } = this;
		[this.file, this.lines] = [null, null];
		this.choose({ kind: "none" });
		return () => ([this.file, this.by] = [file, by]);
	}

	forget(): void {
		this.#reading?.abort();
		this.choose({ kind: "none" });
		[this.file, this.lines, this.reading, this.#made] = [null, null, null, null];
	}
}
