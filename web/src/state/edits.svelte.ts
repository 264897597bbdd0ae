// Edits are what the visitor has written of points: labels and columns. They are kept
// beside the data, and written again when its space comes anew, or another table is
// joined.
import type { Engine } from "../engine/client";
import type { Change, Problem } from "../engine/protocol";
import { cell } from "./column";
import { withChange } from "./edit";
import { problemOf, type Session } from "./session.svelte";

export class Edits {
	problem = $state.raw<Problem | null>(null);
	#changes: Change[] = [];
	#of = ""; // the lab, data and space whose they are
	#at: { engine: Engine; space: string } | null = null; // where they were written last
	#session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	get #id(): string {
		const { run, space } = this.#session;
		return run && space ? `${run.setup.lab} ${run.setup.data.id} ${space.name}` : "";
	}

	// arrive is called when a space has come and what is joined to it; again, when
	// something else was joined.
	async arrive(again = false): Promise<void> {
		const { database, engine, run, space } = this.#session;
		if (!run || run.id === 0 || run.state === "preparing" || !space || space.run !== run.id) return;
		const at = { engine, space: `${run.id} ${space.name}` };
		if (!again && this.#at?.engine === engine && this.#at.space === at.space) return;
		this.#at = at;
		if (this.#of !== this.#id) {
			[this.#of, this.#changes, this.problem] = [this.#id, [], null];
			const kept = (await database?.all("edits"))?.find((e) => e.id === this.#of);
			if (kept && this.#at === at) this.#changes = kept.changes;
		}
		if (this.#changes.length > 0) await this.#write(this.#changes);
	}

	// put writes texts into a column, or labels, of rows.
	async put(column: string, rows: number[], texts: string[]): Promise<boolean> {
		const { space, notices } = this.#session;
		if (!space || rows.length === 0) return false;
		const known = space.column(column);
		const before = rows.map((row) => (column === "" ? (space.labels[row] ?? "") : known ? cell(known, row) : ""));
		const back: Change = column === "" || known ? { column, rows, texts: before, remove: false } : { column, rows: [], texts: [], remove: true };
		const done = await this.#do({ column, rows, texts, remove: false });
		if (done) notices.tell((t) => (column === "" ? t.edits.renamed(before[0] ?? "", texts[0] ?? "") : t.edits.written(column, rows.length)), { undo: () => void this.#do(back) });
		return done;
	}

	async removeColumn(column: string): Promise<void> {
		const { space, notices } = this.#session;
		const known = space?.column(column);
		if (!space || !known) return;
		const rows = [...space.labels.keys()];
		const back: Change = { column, rows, texts: rows.map((row) => cell(known, row)), remove: false };
		if (await this.#do({ column, rows: [], texts: [], remove: true })) notices.tell((t) => t.edits.removed(column), { undo: () => void this.#do(back) });
	}

	async #do(change: Change): Promise<boolean> {
		if (!(await this.#write([change]))) return false;
		this.#changes = withChange(this.#changes, change);
		try {
			await this.#session.database?.put("edits", { id: this.#of, changes: this.#changes });
		} catch (error) {
			this.#session.notices.tell((t) => t.notices.fileNotKept(t.problem(problemOf(error))), { lasting: true });
		}
		return true;
	}

	// #write has the engine write changes; all of them or none.
	async #write(changes: Change[]): Promise<boolean> {
		const { engine, run, space } = this.#session;
		if (!run || run.id === 0 || !space) return false;
		this.problem = null;
		try {
			await engine.call("edit", run.id, { space: space.name, changes });
		} catch (error) {
			this.problem = problemOf(error);
			return false;
		}
		return true;
	}
}
