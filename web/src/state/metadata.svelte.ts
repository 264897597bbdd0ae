// Metadata is a table of the visitor's whose columns were joined to the rows that
// are shown.
import type { Joined, Problem } from "../engine/protocol";
import { problemOf, type Session } from "./session.svelte";

// How is what one can say of a table; empty is found out.
export interface How {
	header: "" | "yes" | "no";
	by: "" | "row" | "label";
	column: string; // of labels
}

const open: How = { header: "", by: "", column: "" };

interface Table {
	file: File;
	how: How;
	joined: Joined;
	run: number;
	space: string;
}

export class Metadata {
	busy = $state(false);
	problem = $state.raw<Problem | null>(null);
	#table = $state.raw<Table | null>(null);
	#session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	// current is the table of the space that is shown.
	readonly current = $derived.by(() => {
		const { run, space } = this.#session;
		const table = this.#table;
		return table && table.run === run?.id && table.space === space?.name ? table : null;
	});

	// join takes a table in the place of an earlier one, which stays if this one cannot
	// be read.
	async join(file: File, how: How = open): Promise<void> {
		const { engine, run, space } = this.#session;
		if (!run || run.id === 0 || !space) return;
		[this.busy, this.problem] = [true, null];
		try {
			const joined = await engine.call("join", run.id, { space: space.name, ...how, remove: false, file });
			this.#table = { file, how, joined, run: run.id, space: space.name };
			const added = joined.added[0];
			const shown = this.#session.coloring.column; // by a link, for instance
			if (added !== undefined && !(shown !== null && joined.added.includes(shown))) this.#session.coloring.choose({ column: added });
		} catch (error) {
			this.problem = problemOf(error);
		} finally {
			this.busy = false;
		}
	}

	// again joins the same table in another way.
	again(change: Partial<How>): void {
		const { current } = this;
		if (current) void this.join(current.file, { ...current.how, ...change });
	}

	async remove(): Promise<void> {
		const { current } = this;
		if (!current) return;
		const { engine, notices } = this.#session;
		try {
			await engine.call("join", current.run, { space: current.space, ...open, remove: true });
		} catch (error) {
			this.problem = problemOf(error);
			return;
		}
		this.#table = null;
		notices.tell((t) => t.metadata.removed(current.file.name), { undo: () => void this.join(current.file, current.how) });
	}
}
