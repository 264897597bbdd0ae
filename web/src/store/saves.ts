import type { Params } from "../engine/protocol";
import type { Database, DataRef, Save } from "./database";

// How many runs are kept, and how many second ones; each tab writes to its own.
const kept = 4;

export interface RunSetup {
	lab: string;
	data: DataRef;
	params: Params;
	seed: number;
}

export function sameParams(a: Params, b: Params): boolean {
	const names = new Set([...Object.keys(a), ...Object.keys(b)]);
	return [...names].every((name) => a[name] === b[name]);
}

export function sameSetup(a: RunSetup, b: RunSetup): boolean {
	return a.lab === b.lab && a.data.hash === b.data.hash && a.seed === b.seed && sameParams(a.params, b.params);
}

export class Saves {
	constructor(private readonly database: Database) {}

	// list returns the saves, the newest first.
	async list(): Promise<Save[]> {
		return (await this.database.all("saves")).sort((a, b) => b.time - a.time);
	}

	// put replaces the run's last save and forgets the oldest runs.
	async put(save: Save): Promise<void> {
		await this.database.put("saves", save);
		const like = (await this.list()).filter((s) => (s.second ?? false) === (save.second ?? false));
		for (const old of like.slice(kept)) await this.database.remove("saves", old.id);
	}

	remove(id: string): Promise<void> {
		return this.database.remove("saves", id);
	}

	// toward returns the save of the same setup that is nearest to a step, but
	// not beyond it. One fits too that has not come to what the setup has in
	// parameters of some names, and had that open.
	async toward(setup: RunSetup, step: number, later: string[]): Promise<Save | null> {
		const added = (s: Save) => Object.fromEntries(later.filter((name) => !s.params[name]).map((name) => [name, setup.params[name] ?? ""]));
		const fits = (s: Save) => sameSetup({ ...s, params: { ...s.params, ...added(s) } }, setup);
		const fitting = (await this.list()).filter((s) => fits(s) && s.progress.reports <= step);
		return fitting.sort((a, b) => b.progress.reports - a.progress.reports)[0] ?? null;
	}
}
