// Rival is a second run beside the first, of the same data and seed, that
// differs in some parameters. It keeps step with the first, and begins anew when
// that does. What it has trained is kept when it ends: one like it goes on from there.
import type { Engine } from "../engine/client";
import type { FrameEvent, Params, Problem, Progress, State } from "../engine/protocol";
import type { History } from "../store/database";
import { Faith } from "./faith.svelte";
import { none, note } from "./history";
import { Looking } from "./looking.svelte";
import type { Notices } from "./notices.svelte";
import { dropRun, problemOf, type Run, type Session } from "./session.svelte";
import type { Side } from "./side";
import { heard, shown, type Space } from "./space";
import type { Team } from "./team";

// What has trained for less than this, in milliseconds, is as soon trained again as
// kept.
const soon = 1_000;

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
	#lab = ""; // whose parameters the changes are
	#since = 0; // when the run began
	#saving = Promise.resolve();

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
		if (this.run?.state === "paused" || this.run?.state === "ended") void this.save();
	}

	// save keeps the state that the run is in, one save after the other.
	save(): Promise<void> {
		const { run, changes, history } = this;
		const team = this.#team;
		if (!run || run.id === 0 || run.state === "preparing" || run.state === "failed" || !run.progress?.reports) return this.#saving;
		const params = { ...run.setup.params, ...this.#session.liveParams(), ...changes };
		return (this.#saving = this.#saving.then(async () => {
			if (this.run?.id === run.id && this.run.savedAt === this.run.progress?.reports) return;
			const savedAt = await this.#session.keepState(run, params, history.of, team, true);
			if (savedAt !== null && this.run?.id === run.id) this.run = { ...this.run, savedAt };
		}));
	}

	// start begins a rival with other values of some parameters, in the place of
	// the one that there was: from where one like it was, if that is not beyond the
	// first. Until there is a first run it waits for that.
	async start(changes: Params): Promise<void> {
		const { engine, lab, run: first } = this.#session;
		this.#session.second.end();
		const turn = ++this.#turn;
		[this.changes, this.problem, this.#lab] = [changes, null, lab?.description.id ?? ""];
		if (!first || first.id === 0) return;
		const setup = { ...first.setup, params: { ...first.setup.params, ...this.#session.liveParams(), ...changes } };
		try {
			await this.#saving;
			const save = await this.#session.toward(setup, first.state === "ended" ? Infinity : (first.progress?.reports ?? 0));
			const started = await this.#session.start(setup, save);
			if (turn !== this.#turn) return dropRun(started);
			this.#release();
			const { id, team } = started;
			[this.#team, this.#since] = [team, Date.now()];
			this.history = { of: save ? structuredClone(save.history) : none(), version: this.history.version + 1 };
			const saveID = save && save.id !== first.saveID ? save.id : crypto.randomUUID();
			this.run = {
				id, saveID, setup, state: "preparing", progress: save?.progress ?? null,
				problem: null, until: 0, savedAt: save?.progress.reports ?? 0, revision: 0,
			};
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

	restore(changes: Params | null): void {
		if (changes) void this.start(changes);
		else this.stop();
	}

	// read takes what a link says, before the first run begins.
	read(changes: Params | null): void {
		this.stop();
		[this.changes, this.#lab] = [changes, this.#session.lab?.description.id ?? ""];
	}

	link(): Record<string, string> {
		return Object.fromEntries(Object.entries(this.changes ?? {}).map(([name, value]) => [name, String(value)]));
	}

	// enter ends what is of another lab.
	enter(lab: string): void {
		if (this.#lab !== lab) this.stop();
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
		[this.changes, this.problem] = [null, null];
		this.history = { of: none(), version: this.history.version + 1 };
	}

	// end is stop, and offers it back.
	end(say: Parameters<Notices["tell"]>[0]): void {
		const { changes } = this;
		this.stop();
		if (changes) this.#session.notices.tell(say, { undo: () => void this.start(changes) });
	}

	// #release lets the engine forget the run, once its state is kept.
	#release(): void {
		const { run } = this;
		const { engine } = this.#session;
		const team = this.#team;
		const ended = () => dropRun({ engine, id: run?.id ?? 0, team });
		if (run && Date.now() - this.#since >= soon) {
			if (run.state === "running") void engine.call("pause", run.id, {}).catch(() => {});
			void this.save().then(ended);
		} else ended();
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
