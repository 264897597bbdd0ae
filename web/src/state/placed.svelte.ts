// Placed are the points on the map that are none of its space's rows. They are placed
// again whenever the map is another, for which they have to be asked for anew.
import { isCancelled } from "../engine/client";
import type { Problem, Progress, Query } from "../engine/protocol";
import { guestOf, nearest, same, type Guest } from "./guest";
import { decodeLabels } from "./labels";
import { problemOf, type Session } from "./session.svelte";

// More rows of a file are not placed.
export const mostRows = 20_000;

// So many of the map's own points are named near a spot.
const few = 3;

// After it was placed a guest rests for so many times as long as that took, and at
// least so long, in milliseconds, so that training goes on.
const resting = 4;
const leastRest = 150;

// Found are a guest's places.
interface Found {
	labels: string[];
	coordinates: Float32Array;
	dimensions: number;
	map: string;
	version: number; // of the frame
	of: number; // rows of the file
}

// Work is what is done for a guest.
interface Work {
	problem: Problem | null;
	progress: Progress | null;
	stop: AbortController | null; // while it is placed
	rests: number; // till when it is not placed again
}

const none: Work = { problem: null, progress: null, stop: null, rests: 0 };

// A Spot is one point of a guest.
export interface Spot {
	guest: Guest;
	at: number;
}

// Drawn are the points as the map has them, after its own.
interface Drawn {
	coordinates: Float32Array;
	spots: Spot[];
}

