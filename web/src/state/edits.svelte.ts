// Edits are other names and values that a visitor gives to points. Each can be taken
// back; what is exported has them.
import type { Problem } from "../engine/protocol";
import { cell } from "./column";
import { rowsIn } from "./choice.svelte";
import { problemOf, type Session } from "./session.svelte";
import type { Item, Space } from "./space";

// An Edit puts texts into rows of a column; without a name it is the labels.
export interface Edit {
	column: string;
	rows: number[];
	texts: string[];
	remove: boolean;
}

// inverse is what takes an edit of a space back: a column that it makes goes.
export function inverse(space: Space, { column, rows }: Edit): Edit {
	if (column === "") return { column, rows, texts: rows.map((row) => space.labels[row] ?? ""), remove: false };
	const there = space.column(column);
	if (!there) return { column, rows: [], texts: [], remove: true };
	return { column, rows, texts: rows.map((row) => cell(there, row)), remove: false };
}

// renamed are items under the names that an edit gives them.
export function renamed(items: Item[], { column, rows, texts }: Edit): Item[] {
	if (column !== "") return items;
	const names = new Map(rows.map((row, i) => [row, texts[i] ?? ""]));
	return items.map(({ label, row }) => ({ label: names.get(row) ?? label, row }));
}

export class Edits {
	problem = $state.raw<Problem | null>(null);
	busy = $state(false);
	#session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	// put changes a column of some rows to one text, and says whether it did.
	async put(column: string, rows: number[], text: string): Promise<boolean> {
		const { space, run, notices } = this.#session;
		if (!space || !run || rows.length === 0) return false;
		const edit = { column, rows, texts: rows.map(() => text), remove: false };
		const back = inverse(space, edit);
		if (!(await this.#send(space, edit))) return false;
		const name = space.labels[rows[0]!] ?? "";
		notices.tell((t) => (column === "" ? t.edits.renamed(name, text) : t.edits.put(column, text, rows.length)), {
			undo: async () => {
				const { space: now } = this.#session;
				if (now?.run === space.run && now.name === space.name) await this.#send(now, back);
			},
		});
		return true;
	}

	// #send has the engine change a space; what is selected and chosen in it stays so
	// under its new names.
	async #send(space: Space, edit: Edit): Promise<boolean> {
		const { engine, choice } = this.#session;
		[this.busy, this.problem] = [true, null];
		const known = (items: Item[]) => [...rowsIn(space, items)].flatMap((row) => space.item(row) ?? []);
		const selected = space.item(space.rowOf(this.#session.chosen));
		const [items, alone, hidden] = [known(choice.items), choice.alone && known(choice.alone), known(choice.hidden)];
		try {
			await engine.call("edit", space.run, { space: space.name, changes: [edit] });
		} catch (error) {
			this.problem = problemOf(error);
			return false;
		} finally {
			this.busy = false;
		}
		if (edit.column === "") {
			this.#session.chosen = selected && (renamed([selected], edit)[0] ?? null);
			choice.set(renamed(items, edit));
			[choice.alone, choice.hidden] = [alone && renamed(alone, edit), renamed(hidden, edit)];
		}
		return true;
	}
}
