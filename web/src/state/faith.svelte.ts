// Faith is how faithful a side's map is, as the engine has judged it.
import { isCancelled } from "../engine/client";
import type { Judged, Problem } from "../engine/protocol";
import { problemOf, type Session } from "./session.svelte";
import type { Side } from "./side";

export const measures = ["trust", "continuity", "preserved", "shepard"] as const;
export type Measure = (typeof measures)[number];

// Metrics by which nearness in the space is judged.
export const nearnesses = ["cosine", "euclidean", "dot", "correlation"] as const;

// A Verdict is what was found, of which picture.
export interface Verdict extends Judged {
	run: number;
	space: string;
	places: Float32Array; // of the picture
}

export class Faith {
	neighbors = $state(10);
	metric = $state<(typeof nearnesses)[number]>("cosine");
	all = $state(false); // every point, however many there are
	verdict = $state.raw<Verdict | null>(null);
	problem = $state.raw<Problem | null>(null);
	done = $state<number | null>(null); // share of what is under way; null: nothing is
	#session: Session;
	#side: Side;
	#map: number;
	#abort: AbortController | null = null;

	constructor(session: Session, side: Side, map: number) {
		[this.#session, this.#side, this.#map] = [session, side, map];
	}

	// most is how many neighbours can be asked for.
	readonly most = $derived.by(() => Math.max(1, Math.min(100, Math.floor((2 * (this.#side.space?.rows ?? 0) - 2) / 3), (this.#side.space?.rows ?? 0) - 1)));
	// current is the verdict if it is of the space that is shown.
	readonly current = $derived.by(() => {
		const { verdict } = this;
		const { space } = this.#side;
		return verdict && space && verdict.run === space.run && verdict.space === space.name && verdict.rows === space.rows ? verdict : null;
	});
	readonly stale = $derived.by(() => this.current !== null && this.current.places !== this.#side.frame?.coordinates);

	set(change: { neighbors?: number; metric?: Faith["metric"]; all?: boolean }): void {
		Object.assign(this, change);
		void this.judge();
	}

	// judge asks for a verdict on the picture that is there, in place of what is under
	// way.
	async judge(): Promise<void> {
		const { run, space, frame } = this.#side;
		this.cancel();
		if (!run || run.id === 0 || !space || !frame || frame.run !== run.id) return;
		const abort = new AbortController();
		this.#abort = abort;
		[this.done, this.problem] = [0, null];
		try {
			const asked = { map: this.#map, neighbors: Math.min(this.neighbors, this.most), metric: this.metric, all: this.all };
			const judged = await this.#session.engine.call("judge", run.id, asked, {
				signal: abort.signal,
				progress: ({ progress }) => {
					if (this.#abort === abort) this.done = progress.total > 0 ? progress.done / progress.total : 0;
				},
			});
			if (this.#abort === abort) this.verdict = { ...judged, run: run.id, space: space.name, places: frame.coordinates };
		} catch (error) {
			if (this.#abort === abort && !isCancelled(error)) this.problem = problemOf(error);
		} finally {
			if (this.#abort === abort) this.#end();
		}
	}

	cancel(): void {
		this.#abort?.abort();
		this.#end();
	}

	#end(): void {
		[this.#abort, this.done] = [null, null];
	}
}

// perPoint are the figures of each point by a measure; NaN where none was looked at.
export function perPoint(judged: Judged, measure: Measure): Float32Array {
	return { trust: judged.trusts, continuity: judged.continuities, preserved: judged.shares, shepard: judged.shepards }[measure];
}
