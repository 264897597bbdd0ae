// Rival is a second run beside the first, of the same data and seed, that
// differs in one parameter. It keeps step with the first.
import type { Engine } from "../engine/client";
import type { Events, Params, Problem, Progress, State } from "../engine/protocol";
import type { History } from "../store/database";
import { none, note } from "./history";
import { Looking } from "./looking.svelte";
import { problemOf, type Run, type Session } from "./session.svelte";

export class Rival {
	run = $state.raw<Run | null>(null);
	name = $state(""); // of the parameter
	value = $state.raw<Params[string]>(0);
	problem = $state.raw<Problem | null>(null);
	history = $state.raw<{ of: History; version: number }>({ of: none(), version: 0 });
	readonly looking: Looking;
	#session: Session;
	#turn = 0;
	#sent = -1; // the report that it was last sent to

	constructor(session: Session) {
		this.#session = session;
		this.looking = new Looking(session, () => this.run);
	}

	// listen hears what an engine says of the rival's run.
	listen(engine: Engine): void {
		engine.on("progress", (e) => this.#hear(e.run, e.state as Run["state"], e.progress, null, e.points));
		engine.on("state", (e) => this.#hearState(e));
	}

	#hearState({ run, state, points }: Events["state"]): void {
		this.#hear(run, state.state as Run["state"], state.progress, state.problem, points);
	}

	#hear(id: number, state: Run["state"], progress: Progress, problem: Problem | null, points: Float32Array = new Float32Array()): void {
		if (!this.run || this.run.id !== id || id === 0) return;
		this.run = { ...this.run, state, progress, problem };
		if (note(this.history.of, points, progress.losses.length)) this.history = { of: this.history.of, version: this.history.version + 1 };
	}

	// start begins a rival whose parameter has another value.
	async start(name: string, value: Params[string]): Promise<void> {
		const first = this.#session.run;
		if (!first || first.id === 0) return;
		this.stop();
		const turn = this.#turn;
		const { engine } = this.#session;
		const setup = { ...first.setup, params: { ...first.setup.params, [name]: value } };
		[this.name, this.value, this.problem] = [name, value, null];
		this.history = { of: none(), version: this.history.version + 1 };
		try {
			const { run } = await engine.call("start", 0, { lab: setup.lab, ...this.#session.source(setup.data), params: setup.params, seed: setup.seed });
			if (turn !== this.#turn) return void engine.call("stop", run, {}).catch(() => {});
			this.run = { ...first, id: run, setup, state: "preparing", progress: null, problem: null, until: 0 };
			const status: State = await engine.call("prepare", run, {});
			this.#hear(run, status.state as Run["state"], status.progress, status.problem);
			this.follow();
		} catch (error) {
			if (turn === this.#turn) [this.run, this.problem] = [null, problemOf(error)];
		}
	}

	// follow goes on to where the first run is, and no further.
	follow(): void {
		const [run, first] = [this.run, this.#session.run];
		if (!run || !first || run.id === 0 || run.state === "preparing" || run.state === "failed" || run.state === "ended") return;
		const { engine } = this.#session;
		const to = first.state === "running" ? 0 : (first.progress?.reports ?? 0);
		const there = run.progress?.reports ?? 0;
		if (to === this.#sent && run.state === "running") return;
		this.#sent = to;
		if (to === 0 && first.state === "running") {
			if (run.state !== "running") void engine.call("run", run.id, { until: 0 }).catch(() => {});
		} else if (to > there) void engine.call("run", run.id, { until: to }).catch(() => {});
		else if (run.state === "running") void engine.call("pause", run.id, {}).catch(() => {});
	}

	stop(): void {
		const { run } = this;
		if (run && run.id > 0) void this.#session.engine.call("stop", run.id, {}).catch(() => {});
		this.drop();
	}

	// drop forgets a run that its engine has no more.
	drop(): void {
		this.#turn++;
		this.#sent = -1;
		this.run = this.problem = null;
		this.looking.forget();
	}
}
