// Prints what the page costs and how fast it is. CORPUS names a text of one's
// own to measure the speed of training on, beside the built-in one.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { goBenchmarks } from "./go";
import { median, print } from "./print";
import { expect, test, type Site } from "./site";

const dist = "../dist";

// stored is a file's size as a host that compresses sends it.
function stored(path: string): number {
	const bytes = readFileSync(path);
	return /\.(gz|part)$/.test(path) ? bytes.length : gzipSync(bytes, { level: 9 }).length;
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;

function files(folder: string): string[] {
	return readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		return statSync(path).isDirectory() ? files(path) : [path];
	});
}

// trained reads how many words of the run are done, from the progress bar.
async function trained(site: Site): Promise<number> {
	return site.page.locator("footer progress").evaluate((bar) => (bar as HTMLProgressElement).value);
}

test("size", async ({ site, page }) => {
	await site.open();
	await site.is("ready");
	await site.drawn();
	const asked = [...new Set(site.requests.map((r) => new URL(r)).filter((u) => u.protocol === "http:" && !u.pathname.includes("/data/")).map((u) => u.pathname))];
	// What only the whole engine needs must not be fetched before one can train: the
	// figure would say less than is downloaded.
	expect(asked.filter((p) => /^engine\.wasm/.test(basename(p)))).toEqual([]);
	const map = asked.filter((p) => /viewer/.test(basename(p)));
	const first = asked.filter((p) => !map.includes(p)).map((p) => join(dist, p.replace("/some/path/", "") || "index.html"));
	print("until training can begin: engine, page, styles, compressed", megabytes(first.reduce((sum, p) => sum + stored(p), 0)));
	const all = files(dist).filter((p) => !p.includes("/data/"));
	print("the whole site without data, compressed", megabytes(all.reduce((sum, p) => sum + stored(p), 0)));
	await page.close();
});

test("to 500,000 words", async ({ site, page }) => {
	const seconds: number[] = [];
	for (let i = 0; i < 4; i++) {
		await page.goto("about:blank");
		const start = Date.now();
		await site.open(`#seed=${i + 1}`);
		await site.play.click();
		await expect.poll(() => site.loss(), { intervals: [20] }).toBeGreaterThan(0);
		await expect.poll(() => trained(site), { intervals: [20], timeout: 120_000 }).toBeGreaterThan(500_000 / 8_876_370);
		expect(await site.fallen()).toBeLessThan(0.9);
		await site.drawn();
		if (i > 0) seconds.push((Date.now() - start) / 1000); // the first start warms the browser
	}
	print("navigation to 500,000 trained words and their map", `${seconds.map((s) => s.toFixed(1)).join(", ")} s`);
});

// total reads how many words the run goes through: those in the vocabulary times
// the epochs.
async function total(site: Site): Promise<number> {
	const [, amount, unit] = /of ([\d.]+)([KM]?)/.exec(await site.figure("done")) ?? [];
	return Number(amount) * (unit === "M" ? 1e6 : unit === "K" ? 1e3 : 1);
}

async function rate(site: Site, name: string): Promise<void> {
	await site.is("ready");
	const words = await total(site);
	await site.play.click();
	await expect.poll(() => trained(site), { intervals: [20], timeout: 60_000 }).toBeGreaterThan(0.2);
	const from = { at: performance.now(), share: await trained(site) };
	await expect.poll(() => trained(site), { intervals: [20], timeout: 300_000 }).toBeGreaterThan(0.9);
	const to = { at: performance.now(), share: await trained(site) };
	const perSecond = ((to.share - from.share) * words) / ((to.at - from.at) / 1000);
	print(`training by the wall clock, ${name}`, `${Math.round(perSecond / 1000)}k words/s`);
	await site.page.goto("about:blank");
}

// Without the map, which software draws here, on the processors that train.
test("speed of training", async ({ site, page }) => {
	await site.withoutMap();
	for (let i = 0; i < 3; i++) {
		for (const workers of [1, 2]) {
			const by = workers > 1 ? `, ${workers} workers` : "";
			await site.open(`#p.epochs=3&p.workers=${workers}`);
			await rate(site, `speeches${by}`);
			if (!process.env.CORPUS) continue;
			await site.open(`#p.epochs=3&p.workers=${workers}&seed=2`);
			await site.is("ready");
			const before = await total(site);
			await page.locator("[data-part=data] input[type=file]").setInputFiles(process.env.CORPUS);
			await expect(page.getByRole("radio", { name: basename(process.env.CORPUS) })).toBeChecked({ timeout: 60_000 });
			await expect.poll(() => total(site)).not.toBe(before);
			await rate(site, `${basename(process.env.CORPUS)}${by}`);
		}
	}
});

// Benchmarks of Go packages, compiled, that speak of the browser.
for (const [name, pattern] of [["optim", "SkipGramStep"], ["format", "Pretrained"]] as const) {
	test(`Go's benchmarks of ${name}`, async ({ site, page }) => {
		await site.withoutMap();
		await site.open();
		await site.is("ready");
		for (const line of await goBenchmarks(page, `../.cache/bench/${name}.wasm`, pattern)) console.log(line);
	});
}

// Maps and searches in a worker of the browser. VECTORS names word2vec text to
// measure them on, in the place of numbers made up in clusters.
for (const [name, pattern, given] of [
	["project", "TSNE", { ROWS: "1000", TIMES: "1" }], ["project", "TSNE", { ROWS: "10000", TIMES: "1" }],
	["project", "UMAP", { ROWS: "5000", TIMES: "1" }],
	["neighbor", "Nearest/100000", {}], ["neighbor", "Graph", { N: process.env.N ?? "18000", TIMES: "1" }],
] as const) {
	test(`${pattern} of ${name}, ${JSON.stringify(given)}`, async ({ site, page }) => {
		await site.withoutMap();
		await site.open();
		await site.is("ready");
		for (const line of await goBenchmarks(page, `../.cache/bench/${name}.wasm`, `^Benchmark${pattern}`, given)) console.log(line);
	});
}

test("pause", async ({ site, page }) => {
	await site.withoutMap();
	await site.open("#p.dim=512&p.window=20&p.negative=40");
	await site.is("ready");
	await site.play.click();
	await expect.poll(() => site.loss(), { intervals: [20], timeout: 60_000 }).toBeGreaterThan(0);
	const waits: number[] = [];
	for (let i = 0; i < 7; i++) {
		await page.waitForTimeout(400);
		const wait = await page.evaluate(async () => {
			const state = document.querySelector("[data-state]");
			const start = performance.now();
			document.querySelector<HTMLElement>("footer .play")?.click();
			while (state?.getAttribute("data-state") !== "paused") await new Promise((resolve) => setTimeout(resolve));
			return performance.now() - start;
		});
		waits.push(wait);
		await site.play.click();
	}
	print("pause, at 512 dimensions, window 20, 40 negatives", `median ${Math.round(median(waits))} ms, most ${Math.round(Math.max(...waits))} ms`);
});
