// Mapping is the way in which spaces are shown on a map: by which method, with which
// settings. Two runs that are compared are shown in the same on their first.
import type { FrameEvent, MapEvent, Method, Problem, Project } from "../engine/protocol";
import { PoleError, resolved } from "./poles";
import { problemOf, type Session } from "./session.svelte";
import { shown } from "./space";
import { complete, opening, settled, type Way } from "./way";

const asked = (map: number, way: Way, space: string): Project => ({ ...way, map, space, off: false });

export class Mapping {
	way = $state.raw<Way>(opening);
	problem = $state.raw<Problem | null>(null);
	pole = $state.raw<PoleError | null>(null); // why an end of an axis is no rows
	course = $state.raw<MapEvent | null>(null); // how far the map is; null: at once
	paused = $state(false);
	readonly map: number; // of its run
	#session: Session;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(session: Session, map = 0) {
		[this.#session, this.map] = [session, map];
	}

	readonly method = $derived.by((): Method | undefined => this.#session.maps.find((m) => m.id === this.way.method));
	// Maps of neighbours come in rounds, which can be stopped and shaken.
	readonly inRounds = $derived(this.method?.settings.some((s) => s.name === "rounds") ?? false);
	readonly complete = $derived(complete(this.way));
	#waits = $state(false); // the way has changed, and is not shown yet
	#seen = $state(0); // the version of the last frame of the way that there is
	// rests says that the map is as it will stay.
	readonly rests = $derived(!this.#waits && this.#seen > 0 && (!this.inRounds || this.paused || (this.course?.settled === true && this.#seen >= this.course.version)));

	// set changes the way, and shows it when that has settled.
	set(change: Partial<Way>): void {
		this.way = settled({ ...this.way, ...change });
		[this.problem, this.pole, this.#waits] = [null, null, true];
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.show(), 300);
	}

	// along draws the map in the plane along an axis between words, across or up. The
	// other axis stays, or is where the rows spread most besides.
	along(which: 0 | 1, axis: string): void {
		const axes = this.way.method === "axes" ? [...this.way.axes] : [];
		axes[which] = axis;
		this.set({ ...opening, space: this.way.space, method: "axes", axes: [axes[0] ?? "", axes[1] ?? ""] });
	}

	setting(name: string, value: number | string | null): void {
		const { [name]: _number, ...numbers } = this.way.numbers;
		const { [name]: _text, ...texts } = this.way.texts;
		if (typeof value === "number") numbers[name] = value;
		else if (value !== null) texts[name] = value;
		this.set({ numbers, texts });
	}

	async show(): Promise<void> {
		const { run } = this.#session;
		if (!this.complete || !run || run.id === 0 || run.state === "preparing") return;
		[this.course, this.paused] = [null, false];
		await Promise.all(this.#runs().map((id) => this.of(id)));
		this.#waits = false;
	}

	// anew forgets where the points are, from which a map in rounds would go on.
	async anew(): Promise<void> {
		const { engine } = this.#session;
		try {
			await Promise.all(this.#runs().map((id) => engine.call("project", id, { ...asked(this.map, opening, ""), off: true })));
			await this.show();
		} catch (error) {
			this.problem = problemOf(error);
		}
	}

	#runs(): number[] {
		const { run, rival } = this.#session;
		return [run, this.map === 0 ? rival.run : null].flatMap((r) => (r && r.id > 0 ? r.id : []));
	}

	// of has a run's frames show its space in this way; where that cannot be, as at
	// first.
	async of(run: number): Promise<void> {
		const { engine } = this.#session;
		// Another lab or other data may have no space of that name.
		const space = this.#session.spaces.some((s) => s.name === this.way.space) ? this.way.space : "";
		const way = this.complete ? this.way : opening;
		try {
			await engine.call("project", run, asked(this.map, this.#resolved(run, way), space));
			[this.problem, this.pole] = [null, null];
			this.#begun(run);
		} catch (error) {
			const problem = error instanceof PoleError ? null : problemOf(error);
			this.pole = error instanceof PoleError ? error : null;
			await engine.call("project", run, asked(this.map, opening, space));
			this.problem = problem;
			this.#begun(run);
		}
	}

	// #begun is called when the engine has begun on a way: all that it says from now on
	// is of that.
	#begun(run: number): void {
		if (run === this.#session.run?.id) [this.course, this.#seen] = [null, 0];
	}

	// arrive is called when a frame has come.
	arrive({ version }: FrameEvent): void {
		this.#seen = version;
	}

	// #resolved is a way whose ends of axes are such as a run's engine knows.
	#resolved(run: number, way: Way): Way {
		if (way.method !== "axes") return { ...way, axes: [] };
		const { spaces, rival } = this.#session;
		const space = shown([...spaces, ...rival.spaces].filter((s) => s.run === run), way.space);
		return space ? { ...way, axes: resolved(space, way.axes) } : way;
	}

	hear(e: MapEvent): void {
		this.course = e;
		if (e.problem) this.problem = e.problem;
	}

	steer(change: { pause?: boolean; rounds?: number; perturb?: number }): void {
		const { engine } = this.#session;
		this.paused = change.pause ?? false;
		for (const id of this.#runs()) {
			void engine.call("steer", id, { map: this.map, pause: this.paused, rounds: change.rounds ?? 0, perturb: change.perturb ?? 0 }).catch((error: unknown) => (this.problem = problemOf(error)));
		}
	}
}
