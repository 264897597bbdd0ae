import { version, type Events, type Ops, type Problem } from "./protocol";
import { Move } from "./move";
import { compiled } from "./compiled";
import type { Program } from "./wasm";
import type { Load, Notice, Programs } from "./worker";

// EngineProblem is an error that the engine answered with; the catalogue phrases
// its code.
export class EngineProblem extends Error {
	constructor(readonly problem: Problem) {
		super(problem.message);
	}
}

export function isCancelled(error: unknown): boolean {
	return error instanceof EngineProblem && error.problem.code === "cancelled";
}

type Reply = { id: number; result?: unknown; error?: Problem };
export type EngineEvent = { [E in keyof Events]: { event: E } & Events[E] }[keyof Events];
type Message = Reply | EngineEvent | Notice;

// A Request waits for its answer.
interface Request {
	message: { id: number; op: string; run: number; args: unknown };
	resolve(result: unknown): void;
	reject(error: Error): void;
	progress: ((event: Events["progress"]) => void) | undefined;
}

interface CallOptions {
	signal?: AbortSignal;
	transfer?: Transferable[];
	progress?: (event: Events["progress"]) => void;
}

type Listeners = { [E in keyof Events]?: ((event: Events[E]) => void)[] };

// The engine may be one of two programs: the first holds what the first minutes need.
export type Which = "first" | "whole";

export interface Loaded {
	done: number;
	total: number; // bytes; 0: not known
}

// Post is one worker with its program: requests with answers, and events.
export class Post {
	// When the worker has started, or why it could not.
	readonly ready: Promise<void>;
	onloading: (done: number, total: number) => void = () => {};
	// onbroken is called once if the worker stops for good, with its last words.
	onbroken: (message: string) => void = () => {};
	onevent: (event: EngineEvent) => void = () => {};

	#worker: Worker;
	#waiting = new Map<number, Request>();
	#last = 0;
	#broken = false;
	#start!: { resolve(): void; reject(error: Error): void };

