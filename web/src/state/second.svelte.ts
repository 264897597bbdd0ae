// Second is the run's space by another way, on a second map beside the first. Its
// engine works on it only while it is open.
import type { Engine } from "../engine/client";
import type { FrameEvent } from "../engine/protocol";
import { Faith } from "./faith.svelte";
import { Mapping } from "./mapping.svelte";
import type { Session } from "./session.svelte";
import type { Side } from "./side";
import { shown } from "./space";
import { formatWay, opening, parseWay, type Way } from "./way";

const prefix = "map2"; // of its fields in a link

export class Second implements Side {
	open = $state(false);
	frame = $state.raw<FrameEvent | null>(null);
	readonly mapping: Mapping;
	readonly faith: Faith;
	#session: Session;
	#chosen = false; // its way has been open before

	constructor(session: Session) {
		this.#session = session;
		this.mapping = new Mapping(session, 1);
		this.faith = new Faith(session, this, 1);
	}

	get run() {
		return this.#session.run;
	}
	get history() {
		return this.#session.history;
	}
	get spaces() {
		return this.#session.spaces;
	}
	get looking() {
		return this.#session.looking;
	}
	readonly space = $derived.by(() => shown(this.#session.spaces, this.mapping.way.space));
	readonly selected = $derived.by(() => this.space?.rowOf(this.#session.chosen) ?? null);
	readonly pointed = $derived.by(() => this.space?.rowOf(this.#session.pointing) ?? null);
	readonly neighbors = $derived.by(() => {
		const { space } = this;
		const { space: other, neighbors } = this.#session;
		return space && other ? neighbors.flatMap((row) => space.rowOf(other.item(row)) ?? []) : [];
	});

	// listen hears what an engine says of the second map.
	listen(engine: Engine): void {
		engine.on("map", (e) => {
			if (this.open && e.run === this.run?.id && e.map === 1) this.mapping.hear(e);
		});
		engine.on("frame", (e) => {
			if (!this.open || e.run !== this.run?.id || e.map !== 1) return;
			this.frame = e;
			this.mapping.arrive(e);
		});
	}

	// begin opens it by the way that it had, or by one unlike the first map's. Two runs
	// and two ways are not compared at once.
	begin(): void {
		this.restore(this.#chosen ? this.mapping.way : unlike(this.#session.mapping.way));
	}

	// way is what of it is stepped back and forth to, and kept in bookmarks; null: it is
	// closed.
	get way(): Way | null {
		return this.open ? this.mapping.way : null;
	}

	wayOf(fields: Record<string, string>): Way | null {
		return prefix in fields ? parseWay(fields, this.#session.maps, prefix) : null;
	}

	restore(way: Way | null): void {
		if (!way) return this.end();
		if (this.open) return this.mapping.set(way);
		this.#replace();
		this.mapping.way = way;
		[this.open, this.#chosen] = [true, true];
		void this.mapping.show();
	}

	// #replace ends the second run, which can be brought back.
	#replace(): void {
		const { rival } = this.#session;
		rival.end((t) => t.second.replaced);
	}

	end(): void {
		if (!this.open) return;
		this.#forget();
		const run = this.run?.id ?? 0;
		if (run > 0) void this.#session.engine.call("project", run, { ...opening, map: 1, off: true }).catch(() => {});
	}

	#forget(): void {
		this.faith.cancel();
		[this.open, this.frame] = [false, null];
		[this.mapping.course, this.mapping.problem, this.mapping.paused] = [null, null, false];
	}

	// of has a run that has begun show it too.
	async of(run: number): Promise<void> {
		if (this.open) await this.mapping.of(run);
	}

	// read takes what a link says, before its run begins.
	read(fields: Record<string, string>): void {
		this.#forget();
		const way = this.wayOf(fields);
		this.#chosen = this.open = way !== null;
		if (way) this.mapping.way = way;
	}

	link(): Record<string, string> {
		const { way } = this.mapping;
		return this.open ? { ...formatWay(way, prefix), [prefix]: `${way.method},${way.dimensions}` } : {};
	}
}

// unlike is a way that shows what the other does not: neighbours beside directions, and
// directions beside neighbours.
export function unlike({ space, method }: Way): Way {
	return { ...opening, space, method: method === "live" || method === "pca" ? "umap" : "pca" };
}
