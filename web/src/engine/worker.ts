// The worker that the engine runs in. It is started from a blob, so that it
// inherits the page's content security policy, and is given its program and told
// where what starts it is, since a blob has no neighbours.
import type { Program } from "./wasm";

// What may be loaded.
export interface Programs {
	exec: string; // wasm_exec.js
	first: Program;
	whole: Program;
}

export interface Load {
	exec: string;
	engine: WebAssembly.Module;
}

// What the worker says after the engine has spoken for itself.
export type Notice = { event: "broken"; message: string };

interface Port {
	onmessage: ((event: MessageEvent<Load>) => void) | null;
	postMessage(message: unknown, transfer?: Transferable[]): void;
}

interface GoProgram {
	importObject: WebAssembly.Imports;
	run(instance: WebAssembly.Instance): Promise<void>;
}

declare function importScripts(url: string): void;
declare const Go: new () => GoProgram;

const port = globalThis as unknown as Port & { nearspacePort: Port };

function tell(notice: Notice): void {
	port.postMessage(notice);
}

// Go writes its last words to the console.
const said: string[] = [];
const write = console.log;
console.log = (...words: unknown[]) => {
	said.push(words.join(" "));
	if (said.length > 60) said.shift();
	write(...words);
};

port.onmessage = async ({ data: programs }) => {
	try {
		importScripts(programs.exec);
		const go = new Go();
		const instance = await WebAssembly.instantiate(programs.engine, go.importObject);
		port.nearspacePort = port;
		await go.run(instance);
		tell({ event: "broken", message: said.join("\n") });
	} catch (error) {
		tell({ event: "broken", message: error instanceof Error ? error.message : String(error) });
	}
};