export class Placed {
	list = $state.raw<Guest[]>([]);
	pointed = $state.raw<Spot | null>(null);
	picked = $state.raw<Spot | null>(null);
	sought = $state.raw<Spot | null>(null); // what the map flies to
	shows = $state(0); // how often it was to fly
	#found = $state.raw<ReadonlyMap<Guest, Found>>(new Map());
	#work = $state.raw<ReadonlyMap<Guest, Work>>(new Map());
	#session: Session;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(session: Session) {
		this.#session = session;
	}

	found(guest: Guest): Found | null {
		return this.#found.get(guest) ?? null;
	}

	work(guest: Guest): Work {
		return this.#work.get(guest) ?? none;
	}

	// #map tells maps apart on which something may be placed.
	readonly #map = $derived.by(() => {
		const { run, space, mapping } = this.#session;
		return run && space ? JSON.stringify([run.id, space.name, mapping.way]) : "";
	});
	readonly #dimensions = $derived.by(() => this.#session.frame?.dimensions);

	// stands says that a guest is placed on the map that there is, if not on its last
	// state; current, that it is on that.
	stands(guest: Guest): boolean {
		const found = this.found(guest);
		return found !== null && found.map === this.#map && found.dimensions === this.#dimensions;
	}

	current(guest: Guest): boolean {
		return this.stands(guest) && this.found(guest)?.version === this.#session.frame?.version;
	}

	readonly #there = $derived.by(() => this.list.flatMap((guest) => (this.stands(guest) ? { guest, found: this.found(guest)! } : [])));
	readonly drawn = $derived.by((): Drawn | null => {
		if (this.#there.length === 0) return null;
		return {
			coordinates: Float32Array.from(this.#there.flatMap(({ found }) => [...found.coordinates])),
			spots: this.#there.flatMap(({ guest, found }) => found.labels.map((_, at) => ({ guest, at }))),
		};
	});

	// labels are theirs: the same list while they are the same.
	readonly labels = $derived.by((): string[] => {
		const labels = this.#there.flatMap(({ found }) => found.labels);
		const last = this.#labels;
		return labels.length === last.length && labels.every((label, i) => label === last[i]) ? last : (this.#labels = labels);
	});
	#labels: string[] = [];

	// index is where a spot is among those drawn; null: it is not.
	index(spot: Spot | null): number | null {
		const at = spot && this.drawn ? this.drawn.spots.findIndex((s) => s.guest === spot.guest && s.at === spot.at) : -1;
		return at < 0 ? null : at;
	}

	label({ guest, at }: Spot): string {
		return this.found(guest)?.labels[at] ?? "";
	}

	// coordinates are those of a spot on its map.
	coordinates({ guest, at }: Spot): Float32Array {
		const found = this.found(guest);
		return found ? found.coordinates.subarray(at * found.dimensions, (at + 1) * found.dimensions) : new Float32Array();
	}

	// near names the map's own points that are nearest to a spot.
	near(spot: Spot): string[] {
		const { frame, space } = this.#session;
		if (!frame || !space || frame.space !== space.name) return [];
		return nearest(frame.coordinates, this.coordinates(spot), few).map((row) => space.labels[row] ?? "");
	}

	// show has the map fly to a spot and mark it.
	show(spot: Spot): void {
		this.picked = this.sought = spot;
		this.#session.layout.middle = "map";
		this.shows++;
	}

	// of is the guest that a query asks for, if it is there.
	of(query: Query): Guest | null {
		const guest = guestOf(this.#session.answers.question(query.question), query);
		return this.list.find((g) => same(g, guest)) ?? null;
	}

	// add places what a query's answer is about.
	add(query: Query): void {
		if (!this.of(query)) this.#add(guestOf(this.#session.answers.question(query.question), query));
	}

	addFile(file: Blob, name: string): void {
		this.#add({ name, file });
	}

	#add(guest: Guest): void {
		this.list = [...this.list, guest];
		this.follow();
	}

	remove(guest: Guest): void {
		const at = this.list.indexOf(guest);
		if (at < 0) return;
		this.work(guest).stop?.abort();
		this.list = this.list.filter((g) => g !== guest);
		this.#session.notices.tell((t) => t.placed.removed, {
			undo: () => {
				if (!this.list.includes(guest)) this.restore([...this.list.slice(0, at), guest, ...this.list.slice(at)]);
			},
		});
	}

	// stop ends the placing of a guest; one that was nowhere yet is gone.
	stop(guest: Guest): void {
		this.work(guest).stop?.abort();
		if (!this.found(guest)) this.list = this.list.filter((g) => g !== guest);
	}

	// restore has these guests; those that are here stay as they are.
	restore(list: Guest[]): void {
		this.list = list.map((guest) => this.list.find((g) => same(g, guest)) ?? guest);
		this.follow();
	}

	forget(): void {
		for (const guest of this.list) this.work(guest).stop?.abort();
		[this.list, this.pointed, this.picked] = [[], null, null];
		[this.#found, this.#work] = [new Map(), new Map()];
	}

	// follow places what is not where it belongs on the map as it is, each as soon as it
	// has rested. Rows of a file wait until nothing moves.
	follow(): void {
		const now = Date.now();
		let next = Infinity;
		for (const guest of this.list) {
			const { rests, stop } = this.work(guest);
			if (stop || this.current(guest)) continue;
			if (rests > now) next = Math.min(next, rests);
			else if ("query" in guest || this.#still) void this.#place(guest);
		}
		clearTimeout(this.#timer);
		if (next < Infinity) this.#timer = setTimeout(() => this.follow(), next - now);
	}

	get #still(): boolean {
		const { run, mapping } = this.#session;
		return mapping.rests && run?.state !== "running";
	}

	#change(guest: Guest, change: Partial<Work>): void {
		this.#work = new Map(this.#work).set(guest, { ...this.work(guest), ...change });
	}

	async #place(guest: Guest): Promise<void> {
		const { run, engine, frame } = this.#session;
		if (!run || run.id === 0 || frame?.run !== run.id) return;
		const map = this.#map;
		const stop = new AbortController();
		const since = Date.now();
		this.#change(guest, { stop, progress: null });
		const asked = "query" in guest ? { query: guest.query, name: "", most: 1 } : { query: { question: "", args: {} }, name: guest.name, most: mostRows, file: guest.file };
		let problem: Problem | null = null;
		try {
			const { labels, coordinates, dimensions, version, of } = await engine.call("place", run.id, { map: 0, ...asked }, {
				signal: stop.signal, progress: ({ progress }) => this.#change(guest, { progress }),
			});
			this.#found = new Map(this.#found).set(guest, { labels: decodeLabels(labels), coordinates, dimensions, map, version, of });
		} catch (error) {
			if (!isCancelled(error)) problem = problemOf(error);
		}
		this.#change(guest, { stop: null, progress: null, rests: Date.now() + Math.max(leastRest, resting * (Date.now() - since)), problem: problem?.code === "notReady" ? null : problem });
		// A map that is not there yet will be heard of.
		if (!problem && !stop.signal.aborted) this.follow();
	}
}
