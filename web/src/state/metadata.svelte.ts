// Metadata is a table of the visitor's whose columns were joined to the rows that
// are shown.
import { isCancelled } from "../engine/client";
import type { Joined, Problem, Progress } from "../engine/protocol";
import { problemOf, type Session } from "./session.svelte";

// How is what one can say of a table; empty is found out.
export interface How {
	header: "" | "yes" | "no";
	by: "" | "row" | "label";
	column: string; // of labels
}

const open: How = { header: "", by: "", column: "" };

// What takes longer than this, in milliseconds, shows how far it is.
const slowly = 500;

interface Table {
	file: File;
	how: How;
	joined: Joined;
	run: number;
	space: string;
}

export class Metadata {
	// slow is how far a table is that takes its time.
	slow = $state.raw<{ name: string; progress: Progress | null } | null>(null);
	problem = $state.raw<Problem | null>(null);
	#table = $state.raw<Table | null>(null);
	#session: Session;
	#abort: AbortController | null = null; // of the newest table that is on its way
	#turn = 0;
	#shown = 0; // the turn of the table that is there

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
	// be read. A newer one calls it off.
	async join(file: File, how: How = open): Promise<void> {
		const { engine, run, space } = this.#session;
		if (!run || run.id === 0 || !space) return;
		this.cancel();
		const [abort, turn] = [new AbortController(), ++this.#turn];
		[this.#abort, this.problem] = [abort, null];
		let progress: Progress | null = null;
		const late = setTimeout(() => (this.slow = { name: file.name, progress }), slowly);
		try {
			const joined = await engine.call("join", run.id, { space: space.name, ...how, remove: false, file }, {
				signal: abort.signal,
				progress: (e) => {
					progress = e.progress;
					if (this.#abort === abort && this.slow) this.slow = { name: file.name, progress };
				},
			});
			if (turn < this.#shown) return;
			this.#shown = turn;
			this.#table = { file, how, joined, run: run.id, space: space.name };
			const added = joined.added[0];
			const shown = this.#session.coloring.column; // by a link, for instance
			const free = shown === null || !joined.added.includes(shown);
			if (turn === this.#turn && added !== undefined && free) this.#session.coloring.choose({ column: added });
		} catch (error) {
			if (turn === this.#turn && !isCancelled(error)) this.problem = problemOf(error);
		} finally {
			clearTimeout(late);
			if (this.#abort === abort) [this.#abort, this.slow] = [null, null];
		}
	}

	// cancel calls off a table that is on its way.
	cancel(): void {
		this.#abort?.abort();
		[this.#abort, this.slow] = [null, null];
	}

	// again joins the same table in another way.
	again(change: Partial<How>): void {
		const { current } = this;
		if (current) void this.join(current.file, { ...current.how, ...change });
	}

	async remove(): Promise<void> {
		const { current } = this;
		if (!current) return;
		this.cancel();
		const turn = ++this.#turn;
		const { engine, notices } = this.#session;
		try {
			await engine.call("join", current.run, { space: current.space, ...open, remove: true });
		} catch (error) {
			this.problem = problemOf(error);
			return;
		}
		if (turn < this.#shown) return;
		[this.#table, this.#shown] = [null, turn];
		notices.tell((t) => t.metadata.removed(current.file.name), { undo: () => void this.join(current.file, current.how) });
	}
}
