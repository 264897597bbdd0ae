// Groups are what the rows of the space are grouped into: how they are sought, what
// was found, and what the groups are called.
import { isCancelled, type Engine } from "../engine/client";
import type { Grouped, Problem, Progress } from "../engine/protocol";
import { called, carried, formatGroups, formatSearch, give, groupsOf, opening, parseGroups, type Names, type Search } from "./grouping";
import { problemOf, type Session } from "./session.svelte";

// Judged is how well so many groups divide the rows.
export interface Judged {
	groups: number;
	silhouette: number;
}

// A Grouping is how rows are grouped, what the visitor calls the groups, and what was
// found, under the names that it got by itself; null: it is still to be sought.
export interface Grouping {
	search: Search;
	given: Names;
	found: Found | null;
}

interface Found {
	engine: Engine; // one that was started anew has the same numbers for runs
	run: number;
	result: Grouped;
}

// GroupsState is what of it steps back and forth, links and bookmarks hold.
export interface GroupsState {
	grouping: Grouping | null;
	names: boolean; // on the map
}

// Numbers of groups that are compared.
const tried = [2, 3, 4, 6, 8, 12, 16, 24, 32];

export class Groups {
	search = $state.raw<Search>(opening);
	names = $state(true); // on the map
	problem = $state.raw<Problem | null>(null);
	progress = $state.raw<Progress | null>(null);
	judged = $state.raw<Judged[]>([]);
	#grouping = $state.raw<Grouping | null>(null);
	#abort = $state.raw<AbortController | null>(null);
	#colored = false; // what colours say is known where groups are still to be sought
	#session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	readonly busy = $derived(this.#abort !== null);
	readonly state = $derived.by((): GroupsState => ({ grouping: this.#grouping, names: this.names }));

	// found is what there is of the run, and of the space that is shown.
	readonly found = $derived.by((): Grouped | null => {
		const { space } = this.#session;
		const found = this.#grouping?.found;
		return found && this.#here(found) && space?.classesOf(found.result.column) && found.result.space === space.name ? found.result : null;
	});
	readonly classes = $derived.by(() => (this.found ? (this.#session.space?.classesOf(this.found.column) ?? null) : null));
	readonly list = $derived(this.classes ? groupsOf(this.classes) : []);

	// stale says that the rows have been trained since.
	readonly stale = $derived.by(() => this.found !== null && this.found.reports !== (this.#session.run?.progress?.reports ?? 0));

	readonly ready = $derived.by(() => {
		const { run, space } = this.#session;
		return run !== null && run.id > 0 && space?.run === run.id && run.state !== "preparing" && run.state !== "failed";
	});

	// due says that groups of a link or of an earlier step can be sought now.
	readonly due = $derived.by(() => {
		const { run, mapping } = this.#session;
		const sought = this.#grouping?.found === null && !this.busy;
		return sought && this.ready && run?.state !== "running" && (!this.search.map || mapping.rests);
	});

	#here({ engine, run }: Found): boolean {
		return engine === this.#session.engine && run === this.#session.run?.id;
	}

	set(change: Partial<Search>): void {
		this.search = { ...this.search, ...change };
		this.problem = null;
		this.judged = [];
	}

	// read takes a link's words. Where it does not say what colours say, they will say
	// the groups.
	read(fields: Record<string, string>, colored: boolean): void {
		this.forget();
		const { search, names, onMap } = parseGroups(fields);
		[this.names, this.#colored] = [onMap, colored];
		if (search) [this.search, this.#grouping] = [search, { search, given: names, found: null }];
	}

	link(): Record<string, string> {
		const grouping = this.#grouping;
		const there = grouping !== null && (this.found !== null || grouping.found === null);
		return formatGroups(there ? grouping.search : null, grouping?.given ?? {}, this.names);
	}

	// stateOf is what a link's words would have there: groups that were found so stay.
	stateOf(fields: Record<string, string>): GroupsState {
		const { search, names: given, onMap } = parseGroups(fields);
		if (!search) return { grouping: null, names: onMap };
		const now = this.#grouping;
		const found = now && this.found && formatSearch(now.search) === formatSearch(search) ? now.found : null;
		return { grouping: { search, given, found }, names: onMap };
	}

	// restore shows other groups, as they were found; of a run that is no more they are
	// sought anew.
	restore({ grouping, names }: GroupsState): void {
		const before = this.#grouping?.found;
		this.names = names;
		if (grouping === this.#grouping) return;
		this.forget();
		const found = grouping?.found && this.#here(grouping.found) ? grouping.found : null;
		if (before && this.#here(before) && before.result.space !== found?.result.space) this.#drop(before.result);
		if (!grouping) return;
		[this.#grouping, this.search, this.#colored] = [{ ...grouping, found }, grouping.search, true];
		if (!found) return;
		const shown = called(found.result, grouping.given);
		this.#put({ ...found.result, names: shown });
		this.#regroup(found.result.space, shown, found.result.codes);
	}

	forget(): void {
		this.cancel();
		[this.#grouping, this.problem, this.judged] = [null, null, []];
	}

	cancel(): void {
		this.#abort?.abort();
	}

	// find has the groups found, and colours the points by them. Those that a link or a
	// step asked for come as it says, and are no step.
	async find(): Promise<void> {
		const { search } = this;
		const { engine, run, showings, coloring } = this.#session;
		const before = this.#grouping;
		const sought = before?.found === null;
		const done = await this.#work(async (signal) => {
			const result = await this.#ask(search, true, signal);
			if (this.#session.run?.id !== run?.id || run === null || this.#grouping !== before) return;
			const given = sought ? before.given : carried(result, before?.given ?? {});
			const names = called(result, given);
			this.#grouping = { search, given, found: { engine, run: run.id, result } };
			this.#put({ ...result, names });
			if (sought && Object.keys(given).length > 0) this.#regroup(result.space, names);
			if (!sought || !this.#colored) coloring.choose({ column: result.column });
			if (sought) showings.settle();
		});
		if (!done && sought && this.#grouping === before) this.#grouping = null;
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

	// #work says whether it came to its end.
	async #work(work: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
		if (!this.ready) return false;
		this.cancel();
		const abort = new AbortController();
		[this.#abort, this.problem, this.progress] = [abort, null, null];
		try {
			await work(abort.signal);
			return true;
		} catch (error) {
			if (this.#abort === abort && !isCancelled(error)) this.problem = problemOf(error);
			return false;
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

	// #drop takes groups away from their space.
	#drop({ space: name, column }: Grouped): void {
		const { spaces, run } = this.#session;
		this.#session.spaces = spaces.map((s) => (s.name === name && s.run === run?.id ? s.without(column) : s));
		this.#regroup(name, []);
	}

	// #regroup tells the engine of other names, and of other groups.
	#regroup(space: string, names: string[], codes?: Int32Array): void {
		const { engine, run } = this.#session;
		void engine.call("regroup", run?.id ?? 0, { space, names, ...(codes ? { codes } : {}) }).catch((error: unknown) => (this.problem = problemOf(error)));
	}

	rename(code: number, name: string): void {
		const { found, classes } = this;
		const grouping = this.#grouping;
		if (!found || !classes || !grouping || name.trim() === "") return;
		const given = give(found, grouping.given, code, name.trim());
		const names = called(found, given);
		this.#grouping = { ...grouping, given };
		this.#put({ ...found, names });
		this.#regroup(found.space, names);
	}

	// choose chooses the rows of a group.
	choose(code: number): void {
		const { space, choice } = this.#session;
		const { classes } = this;
		if (!space || !classes) return;
		choice.set([...classes.codes.keys()].filter((row) => classes.codes[row] === code).flatMap((row) => space.item(row) ?? []));
	}
}
