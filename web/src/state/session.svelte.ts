// The session is what a visitor has before them: the lab, its data and
// parameters, the run, the space on the map and the answers. Components show it
// and call its methods; the engine's events change it.
import { Engine, EngineProblem, isCancelled, type Loaded, type Which } from "../engine/client";
import type { Programs } from "../engine/worker";
import type {
	Events, Field, FrameEvent, LabInfo, Labs, Method, Params, Problem, Progress, Query, SpaceEvent, State, Text,
} from "../engine/protocol";
import { Database, type DataRef, type History, type OwnFile, type Save } from "../store/database";
import { sameParams, sameSetup, Saves, type RunSetup } from "../store/saves";
import { language } from "../text";
import { Answers } from "./answers.svelte";
import { Beside } from "./beside.svelte";
import { Bookmarks } from "./bookmarks.svelte";
import { Choice } from "./choice.svelte";
import { Coloring } from "./coloring.svelte";
import { Groups } from "./groups.svelte";
import { none, note } from "./history";
import { Edits } from "./edits.svelte";
import { Faith } from "./faith.svelte";
import { choose, laterOnly } from "./fields";
import { Further } from "./further.svelte";
import { takes } from "./kinds";
import { changedParams, changesOf, empty, ofRival, readParams, type Link, type View } from "./link";
import { Kept } from "./kept.svelte";
import { Layout, type Middle } from "./layout.svelte";
import { Lacking } from "./lacking.svelte";
import { Looking } from "./looking.svelte";
import { Marks } from "./marks.svelte";
import { Showings } from "./showings.svelte";
import { Metadata } from "./metadata.svelte";
import { Mapping } from "./mapping.svelte";
import { Notices } from "./notices.svelte";
import { Placed } from "./placed.svelte";
import { Published } from "./published.svelte";
import { Overlay } from "./overlay.svelte";
import { Rival } from "./rival.svelte";
import { Second } from "./second.svelte";
import type { Side } from "./side";
import { heard, renamer, shown, type Item, type Space } from "./space";
import { Team } from "./team";
import { formatWay, opening, parseWay } from "./way";

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
	toy: boolean; // points of a known shape
	file: string;
	hash: string;
	bytes: number;
	stored: number;
	rows: number;
	words: number;
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
	revision: number; // how often a parameter was changed while it was there
}

// Started is a run in its engine, with the further engines that share it.
export interface Started {
	engine: Engine;
	id: number;
	team: Team | null;
}

export function dropRun({ engine, id, team }: Started): void {
	team?.stop();
	if (id > 0) void engine.call("stop", id, {}).catch(() => {});
}

class WorkersRefused extends Error {}

// A Replay is a run on its way to where an earlier one was, with other values.
export interface Replay {
	to: number; // reports; 0: the end
	goesOn: boolean; // and then further
	adds: boolean; // from where it was on, since another text follows
	begun: boolean; // else the earlier run is still there
	earlier: string | null; // that run's save, once it is made
	since: number; // when it began
}

export type Boot =
	| { kind: "loading"; done: number; total: number }
	| { kind: "ready" }
	| { kind: "crashed"; message: string; fatal: boolean };

export interface Sources {
	spawn(): Worker;
	programs: Programs;
	labs: Labs; // of the whole engine
	manifest: string; // where the list of built-in data is
}

// Another value of a parameter replays the run at once if that takes no longer,
// in seconds. One that has trained for longer is offered a replay instead: it is
// too much to take away, and too long to wait for, because a slider was touched.
const mostReplayed = 10;

// A replay that takes longer than this, in seconds, can be undone; one that does
// not takes the earlier run's place.
const briefly = 3;

// While a run trains it is saved soon after it began, and from then on now and
// then.
const firstSave = 2_000;
const autosaveEvery = 10_000;

export function problemOf(error: unknown): Problem {
	if (error instanceof EngineProblem) return error.problem;
	const message = error instanceof Error ? error.message : String(error);
	return { code: "unexpected", args: { detail: message }, where: "", message };
}

// begins is the program that can show what a link says.
function begins({ lab, params, map }: Link): Which {
	const quick = (way = "live") => ["live", "pca"].includes(way.split(",")[0] ?? "");
	const words = (lab ?? "words") === "words" && (params.family ?? "word2vec") === "word2vec" && (params.workers ?? "1") === "1";
	return words && quick(map.map) && quick(map.map2) && !map["map.groups"] ? "first" : "whole";
}

