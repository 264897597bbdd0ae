// The viewer draws what its scene computes: small maps are held, pixel by pixel,
// against pictures that Go's tests draw natively.
import { readFileSync } from "node:fs";
import type { View } from "../src/map/api";
import { pixels } from "./pixels";
import { expect, test } from "./site";

const folder = "../wasm/viewer/scene/testdata";

interface Small {
	name: string;
	width: number;
	height: number;
	dimensions: 2 | 3;
	coordinates: number[];
	colors: number[];
	radii: number[];
	view: View;
	select?: number;
	neighbors?: number[];
	point?: number;
	selection?: number[];
	lines?: { pairs: number[]; colors: number[]; widths: number[] };
	contours?: { levels: number[]; smoothing: number; color: string };
}

// Processors that multiply and add at once round some numbers the other way.
const tolerance = 2;

for (const map of JSON.parse(readFileSync(`${folder}/pictures.json`, "utf8")) as Small[]) {
	test(`the small map “${map.name}” is drawn as the scene computes it`, async ({ site, page }) => {
		const { name, width, height } = map;
		await page.setViewportSize({ width, height });
		// The map alone, in a frame as the page has it.
		await site.withoutMap();
		await site.open();
		await page.unroute("**/viewer.html");
		await page.evaluate(() => {
			const frame = document.createElement("iframe");
			frame.src = "viewer.html";
			document.body.replaceChildren(frame);
			const style = { position: "fixed", inset: "0", width: "100%", height: "100%", border: "0", background: "white" };
			Object.assign(frame.style, style);
		});
		await expect.poll(() => page.frames().some((f) => f.url().endsWith("/viewer.html"))).toBe(true);
		await site.viewer().waitForFunction(() => window.nearspaceMap !== undefined);
		await site.viewer().evaluate(async (m: Small) => {
			const api = window.nearspaceMap!;
			await api.ready;
			api.setStill(true);
			api.setRows([], new Float32Array(), Uint32Array.from(m.colors), Float32Array.from(m.radii));
			api.setPoints(Float32Array.from(m.coordinates), 1, m.dimensions);
			api.lookAt(m.view);
			api.select(m.select ?? null, m.neighbors ?? []);
			api.point(m.point ?? null);
			api.setSelection?.(Int32Array.from(m.selection ?? []), "replace");
			if (m.lines) api.setLines?.(Uint32Array.from(m.lines.pairs), Uint32Array.from(m.lines.colors), Float32Array.from(m.lines.widths));
			if (m.contours) api.setContours?.(m.contours);
		}, map);
		await expect.poll(() => site.frames()).toBeGreaterThan(0);
		await site.still();
		const screen = await page.screenshot({ path: `screenshots/small-${name}.png` });
		const [got, want] = [await pixels(page, screen), await pixels(page, readFileSync(`${folder}/${name}.png`))];
		expect(got.length).toBe(want.length);
		expect(got.filter((value, i) => Math.abs(value - want[i]!) > tolerance).length, "numbers that are others").toBe(0);
	});
}
