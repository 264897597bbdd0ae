// A client of the engine's protocol for Node, for tests and for holding the
// page's answers against.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

// Client: call answers with a promise, events are kept.
export class Client {
	#next = 1;
	#waiting = new Map();
	events = [];
	#listeners = [];

	constructor(port) {
		port.onmessage = ({ data }) => {
			if (data.event) {
				this.events.push(data);
				this.#listeners = this.#listeners.filter((l) => l(data) !== true);
				return;
			}
			const { resolve, reject } = this.#waiting.get(data.id);
			this.#waiting.delete(data.id);
			if (data.error) reject(data.error);
			else resolve(data.result);
		};
		this.port = port;
	}

	call(op, run = 0, args = {}) {
		const id = this.#next++;
		return new Promise((resolve, reject) => {
			this.#waiting.set(id, { resolve, reject });
			this.port.postMessage({ id, op, run, args });
		});
	}

	// listen hears every event until the function that it returns is called.
	listen(hear) {
		this.#listeners.push(hear);
		return () => (this.#listeners = this.#listeners.filter((l) => l !== hear));
	}

	lastID() {
		return this.#next - 1;
	}

	// until waits for an event that pleases.
	until(pleases) {
		const seen = this.events.find(pleases);
		if (seen) return Promise.resolve(seen);
		return new Promise((resolve) => this.#listeners.push((e) => (pleases(e) ? (resolve(e), true) : false)));
	}
}

// startEngine runs a built engine in this process.
export async function startEngine(wasmExec, wasm) {
	await import(pathToFileURL(wasmExec).href);
	const { port1, port2 } = new MessageChannel();
	globalThis.nearspacePort = port1;
	const client = new Client(port2);
	const go = new globalThis.Go();
	const { instance } = await WebAssembly.instantiate(await readFile(wasm), go.importObject);
	void go.run(instance);
	await client.until((e) => e.event === "ready");
	return client;
}
