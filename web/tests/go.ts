// Go's test binaries in a real browser.
import { expect, type Page } from "@playwright/test";

// The worker that runs one. What Go writes, wasm_exec.js hands to the console, a
// line at a time. The one file that there is are vectors.
const worker = `
const lines = [];
console.log = (line) => lines.push(line);
function serve(file) {
	const isFile = { isDirectory: () => false, dev: 0, ino: 0, mode: 0o100444, nlink: 1, uid: 0, gid: 0, rdev: 0, size: file.length, blksize: 4096, blocks: 0, atimeMs: 0, mtimeMs: 0, ctimeMs: 0 };
	let at = 0;
	Object.assign(fs, {
		open: (path, flags, mode, callback) => ((at = 0), callback(null, 9)),
		fstat: (fd, callback) => callback(null, isFile),
		close: (fd, callback) => callback(null),
		read(fd, buffer, offset, length, position, callback) {
			const from = position ?? at;
			const some = file.subarray(from, from + length);
			buffer.set(some, offset);
			if (position === null) at += some.length;
			callback(null, some.length);
		},
	});
}
onmessage = async ({ data: { folder, args, env } }) => {
	importScripts(folder + "wasm_exec.js");
	if (env.VECTORS) serve(new Uint8Array(await (await fetch(folder + "vectors.txt")).arrayBuffer()));
	const go = new Go();
	go.argv = ["bench", ...args];
	go.env = env;
	let code = 0;
	go.exit = (c) => (code = c);
	const { instance } = await WebAssembly.instantiateStreaming(fetch(folder + "program.wasm"), go.importObject);
	await go.run(instance);
	postMessage({ code, lines });
};`;

// goBenchmarks runs a test binary's benchmarks in a worker of the page, under its
// content security policy, and returns the lines of their results. They find the file
// that VECTORS names, if it does, and what else is in the environment that is given.
export async function goBenchmarks(page: Page, program: string, pattern: string, given: Record<string, string> = {}): Promise<string[]> {
	const vectors = process.env.VECTORS ?? "";
	const env = vectors ? { ...given, VECTORS: "/vectors.txt" } : given;
	if (vectors) await page.route("**/bench/vectors.txt", (route) => route.fulfill({ path: vectors, contentType: "text/plain" }));
	await page.route("**/bench/program.wasm", (route) => route.fulfill({ path: program, contentType: "application/wasm" }));
	await page.route("**/bench/wasm_exec.js", (route) => route.fulfill({ path: "../.cache/built/wasm_exec.js", contentType: "text/javascript" }));
	const args = ["-test.run=^$", `-test.bench=${pattern}`, "-test.benchmem", ...(given.TIMES ? [`-test.benchtime=${given.TIMES}x`] : [])];
	const { code, lines } = await page.evaluate(
		([script, args, env]) =>
			new Promise<{ code: number; lines: string[] }>((resolve, reject) => {
				const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
				worker.onmessage = (event) => resolve(event.data as { code: number; lines: string[] });
				worker.onerror = (event) => reject(new Error(event.message));
				worker.postMessage({ folder: new URL("bench/", location.href).href, args, env });
			}),
		[worker, args, env] as const,
	);
	expect(code, lines.join("\n")).toBe(0);
	return lines.filter((line) => line.startsWith("Benchmark") || /\bef \d+: recall/.test(line));
}
