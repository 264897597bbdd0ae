// Kept is a run that stays in the engine when it is left, so that its spaces can be
// compared with those of the one that comes next, in whatever lab.
import type { Session } from "./session.svelte";
import type { Space } from "./space";

export class Kept {
	// Which run is to be kept, and what it is called.
	held = $state.raw<{ run: number; title: string } | null>(null);
	spaces = $state.raw<Space[]>([]); // once it was left
	#session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	// hold has the run that there is stay, in the place of the one kept before.
	hold(title: string): void {
		const { run } = this.#session;
		if (!run || run.id === 0) return;
		this.release();
		this.held = { run: run.id, title };
	}

	// leave says whether the run that is left stays, and brings it to rest.
	leave(run: number): boolean {
		if (this.held?.run !== run) return false;
		const { engine, spaces } = this.#session;
		this.spaces = spaces;
		void engine.call("pause", run, {}).catch(() => {});
		void engine.call("project", run, { map: 0, space: "", method: "", dimensions: 2, numbers: {}, texts: {}, column: "", axes: [], columns: [], off: true }).catch(() => {});
		return true;
	}

	release(): void {
		const { held } = this;
		const left = this.spaces.length > 0;
		this.drop();
		if (held && left) void this.#session.engine.call("stop", held.run, {}).catch(() => {});
	}

	// drop forgets a run that its engine has no more.
	drop(): void {
		[this.held, this.spaces] = [null, []];
	}
}
