// Move is what one engine knows of its runs that another needs to go on with them.
import type { Post } from "./client";
import type { Events, Ops, Params } from "./protocol";

type Start = Ops["start"]["args"];
type Project = Ops["project"]["args"];

interface Known {
	start: Start;
	prepared: boolean; // its data is read
	until: number | null; // it trains to this report; 0: to its end; null: it rests
	maps: Map<number, Project>;
}

export class Move {
	#runs = new Map<number, Known>();

	get empty(): boolean {
		return this.#runs.size === 0;
	}

	get maps(): number {
		return [...this.#runs.values()].reduce((sum, { maps }) => sum + maps.size, 0);
	}

	// note remembers what was asked and answered.
	note<O extends keyof Ops>(op: O, run: number, args: Ops[O]["args"], result: Ops[O]["result"]): void {
		if (op === "start") {
			const { save: _, ...start } = args as Start;
			this.#runs.set((result as Ops["start"]["result"]).run, { start, prepared: false, until: null, maps: new Map() });
		}
		const known = this.#runs.get(run);
		if (!known) return;
		switch (op) {
			case "stop":
				this.#runs.delete(run);
				break;
			case "prepare":
				known.prepared = true;
				break;
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

	// hear learns that a run has come to rest by itself.
	hear({ run }: Events["state"]): void {
		const known = this.#runs.get(run);
		if (known) known.until = null;
	}

	// carry starts the runs of one engine in another, each where it is, under its number.
	async carry(from: Post, to: Post): Promise<void> {
		for (const [run, { start, prepared }] of this.#runs) {
			if (!prepared) {
				await to.call("start", run, start);
				continue;
			}
			await from.call("pause", run, {});
			const { pieces } = await from.call("save", run, {});
			await to.call("start", run, { ...start, save: new Uint8Array(await new Blob(pieces as BlobPart[]).arrayBuffer()) });
			await to.call("prepare", run, {});
		}
	}

	// resume has the runs show and do what they did before.
	async resume(engine: Post): Promise<void> {
		for (const [run, { until, maps }] of this.#runs) {
			for (const project of maps.values()) await engine.call("project", run, project);
			if (until !== null) await engine.call("run", run, { until });
		}
	}
}
