// The viewer draws what its scene computes: small maps are held, pixel by pixel,
// against pictures that Go's tests draw natively.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import type { MapTheme, View } from "../src/map/api";
import { pixels } from "./pixels";
import { expect, Site, test } from "./site";

const folder = "../wasm/viewer/scene/testdata";

// What a map does not say of size, points, view and theme is as in the first.
interface Places {
	width: number;
	height: number;
	dimensions: 2 | 3;
	coordinates: number[];
	colors: number[];
	radii: number[];
	view: View;
	theme: MapTheme;
}

interface Small extends Places {
	name: string;
	select?: number;
	neighbors?: number[];
	point?: number;
	selection?: number[];
	rings?: boolean;
	highlight?: number[];
	isolate?: number[];
	hide?: number[];
	off?: number[];
	categories?: { of: number[]; palette: number[]; none: number };
	numbers?: { of: (number | null)[]; low: number; high: number; scale: number[]; none: number; smallest: number; largest: number };
	pictures?: { pixels: number[]; width: number; tile: number; size: number; tiles: number[] };
	labels?: { texts: string[]; priorities: number[]; most: number; room: number; pinned?: number[]; names?: { text: string; x: number; y: number }[] };
	other?: (number | null)[];
	lines?: { pairs: number[]; colors: number[]; widths: number[] };
	contours?: { levels: number[]; smoothing: number; color: string };
	overview?: [width: number, height: number];
}

type Told = Partial<Small> & { name: string };
const [first, ...others] = JSON.parse(readFileSync(`${folder}/pictures.json`, "utf8")) as [Small, ...Told[]];
const maps: Small[] = [first, ...others.map((told) => ({ ...first, ...told }))];

// Processors that multiply and add at once round some numbers the other way.
const tolerance = 2;

// lettersAsBoxes has labels drawn as boxes, since Go has none of the page's fonts: 6
// pixels a letter, 8 tall, and a pixel more for the halo.
async function lettersAsBoxes(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const box = (c: CanvasRenderingContext2D, text: string, x: number, y: number, more: number) =>
			c.fillRect(Math.round(x) - more, Math.round(y) - 4 - more, 6 * text.length + 2 * more, 8 + 2 * more);
		Object.assign(CanvasRenderingContext2D.prototype, {
			measureText: (text: string) => ({ width: 6 * text.length }),
			fillText(this: CanvasRenderingContext2D, text: string, x: number, y: number) {
				box(this, text, x, y, 0);
			},
			strokeText(this: CanvasRenderingContext2D, text: string, x: number, y: number) {
				const ink = this.fillStyle;
				this.fillStyle = this.strokeStyle;
				box(this, text, x, y, 1);
				this.fillStyle = ink;
			},
		});
	});
}

// shown has the map alone in a frame, as the page has it.
async function shown(site: Site): Promise<void> {
	const { page } = site;
	await lettersAsBoxes(page);
	await site.withoutMap();
	await site.open();
	await page.unroute("**/viewer.html");
	await page.evaluate(() => {
		const frame = document.createElement("iframe");
		frame.src = "viewer.html";
		document.body.replaceChildren(frame);
		Object.assign(frame.style, { position: "fixed", inset: "0", width: "100%", height: "100%", border: "0" });
	});
	await expect.poll(() => page.frames().some((f) => f.url().endsWith("/viewer.html"))).toBe(true);
	await site.viewer().waitForFunction(() => window.nearspaceMap !== undefined);
	await site.viewer().evaluate(() => window.nearspaceMap!.ready);
}

