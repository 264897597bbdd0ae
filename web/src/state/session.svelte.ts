// The session is what a visitor has before them: the lab, its data and
// parameters, the run, the space on the map and the answers. Components show it
// and call its methods; the engine's events change it.
import { Engine, EngineProblem, isCancelled } from "../engine/client";
import type {
	Events, FrameEvent, LabInfo, Labs, Params, Problem, Progress, Query, SpaceEvent, State, Text,
} from "../engine/protocol";
import { Database, type DataRef, type History, type OwnFile, type Save } from "../store/database";
import { sameParams, sameSetup, Saves, type RunSetup } from "../store/saves";
import { language } from "../text";
import { Answers } from "./answers.svelte";
import { none, note } from "./history";
import { changedParams, empty, readParams, type Link, type View } from "./link";
import { decodeLabels } from "./labels";
import { Layout, type Middle } from "./layout.svelte";
import { Looking } from "./looking.svelte";
import { Notices } from "./notices.svelte";
import { Rival } from "./rival.svelte";

// BuiltIn is a set of the site's own, as its manifest describes it.
export interface BuiltIn {
	id: string;
	kind: string;
	title: Text;
	summary: Text;
	package: string;
	version: string;
	licence: string;
	attribution: string;
	column: string;
	file: string;
	hash: string;
	bytes: number;
	stored: number;
	rows: number;
	words: number;
}

export interface Space {
	name: string;
	rows: number;
	dim: number;
	labels: string[];
	counts: Float32Array;
	find(label: string): number | null;
}

export interface Run {
	id: number; // in the engine; 0 until it is started
	saveID: string;
	setup: RunSetup;
	state: "preparing" | "ready" | "running" | "paused" | "ended" | "failed";
	progress: Progress | null;
	problem: Problem | null;
	until: number; // the step of a link that it is on the way to; 0: none
	savedAt: number; // reports
}

export type Boot =
	| { kind: "loading"; done: number; total: number }
	| { kind: "ready" }
	| { kind: "crashed"; message: string; fatal: boolean };

export interface Sources {
	spawn(): Worker;
	programs: { exec: string; engine: string };
	manifest: string; // where the list of built-in data is
}

// While a run trains it is saved soon after it began, and from then on now and
// then.
const firstSave = 2_000;
const autosaveEvery = 10_000;

export function problemOf(error: unknown): Problem {
	if (error instanceof EngineProblem) return error.problem;
	const message = error instanceof Error ? error.message : String(error);
	return { code: "unexpected", args: { detail: message }, where: "", message };
}

const middleOf = (lab: LabInfo): Middle => (lab.description.view === "matrix" ? "matrix" : "map");

export class Session {
	boot = $state.raw<Boot>({ kind: "loading", done: 0, total: 0 });
	labs = $state.raw<LabInfo[]>([]);
	lab = $state.raw<LabInfo | null>(null);
	builtIn = $state.raw<BuiltIn[]>([]);
	files = $state.raw<OwnFile[]>([]);
	saves = $state.raw<Save[]>([]);
	data = $state.raw<DataRef | null>(null);
	// A file that a link names and that is not here.
	wanted = $state.raw<{ hash: string; name: string } | null>(null);
	params = $state.raw<Params>({});
	seed = $state(1);
	run = $state.raw<Run | null>(null);
	problem = $state.raw<Problem | null>(null); // of the set-up
	space = $state.raw<Space | null>(null);
	frame = $state.raw<FrameEvent | null>(null);
	history = $state.raw<{ of: History; version: number }>({ of: none(), version: 0 });
	selected = $state.raw<number | null>(null);
	pointed = $state.raw<number | null>(null); // by the pointer in a list
	view = $state.raw<View | null>(null);
	importing = $state.raw<{ name: string; progress: Progress | null; abort: AbortController } | null>(null);
	importProblem = $state.raw<{ name: string; problem: Problem } | null>(null);

	readonly notices = new Notices();
	readonly answers: Answers = new Answers(this);
	readonly looking: Looking = new Looking(this, () => this.run);
	readonly rival: Rival = new Rival(this);
	readonly layout = new Layout();