	constructor(spawn: () => Worker, exec: string, program: Program) {
		this.ready = new Promise((resolve, reject) => (this.#start = { resolve, reject }));
		this.ready.catch(() => {});
		this.#worker = spawn();
		this.#worker.onmessage = (event: MessageEvent<Message>) => this.#hear(event.data);
		this.#worker.onerror = (event) => this.fail(event.message || "the worker could not be started");
		const load = (engine: WebAssembly.Module) => this.#worker.postMessage({ exec, engine } satisfies Load);
		compiled(program, (done, total) => this.onloading(done, total)).then(load).catch((error: Error) => this.fail(error.message));
	}

	async call<O extends keyof Ops>(op: O, run: number, args: Ops[O]["args"], options: CallOptions = {}): Promise<Ops[O]["result"]> {
		await this.ready;
		if (this.#broken) throw new Error("the engine has stopped");
		const message = { id: ++this.#last, op, run, args };
		const answer = new Promise<unknown>((resolve, reject) =>
			this.#waiting.set(message.id, { message, resolve, reject, progress: options.progress }),
		);
		this.#worker.postMessage(message, options.transfer ?? []);
		const cancel = () => void this.call("cancel", 0, { id: message.id }).catch(() => {});
		if (options.signal?.aborted) cancel();
		options.signal?.addEventListener("abort", cancel, { once: true });
		try {
			return (await answer) as Ops[O]["result"];
		} finally {
			options.signal?.removeEventListener("abort", cancel);
		}
	}

	close(why = "the engine was closed"): void {
		this.#broken = true;
		this.#worker.terminate();
		for (const request of this.#waiting.values()) request.reject(new Error(why));
		this.#waiting.clear();
	}

	// fail stops the worker for good.
	fail(message: string): void {
		if (this.#broken) return;
		this.close();
		this.#start.reject(new Error(message));
		this.onbroken(message);
	}

	#hear(message: Message): void {
		if (!("event" in message)) return this.#answer(message);
		switch (message.event) {
			case "broken":
				return this.fail(message.message);
			case "ready":
				if (message.version === version) this.#start.resolve();
				else this.fail(`the engine speaks version ${message.version} of the protocol, the page ${version}`);
				break;
			case "progress":
				this.#waiting.get(message.request)?.progress?.(message);
		}
		this.onevent(message);
		if (message.event === "panic") this.fail(`${message.message}\n${message.stack}`);
	}

	#answer(message: Reply): void {
		const request = this.#waiting.get(message.id);
		this.#waiting.delete(message.id);
		if (message.error) request?.reject(new EngineProblem(message.error));
		else request?.resolve(message.result);
	}
}

// Engine is the engine as the page sees it. It may begin as the first program; when
// something is asked that this has not, the whole program takes its place, with its
// runs as they are.
export class Engine {
	onloading: (done: number, total: number) => void = () => {};
	// onbroken is called once if the engine stops for good, with its last words.
	onbroken: (message: string) => void = () => {};
	// onmoving tells how much of the whole program has come that something waits for;
	// null: nothing waits any more.
	onmoving: (loaded: Loaded | null) => void = () => {};

	#spawn: () => Worker;
	#programs: Programs;
	#post: Post;
	#next: Post | null = null; // has begun to load, or has loaded, the whole program
	#loaded: Loaded | null = null; // of that, until it has started
	#waiting = 0; // requests, for it
	#carrying: Promise<void> | null = null; // runs, to it
	#drawn = Promise.resolve(); // their maps, there
	#move: Move | null; // what there is to take along; null: this is the whole program
	#listeners: Listeners = {};

	constructor(spawn: () => Worker, programs: Programs, begin: Which = "whole") {
		[this.#spawn, this.#programs] = [spawn, programs];
		this.#move = begin === "first" ? new Move() : null;
		this.#post = this.#take(new Post(spawn, programs.exec, programs[begin]));
	}

	get which(): Which {
		return this.#move ? "first" : "whole";
	}

	get ready(): Promise<void> {
		return this.#post.ready;
	}

	// on hears an event until the function that it returns is called.
	on<E extends keyof Events>(event: E, listen: (event: Events[E]) => void): () => void {
		const list = (this.#listeners[event] ??= []) as ((event: Events[E]) => void)[];
		list.push(listen);
		return () => void list.splice(list.indexOf(listen), 1);
	}

	// call sends a request. Aborting the signal cancels it in the engine, which
	// answers with the problem "cancelled". While runs are carried over requests wait,
	// but for a pause, which must not.
	async call<O extends keyof Ops>(op: O, run: number, args: Ops[O]["args"], options: CallOptions = {}): Promise<Ops[O]["result"]> {
		const rests = op === "pause" && this.#carrying ? this.#move?.rest(run) : null;
		if (rests) return rests as Ops[O]["result"];
		await this.#carrying?.catch(() => {});
		if (op === "start" && this.#move?.empty && this.#next && !this.#loaded) await this.#whole().catch(() => {});
		const post = this.#post;
		try {
			const result = await post.call(op, run, args, options);
			this.#move?.note(op, run, args, result);
			return result;
		} catch (error) {
			// A request that a move has overtaken, or that only the whole program can answer.
			if (post !== this.#post) return this.call(op, run, args, options);
			if (!(error instanceof EngineProblem && error.problem.code === "absent" && this.#move)) throw error;
			await this.#whole().catch(() => {
				throw error;
			});
			return this.call(op, run, args, options);
		}
	}

	// fetchWhole loads the whole program, so that it is there when it is needed.
	fetchWhole(): void {
		if (!this.#move || this.#next) return;
		const next = new Post(this.#spawn, this.#programs.exec, this.#programs.whole);
		[this.#next, this.#loaded] = [next, { done: 0, total: 0 }];
		next.onloading = (done, total) => {
			this.#loaded = { done, total };
			if (this.#waiting > 0) this.onmoving(this.#loaded);
		};
		next.onbroken = () => (this.#next = null); // it is tried again when it is needed
		next.ready.then(() => (this.#loaded = null), () => {});
	}

	// fail stops the engine for a reason from outside it.
	fail(message: string): void {
		this.#post.fail(message);
	}

	close(): void {
		this.#post.close();
		this.#next?.close();
	}

	#take(post: Post): Post {
		post.onloading = (done, total) => this.onloading(done, total);
		post.onbroken = (message) => {
			this.#next?.close();
			this.onbroken(message);
		};
		post.onevent = (event) => this.#tell(this.#move?.hear(event) ?? event);
		return post;
	}

	#tell(event: EngineEvent): void {
		const list = (this.#listeners[event.event] ?? []) as ((event: EngineEvent) => void)[];
		for (const listen of list.slice()) listen(event);
	}

	// #whole has the whole program take the first one's place. If it cannot be loaded,
	// all stays as it is.
	async #whole(): Promise<void> {
		this.fetchWhole();
		const next = this.#next;
		if (!next) return;
		this.#waiting++;
		this.onmoving(this.#loaded ?? { done: 0, total: 0 });
		try {
			await next.ready;
			await (this.#carrying ??= this.#change(next).finally(() => (this.#carrying = null)));
			await this.#drawn;
		} finally {
			if (--this.#waiting === 0) this.onmoving(null);
		}
	}

	// #frames waits for the maps, of which some questions are; not for long, since a map
	// may take its time.
	#frames(maps: number): Promise<void> {
		if (maps === 0) return Promise.resolve();
		return new Promise((resolve) => {
			const end = setTimeout(resolve, 3_000);
			const off = this.on("frame", () => {
				if (--maps > 0) return;
				clearTimeout(end);
				off();
				resolve();
			});
		});
	}

	async #change(next: Post): Promise<void> {
		const [move, before] = [this.#move, this.#post];
		if (!move) return;
		try {
			await move.carry(before, next);
		} catch (error) {
			this.#next = null;
			next.close();
			await move.resume(before);
			throw error;
		}
		[this.#post, this.#move, this.#next] = [this.#take(next), null, null];
		before.close();
		this.#drawn = this.#frames(move.maps);
		await move.resume(this.#post);
	}
}
