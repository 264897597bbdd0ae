// A Team is the further engines that train a run together with the first: each
// has a shard of it. The team hands round what they have changed.
import type { Engine } from "../engine/client";
import type { Ops, Params } from "../engine/protocol";

interface Member {
	engine: Engine;
	run: number;
}

export class Team {
	// onbroken is called once if one of the further engines stops for good.
	onbroken: (message: string) => void = () => {};
	#members: Member[];
	#deltas: (Float32Array | null)[] = [];
	#ears: (() => void)[] = [];

	private constructor(first: Member) {
		this.#members = [first];
		this.#hear(first, 0);
	}

	// form starts an engine for each further shard of a run, each with the state
	// that one of the saves holds, and has them read their data. If an engine cannot
	// be started, all of them are ended.
	static async form(spawn: () => Engine, first: Member, shards: number, start: Ops["start"]["args"], saves: Uint8Array[]): Promise<Team> {
		const team = new Team(first);
		const begin = async (shard: number): Promise<Member> => {
			const engine = spawn();
			team.#ears.push(() => engine.close());
			const save = saves[shard - 1];
			const { run } = await engine.call("start", 0, { ...start, shard, ...(save ? { save } : {}) });
			engine.onbroken = (message) => team.onbroken(message);
			const member = { engine, run };
			team.#hear(member, shard);
			return member;
		};
		try {
			const others = await Promise.all(Array.from({ length: shards - 1 }, (_, i) => begin(i + 1)));
			team.#members.push(...others);
			return team;
		} catch (error) {
			team.stop();
			throw error;
		}
	}

	get #others(): Member[] {
		return this.#members.slice(1);
	}

	#hear({ engine, run }: Member, shard: number): void {
		const stop = engine.on("delta", (e) => {
			if (e.run !== run) return;
			this.#deltas[shard] = e.values;
			this.#handRound();
		});
		this.#ears.push(stop);
	}

	// #handRound gives every engine what the others have changed, once all have said
	// it. What goes to one engine only is not copied.
	#handRound(): void {
		const deltas = this.#members.flatMap((_, i) => this.#deltas[i] ?? []);
		if (this.#members.length < 2 || deltas.length < this.#members.length) return;
		this.#deltas = [];
		this.#members.forEach(({ engine, run }, own) => {
			const others = deltas.map((d, i) => (i === own ? null : d));
			const transfer = this.#members.length === 2 ? others.flatMap((d) => d?.buffer ?? []) : [];
			engine.call("merge", run, { deltas: others }, { transfer }).catch((error: unknown) => this.onbroken(String(error)));
		});
	}

	// prepare, run, pause and set do for the further shards what is done for the
	// first.
	async prepare(): Promise<void> {
		await Promise.all(this.#others.map(({ engine, run }) => engine.call("prepare", run, {})));
	}

	run(): void {
		for (const { engine, run } of this.#others) engine.call("run", run, { until: 0 }).catch(() => {});
	}

	pause(): void {
		for (const { engine, run } of this.#others) engine.call("pause", run, {}).catch(() => {});
	}

	set(params: Params): void {
		for (const { engine, run } of this.#others) engine.call("set", run, { params }).catch(() => {});
	}

	// save returns the states of the further shards. Asked for together with the
	// first one's it fits to that: no merge comes between.
	save(): Promise<Blob[]> {
		return Promise.all(this.#others.map(async ({ engine, run }) => {
			const { pieces } = await engine.call("save", run, {});
			return new Blob(pieces as Uint8Array<ArrayBuffer>[]);
		}));
	}

	stop(): void {
		for (const stop of this.#ears) stop();
		this.#ears = [];
		this.#members.length = 1;
	}
}
