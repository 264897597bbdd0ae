// Go's test binaries in a real browser.
import { expect, type Page } from "@playwright/test";

// The worker that runs one. What Go writes, wasm_exec.js hands to the console, a
// line at a time.
const worker = `
const lines = [];
console.log = (line) => lines.push(line);
onmessage = async ({ data: { folder, args } }) => {
	importScripts(folder + "wasm_exec.js");
	const go = new Go();
	go.argv = ["bench", ...args];
	let code = 0;
	go.exit = (c) => (code = c);
	const { instance } = await WebAssembly.instantiateStreaming(fetch(folder + "program.wasm"), go.importObject);
	await go.run(instance);
	postMessage({ code, lines });
};`;

// goBenchmarks runs a test binary's benchmarks in a worker of the page, under its
// content security policy, and returns the lines of their results.
export async function goBenchmarks(page: Page, program: string, pattern: string): Promise<string[]> {
	await page.route("**/bench/program.wasm", (route) => route.fulfill({ path: program, contentType: "application/wasm" }));
	await page.route("**/bench/wasm_exec.js", (route) => route.fulfill({ path: "../.cache/built/wasm_exec.js", contentType: "text/javascript" }));
	const args = ["-test.run=^$", `-test.bench=${pattern}`, "-test.benchmem"];
	const { code, lines } = await page.evaluate(
		([script, args]) =>
			new Promise<{ code: number; lines: string[] }>((resolve, reject) => {
				const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
				worker.onmessage = (event) => resolve(event.data as { code: number; lines: string[] });
				worker.onerror = (event) => reject(new Error(event.message));
				worker.postMessage({ folder: new URL("bench/", location.href).href, args });
			}),
		[worker, args] as const,
	);
	expect(code, lines.join("\n")).toBe(0);
	return lines.filter((line) => line.startsWith("Benchmark"));
}
