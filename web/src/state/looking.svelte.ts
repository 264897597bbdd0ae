// Looking is the example that is looked into: the walk through the model with
// the numbers of now, and the stage of it that is shown.
import { EngineProblem } from "../engine/client";
import type { Problem, Stage, Tensor, Trace } from "../engine/protocol";
import { problemOf, type Session } from "./session.svelte";
import type { Side } from "./side";

// Touched is what a stage does to a row of the space that is shown.
export interface Touched {
	row: number;
	times: number; // it may be looked up more than once
	gradient: number; // its norm; 0 where there is none
	before: number; // that before clipping
}

const norm = (values: Float32Array) => Math.hypot(...values);

export class Looking {
	position = $state(0);
	example = $state(""); // of one's own; empty: the text's at the position
	wanted = $state(""); // the stage's id
	trace = $state.raw<Trace | null>(null);
	problem = $state.raw<Problem | null>(null);
	playing = $state(false);
	#session: Session;
	#side: Side;
	#asked = 0;

	constructor(session: Session, side: Side) {
		this.#session = session;
		this.#side = side;
	}

	readonly ready = $derived.by(() => {
		const { run } = this.#side;
		return run !== null && run.id > 0 && run.state !== "preparing" && run.state !== "failed";
	});

	// What calls for another look: while the run trains now and then, and always
	// at rest.
	readonly beat = $derived.by(() => {
		const { run } = this.#side;
		if (!this.ready || !run) return "";
		const reports = run.progress?.reports ?? 0;
		const now = run.state === "running" ? `~${Math.floor(reports / 20)}` : String(reports);
		return `${run.id} ${now} ${run.revision} ${this.position} ${this.example}`;
	});

	readonly stages = $derived(this.trace?.stages ?? []);
	readonly at = $derived(Math.max(0, this.stages.findIndex((s) => s.id === this.wanted)));
	readonly stage: Stage | null = $derived(this.stages[this.at] ?? null);

	// batch are the rows that the example looks up, in order, some of them again.
	readonly batch = $derived(this.stages.map((s) => this.#looked(s)).find((t) => t !== undefined)?.rows ?? new Int32Array());

	// used are all rows of the space that the example has to do with.
	readonly used = $derived(new Set(this.stages.flatMap((s) => this.#tensors(s)).flatMap((t) => [...t.rows])));

	// touched are the rows that the stage shows, in the order in which it does.
	readonly touched = $derived.by(() => {
		const found = new Map<number, Touched>();
		const { stage } = this;
		if (!stage) return found;
		for (const tensor of this.#tensors(stage)) {
			const gradients = gradientOf(tensor);
			tensor.rows.forEach((row, i) => {
				const seen = found.get(row) ?? { row, times: 0, gradient: 0, before: 0 };
				if (tensor === this.#looked(stage)) seen.times++;
				if (gradients) {
					const size = norm(gradients.subarray(i * dimOf(tensor), (i + 1) * dimOf(tensor)));
					if (stage.out.includes(tensor)) seen.gradient = size;
					else seen.before = size;
				}
				found.set(row, seen);
			});
		}
		return found;
	});

	#tensors(stage: Stage): Tensor[] {
		const space = this.#side.space?.name;
		return [...stage.in, ...stage.out].filter((t) => t.space === space && t.rows.length > 0);
	}

	#looked(stage: Stage): Tensor | undefined {
		const space = this.#side.space?.name;
		return stage.out.find((t) => t.space === space && t.rows.length > 0);
	}

	// renew asks the engine for the walk as it is now.
	async renew(): Promise<void> {
		const { run } = this.#side;
		if (!this.ready || !run) return;
		const turn = ++this.#asked;
		try {
			const trace = await this.#session.engine.call("trace", run.id, { pick: { position: this.position, text: this.example } });
			if (turn !== this.#asked) return;
			this.trace = trace;
			this.problem = null;
		} catch (error) {
			if (turn !== this.#asked) return;
			if (error instanceof EngineProblem || this.#session.boot.kind === "ready") this.problem = problemOf(error);
		}
	}

	go(to: number): void {
		const stage = this.stages[Math.min(Math.max(0, to), this.stages.length - 1)];
		if (stage) this.wanted = stage.id;
	}

	// forget is for another lab or other data: its examples are others.
	forget(): void {
		this.position = 0;
		this.example = "";
		this.trace = null;
		this.problem = null;
		this.playing = false;
	}
}

const dimOf = (tensor: Tensor) => tensor.shape[1] ?? 1;

// gradientOf returns a tensor's gradient: beside its values, or as them.
export function gradientOf(tensor: Tensor): Float32Array | null {
	if (tensor.gradient.length > 0) return tensor.gradient;
	return tensor.name.startsWith("∂") ? tensor.values : null;
}