// Once the map is drawn the page has so much time, in milliseconds, before the rest
// of the engine is loaded.
const restAfter = 3_000;

const middleOf = (lab: LabInfo): Middle => (lab.description.view === "matrix" ? "matrix" : "map");

export class Session implements Side {
	boot = $state.raw<Boot>({ kind: "loading", done: 0, total: 0 });
	moving = $state.raw<Loaded | null>(null); // something waits for the whole engine
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
	maps = $state.raw<Method[]>([]); // what a space can be shown by
	spaces = $state.raw<Space[]>([]);
	readonly space = $derived.by(() => shown(this.spaces, this.mapping.way.space));
	frame = $state.raw<FrameEvent | null>(null);
	history = $state.raw<{ of: History; version: number }>({ of: none(), version: 0 });
	chosen = $state.raw<Item | null>(null);
	pointing = $state.raw<Item | null>(null); // where the pointer is
	sought = $state.raw<Item | null>(null); // what the maps fly to
	replay = $state.raw<Replay | null>(null);
	view = $state.raw<View | null>(null);
	importing = $state.raw<{ at: string; name: string; progress: Progress | null; abort: AbortController } | null>(null);
	// At a parameter's place, or at "", that of the data. The problem is the kind of
	// data that is wanted, where it is another.
	importProblem = $state.raw<{ at: string; name: string; problem: Problem | string } | null>(null);

	readonly notices = new Notices();
	readonly answers: Answers = new Answers(this);
	readonly further: Further = new Further(this);
	readonly coloring = new Coloring();
	readonly choice = new Choice();
	readonly marks = new Marks();
	readonly bookmarks: Bookmarks = new Bookmarks(this);
	readonly placed: Placed = new Placed(this);
	readonly published: Published = new Published(this);
	readonly edits: Edits = new Edits(this);
	readonly showings: Showings = new Showings(this);
	readonly metadata: Metadata = new Metadata(this);
	readonly lacking: Lacking = new Lacking(this);
	readonly groups: Groups = new Groups(this);
	readonly mapping: Mapping = new Mapping(this);
	readonly faith: Faith = new Faith(this, this, 0);
	readonly looking: Looking = new Looking(this, this);
	readonly rival: Rival = new Rival(this);
	readonly second: Second = new Second(this);
	readonly overlay: Overlay = new Overlay(this);
	readonly laid: Beside = new Beside(this);
	readonly kept: Kept = new Kept(this);
	readonly layout = new Layout();

	// The run whose spaces questions may compare with those of this one.
	readonly beside = $derived.by((): { run: number; spaces: Space[]; title: string } | null => {
		const { rival, kept } = this;
		if (rival.run && rival.run.id > 0 && rival.spaces.length > 0) return { run: rival.run.id, spaces: rival.spaces, title: "" };
		return kept.held && kept.spaces.length > 0 ? { ...kept.held, spaces: kept.spaces } : null;
	});

