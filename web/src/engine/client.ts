import { version, type Events, type Ops, type Problem } from "./protocol";
import type { Notice, Programs } from "./worker";

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
type EngineEvent = { [E in keyof Events]: { event: E } & Events[E] }[keyof Events];
type Message = Reply | EngineEvent | Notice;

interface Waiting {
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

// Engine is the worker as the page sees it: requests with answers, and events.
export class Engine {
	// When the worker has started, or why it could not.
	readonly ready: Promise<void>;
	onloading: (done: number, total: number) => void = () => {};
	// onbroken is called once if the engine stops for good, with its last words.
	onbroken: (message: string) => void = () => {};

	#worker: Worker;
	#waiting = new Map<number, Waiting>();
	#listeners: Listeners = {};
	#last = 0;
	#broken = false;
	#start!: { resolve(): void; reject(error: Error): void };

	constructor(spawn: () => Worker, programs: Programs) {
		this.ready = new Promise((resolve, reject) => (this.#start = { resolve, reject }));
		this.ready.catch(() => {});
		this.#worker = spawn();
		this.#worker.onmessage = (event: MessageEvent<Message>) => this.#hear(event.data);
		this.#worker.onerror = (event) => this.#break(event.message || "the worker could not be started");
		this.#worker.postMessage(programs);
	}

	// on hears an event until the function that it returns is called.
	on<E extends keyof Events>(event: E, listen: (event: Events[E]) => void): () => void {
		const list = (this.#listeners[event] ??= []) as ((event: Events[E]) => void)[];
		list.push(listen);
		return () => void list.splice(list.indexOf(listen), 1);
	}

	// call sends a request. Aborting the signal cancels it in the engine, which
	// answers with the problem "cancelled".
	async call<O extends keyof Ops>(op: O, run: number, args: Ops[O]["args"], options: CallOptions = {}): Promise<Ops[O]["result"]> {
		await this.ready;
		if (this.#broken) throw new Error("the engine has stopped");
		const id = ++this.#last;
		const answer = new Promise<unknown>((resolve, reject) =>
			this.#waiting.set(id, { resolve, reject, progress: options.progress }),
		);
		this.#worker.postMessage({ id, op, run, args }, options.transfer ?? []);
		const cancel = () => void this.call("cancel", 0, { id }).catch(() => {});
		if (options.signal?.aborted) cancel();
		options.signal?.addEventListener("abort", cancel, { once: true });
		try {
			return (await answer) as Ops[O]["result"];
		} finally {
			options.signal?.removeEventListener("abort", cancel);
		}
	}

	// fail stops the engine for a reason from outside it.
	fail(message: string): void {
		this.#break(message);
	}

	close(): void {
		this.#broken = true;
		this.#worker.terminate();
		for (const call of this.#waiting.values()) call.reject(new Error("the engine was closed"));
		this.#waiting.clear();
	}

	#hear(message: Message): void {
		if ("event" in message) {
			switch (message.event) {
				case "loading":
					return this.onloading(message.done, message.total);
				case "broken":
					return this.#break(message.message);
				case "ready":
					if (message.version === version) this.#start.resolve();
					else this.#break(`the engine speaks version ${message.version} of the protocol, the page ${version}`);
					break;
				case "progress":
					this.#waiting.get(message.request)?.progress?.(message);
			}
			this.#tell(message);
			if (message.event === "panic") this.#break(`${message.message}\n${message.stack}`);
			return;
		}
		const waiting = this.#waiting.get(message.id);
		this.#waiting.delete(message.id);
		if (message.error) waiting?.reject(new EngineProblem(message.error));
		else waiting?.resolve(message.result);
	}

	#tell(message: EngineEvent): void {
		const list = (this.#listeners[message.event] ?? []) as ((event: EngineEvent) => void)[];
		for (const listen of list.slice()) listen(message);
	}

	#break(message: string): void {
		if (this.#broken) return;
		this.close();
		this.#start.reject(new Error(message));
		this.onbroken(message);
	}
}
