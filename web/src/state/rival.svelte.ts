// Rival is a second run beside the first, of the same data and seed, that
// differs in some parameters. It keeps step with the first, and begins anew when
// that does.
import type { Engine } from "../engine/client";
import type { FrameEvent, Params, Problem, Progress, State } from "../engine/protocol";
import type { History } from "../store/database";
import { Faith } from "./faith.svelte";
import { none, note } from "./history";
import { Looking } from "./looking.svelte";
import { dropRun, problemOf, type Run, type Session } from "./session.svelte";
import type { Side } from "./side";
import { heard, shown, type Space } from "./space";
import type { Team } from "./team";

export class Rival implements Side {
	// What it has other than the first; null while there is no comparison.
	changes = $state.raw<Params | null>(null);
	run = $state.raw<Run | null>(null);
	problem = $state.raw<Problem | null>(null);
	history = $state.raw<{ of: History; version: number }>({ of: none(), version: 0 });
	spaces = $state.raw<Space[]>([]);
	readonly space = $derived.by(() => shown(this.spaces, this.#session.mapping.way.space));
	frame = $state.raw<FrameEvent | null>(null);
	readonly faith: Faith;
	readonly looking: Looking;
	readonly selected = $derived.by(() => this.space?.rowOf(this.#session.chosen) ?? null);
	readonly pointed = $derived.by(() => this.space?.rowOf(this.#session.pointing) ?? null);
	readonly neighbors = $derived.by(() => {
		const { space } = this;
		const { space: other, neighbors } = this.#session;
		return space && other ? neighbors.flatMap((row) => space.rowOf(other.item(row)) ?? []) : [];
	});
	get mapping() {
		return this.#session.mapping;
	}
	#session: Session;
	#turn = 0;
	#team: Team | null = null;
	#rests = false; // in its engine

	constructor(session: Session) {
		this.#session = session;
		this.faith = new Faith(session, this, 0);
		this.looking = new Looking(session, this);
	}

	// listen hears what an engine says of the rival's run.
	listen(engine: Engine): void {
		engine.on("progress", (e) => this.#hear(e.run, e.state as Run["state"], e.progress, null, e.points));
		engine.on("state", ({ run, state, points }) => this.#hear(run, state.state as Run["state"], state.progress, state.problem, points));
		engine.on("space", (e) => {
			if (e.run === this.run?.id) this.spaces = heard(this.spaces, e);
		});
		engine.on("frame", (e) => {
			if (e.run === this.run?.id && e.map === 0) this.frame = e;
		});
	}

	#hear(id: number, state: Run["state"], progress: Progress, problem: Problem | null, points: Float32Array = new Float32Array()): void {
		const { run } = this;
		if (!run || run.id !== id || id === 0) return;
		this.#rests = run.state !== "preparing" && (state === "ready" || state === "paused");
		// One that waits for the first to go on trains as far as one can see.
		const waits = this.#rests && this.#session.run?.state === "running";
		this.run = { ...run, state: waits ? "running" : run.state === "preparing" && state === "running" ? "preparing" : state, progress, problem };
		if (note(this.history.of, points, progress.losses.length)) this.history = { of: this.history.of, version: this.history.version + 1 };
		if (state !== "running") this.#team?.pause();
		this.follow();
	}

	// start begins a rival with other values of some parameters, in the place of
	// the one that there was.
	async start(changes: Params): Promise<void> {
		const first = this.#session.run;
		if (!first || first.id === 0) return;
		this.#session.second.end();
		const turn = ++this.#turn;
		const { engine } = this.#session;
		const params = { ...first.setup.params, ...this.#session.liveParams(), ...changes };
		[this.changes, this.problem] = [changes, null];
		try {
			const started = await this.#session.start({ ...first.setup, params }, null);
			if (turn !== this.#turn) return dropRun(started);
			this.#release();
			const { id, team } = started;
			this.#team = team;
			this.history = { of: none(), version: this.history.version + 1 };
			this.run = { ...first, id, setup: { ...first.setup, params }, state: "preparing", progress: null, problem: null, until: 0, savedAt: 0 };
			const status: State = await engine.call("prepare", id, {});
			if (turn !== this.#turn) return;
			await this.#session.mapping.of(id);
			if (turn !== this.#turn) return;
			this.run = { ...this.run, state: "ready" };
			this.#hear(id, status.state as Run["state"], status.progress, status.problem);
		} catch (error) {
			if (turn !== this.#turn) return;
			this.#release();
			[this.run, this.problem] = [null, problemOf(error)];
		}
	}

	// again begins the rival anew beside a first run that did so.
	again(): void {
		if (this.changes) void this.start(this.changes);
	}

	// set hands a change of the first run on, unless it is one that they differ in.
	set(name: string): void {
		const { run, changes } = this;
		if (!run || run.id === 0 || (changes && name in changes)) return;
		const params = { ...run.setup.params, ...this.#session.liveParams(), ...changes };
		const set = this.#session.engine.call("set", run.id, { params });
		set.then(() => this.run?.id === run.id && (this.run = { ...this.run, revision: this.run.revision + 1 })).catch(() => {});
	}

	// follow goes on to where the first run is, and no further.
	follow(): void {
		const [run, first] = [this.run, this.#session.run];
		if (!run || !first || run.id === 0 || first.id === 0 || !this.#rests) return;
		const ended = first.state === "ended";
		const to = first.progress?.reports ?? 0;
		if (!ended && to <= (run.progress?.reports ?? 0)) {
			if (run.state === "running" && first.state !== "running") this.run = { ...run, state: "paused" };
			return;
		}
		this.#rests = false;
		this.run = { ...run, state: "running" };
		this.#team?.run();
		void this.#session.engine.call("run", run.id, { until: ended ? 0 : to }).catch(() => {});
	}

	stop(): void {
		this.#release();
		this.drop();
		this.changes = null;
	}

	#release(): void {
		dropRun({ engine: this.#session.engine, id: this.run?.id ?? 0, team: this.#team });
		this.#team = null;
	}

	// drop forgets a run that its engine has no more.
	drop(): void {
		this.#turn++;
		this.#team?.stop();
		this.#team = null;
		this.run = this.problem = this.frame = null;
		this.spaces = [];
		this.looking.forget();
	}
}