// show tells the viewer all of a map. Between two there is an empty one, in which no
// label keeps its place.
async function show(site: Site, map: Small): Promise<void> {
	const frames = await site.frames();
	await site.viewer().evaluate(() => {
		document.getElementById("overview")?.remove();
		window.nearspaceMap!.setStill(true);
		window.nearspaceMap!.setPoints(new Float32Array(), 0);
	});
	await expect.poll(() => site.frames(), { intervals: [20] }).toBeGreaterThan(frames);
	await site.page.setViewportSize({ width: map.width, height: map.height });
	await site.page.evaluate((ground) => Object.assign(document.querySelector("iframe")!.style, { background: ground }), map.theme.ground);
	await site.viewer().evaluate((m) => {
		const api = window.nearspaceMap! as Required<NonNullable<typeof window.nearspaceMap>>;
		const numbers = (list: (number | null)[]) => Float32Array.from(list, (v) => v ?? NaN);
		const { labels, categories, numbers: by, pictures, lines } = m;
		api.setTheme(m.theme);
		api.setRows(labels?.texts ?? [], numbers(labels?.priorities ?? []), Uint32Array.from(m.colors), numbers(m.radii));
		api.setPoints(numbers(m.coordinates), 1, m.dimensions);
		api.lookAt(m.view);
		if (categories) api.colorByCategory(Int32Array.from(categories.of), Uint32Array.from(categories.palette), categories.none);
		if (by) api.colorByNumber(numbers(by.of), by.low, by.high, Uint32Array.from(by.scale), by.none);
		if (by) api.sizeByNumber(numbers(by.of), by.low, by.high, by.smallest, by.largest);
		const picture = pictures && new ImageData(new Uint8ClampedArray(Uint32Array.from(pictures.pixels).buffer), pictures.width);
		api.setPictures(pictures && picture ? { ...pictures, picture, tiles: Int32Array.from(pictures.tiles) } : null);
		api.select(m.select ?? null, m.neighbors ?? []);
		api.point(m.point ?? null);
		api.setSelection(Int32Array.from(m.selection ?? []), "replace");
		api.dimOthers(!m.rings);
		api.highlight(m.highlight ?? []);
		api.showAll();
		if (m.isolate) api.isolate(Int32Array.from(m.isolate));
		api.hide(Int32Array.from(m.hide ?? []));
		api.switchOff(Int32Array.from(m.off ?? []));
		api.setLabelDensity(labels?.most ?? 0, labels?.room ?? 4);
		api.pinLabels(Int32Array.from(labels?.pinned ?? []));
		api.setNames(labels?.names ?? []);
		api.setOther(numbers(m.other ?? []), m.dimensions);
		api.setLines(Uint32Array.from(lines?.pairs ?? []), Uint32Array.from(lines?.colors ?? []), Float32Array.from(lines?.widths ?? []));
		api.setContours(m.contours ?? null);
		if (!m.overview) return;
		const { picture: small } = api.overview(...m.overview);
		const canvas = Object.assign(document.createElement("canvas"), { id: "overview", width: small.width, height: small.height });
		Object.assign(canvas.style, { position: "fixed", zIndex: "2", left: "0", top: "0", background: m.theme.ground });
		canvas.getContext("2d")!.putImageData(small, 0, 0);
		document.body.append(canvas);
	}, map);
}

test.describe("the viewer draws as the scene computes it", () => {
	let site: Site;
	test.beforeAll(async ({ browser }) => {
		site = new Site(await browser.newPage());
		await shown(site);
	});
	test.afterAll(async () => {
		expect(site.errors, "errors thrown in the page").toEqual([]);
		await site.page.close();
	});

	for (const map of maps) {
		test(`the small map “${map.name}”`, async () => {
			const { page } = site;
			const file = map.name.replaceAll(" ", "-");
			const want = await pixels(page, readFileSync(`${folder}/${file}.png`));
			await show(site, map);
			const differing = async () => {
				const got = await pixels(page, await page.screenshot({ path: `screenshots/small-${file}.png` }));
				return got.length === want.length ? got.filter((value, i) => Math.abs(value - want[i]!) > tolerance).length : -1;
			};
			await expect.poll(differing, { message: "numbers that are others", intervals: [100], timeout: 15_000 }).toBe(0);
		});
	}
});
