// Prints what a frame of the map costs in the browser, and what memory it takes.
import { median, print } from "./print";
import { expect, test, type Site } from "./site";

declare global {
	interface Window {
		programs?: WebAssembly.Instance[]; // of the document
		places?: Float32Array; // of points
		tasks?: number[]; // long ones, in milliseconds
	}
}

// What the map's own program takes is the memory that it asked for.
async function remember(site: Site): Promise<void> {
	await site.page.addInitScript(() => {
		const instantiate = WebAssembly.instantiate.bind(WebAssembly) as (bytes: BufferSource, imports?: WebAssembly.Imports) => Promise<WebAssembly.WebAssemblyInstantiatedSource>;
		window.programs = [];
		Object.assign(WebAssembly, {
			instantiate: async (bytes: BufferSource, imports?: WebAssembly.Imports) => {
				const made = await instantiate(bytes, imports);
				window.programs?.push(made.instance);
				return made;
			},
		});
	});
}

function megabytes(site: Site): Promise<number> {
	return site.viewer().evaluate(() => Math.max(0, ...(window.programs ?? []).map((p) => (p.exports.mem as WebAssembly.Memory).buffer.byteLength)) / 1e6);
}

// spent is Go's time for each frame since some were drawn.
async function spent(site: Site, since: number): Promise<string> {
	const times = await site.viewer().evaluate((n) => {
		const api = window.nearspaceMap!;
		return api.frames > n ? api.milliseconds.slice(n - api.frames) : [];
	}, since);
	return `${median(times).toFixed(1)} ms, median of ${times.length}`;
}

// drag moves the map, or turns it, by hand.
async function drag(site: Site): Promise<void> {
	const { mouse } = site.page;
	await mouse.move(500, 350);
	await mouse.down();
	for (let i = 0; i < 40; i++) await mouse.move(500 + 4 * (i % 20), 350 + 2 * (i % 10));
	await mouse.up();
}

const sizes = [["10,000", 10_000], ["100,000", 100_000], ["1,000,000", 1_000_000]] as const;

// alone opens the map's own document.
async function alone(site: Site): Promise<void> {
	await site.page.setViewportSize({ width: 1200, height: 800 });
	await remember(site);
	await site.page.goto("viewer.html");
	await site.page.evaluate(() => window.nearspaceMap!.ready);
}

// cloud shows random points, and returns how long it took to their first picture.
function cloud(site: Site, n: number, dimensions: 2 | 3): Promise<number> {
	return site.page.evaluate(
		async ([n, dimensions]) => {
			const api = window.nearspaceMap!;
			let state = 1;
			const uniform = () => (state = (state * 48271) % 2147483647) / 2147483647;
			const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
			window.places = Float32Array.from({ length: dimensions * n }, normal);
			const colors = new Uint32Array(n).fill(0xc0603090);
			const start = performance.now();
			const before = api.frames;
			api.setStill(true);
			api.setRows([], Float32Array.from({ length: n }, (_, i) => n - i), colors, new Float32Array(n).fill(2));
			api.setPoints(window.places, 1, dimensions);
			while (api.frames === before) await new Promise((resolve) => requestAnimationFrame(resolve));
			return performance.now() - start;
		},
		[n, dimensions] as const,
	);
}

for (const [name, n] of sizes) {
	test(`a map of ${name} points`, async ({ site, page }) => {
		await alone(site);
		const empty = await megabytes(site);
		for (const dimensions of [2, 3] as const) {
			const first = await cloud(site, n, dimensions);
			await site.still();
			const what = `${name} points in ${dimensions === 2 ? "the plane" : "space"}`;
			print(`${what}: to the first picture`, `${first.toFixed(0)} ms`);
			const frames = await site.frames();
			await drag(site);
			print(`${what}: a frame while dragged`, await spent(site, frames));
			await site.still();
			const waits = await page.evaluate(() =>
				Array.from({ length: 50 }, (_, i) => {
					const start = performance.now();
					window.dispatchEvent(new PointerEvent("pointermove", { clientX: 300 + 12 * i, clientY: 400, pointerType: "mouse" }));
					return performance.now() - start;
				}),
			);
			print(`${what}: what is under the pointer, first and then`, `${waits[0]!.toFixed(1)}, ${median(waits.slice(1)).toFixed(2)} ms`);
		}
		print(`${name} points: memory of the program, and of an empty map`, `${(await megabytes(site)).toFixed(0)}, ${empty.toFixed(0)} MB`);
		await page.goto("about:blank");
	});
}

