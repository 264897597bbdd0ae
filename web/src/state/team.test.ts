import { describe, expect, it } from "vitest";
import type { Engine } from "../engine/client";
import { Team } from "./team";

// Told is an engine that notes what it is asked and speaks when it is told to.
class Told {
	asked: [string, unknown][] = [];
	closed = false;
	onbroken: (message: string) => void = () => {};
	#delta: ((e: { run: number; values: Float32Array }) => void)[] = [];

	constructor(private readonly refuses = false) {}

	on(_: string, listen: (e: { run: number; values: Float32Array }) => void): () => void {
		this.#delta.push(listen);
		return () => (this.#delta = this.#delta.filter((l) => l !== listen));
	}

	async call(op: string, _: number, args: unknown): Promise<unknown> {
		this.asked.push([op, args]);
		if (op === "start" && this.refuses) throw new Error("no worker");
		return op === "start" ? { run: 7 } : op === "save" ? { pieces: [new Uint8Array([1, 2])] } : null;
	}

	close(): void {
		this.closed = true;
	}

	changed(run: number, ...values: number[]): void {
		for (const listen of this.#delta) listen({ run, values: new Float32Array(values) });
	}

	merges(): unknown[] {
		return this.asked.filter(([op]) => op === "merge").map(([, args]) => args);
	}
}

const start = { lab: "words", seed: 1, shard: 0 } as never;

async function formed(refuses = false) {
	const [first, second] = [new Told(), new Told(refuses)];
	const team = await Team.form(() => second as unknown as Engine, { engine: first as unknown as Engine, run: 3 }, 2, start, []);
	return { team, first, second };
}

describe("a team", () => {
	it("hands each what the others have changed, in the order of the shards", async () => {
		const { first, second } = await formed();
		second.changed(7, 2);
		expect(first.merges()).toEqual([]);
		first.changed(3, 1);
		expect(first.merges()).toEqual([{ deltas: [null, new Float32Array([2])] }]);
		expect(second.merges()).toEqual([{ deltas: [new Float32Array([1]), null] }]);
		first.changed(3, 3);
		expect(first.merges().length).toBe(1);
	});

	it("does not listen to other runs of its engines", async () => {
		const { first, second } = await formed();
		first.changed(4, 1);
		second.changed(7, 2);
		expect(second.merges()).toEqual([]);
	});

	it("starts each shard as the first, but for its number", async () => {
		const { second } = await formed();
		expect(second.asked[0]).toEqual(["start", { lab: "words", seed: 1, shard: 1 }]);
	});

	it("leaves nothing behind where workers are refused", async () => {
		const first = new Told();
		const second = new Told(true);
		const form = Team.form(() => second as unknown as Engine, { engine: first as unknown as Engine, run: 3 }, 2, start, []);
		await expect(form).rejects.toThrow("no worker");
		expect(second.closed).toBe(true);
	});

	it("saves the further shards, and stops", async () => {
		const { team, first, second } = await formed();
		expect((await team.save()).map((b) => b.size)).toEqual([2]);
		team.stop();
		expect(second.closed).toBe(true);
		first.changed(3, 1);
		expect(first.merges()).toEqual([]);
	});
});
