// Groups are what the rows of the space are grouped into: how they are sought, what
// was found, and what the groups are called.
import { isCancelled } from "../engine/client";
import type { Grouped, Problem, Progress } from "../engine/protocol";
import { formatSearch, groupsOf, opening, parseSearch, type Search } from "./grouping";
import { problemOf, type Session } from "./session.svelte";

// Judged is how well so many groups divide the rows.
export interface Judged {
	groups: number;
	silhouette: number;
}

// Numbers of groups that are compared.
const tried = [2, 3, 4, 6, 8, 12, 16, 24, 32];

export class Groups {
	search = $state.raw<Search>(opening);
	names = $state(true); // on the map
	problem = $state.raw<Problem | null>(null);
	progress = $state.raw<Progress | null>(null);
	judged = $state.raw<Judged[]>([]);
	#found = $state.raw<{ run: number; result: Grouped; search: Search } | null>(null);
	#abort = $state.raw<AbortController | null>(null);
	#awaited = $state(false); // by a link
	#session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	readonly busy = $derived(this.#abort !== null);

	// found is what there is of the run, and of the space that is shown.
	readonly found = $derived.by((): Grouped | null => {
		const { run, space } = this.#session;
		const found = this.#found;
		return found && found.run === run?.id && space?.classesOf(found.result.column) && found.result.space === space.name ? found.result : null;
	});
	readonly classes = $derived.by(() => (this.found ? (this.#session.space?.classesOf(this.found.column) ?? null) : null));
	readonly list = $derived(this.classes ? groupsOf(this.classes) : []);

	// stale says that the rows have been trained since.
	readonly stale = $derived.by(() => this.found !== null && this.found.reports !== (this.#session.run?.progress?.reports ?? 0));

	readonly ready = $derived.by(() => {
		const { run, space } = this.#session;
		return run !== null && run.id > 0 && space?.run === run.id && run.state !== "preparing" && run.state !== "failed";
	});

	// due says that a link's groups can be sought now.
	readonly due = $derived.by(() => {
		const { run, frame } = this.#session;
		return this.#awaited && this.ready && run?.state !== "running" && (!this.search.map || frame?.run === run?.id);
	});

	set(change: Partial<Search>): void {
		this.search = { ...this.search, ...change };
		this.problem = null;
		this.judged = [];
	}

	// read takes a link's word, and link gives it.
	read(text: string | undefined): void {
		this.forget();
		const search = parseSearch(text);
		if (search) this.search = search;
		this.#awaited = search !== null;
	}

	link(): Record<string, string> {
		const search = this.#awaited ? this.search : this.found ? this.#found?.search : undefined;
		return search ? { "map.groups": formatSearch(search) } : {};
	}

	forget(): void {
		this.cancel();
		[this.#found, this.problem, this.judged, this.#awaited] = [null, null, [], false];
	}

	cancel(): void {
		this.#abort?.abort();
	}

	// find has the groups found, and colours the points by them.
	async find(): Promise<void> {
		const search = this.search;
		const run = this.#session.run?.id ?? 0;
		const linked = this.#awaited && this.#session.coloring.by !== "count"; // the link says what colours say
		await this.#work(async (signal) => {
			const result = await this.#ask(search, true, signal);
			if (this.#session.run?.id !== run) return;
			this.#found = { run, result, search };
			this.#put(result);
			if (!linked) this.#session.coloring.choose({ column: result.column });
		});
	}

	// judge compares numbers of groups.
	async judge(): Promise<void> {
		this.judged = [];
		const { search } = this;
		const most = this.#session.space?.rows ?? 0;
		await this.#work(async (signal) => {
			for (const groups of tried.filter((n) => n < most)) {
				const { silhouette } = await this.#ask({ ...search, groups }, false, signal);
				this.judged = [...this.judged, { groups, silhouette }];
			}
		});
	}

	async #work(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
		if (!this.ready) return;
		this.cancel();
		const abort = new AbortController();
		[this.#abort, this.#awaited, this.problem, this.progress] = [abort, false, null, null];
		try {
			await work(abort.signal);
		} catch (error) {
			if (this.#abort === abort && !isCancelled(error)) this.problem = problemOf(error);
		} finally {
			if (this.#abort === abort) [this.#abort, this.progress] = [null, null];
		}
	}

	#ask(search: Search, keep: boolean, signal: AbortSignal): Promise<Grouped> {
		const { engine, run, space } = this.#session;
		return engine.call("group", run?.id ?? 0, { ...search, metric: search.map ? "euclidean" : search.metric, space: space?.name ?? "", keep }, {
			signal,
			progress: (e) => {
				if (!signal.aborted) this.progress = e.progress;
			},
		});
	}

	// #put makes what was found a column of the space.
	#put({ space: name, column, names, codes }: Pick<Grouped, "space" | "column" | "names" | "codes">): void {
		const { spaces, run } = this.#session;
		this.#session.spaces = spaces.map((s) => (s.name === name && s.run === run?.id ? s.with({ column, names, codes }) : s));
	}

	rename(code: number, name: string): void {
		const { found, classes } = this;
		const { engine, run } = this.#session;
		if (!found || !classes || name.trim() === "") return;
		const names = classes.names.map((n, i) => (i === code ? name.trim() : n));
		this.#put({ ...found, codes: classes.codes, names });
		void engine.call("rename", run?.id ?? 0, { space: found.space, names }).catch((error: unknown) => (this.problem = problemOf(error)));
	}

	// choose chooses the rows of a group.
	choose(code: number): void {
		const { space, choice } = this.#session;
		const { classes } = this;
		if (!space || !classes) return;
		choice.set([...classes.codes.keys()].filter((row) => classes.codes[row] === code).flatMap((row) => space.item(row) ?? []));
	}
}