// Each point has its way from where another one is.
for (const [name, n] of sizes) {
	test(`the movement of ${name} points`, async ({ site, page }) => {
		await alone(site);
		await page.evaluate(() => {
			window.tasks = [];
			new PerformanceObserver((list) => window.tasks!.push(...list.getEntries().map((e) => e.duration))).observe({ entryTypes: ["longtask"] });
		});
		for (const dimensions of [2, 3] as const) {
			await cloud(site, n, dimensions);
			await site.still();
			await page.evaluate((dimensions) => {
				window.tasks = [];
				window.nearspaceMap!.setOther!(window.places!.toReversed(), dimensions);
			}, dimensions);
			await site.still();
			const frames = await site.frames();
			await drag(site);
			const what = `the movement of ${name} points in ${dimensions === 2 ? "the plane" : "space"}`;
			print(`${what}: a frame while dragged`, await spent(site, frames));
			await site.still();
			print(`${what}: the longest task`, `${(await page.evaluate(() => Math.max(50, ...window.tasks!))).toFixed(0)} ms`);
			await page.evaluate(() => window.nearspaceMap!.setOther!(new Float32Array()));
		}
		await page.goto("about:blank");
	});
}

// npy is a NumPy file of random points in the plane.
function npy(n: number): Buffer {
	let state = 1;
	const uniform = () => (state = (state * 48271) % 2147483647) / 2147483647;
	const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${n}, 2), }`;
	const length = 128 - 10;
	const start = Buffer.concat([Buffer.from("\x93NUMPY\x01\x00", "latin1"), Buffer.from([length, 0]), Buffer.from(`${header.padEnd(length - 1)}\n`)]);
	const numbers = Float32Array.from({ length: 2 * n }, () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
	return Buffer.concat([start, Buffer.from(numbers.buffer)]);
}

test("a file of a million points in the Vectors lab", async ({ site, page }) => {
	await remember(site);
	await site.open("#lab=vectors&p.maxWords=1000000&map=dimensions,2&map.metric=euclidean");
	await site.drawn();
	const start = Date.now();
	await site.choose("million.npy", npy(1_000_000));
	await expect(page.locator(".caption")).toContainText("1,000,000 points", { timeout: 120_000 });
	await expect.poll(() => site.viewer().evaluate(() => window.nearspaceMap?.where(999_999) ?? null), { intervals: [50], timeout: 120_000 }).not.toBeNull();
	print("a file of a million points: from choosing it to its map", `${((Date.now() - start) / 1000).toFixed(1)} s`);
	await site.still();
	const box = (await page.locator("iframe").boundingBox())!;
	const frames = await site.frames();
	await page.mouse.move(box.x + 200, box.y + 300);
	await page.mouse.down();
	for (let i = 0; i < 40; i++) await page.mouse.move(box.x + 200 + 4 * (i % 20), box.y + 300);
	await page.mouse.up();
	print("its frame while dragged", await spent(site, frames));
	await site.still();
	const hovered = Date.now();
	await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
	await expect(page.locator(".caption strong")).toBeVisible();
	print("from the pointer's coming to what is under it", `${Date.now() - hovered} ms`);
	print("memory of the map's program", `${(await megabytes(site)).toFixed(0)} MB`);
	await page.screenshot({ path: "screenshots/million.png" });
});