	// What another part of the run's set-up would need a new run for.
	readonly stale = $derived.by(() => {
		const { run, lab, data } = this;
		if (!run || !lab || !data) return false;
		const changed = lab.fields.some((f) => !f.live && this.params[f.name] !== run.setup.params[f.name]);
		return changed || run.setup.seed !== this.seed;
	});
	readonly trained = $derived((this.run?.progress?.reports ?? 0) > 0);
	readonly busy = $derived(this.run?.state === "running" || this.run?.state === "preparing");
	readonly lasting = $derived.by(() => (this.boot.kind === "ready" ? (this.#database?.lasting ?? false) : true));

	engine!: Engine;
	build = "";

	#sources: Sources;
	#database: Database | null = null;
	#saves!: Saves;
	#blobs = new Map<string, Blob>();
	#turn = 0;
	#awaited: number | null = null; // the step to train to once the data is read; 0: the end
	#saving = Promise.resolve();
	#nextSave = 0;
	#wantSelected: string | null = null;
	#crashes: number[] = [];

	constructor(sources: Sources) {
		this.#sources = sources;
	}

	// open starts everything from what a link says.
	async open(link: Link): Promise<void> {
		const manifest = fetch(this.#sources.manifest);
		this.#connect();
		try {
			this.#database = await Database.open();
			this.#saves = new Saves(this.#database);
			[this.files, this.saves] = await Promise.all([this.#database.all("files"), this.#saves.list()]);
			for (const file of this.files) this.#blobs.set(file.hash, file.blob);
			const response = await manifest;
			if (!response.ok) throw new Error(`${response.url}: HTTP ${response.status}`);
			this.builtIn = (await response.json()) as BuiltIn[];
			this.#takeLabs(await this.engine.call("labs", 0, {}));
			await this.restore(link);
		} catch (error) {
			if (this.boot.kind !== "crashed") this.boot = { kind: "crashed", message: problemOf(error).message, fatal: true };
		}
	}

	#takeLabs(labs: Labs): void {
		this.labs = labs.labs;
		this.build = labs.build;
		this.boot = { kind: "ready" };
	}

	#connect(): void {
		const engine = new Engine(this.#sources.spawn, this.#sources.programs);
		this.engine = engine;
		this.rival.listen(engine);
		engine.onloading = (done, total) => {
			if (this.boot.kind === "loading") this.boot = { kind: "loading", done, total };
		};
		engine.onbroken = (message) => void this.#crashed(message);
		engine.on("progress", (e) => this.#hearProgress(e));
		engine.on("state", (e) => this.#hearState(e.run, e.state, e.points));
		engine.on("space", (e) => this.#hearSpace(e));
		engine.on("frame", (e) => {
			if (e.run === this.run?.id) this.frame = e;
		});
	}

	// #crashed starts the engine anew and goes back to the last save, unless it
	// falls again and again.
	async #crashed(message: string): Promise<void> {
		const now = Date.now();
		this.#crashes = [...this.#crashes.filter((t) => now - t < 60_000), now];
		const started = this.boot.kind === "ready";
		this.boot = { kind: "crashed", message, fatal: !started || this.#crashes.length > 3 };
		this.#turn++;
		this.answers.drop();
		this.rival.drop();
		if (this.boot.fatal) return;
		const run = this.run;
		this.run = null;
		this.#connect();
		try {
			this.#takeLabs(await this.engine.call("labs", 0, {}));
			const save = run && (await this.#saves.list()).find((s) => s.id === run.saveID);
			this.notices.tell((t) => (save ? t.notices.restarted : t.notices.restartedAnew), { lasting: true, detail: message });
			await this.#begin(save ?? null);
		} catch (error) {
			this.boot = { kind: "crashed", message: problemOf(error).message, fatal: true };
		}
	}

	// restore brings back the state of a link.
	async restore(link: Link): Promise<void> {
		const lab = this.labs.find((l) => l.description.id === (link.lab ?? "words")) ?? this.labs[0];
		if (!lab) throw new Error("the engine has no labs");
		await this.#leave((t) => t.notices.left);
		this.lab = lab;
		const { params, refused } = readParams(link.params, lab.fields, lab.defaults);
		this.params = params;
		this.seed = link.seed ?? 1;
		this.view = link.view;
		this.looking.forget();
		this.looking.position = link.inside ?? 0;
		this.looking.example = link.example ?? "";
		this.looking.wanted = link.stage ?? "";
		this.layout.middle = link.tab ?? middleOf(lab);
		this.layout.guide = link.guide;
		this.layout.hidden = link.hide;
		this.#wantSelected = link.select;
		if (refused.length > 0) this.notices.tell((t) => t.notices.linkParams(refused.join(", ")), { lasting: true });
		this.data = this.#dataOf(link.data);
		this.wanted = null;
		if (!this.data && link.data && link.file) {
			this.wanted = { hash: link.data, name: link.file };
			return;
		}
		if (!this.data && link.data) this.notices.tell((t) => t.notices.linkData(link.data ?? ""), { lasting: true });
		this.data ??= this.#opening(lab);
		if (!this.data) return;
		const step = link.step ?? 0;
		const setup = this.#setup();
		const save = setup && step > 0 ? await this.#saves.toward(setup, step) : null;
		if (step > (save?.progress.reports ?? 0)) this.#awaited = step;
		await this.#begin(save);
		if (save && this.run) this.notices.tell((t) => t.notices.restored(language.ago(save.time)));
		else if (step === 0) this.#offerLast();
		if (link.ask) this.answers.ask(link.ask);
	}

	// #offerLast offers to go on with the run that was left last.
	#offerLast(): void {
		const save = this.saves[0];
		if (!save) return;
		const share = save.progress.end ? 1 : save.progress.done / Math.max(1, save.progress.total);
		this.notices.tell((t) => t.notices.lastRun(this.titleOf(save.data), language.percent(share), language.ago(save.time)), {
			act: { name: (t) => t.setup.resume, run: () => this.resume(save.id) },
			lasting: true,
		});
	}

	// titleOf is the name of data in the language that is shown.
	titleOf(data: DataRef): string {
		const set = this.builtIn.find((b) => b.id === data.id);
		return set ? language.of(set.title) : data.name;
	}

	// #opening is the data that a lab opens with.
	#opening(lab: LabInfo): DataRef | null {
		const { data, kinds } = lab.description;
		return this.#dataOf(data) ?? this.#dataOf(this.builtIn.find((b) => kinds.includes(b.kind))?.id ?? null);
	}

	#dataOf(id: string | null): DataRef | null {
		const set = this.builtIn.find((b) => b.id === id);
		if (set) return { id: set.id, name: set.title.en, kind: set.kind, hash: set.hash, bytes: set.bytes, column: set.column };
		const file = this.files.find((f) => f.hash === id);
		if (!file) return null;
		// A table with labels or numbers has texts too.
		const kind = this.lab?.description.kinds.includes(file.kind) ? file.kind : "text";
		return { id: file.hash, name: file.name, kind, hash: file.hash, bytes: file.bytes, column: file.column };
	}

	#setup(): RunSetup | null {
		if (!this.lab || !this.data) return null;
		return { lab: this.lab.description.id, data: this.data, params: { ...this.params }, seed: this.seed };
	}

	// link is the state as an address.
	link(): Link {
		const { run, lab, data } = this;
		if (!lab || !data) return this.wanted ? { ...empty, data: this.wanted.hash, file: this.wanted.name } : empty;
		const own = this.files.some((f) => f.hash === data.id);
		return {
			lab: lab.description.id,
			data: data.id,
			file: own ? data.name : null,
			params: changedParams(this.params, lab.defaults),
			seed: this.seed,
			step: run && run.savedAt > 0 && !this.stale ? run.savedAt : null,
			view: this.view,
			select: this.selected !== null ? (this.space?.labels[this.selected] ?? null) : null,
			ask: this.answers.list[0]?.query ?? null,
			tab: this.layout.middle === middleOf(lab) ? null : this.layout.middle,
			inside: this.looking.position > 0 ? this.looking.position : null,
			example: this.looking.example || null,
			stage: this.looking.at > 0 ? this.looking.wanted : null,
			guide: this.layout.guide,
			hide: this.layout.hidden,
		};
	}

	// #begin starts a run of the set-up, or of a save, and reads its data.
	async #begin(save: Save | null, saveID: string = crypto.randomUUID()): Promise<void> {
		const turn = ++this.#turn;
		if (save) {
			this.lab = this.labs.find((l) => l.description.id === save.lab) ?? this.lab;
			this.data = this.#dataOf(save.data.id) ?? save.data;
			this.params = { ...save.params };
			this.seed = save.seed;
		}
		const setup = this.#setup();
		if (!setup || !this.lab) return;
		this.rival.stop();
		const old = this.run;
		if (old && old.id > 0) void this.engine.call("stop", old.id, {}).catch(() => {});
		this.problem = null;
		const history = save ? structuredClone($state.snapshot(save.history) as History) : none();
		this.history = { of: history, version: this.history.version + 1 };
		const run: Run = {
			id: 0, saveID: save?.id ?? saveID, setup, state: "preparing", progress: save?.progress ?? null,
			problem: null, until: 0, savedAt: save?.progress.reports ?? 0,
		};
		this.run = run;
		this.answers.stale();
		try {
			const state = save ? { save: new Uint8Array(await save.state.arrayBuffer()) } : {};
			const { run: id } = await this.engine.call("start", 0, { lab: setup.lab, ...this.source(setup.data), params: setup.params, seed: setup.seed, ...state });
			if (turn !== this.#turn) return void this.engine.call("stop", id, {}).catch(() => {});
			this.run = { ...run, id };
			const status = await this.engine.call("prepare", id, {});
			if (turn !== this.#turn) return;
			// A run that is awaited does not look at rest before it goes on.
			const goesOn = this.#awaited !== null && status.state === "ready";
			this.#hearState(id, goesOn ? { ...status, state: "preparing" } : status);
			if (this.run.state === "failed") return;
			await this.engine.call("project", id, { space: "", method: "pca", dimensions: 2, off: false });
			if (turn !== this.#turn || !goesOn) return;
			if (this.#awaited === null) this.#hearState(id, status);
			else await this.#train(this.#awaited);
		} catch (error) {
			if (turn !== this.#turn) return;
			const problem = problemOf(error);
			this.run = null;
			this.problem = problem;
			// A save that cannot go on is kept, and a fresh run takes its place.
			if (save) {
				this.notices.tell((t) => t.notices.saveRefused(t.problem(problem)), { lasting: true });
				await this.#begin(null);
			}
		} finally {
			if (turn === this.#turn) this.#awaited = null;
		}
	}

	// source is where the engine reads data from.
	source(data: DataRef): { data: DataRef & { url: string }; file?: Blob } {
		const set = this.builtIn.find((b) => b.id === data.id);
		if (set) return { data: { ...data, url: new URL(set.file, new URL(this.#sources.manifest, location.href)).href } };
		const file = this.#blobs.get(data.hash);
		return file ? { data: { ...data, url: "" }, file } : { data: { ...data, url: "" } };
	}

	#hearProgress(e: Events["progress"]): void {
		const run = this.run;
		if (!run || e.run !== run.id || e.run === 0) return;
		this.#hear(run, run.state === "preparing" ? "preparing" : (e.state as Run["state"]), e.progress, run.problem, e.points);
		if (this.run?.state !== "running" || Date.now() < this.#nextSave) return;
		this.#nextSave = Date.now() + autosaveEvery;
		void this.save();
	}

	#hearState(id: number, status: State, points?: Float32Array): void {
		const run = this.run;
		if (!run || run.id !== id) return;
		const untrained = status.progress.reports === 0;
		this.#hear(run, status.state === "ready" && !untrained ? "paused" : (status.state as Run["state"]), status.progress, status.problem, points);
	}

	#hear(run: Run, state: Run["state"], progress: Progress, problem: Problem | null, points: Float32Array = new Float32Array()): void {
		this.run = { ...run, state, until: state === "running" ? run.until : 0, progress, problem };
		if (note(this.history.of, points, progress.losses.length)) this.history = { of: this.history.of, version: this.history.version + 1 };
		this.rival.follow();
		if (run.state !== "running" || state === "running") return;
		this.answers.refresh();
		if (state === "paused" || state === "ended") void this.save();
	}

	#hearSpace(e: SpaceEvent): void {
		if (e.run !== this.run?.id || e.role !== "input") return;
		const labels = decodeLabels(e.labels);
		const places = new Map<string, number>();
		labels.forEach((label, row) => places.has(label) || places.set(label, row));
		const before = this.selected !== null ? (this.space?.labels[this.selected] ?? null) : this.#wantSelected;
		this.space = { name: e.name, rows: e.rows, dim: e.dim, labels, counts: e.counts, find: (l) => places.get(l) ?? places.get(l.toLowerCase()) ?? null };
		this.selected = null;
		this.#wantSelected = null;
		const row = before === null ? null : this.space.find(before);
		if (row !== null) this.select(row, { ask: false });
	}

	// drawn tells the engine that a frame is on the screen.
	drawn(frame: FrameEvent): void {
		void this.engine.call("drawn", frame.run, { space: frame.space, version: frame.version }).catch(() => {});
	}

	// play trains to the end, or to a step.
	async play(until = 0): Promise<void> {
		const run = this.run;
		if (!run) return this.#again(until);
		if (run.state === "preparing") this.#awaited = until;
		else if (run.id > 0 && (run.state === "ready" || run.state === "paused")) await this.#train(until);
	}

	async #train(until: number): Promise<void> {
		const run = this.run;
		if (!run) return;
		this.#awaited = null;
		this.#nextSave = Date.now() + firstSave;
		this.run = { ...run, until, state: "running" };
		await this.#try(async () => this.#hearState(run.id, await this.engine.call("run", run.id, { until })));
	}

	async #again(until: number): Promise<void> {
		this.#awaited = until;
		await this.#begin(null);
	}

	async pause(): Promise<void> {
		const run = this.run;
		this.#awaited = null;
		if (run?.state !== "running") return;
		await this.#try(async () => this.#hearState(run.id, await this.engine.call("pause", run.id, {})));
	}

	async step(): Promise<void> {
		const run = this.run;
		if (!run || run.id === 0 || (run.state !== "ready" && run.state !== "paused")) return;
		this.run = { ...run, state: "running" };
		await this.#try(async () => this.#hearState(run.id, await this.engine.call("step", run.id, {})));
	}

	// reset begins anew with the set-up as it stands; what was trained can be
	// brought back.
	async reset(): Promise<void> {
		await this.#leave((t) => t.notices.reset);
		await this.#begin(null);
	}

	// #leave saves what was trained and offers it back.
	async #leave(say: Parameters<Notices["tell"]>[0]): Promise<void> {
		if (!this.trained || !this.run) return;
		await this.pause();
		await this.save();
		const id = this.run.saveID;
		this.notices.tell(say, { undo: () => void this.resume(id) });
	}

	// resume goes back to a saved run.
	async resume(id: string): Promise<void> {
		const save = (await this.#saves.list()).find((s) => s.id === id);
		if (!save) return;
		if (this.run?.saveID !== id) await this.#leave((t) => t.notices.left);
		await this.#begin(save);
	}

	async forget(id: string): Promise<void> {
		const save = this.saves.find((s) => s.id === id);
		await this.#saves.remove(id);
		this.saves = await this.#saves.list();
		if (!save) return;
		this.notices.tell((t) => t.notices.runRemoved, {
			undo: async () => {
				await this.#saves.put(save);
				this.saves = await this.#saves.list();
			},
		});
	}

	// save keeps the state of the run in the browser, one save after the other.
	save(): Promise<void> {
		return (this.#saving = this.#saving.then(() => this.#save()));
	}

	async #save(): Promise<void> {
		const run = this.run;
		if (!run || run.id === 0 || run.state === "preparing" || !this.trained || run.savedAt === run.progress?.reports) return;
		try {
			const { pieces, progress } = await this.engine.call("save", run.id, {});
			await this.#saves.put({
				id: run.saveID, ...run.setup, params: { ...run.setup.params, ...this.#liveParams() },
				progress, history: structuredClone(this.history.of), build: this.build, time: Date.now(),
				state: new Blob(pieces as Uint8Array<ArrayBuffer>[]),
			});
			this.saves = await this.#saves.list();
			if (this.run?.saveID === run.saveID) this.run = { ...this.run, savedAt: progress.reports };
		} catch (error) {
			if (this.boot.kind === "ready") this.notices.tell((t) => t.notices.notSaved(t.problem(problemOf(error))), { lasting: true });
		}
	}

	#liveParams(): Params {
		const live = this.lab?.fields.filter((f) => f.live).map((f) => f.name) ?? [];
		return Object.fromEntries(live.map((name) => [name, this.params[name]!]));
	}

	// set changes a parameter: at once if the run allows it, else for the next
	// run, which replaces one that has not trained yet.
	set(name: string, value: Params[string]): void {
		this.params = { ...this.params, [name]: value };
		const field = this.lab?.fields.find((f) => f.name === name);
		const run = this.run;
		if (field?.live && run && run.id > 0) {
			const params = { ...run.setup.params, ...this.#liveParams() };
			this.problem = null;
			void this.#try(() => this.engine.call("set", run.id, { params }));
			return;
		}
		this.#renewSoon();
	}

	setSeed(seed: number): void {
		this.seed = seed;
		this.#renewSoon();
	}

	#renew: ReturnType<typeof setTimeout> | undefined;
	#renewSoon(): void {
		clearTimeout(this.#renew);
		if (this.trained && !this.#quick) return;
		this.#renew = setTimeout(() => {
			if (this.run && !this.stale) return;
			if (!this.trained) void this.#begin(null);
			else if (this.#quick) void this.#replay();
		}, 400);
	}

	// A run that takes a moment is replayed with a changed parameter at once.
	get #quick(): boolean {
		const { run } = this;
		const progress = run?.progress;
		return run?.state !== "running" && !!progress && progress.rate > 0 && progress.total / progress.rate < 3;
	}

	// #replay trains with the set-up as it stands up to where the run was, and
	// takes the place of its save.
	async #replay(): Promise<void> {
		const run = this.run;
		const reports = run?.progress?.reports ?? 0;
		this.#awaited = reports;
		await this.#begin(null, run?.saveID);
	}

	chooseLab(id: string): void {
		const lab = this.labs.find((l) => l.description.id === id);
		if (!lab || lab === this.lab) return;
		void this.#change((t) => t.notices.left, () => {
			this.lab = lab;
			this.params = { ...lab.defaults };
			this.layout.middle = middleOf(lab);
			this.data = this.#opening(lab);
			this.wanted = null;
		});
	}

	chooseData(id: string): void {
		const data = this.#dataOf(id);
		if (!data || data.id === this.data?.id) return;
		void this.#change((t) => t.notices.left, () => {
			this.data = data;
			this.wanted = null;
		});
	}

	async #change(say: Parameters<Notices["tell"]>[0], change: () => void): Promise<void> {
		await this.#leave(say);
		change();
		this.view = null;
		this.looking.forget();
		await this.#begin(null);
	}

	// add takes a file in: it is checked, kept and chosen. A file that is refused
	// changes nothing.
	async add(file: Blob, name: string): Promise<void> {
		this.importing?.abort.abort();
		const abort = new AbortController();
		const mine = { name, progress: null, abort };
		this.importing = mine;
		this.importProblem = null;
		try {
			const found = await this.engine.call("inspect", 0, { name, file }, {
				signal: abort.signal,
				progress: (e) => {
					if (this.importing?.abort === abort) this.importing = { name, progress: e.progress, abort };
				},
			});
			const own: OwnFile = { ...found, name, added: Date.now(), blob: file };
			this.#blobs.set(own.hash, file);
			try {
				await this.#database?.put("files", own);
			} catch (error) {
				this.notices.tell((t) => t.notices.fileNotKept(t.problem(problemOf(error))), { lasting: true });
			}
			this.files = [...this.files.filter((f) => f.hash !== own.hash), own];
			const wanted = this.wanted;
			if (wanted && wanted.hash !== own.hash) this.notices.tell((t) => t.notices.otherFile(wanted.name), { lasting: true });
			this.chooseData(own.hash);
		} catch (error) {
			if (!isCancelled(error)) this.importProblem = { name, problem: problemOf(error) };
		} finally {
			if (this.importing?.abort === abort) this.importing = null;
		}
	}

	async removeFile(hash: string): Promise<void> {
		const file = this.files.find((f) => f.hash === hash);
		if (!file) return;
		await this.#database?.remove("files", hash);
		this.files = this.files.filter((f) => f.hash !== hash);
		const was = this.data?.id === hash;
		this.notices.tell((t) => t.notices.fileRemoved(file.name), {
			undo: async () => {
				await this.#database?.put("files", file);
				this.files = [...this.files, file];
				if (was) this.chooseData(hash);
			},
		});
		const instead = this.lab && this.#opening(this.lab);
		if (was && instead) this.chooseData(instead.id);
	}

	// select chooses a row of the space, and asks what is near it.
	select(row: number | null, { ask = true } = {}): void {
		this.selected = row;
		if (row === null || !this.space) return;
		if (ask) this.answers.about(this.space.labels[row] ?? "");
	}

	async #try(call: () => Promise<unknown>): Promise<void> {
		try {
			await call();
		} catch (error) {
			if (this.boot.kind === "ready") this.problem = problemOf(error);
		}
	}

	// sameAsSaved says whether a save is of the set-up that is chosen.
	sameAsSaved(save: Save): boolean {
		const setup = this.#setup();
		return setup !== null && sameSetup(setup, save);
	}

	// changed says whether any parameter differs from the lab's defaults.
	readonly changed = $derived(this.lab !== null && !sameParams(this.params, this.lab.defaults));

	defaults(): void {
		if (!this.lab) return;
		this.params = { ...this.lab.defaults };
		this.#renewSoon();
	}

	query(query: Query): void {
		this.answers.ask(query);
	}
}