	// What another part of the run's set-up would need a new run for.
	readonly stale = $derived.by(() => {
		const { run, lab, data } = this;
		if (!run || !lab || !data) return false;
		const changed = lab.fields.some((f) => !f.live && this.params[f.name] !== run.setup.params[f.name]);
		return changed || run.setup.seed !== this.seed;
	});
	readonly selected = $derived.by(() => this.space?.rowOf(this.chosen) ?? null);
	readonly pointed = $derived.by(() => this.space?.rowOf(this.pointing) ?? null);
	readonly neighbors = $derived.by(() => this.answers.neighbors);
	readonly trained = $derived((this.run?.progress?.reports ?? 0) > 0);
	// A run that would take long to replay waits for a word.
	readonly offered = $derived(this.stale && this.trained && !this.replay);
	readonly busy = $derived(this.run?.state === "running" || this.run?.state === "preparing");
	readonly lasting = $derived.by(() => (this.boot.kind === "ready" ? (this.#database?.lasting ?? false) : true));

	engine!: Engine;
	build = "";

	#sources: Sources;
	#database: Database | null = null;
	#saves!: Saves;
	#blobs = new Map<string, Blob>();
	#asked: Link | null = null; // that names the file that is wanted
	#turn = 0;
	#team: Team | null = null; // of a run that several engines share
	#awaited: number | null = null; // the step to train to once the data is read; 0: the end
	#saving = Promise.resolve();
	#nextSave = 0;
	#crashes: number[] = [];
	#rest: ReturnType<typeof setTimeout> | null = null;

	constructor(sources: Sources) {
		this.#sources = sources;
	}

	// database is what the browser keeps; null: it is not open yet.
	get database(): Database | null {
		return this.#database;
	}

	// open starts everything from what a link says.
	async open(link: Link): Promise<void> {
		const manifest = fetch(this.#sources.manifest);
		this.#connect(begins(link));
		try {
			this.#database = await Database.open();
			this.#saves = new Saves(this.#database);
			[this.files, this.saves] = await Promise.all([this.#database.all("files"), this.#saves.list()]);
			for (const file of this.files) this.#blobs.set(file.hash, file.blob);
			const response = await manifest;
			if (!response.ok) throw new Error(`${response.url}: HTTP ${response.status}`);
			this.builtIn = (await response.json()) as BuiltIn[];
			await this.engine.ready;
			this.#takeLabs(this.#sources.labs);
			await this.restore(link);
		} catch (error) {
			if (this.boot.kind !== "crashed") this.boot = { kind: "crashed", message: problemOf(error).message, fatal: true };
		}
	}

	#takeLabs(labs: Labs): void {
		this.labs = labs.labs;
		this.maps = labs.maps;
		this.build = labs.build;
		this.boot = { kind: "ready" };
	}

	#connect(which: Which): void {
		const engine = new Engine(this.#sources.spawn, this.#sources.programs, which);
		this.engine = engine;
		engine.onmoving = (loaded) => (this.moving = loaded);
		this.rival.listen(engine);
		this.second.listen(engine);
		engine.onloading = (done, total) => {
			if (this.boot.kind === "loading") this.boot = { kind: "loading", done, total };
		};
		engine.onbroken = (message) => void this.#crashed(message);
		engine.on("progress", (e) => this.#hearProgress(e));
		engine.on("state", (e) => this.#hearState(e.run, e.state, e.points));
		engine.on("space", (e) => this.#hearSpace(e));
		engine.on("map", (e) => {
			if (e.run === this.run?.id && e.map === 0) this.mapping.hear(e);
		});
		engine.on("frame", (e) => {
			if (e.run !== this.run?.id || e.map !== 0) return;
			this.frame = e;
			this.mapping.arrive(e);
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
		this.kept.drop();
		if (this.boot.fatal) return;
		const id = this.replay?.earlier ?? this.run?.saveID;
		this.#team?.stop();
		this.#team = null;
		this.run = this.replay = null;
		this.#connect(this.engine.which);
		try {
			await this.engine.ready;
			this.#takeLabs(this.#sources.labs);
			const save = (await this.#saves.list()).find((s) => s.id === id);
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
		this.choice.forget();
		this.laid.leave();
		this.marks.forget();
		this.placed.forget();
		this.mapping.way = parseWay(link.map, this.maps);
		this.second.read(link.map);
		this.rival.read(this.second.open ? null : changesOf(link.rival, lab));
		this.groups.read(link.map, "by" in link.look);
		this.showings.read(link.look);
		this.lacking.read(link.table, link.data);
		this.looking.forget();
		this.looking.position = link.inside ?? 0;
		this.looking.example = link.example ?? "";
		this.looking.wanted = link.stage ?? "";
		this.layout.middle = link.tab ?? middleOf(lab);
		this.layout.guide = link.guide;
		this.layout.hidden = link.hide;
		this.chosen = link.select === null ? null : { label: link.select, row: -1 };
		if (refused.length > 0) this.notices.tell((t) => t.notices.linkParams(refused.join(", ")), { lasting: true });
		this.data = this.#dataOf(link.data);
		const missing = this.further.missing(lab.fields, params, link.files) ?? this.further.missing(lab.fields, this.rival.changes ?? {}, link.files, ofRival);
		this.wanted = !this.data && link.data && link.file ? { hash: link.data, name: link.file } : missing;
		this.#asked = this.wanted && link;
		if (this.wanted) return this.#clear();
		if (!this.data && link.data) this.notices.tell((t) => t.notices.linkData(link.data ?? ""), { lasting: true });
		this.data ??= this.#opening(lab);
		if (!this.data) return this.#clear();
		const step = link.step ?? 0;
		const setup = this.#setup();
		const save = setup && step > 0 ? await this.toward(setup, step) : null;
		if (step > (save?.progress.reports ?? 0)) this.#awaited = step;
		await this.#begin(save);
		if (save && this.run) this.notices.tell((t) => t.notices.restored(language.ago(save.time)));
		else if (step === 0) this.#offerLast();
		if (link.ask) this.answers.ask(link.ask);
	}

	// #offerLast offers to go on with the run that was left last.
	#offerLast(): void {
		const save = this.saves.find((s) => !s.second);
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
		const kinds = this.lab?.description.kinds ?? [];
		if (!file || !takes(kinds, file.kind)) return null;
		// A table with labels or numbers has texts too.
		const kind = kinds.includes(file.kind) ? file.kind : "text";
		return { id: file.hash, name: file.name, kind, hash: file.hash, bytes: file.bytes, column: file.column };
	}

	#setup(): RunSetup | null {
		if (!this.lab || !this.data) return null;
		return { lab: this.lab.description.id, data: this.data, params: { ...this.params }, seed: this.seed };
	}

	// link is the state as an address.
	link(): Link {
		const { run, lab, data } = this;
		if (this.wanted && this.#asked) return this.#asked;
		if (!lab || !data) return empty;
		const own = this.files.some((f) => f.hash === data.id);
		return {
			lab: lab.description.id,
			data: data.id,
			file: own ? data.name : null,
			files: { ...this.further.names(lab.fields, this.params), ...this.further.names(lab.fields, this.rival.changes ?? {}, ofRival) },
			params: changedParams(this.params, lab.defaults),
			rival: this.rival.link(),
			seed: this.seed,
			step: this.replay ? this.replay.to || null : run && run.savedAt > 0 && !this.stale ? run.savedAt : null,
			view: this.view,
			map: { ...formatWay(this.mapping.way), ...this.second.link(), ...this.groups.link() },
			look: this.showings.link(),
			table: this.lacking.link(),
			select: this.space?.item(this.selected)?.label ?? null,
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
	async #begin(save: Save | null): Promise<void> {
		clearTimeout(this.#renew);
		this.#endReplay();
		const turn = ++this.#turn;
		if (save) {
			this.lab = this.labs.find((l) => l.description.id === save.lab) ?? this.lab;
			this.data = this.#dataOf(save.data.id) ?? save.data;
			this.params = { ...this.lab?.defaults, ...save.params }; // an old save may lack some
			this.seed = save.seed;
		}
		const setup = this.#setup();
		this.problem = null;
		if (!setup) return this.#clear();
		this.#take(setup, save);
		try {
			const started = await this.start(setup, save);
			if (turn === this.#turn) await this.#prepare(started, turn);
			else dropRun(started);
		} catch (error) {
			if (turn !== this.#turn) return;
			if (this.#withOneWorker(error)) return await this.#begin(null);
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

	// #take puts a run in the place of the one that there is.
	#take(setup: RunSetup, save: Save | null): void {
		// A save that goes on to something that it did not know stays as it is.
		const own = save && sameSetup(save, setup) ? save.id : crypto.randomUUID();
		this.#dropped();
		this.rival.enter(setup.lab);
		this.history = { of: save ? structuredClone($state.snapshot(save.history) as History) : none(), version: this.history.version + 1 };
		this.run = {
			id: 0, saveID: own, setup, state: "preparing", progress: save?.progress ?? null,
			problem: null, until: 0, savedAt: save?.progress.reports ?? 0, revision: 0,
		};
		this.answers.stale();
	}

	// #clear is for a lab that has no data yet.
	#clear(): void {
		this.#dropped();
		this.rival.stop();
		this.run = this.frame = null;
		this.spaces = [];
		this.history = { of: none(), version: this.history.version + 1 };
		this.answers.stale();
	}

	// start has the engine begin a run, and further ones with it if they are to
	// share it. Nothing is left of one that could not be started.
	async start(setup: RunSetup, save: Save | null): Promise<Started> {
		const { engine } = this;
		const files = this.further.of(this.#fieldsOf(setup), setup.params);
		const start = { lab: setup.lab, shard: 0, ...this.source(setup.data), files, params: setup.params, seed: setup.seed };
		const bytes = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
		const state = save ? { save: await bytes(save.state) } : {};
		const { run: id, shards } = await engine.call("start", 0, { ...start, ...state });
		if (shards === 1) return { engine, id, team: null };
		try {
			const saves = save ? await Promise.all(save.shards.map(bytes)) : [];
			const team = await Team.form(() => new Engine(this.#sources.spawn, this.#sources.programs), { engine, run: id }, shards, start, saves);
			team.onbroken = (message) => engine.fail(message);
			return { engine, id, team };
		} catch (error) {
			dropRun({ engine, id, team: null });
			throw error instanceof EngineProblem ? error : new WorkersRefused(problemOf(error).message);
		}
	}

	#fieldsOf(setup: RunSetup): Field[] {
		return this.labs.find((l) => l.description.id === setup.lab)?.fields ?? [];
	}

	// toward is the save from which a run of a set-up gets to a step soonest.
	toward(setup: RunSetup, step: number): Promise<Save | null> {
		return this.#saves.toward(setup, step, this.#fieldsOf(setup).filter((f) => f.later).map((f) => f.name));
	}

	// #withOneWorker sets up what a browser that refuses workers can do.
	#withOneWorker(error: unknown): boolean {
		if (!(error instanceof WorkersRefused)) return false;
		this.params = { ...this.params, workers: 1 };
		this.notices.tell((t) => t.notices.workersRefused, { lasting: true, detail: error.message });
		return true;
	}

	#dropped(): void {
		if (this.run && this.kept.leave(this.run.id)) this.#team?.stop();
		else if (this.run) dropRun({ engine: this.engine, id: this.run.id, team: this.#team });
		this.#team = null;
	}

	// #prepare has the engine read a run's data, and train if that is awaited.
	async #prepare({ id, team }: Started, turn: number): Promise<void> {
		if (!this.run) return;
		this.#team = team;
		this.run = { ...this.run, id };
		const [status] = await Promise.all([this.engine.call("prepare", id, {}), team?.prepare()]);
		if (turn !== this.#turn) return;
		// A run that is awaited does not look at rest before it goes on.
		const goesOn = this.#awaited !== null && status.state === "ready";
		this.#hearState(id, goesOn ? { ...status, state: "preparing" } : status);
		if (this.run.state === "failed") return;
		await this.mapping.of(id);
		if (turn !== this.#turn) return;
		await this.second.of(id);
		if (turn !== this.#turn) return;
		this.rival.again();
		if (!goesOn) return;
		if (this.#awaited === null) this.#hearState(id, status);
		else await this.#train(this.#awaited);
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
		if (this.replay && state !== "preparing") this.#replayed(state, progress);
		if (run.state !== "running" || state === "running") return;
		this.#team?.pause();
		this.answers.refresh();
		if (state === "paused" || state === "ended") void this.save();
	}

	#hearSpace(e: SpaceEvent): void {
		if (e.run !== this.run?.id) return;
		const before = this.spaces.find((s) => s.name === e.name);
		this.spaces = heard(this.spaces, e);
		const renamed = renamer(before, this.spaces.find((s) => s.name === e.name));
		if (renamed) this.showings.rename(renamed);
	}

	// drawn tells the engine that a frame is on the screen.
	drawn(frame: FrameEvent): void {
		void this.engine.call("drawn", frame.run, { map: frame.map, space: frame.space, version: frame.version }).catch(() => {});
		this.#rest ??= setTimeout(() => this.engine.fetchWhole(), restAfter);
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
		this.#team?.run();
		await this.#try(async () => this.#hearState(run.id, await this.engine.call("run", run.id, { until })));
	}

	async #again(until: number): Promise<void> {
		this.#awaited = until;
		await this.#begin(null);
	}

	async pause(): Promise<void> {
		clearTimeout(this.#renew);
		this.#endReplay();
		await this.#halt();
	}

	async #halt(): Promise<void> {
		const run = this.run;
		this.#awaited = null;
		if (run?.state !== "running") return;
		await this.#try(async () => this.#hearState(run.id, await this.engine.call("pause", run.id, {})));
	}

	async step(): Promise<void> {
		const run = this.run;
		if (!run || run.id === 0 || (run.state !== "ready" && run.state !== "paused")) return;
		this.run = { ...run, state: "running" };
		this.#team?.run();
		await this.#try(async () => this.#hearState(run.id, await this.engine.call("step", run.id, {})));
	}

	// reset begins anew with the set-up as it stands; what was trained can be
	// brought back.
	async reset(): Promise<void> {
		await this.#leave((t) => t.notices.reset);
		await this.#begin(null);
	}

	// #leave saves what was trained and offers it back. A replay that is not yet
	// where it is going is not kept: the run before it is.
	async #leave(say: Parameters<Notices["tell"]>[0]): Promise<void> {
		const earlier = this.replay?.earlier;
		if (this.replay?.begun) {
			if (earlier) this.notices.tell(say, { undo: () => void this.resume(earlier) });
			return;
		}
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
		await this.#forget(id);
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
		if (this.replay?.begun || run.state === "failed") return; // the one before is to be kept
		const savedAt = await this.keepState(run, { ...run.setup.params, ...this.liveParams() }, this.history.of, this.#team);
		if (savedAt !== null && this.run?.saveID === run.saveID) this.run = { ...this.run, savedAt };
	}

	// keepState keeps the state of a run, and returns how many reports it has; null: it
	// could not be kept, which is told.
	async keepState(run: Run, params: Params, history: History, team: Team | null, second = false): Promise<number | null> {
		try {
			const [{ pieces, progress }, shards] = await Promise.all([this.engine.call("save", run.id, {}), team?.save() ?? []]);
			await this.#saves.put({
				id: run.saveID, ...run.setup, params, progress, history: structuredClone(history), build: this.build, time: Date.now(),
				state: new Blob(pieces as Uint8Array<ArrayBuffer>[]), shards, second,
			});
			this.saves = await this.#saves.list();
			return progress.reports;
		} catch (error) {
			const problem = problemOf(error);
			// Its model may be still to be made.
			if (problem.code !== "notReady" && this.boot.kind === "ready") this.notices.tell((t) => t.notices.notSaved(t.problem(problem)), { lasting: true });
			return null;
		}
	}

	// liveParams are the values that may change during a run.
	liveParams(): Params {
		const live = this.lab?.fields.filter((f) => f.live).map((f) => f.name) ?? [];
		return Object.fromEntries(live.map((name) => [name, this.params[name]!]));
	}

	// set changes a parameter: at once if the run allows it, else by a replay or a
	// new run.
	set(name: string, value: Params[string]): void {
		if (!this.lab) return;
		this.params = choose(this.lab.fields, this.lab.defaults, this.params, name, value);
		if (this.data) this.wanted = null;
		if (this.lab.fields.some((f) => f.live && f.name === name)) this.#setLive(name);
		else this.#renewSoon();
	}

	// takeParams changes parameters to what was found, as links write them.
	takeParams(found: Record<string, string>): void {
		if (!this.lab) return;
		const { params, refused } = readParams(found, this.lab.fields, this.lab.defaults);
		for (const name of Object.keys(found)) if (!refused.includes(name)) this.set(name, params[name]!);
	}

	#setLive(...names: string[]): void {
		const run = this.run;
		if (!run || run.id === 0) return;
		const params = { ...run.setup.params, ...this.liveParams() };
		this.problem = null;
		void this.#try(async () => {
			this.#team?.set(params);
			await this.engine.call("set", run.id, { params });
			if (this.run?.id === run.id) this.run = { ...this.run, revision: this.run.revision + 1 };
		});
		for (const name of names) this.rival.set(name);
	}

	setSeed(seed: number): void {
		this.seed = seed;
		this.#renewSoon();
	}

	#renew: ReturnType<typeof setTimeout> | undefined;

	// #renewSoon has a run with the values as they are, when they have settled: in
	// the place of one that has not trained, or as a replay of one that has.
	#renewSoon(): void {
		this.#callOff();
		if (!this.stale) this.problem = null;
		if (this.trained && !this.replay && this.worked > mostReplayed && !this.#adds) return;
		if (this.trained && this.stale) this.replay ??= this.#aim();
		this.#renew = setTimeout(() => {
			if (this.run && !this.stale) return;
			if (this.trained || this.replay) return this.repeat();
			if (this.run?.state === "running") this.#awaited = this.run.until;
			void this.#begin(null);
		}, 300);
	}

	// #callOff takes back a replay that has not begun.
	#callOff(): void {
		clearTimeout(this.#renew);
		if (!this.replay?.begun) this.replay = null;
	}

	// #endReplay leaves the offer of the earlier run for a while.
	#endReplay(): void {
		if (this.replay?.earlier && this.#offered?.of === this.replay.earlier) setTimeout(this.#offered.close, 9_000);
		this.replay = null;
	}

	// worked is how long the run took to where it is, in seconds.
	readonly worked = $derived.by(() => {
		const progress = this.run?.progress;
		const rate = progress?.rate || (this.history.version, this.history.of.rate.at(-1) ?? 0);
		return progress && rate > 0 ? progress.done / rate : Infinity;
	});

	// #adds says that the run may go on as it is, to what was added.
	get #adds(): boolean {
		const { run, lab } = this;
		return run !== null && lab !== null && run.setup.seed === this.seed && laterOnly(lab.fields, run.setup.params, { ...this.params, ...this.liveParams() });
	}

	#aim(): Replay {
		const run = this.run;
		const here = run?.state === "ended" ? 0 : (run?.progress?.reports ?? 0);
		return { to: run?.until || here, goesOn: run?.state === "running" && run.until === 0, adds: this.#adds, begun: false, earlier: null, since: 0 };
	}

	// repeat replays the run with the values as they are, however long it takes.
	repeat(): void {
		clearTimeout(this.#renew);
		this.replay = { ...(this.replay ?? this.#aim()) };
		void this.#replay(this.replay);
	}

	// #replay trains with the values as they are up to where the run was. Values
	// that are refused leave it as it is; else it is saved first, and its save kept
	// until the new one has got there.
	async #replay(asked: Replay): Promise<void> {
		let turn = 0;
		const setup = this.#setup();
		if (!setup) return;
		this.problem = null;
		try {
			if (asked.adds) await this.save();
			const save = await this.toward(setup, asked.adds ? Infinity : asked.to || Infinity);
			const started = await this.start(setup, save);
			if (this.replay === asked && !asked.begun) await this.#keep();
			if (this.replay !== asked) return dropRun(started);
			turn = ++this.#turn;
			const earlier = asked.earlier ?? (this.run && this.run.savedAt > 0 ? this.run.saveID : null);
			this.#offerSoon(earlier, asked.adds || this.worked > briefly ? 0 : briefly * 1000);
			this.replay = { ...asked, begun: true, earlier, since: Date.now() };
			this.#take(setup, save);
			this.#awaited = asked.goesOn ? 0 : asked.to;
			await this.#prepare(started, turn);
		} catch (error) {
			if (turn === 0 ? this.replay !== asked : turn !== this.#turn) return;
			if (this.#withOneWorker(error)) return this.repeat();
			this.problem = problemOf(error);
			const earlier = this.replay?.earlier;
			this.replay = null;
			if (turn === 0) return;
			this.run = null;
			if (earlier) this.notices.tell((t) => t.notices.left, { undo: () => void this.resume(earlier) });
		} finally {
			if (turn === this.#turn) this.#awaited = null;
		}
	}

	async #keep(): Promise<void> {
		await this.#halt();
		await this.save();
	}

	// #offerSoon offers the earlier run back, if its replay is not there by then.
	#offered: { of: string; close: () => void } | null = null;
	#offerSoon(earlier: string | null, wait: number): void {
		setTimeout(() => {
			if (!earlier || this.replay?.earlier !== earlier || this.#offered?.of === earlier) return;
			const { adds } = this.replay;
			const close = this.notices.tell((t) => (adds ? t.notices.adding : t.notices.replaying), { undo: () => void this.#back(earlier), lasting: true });
			this.#offered = { of: earlier, close };
		}, wait);
	}

	async #back(id: string): Promise<void> {
		if (!this.replay) return this.resume(id);
		const save = (await this.#saves.list()).find((s) => s.id === id);
		if (save) await this.#begin(save);
	}

	// #replayed ends a replay that has got to where it was going.
	#replayed(state: Run["state"], progress: Progress): void {
		const [replay, run] = [this.replay, this.run];
		if (!replay?.begun || !run) return;
		if (state !== "ended" && state !== "failed" && !(replay.to > 0 && progress.reports >= replay.to)) return;
		const { earlier } = replay;
		this.#endReplay();
		const brief = !replay.adds && Date.now() - replay.since < briefly * 1000;
		if (!earlier || earlier === run.saveID) return;
		if (state !== "failed" && brief) void this.save().then(() => this.#forget(earlier));
		else if (this.#offered?.of !== earlier) this.notices.tell((t) => t.notices.left, { undo: () => void this.resume(earlier) });
	}

	async #forget(id: string): Promise<void> {
		await this.#saves.remove(id);
		this.saves = await this.#saves.list();
	}

	chooseLab(id: string): void {
		const lab = this.labs.find((l) => l.description.id === id);
		if (!lab || lab === this.lab) return;
		void this.#change((t) => t.notices.left, () => {
			this.#enter(lab);
			this.data = this.#opening(lab);
		});
	}

	#enter(lab: LabInfo): void {
		this.lab = lab;
		this.params = { ...lab.defaults };
		this.layout.middle = middleOf(lab);
		this.wanted = null;
	}

	chooseData(id: string): void {
		const data = this.#dataOf(id);
		if (!data || data.id === this.data?.id) return;
		void this.#change((t) => t.notices.left, () => {
			this.data = data;
			this.wanted = null;
			// Maps of toy sets are held against where their points lie: lengths count.
			const toy = this.builtIn.some((b) => b.id === id && b.toy);
			if (toy && this.mapping.way.method === opening.method) this.mapping.way = { ...this.mapping.way, method: "pca" };
		});
	}

	async #change(say: Parameters<Notices["tell"]>[0], change: () => void): Promise<void> {
		await this.#leave(say);
		change();
		this.view = null;
		this.choice.forget();
		this.laid.leave();
		this.marks.forget();
		this.placed.forget();
		this.groups.forget();
		this.showings.forget();
		this.lacking.forget();
		this.looking.forget();
		await this.#begin(null);
	}

	// add takes a file in and chooses it, or opens the link that wanted it; a table that
	// a link goes by is joined.
	async add(file: Blob, name: string): Promise<void> {
		if (await this.lacking.take(file, name)) return;
		const own = await this.keep(file, name);
		if (!own) return;
		const { wanted } = this;
		if (wanted?.hash === own.hash && this.#asked) return this.restore(this.#asked);
		if (wanted) this.notices.tell((t) => t.notices.otherFile(wanted.name), { lasting: true });
		this.openFile(own);
	}

	// keep takes a file in: it is checked and kept. A file that is refused changes
	// nothing.
	async keep(file: Blob, name: string, at = ""): Promise<OwnFile | null> {
		this.importing?.abort.abort();
		const abort = new AbortController();
		const mine = { at, name, progress: null, abort };
		this.importing = mine;
		this.importProblem = null;
		try {
			const found = await this.engine.call("inspect", 0, { name, file }, {
				signal: abort.signal,
				progress: (e) => {
					if (this.importing?.abort === abort) this.importing = { at, name, progress: e.progress, abort };
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
			return own;
		} catch (error) {
			if (!isCancelled(error)) this.importProblem = { at, name, problem: problemOf(error) };
			return null;
		} finally {
			if (this.importing?.abort === abort) this.importing = null;
		}
	}

	// openFile chooses a file, in a lab that takes its kind if this one does not.
	openFile(file: OwnFile): void {
		const fits = (lab: LabInfo) => takes(lab.description.kinds, file.kind);
		const other = this.lab && fits(this.lab) ? undefined : this.labs.find(fits);
		if (!other) return this.chooseData(file.hash);
		void this.#change((t) => t.notices.left, () => {
			this.#enter(other);
			this.data = this.#dataOf(file.hash);
		});
	}

	async removeFile(hash: string): Promise<void> {
		const file = this.files.find((f) => f.hash === hash);
		if (!file) return;
		await this.#database?.remove("files", hash);
		const putBack = await this.#database?.removeBeside(hash);
		this.files = this.files.filter((f) => f.hash !== hash);
		const was = this.data?.id === hash;
		const named = this.lab?.fields.filter((f) => f.file !== "" && this.params[f.name] === hash) ?? [];
		for (const field of named) this.set(field.name, "");
		this.notices.tell((t) => t.notices.fileRemoved(file.name), {
			undo: async () => {
				await this.#database?.put("files", file);
				await putBack?.();
				this.files = [...this.files, file];
				if (was) this.chooseData(hash);
				for (const field of named) this.set(field.name, hash);
			},
		});
		const instead = this.lab && this.#opening(this.lab);
		if (was && instead) this.chooseData(instead.id);
	}

	// select chooses a row of the space, and asks what is near it.
	select(row: number | null, { ask = true } = {}): void {
		this.choose(this.space?.item(row) ?? null, { ask });
	}

	// choose chooses what stands in any of the spaces.
	choose(item: Item | null, { ask = true } = {}): void {
		this.chosen = item;
		if (item && ask && this.selected !== null) this.answers.about(item.label);
	}

	// point says where the pointer is.
	point(row: number | null): void {
		this.pointing = this.space?.item(row) ?? null;
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
		this.#setLive(...Object.keys(this.liveParams()));
		this.#renewSoon();
	}

	query(query: Query): void {
		this.answers.ask(query);
	}
}
