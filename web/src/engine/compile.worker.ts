// Unpacks and compiles a program aside: the page does not stand still meanwhile, and
// the memory that it takes to unpack goes with the worker.
import { compile, type Program } from "./wasm";

export type Compiling = { done: number; total: number } | { module: WebAssembly.Module } | { problem: string };

interface Port {
	onmessage: ((event: MessageEvent<Program>) => void) | null;
	postMessage(message: Compiling): void;
}

const port = globalThis as unknown as Port;

port.onmessage = async ({ data }) => {
	try {
		port.postMessage({ module: await compile(data, (done, total) => port.postMessage({ done, total })) });
	} catch (error) {
		port.postMessage({ problem: error instanceof Error ? error.message : String(error) });
	}
};
