import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./site";

async function violations(page: Page): Promise<string[]> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`);
}

test("speaks both languages, and keeps the choice", async ({ site, page }) => {
	await site.open();
	await site.is("ready");
	await page.getByRole("button", { name: "中文" }).click();
	await expect(page.locator("html")).toHaveAttribute("lang", "zh");
	await expect(page.getByRole("heading", { name: "参数" })).toBeVisible();
	await expect(page.getByRole("button", { name: "开始" })).toBeVisible();
	await page.reload();
	await expect(page.getByRole("heading", { name: "参数" })).toBeVisible();
	expect(await violations(page)).toEqual([]);
});

test("has a light and a dark theme, and follows the system's", async ({ site, page }) => {
	await page.emulateMedia({ colorScheme: "dark" });
	await site.open();
	await site.is("ready");
	const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
	const dark = await ground();
	await page.getByLabel("Theme").selectOption("light");
	await expect.poll(ground).not.toBe(dark);
	await page.reload();
	await site.is("ready");
	expect(await ground()).not.toBe(dark);
	await page.getByLabel("Theme").selectOption("system");
	await expect.poll(ground).toBe(dark);
});

for (const colorScheme of ["light", "dark"] as const) {
	for (const [width, height] of [[1440, 900], [390, 844]] as const) {
		test(`has no violations, ${colorScheme}, ${width} wide`, async ({ site, page }) => {
			await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
			await page.setViewportSize({ width, height });
			await site.open("#step=30&ask=neighbors&a.word=war&select=war");
			await site.is("paused", 60_000);
			await site.drawn();
			await site.still();
			const narrow = width < 1100;
			for (const name of ["Map", "Set up", "Ask", "Look inside", "Guide"]) {
				if (narrow) await page.getByRole("tab", { name, exact: true }).click();
				else if (name === "Look inside") await page.getByRole("tab", { name }).click();
				else if (name === "Guide") await page.getByRole("button", { name: "Guide" }).click();
				if (name === "Look inside") await expect(page.getByRole("article").getByRole("heading").first()).toBeVisible();
				expect(await violations(page), name).toEqual([]);
				await page.screenshot({ path: `screenshots/${colorScheme}-${width}-${name.toLowerCase().replace(" ", "-")}.png` });
				expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name} is as wide as the window`).toBeLessThanOrEqual(width);
			}
		});
	}
}

test("works by the keyboard alone", async ({ site, page }) => {
	await site.open();
	await site.is("ready");
	await site.drawn();
	await page.keyboard.press("Space");
	await site.is("running");
	await page.keyboard.press("Space");
	await site.is("paused");
	await page.keyboard.press("s");
	await site.is("paused");

	await page.keyboard.press("a");
	await page.keyboard.press("ControlOrMeta+a");
	await page.keyboard.type("congres");
	await expect(page.getByRole("option", { name: "congress", exact: true })).toBeVisible();
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("Enter");
	await page.keyboard.press("Enter");
	await expect((await site.answer()).getByRole("heading")).toHaveText("Neighbours: congress");

	await page.keyboard.press("Escape");
	await page.keyboard.press("?");
	await expect(page.getByRole("dialog")).toBeVisible();
	await page.keyboard.press("Escape");
	await expect(page.getByRole("dialog")).toHaveCount(0);

	// Tab goes through the whole page, the map too, and comes out again.
	const seen = new Set<string>();
	for (let i = 0; i < 80; i++) {
		await page.keyboard.press("Tab");
		seen.add(await page.evaluate(() => document.activeElement?.tagName ?? ""));
		if (seen.has("IFRAME") && (await page.evaluate(() => document.activeElement?.closest("footer") !== null))) break;
	}
	expect([...seen]).toEqual(expect.arrayContaining(["BUTTON", "SELECT", "INPUT", "IFRAME"]));
	expect(await page.evaluate(() => document.activeElement?.closest("footer") !== null), "the run's buttons can be reached").toBe(true);
});
