import type { Page } from "@playwright/test";
import { pixels } from "./pixels";
import { expect, test } from "./site";

// colors reads the screen about a place.
async function colors(page: Page, at: { x: number; y: number }, reach: number): Promise<string[]> {
	const clip = { x: at.x - reach, y: at.y - reach, width: 2 * reach + 1, height: 2 * reach + 1 };
	const rgba = await pixels(page, await page.screenshot({ clip }));
	const found = new Set<string>();
	for (let i = 0; i < rgba.length; i += 4) found.add(rgba.slice(i, i + 3).join());
	return [...found];
}

test("the map shows where words lie, and is moved by pointer, wheel and keys", async ({ site, page }) => {
	await site.open("#step=40");
	await site.is("paused", 60_000);
	await site.drawn();
	await site.still();

	await test.step("points are drawn where the map says they are", async () => {
		const box = await page.locator("iframe").boundingBox();
		expect(box).not.toBeNull();
		const corner = await colors(page, { x: box!.x + 8, y: box!.y + box!.height / 2 }, 3);
		expect(corner).toHaveLength(1);
		for (const row of [0, 1, 5, 100]) {
			const found = await colors(page, await site.where(row), 2);
			expect(found.some((c) => c !== corner[0]), `row ${row}`).toBe(true);
		}
	});

	await test.step("hover names a word, a click chooses it and asks for its neighbours", async () => {
		const at = await site.where(0);
		await page.mouse.move(at.x, at.y);
		await expect(page.getByText(/: occurs .* times/)).toBeVisible();
		const hovered = (await page.getByText(/: occurs .* times/).textContent())?.split(":")[0] ?? "";
		await page.mouse.click(at.x, at.y);
		await expect((await site.answer()).getByRole("heading")).toHaveText(`Neighbours: ${hovered}`);
		await expect(page).toHaveURL(new RegExp(`select=${hovered}`));
		await page.getByRole("heading", { name: "Set up" }).hover();
		await page.getByRole("button", { name: "Clear the selection" }).click();
		await expect(page).not.toHaveURL(/select=/);
	});

	await test.step("the wheel and the keys zoom, dragging moves, and all can be shown again", async () => {
		const spread = async () => {
			const [a, b] = [await site.where(0), await site.where(200)];
			return Math.hypot(a.x - b.x, a.y - b.y);
		};
		const box = (await page.locator("iframe").boundingBox())!;
		const start = await spread();
		await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
		await page.mouse.wheel(0, -600);
		await expect.poll(spread).toBeGreaterThan(1.3 * start);
		await site.still();
		const zoomed = await spread();
		await page.keyboard.press("Escape");
		await page.locator("iframe").focus();
		await page.keyboard.press("-");
		await expect.poll(spread).toBeLessThan(zoomed);
		await site.still();

		const before = await site.where(0);
		await page.mouse.move(box.x + 260, box.y + box.height - 120);
		await page.mouse.down();
		await page.mouse.move(box.x + 360, box.y + box.height - 120, { steps: 4 });
		await page.mouse.up();
		await expect.poll(async () => Math.round((await site.where(0)).x - before.x)).toBe(100);
		await expect(page).toHaveURL(/view=/);

		await page.getByRole("button", { name: "Show all" }).click();
		await expect(page).not.toHaveURL(/view=/);
		await site.still();
		const outside = await site.viewer().evaluate(() => {
			const within = (at: { x: number; y: number } | null | undefined) => at && at.x > 0 && at.x < innerWidth && at.y > 0 && at.y < innerHeight;
			return Array.from({ length: 10_000 }, (_, row) => row).filter((row) => !within(window.nearspaceMap?.where(row)));
		});
		expect(outside).toEqual([]);
	});

	await test.step("search flies to a word", async () => {
		await page.keyboard.press("/");
		await page.keyboard.type("soviet");
		await page.keyboard.press("Enter");
		await expect(page.getByText(/soviet: occurs/)).toBeVisible();
		await site.still();
		const row = await site.viewer().evaluate(() => {
			const api = window.nearspaceMap;
			const centre = { x: innerWidth / 2, y: innerHeight / 2 };
			for (let r = 0; r < 11_000; r++) {
				const at = api?.where(r);
				if (at && Math.hypot(at.x - centre.x, at.y - centre.y) < 1) return r;
			}
			return null;
		});
		expect(row).not.toBeNull();
		await expect((await site.answer()).getByRole("heading")).toHaveText("Neighbours: soviet");
	});

	await test.step("a map on which nothing changes sleeps", async () => {
		const before = await site.frames();
		await page.waitForTimeout(1500);
		expect(await site.frames()).toBe(before);
	});
});

test("two runs have two maps, in which the same words light up", async ({ site, page }) => {
	await site.open("#step=8&p.dim=20&select=war");
	await site.is("paused", 60_000);
	await site.drawn();
	await page.getByLabel("Parameter that differs").selectOption("window");
	await page.getByRole("button", { name: "Compare", exact: true }).click();
	await site.drawn(1);
	await site.still();
	await site.still(1);
	const captions = page.locator(".map-panel .caption strong");
	await expect(captions).toHaveText([/^war: occurs/, /^war: occurs/]);

	const at = await site.where(3, 1);
	await page.mouse.move(at.x, at.y);
	await expect(captions.first()).not.toHaveText(/^war:/);
	const label = (await captions.nth(1).textContent())?.split(":")[0] ?? "";
	await expect(captions).toHaveText([new RegExp(`^${label}: `), new RegExp(`^${label}: `)]);
	await page.mouse.click(at.x, at.y);
	await expect(page).toHaveURL(new RegExp(`select=${label}`));
	await page.screenshot({ path: "screenshots/two-maps.png" });

	await page.setViewportSize({ width: 390, height: 844 });
	const boxes = () => page.locator("iframe").evaluateAll((frames) => frames.map((f) => f.getBoundingClientRect()));
	await expect.poll(async () => (await boxes())[1]!.top >= (await boxes())[0]!.bottom).toBe(true);
	expect((await boxes())[1]!.height).toBeGreaterThan(200);
	await site.still(1);
	await page.screenshot({ path: "screenshots/two-maps-390.png" });
	await page.getByRole("tab", { name: "Set up" }).click();
	await page.getByRole("button", { name: "End the comparison" }).click();
	await expect(page.locator("iframe")).toHaveCount(1);
});

test("programs that a host unpacks start too", async ({ site, page }) => {
	await page.route("**/*.wasm-*.zst", async (route) => {
		const name = /(engine|viewer)\.wasm/.exec(route.request().url())?.[0] ?? "";
		await route.fulfill({ path: `../.cache/${name}`, contentType: "application/octet-stream" });
	});
	await page.goto("about:blank");
	await site.open();
	await site.is("ready");
	await site.drawn();
});
