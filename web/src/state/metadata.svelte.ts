// Metadata is a table of the visitor's whose columns were joined to the rows that
// are shown. It is kept beside the data, and joined again to a later run of them.
import { isCancelled, type Engine } from "../engine/client";
import type { Joined, Problem, Progress } from "../engine/protocol";
import type { Database } from "../store/database";
import { problemOf, type Run, type Session } from "./session.svelte";

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
	id: string; // in the store
	file: File;
	how: How;
	published: boolean; // beside the site, and joined as it is published
	joined: Joined;
	engine: Engine; // one that was started anew has the same numbers for runs
	run: number;
	space: string;
}

function idOf({ setup }: Run, space: string): string {
	return `${setup.lab} ${setup.data.id} ${space}`;
}

export class Metadata {
	// slow is how far a table is that takes its time.
	slow = $state.raw<{ name: string; progress: Progress | null } | null>(null);
	problem = $state.raw<Problem | null>(null);
	#table = $state.raw<Table | null>(null);
	#published = $state.raw<{ id: string; file: File; how: How } | null>(null);
	#session: Session;
	#abort = $state.raw<AbortController | null>(null); // of the newest table that is on its way
	#turn = 0;
	#shown = 0; // the turn of the table that is there
	#arriving = Promise.resolve();
	#settled = $state.raw<object | null>(null); // for which it was found
	#sought = $state.raw<{ engine: Engine; space: string } | null>(null); // for which what is kept was looked for

	constructor(session: Session) {
		this.#session = session;
	}

	// current is the table of the space that is shown.
	readonly current = $derived.by(() => {
		const { engine, run, space } = this.#session;
		const table = this.#table;
		return table && table.engine === engine && table.run === run?.id && table.space === space?.name ? table : null;
	});

	// settled says that what is kept for the space that is shown was looked for.
	readonly settled = $derived.by(() => {
		const { engine, run, space } = this.#session;
		const of = this.#settled === this.#sought ? this.#sought : null;
		return of?.engine === engine && of.space === `${run?.id} ${space?.name}`;
	});

	// offered is the table that is published for the space that is shown, if something
	// else is joined to it, or nothing.
	readonly offered = $derived.by(() => {
		const { run, space } = this.#session;
		const published = this.#published;
		return published && run && space && published.id === idOf(run, space.name) && !this.current?.published && !this.#abort ? published.file : null;
	});

	// publish says which table is published for the space that is shown, and joins it;
	// but one that the visitor has joined stays.
	async publish(file: File, how: How): Promise<void> {
		const { run, space } = this.#session;
		if (!run || !space) return;
		[this.#published, this.#sought] = [{ id: idOf(run, space.name), file, how }, null];
		await this.arrive();
	}

	// arrive is called when a space has come: the table that is kept for it is joined
	// again. Whoever calls it meanwhile waits too: what is written then would be lost.
	async arrive(): Promise<void> {
		const { database, engine, run, space } = this.#session;
		if (!database || !run || run.id === 0 || run.state === "preparing" || !space) return;
		const sought = { engine, space: `${run.id} ${space.name}` };
		if (this.#sought?.engine === engine && this.#sought.space === sought.space) return this.#arriving;
		this.#sought = sought;
		return (this.#arriving = this.#bring(database, sought, idOf(run, space.name)).finally(() => (this.#settled = sought)));
	}

	async #bring(database: Database, sought: object, id: string): Promise<void> {
		const turn = this.#turn;
		const kept = (await database.all("tables")).find((table) => table.id === id);
		if (turn !== this.#turn || sought !== this.#sought || this.current) return;
		const published = this.#published?.id === id ? this.#published : null;
		if (published && (!kept || kept.published)) await this.#take(published.file, published.how, true);
		else if (kept) await this.#join(kept.file, kept.how, kept.published);
	}

	// join takes a table in the place of an earlier one, which stays if this one cannot
	// be read, and keeps it. A newer one calls it off.
	async join(file: File, how: How = open): Promise<void> {
		await this.#take(file, how, false);
	}

	// #take says whether the table is joined.
	async #take(file: File, how: How, published: boolean): Promise<boolean> {
		const table = await this.#join(file, how, published);
		if (!table) return false;
		await this.#session.edits.arrive(true);
		const added = table.joined.added[0];
		const shown = this.#session.coloring.column; // by a link, for instance
		const free = shown === null || !table.joined.added.includes(shown);
		if (added !== undefined && free) this.#session.coloring.choose({ column: added });
		await this.#keep(() => this.#session.database?.put("tables", { id: table.id, file, how, published }));
		return true;
	}

	async #keep(change: () => Promise<void> | undefined): Promise<void> {
		try {
			await change();
		} catch (error) {
			this.#session.notices.tell((t) => t.notices.fileNotKept(t.problem(problemOf(error))), { lasting: true });
		}
	}

	// #join returns the table, unless another has taken its place.
	async #join(file: File, how: How, published = false): Promise<Table | null> {
		const { engine, run, space } = this.#session;
		if (!run || run.id === 0 || !space) return null;
		this.cancel();
		const [id, abort, turn] = [idOf(run, space.name), new AbortController(), ++this.#turn];
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
			if (turn < this.#shown) return null;
			const table = { id, file, how, published, joined, engine, run: run.id, space: space.name };
			[this.#table, this.#shown] = [table, turn];
			return turn === this.#turn ? table : null;
		} catch (error) {
			if (turn === this.#turn && !isCancelled(error)) this.problem = problemOf(error);
			return null;
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

	// restore joins the table that is published in the place of the visitor's.
	async restore(): Promise<void> {
		const [published, before] = [this.#published, this.current];
		if (!published || !this.offered || !(await this.#take(published.file, published.how, true))) return;
		this.#session.notices.tell((t) => t.metadata.restored(published.file.name), { undo: () => void (before ? this.join(before.file, before.how) : this.#part()) });
	}

	async remove(): Promise<void> {
		const table = await this.#part();
		if (table) this.#session.notices.tell((t) => t.metadata.removed(table.file.name), { undo: () => void this.#take(table.file, table.how, table.published) });
	}

	// #part takes the columns away, and returns whose they were.
	async #part(): Promise<Table | null> {
		const { current } = this;
		if (!current) return null;
		this.cancel();
		const turn = ++this.#turn;
		try {
			await this.#session.engine.call("join", current.run, { space: current.space, ...open, remove: true });
		} catch (error) {
			this.problem = problemOf(error);
			return null;
		}
		if (turn < this.#shown) return null;
		[this.#table, this.#shown] = [null, turn];
		this.#session.lacking.forget();
		await this.#session.edits.arrive(true);
		await this.#keep(() => this.#session.database?.remove("tables", current.id));
		return current;
	}
}
