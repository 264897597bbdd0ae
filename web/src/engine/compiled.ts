import CompileWorker from "./compile.worker.ts?worker&inline";
import type { Compiling } from "./compile.worker";
import type { Program, Progress } from "./wasm";

const modules = new Map<Program, Promise<WebAssembly.Module>>();

// compiled is a program's code. It is compiled once, however many workers run it, and
// again if that failed.
export function compiled(program: Program, progress: Progress = () => {}): Promise<WebAssembly.Module> {
	const known = modules.get(program);
	if (known) return known;
	const module = compileAside(program, progress);
	modules.set(program, module);
	module.catch(() => modules.delete(program));
	return module;
}

function compileAside(program: Program, progress: Progress): Promise<WebAssembly.Module> {
	const worker = new CompileWorker();
	const module = new Promise<WebAssembly.Module>((resolve, reject) => {
		worker.onmessage = ({ data }: MessageEvent<Compiling>) => {
			if ("module" in data) resolve(data.module);
			else if ("problem" in data) reject(new Error(data.problem));
			else progress(data.done, data.total);
		};
		worker.onerror = (event) => reject(new Error(event.message || "the worker that compiles could not be started"));
	});
	worker.postMessage(program);
	return module.finally(() => worker.terminate());
}
