// Move is what one engine knows of its runs that another needs to go on with them.
import type { EngineEvent, Post } from "./client";
import type { Ops, Params, Progress, State } from "./protocol";

type Start = Ops["start"]["args"];
type Project = Ops["project"]["args"];

interface Known {
	start: Start;
	prepared: boolean; // its data is read
	until: number | null; // it trains to this report; 0: to its end; null: it rests
	progress: Progress | null;
	failed: boolean;
	maps: Map<number, Project>;
}

export class Move {
	#runs = new Map<number, Known>();
	#carrying = false;

	get empty(): boolean {
		return this.#runs.size === 0;
	}

	get maps(): number {
		return [...this.#runs.values()].reduce((sum, { maps }) => sum + maps.size, 0);
	}

	// note remembers what was asked and answered.
	note<O extends keyof Ops>(op: O, run: number, args: Ops[O]["args"], result: Ops[O]["result"]): void {
		if (op === "start") {
			const { run } = result as Ops["start"]["result"];
			this.#runs.set(run, { start: args as Start, prepared: false, until: null, progress: null, failed: false, maps: new Map() });
		}
		const known = this.#runs.get(run);
		if (!known) return;
		switch (op) {
			case "stop":
				this.#runs.delete(run);
				break;
			case "prepare": {
				const { save: _, ...start } = known.start; // which the run holds by now
				Object.assign(known, { start, prepared: true });
				break;
			}
			case "set":
				known.start = { ...known.start, params: (args as Ops["set"]["args"]).params as Params };
				break;
			case "run":
				known.until = (args as Ops["run"]["args"]).until;
				break;
			case "pause":
			case "step":
				known.until = null;
				break;
			case "project": {
				const project = args as Project;
				if (project.off) known.maps.delete(project.map);
				else known.maps.set(project.map, project);
			}
		}
	}

	// hear learns what becomes of a run, and returns what is told of it: one that is
	// carried over trains as far as one can see.
	hear(event: EngineEvent): EngineEvent {
		if (event.event !== "state" && event.event !== "progress") return event;
		const known = this.#runs.get(event.run);
		if (!known) return event;
		const { state, progress } = event.event === "state" ? event.state : event;
		[known.progress, known.failed] = [progress, state === "failed"];
		if (this.#carrying && event.event === "progress" && state === "paused" && known.until !== null) return { ...event, state: "running" };
		if (state !== "running") known.until = null;
		return event;
	}

	// rest has a run that trains, and is being carried over, rest when it is there.
	rest(run: number): State | null {
		const known = this.#runs.get(run);
		if (!known?.progress || known.until === null) return null;
		known.until = null;
		return { state: "paused", progress: known.progress, problem: null };
	}

	// carry starts the runs of one engine in another, each where it is, under its
	// number. One that has failed is left behind.
	async carry(from: Post, to: Post): Promise<void> {
		this.#carrying = true;
		try {
			for (const [run, known] of this.#runs) {
				if (!known.failed) await this.#carry(run, known, from, to);
			}
		} finally {
			this.#carrying = false;
		}
	}

	async #carry(run: number, { start, prepared }: Known, from: Post, to: Post): Promise<void> {
		if (!prepared) {
			await to.call("start", run, start);
			return;
		}
		await from.call("pause", run, {});
		const { pieces } = await from.call("save", run, {});
		await to.call("start", run, { ...start, save: new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer()) });
		await to.call("prepare", run, {});
	}

	// resume has the runs show and do what they did before.
	async resume(engine: Post): Promise<void> {
		for (const [run, { until, maps, failed }] of this.#runs) {
			if (failed) continue;
			for (const project of maps.values()) await engine.call("project", run, project);
			if (until !== null) await engine.call("run", run, { until });
		}
	}
}
