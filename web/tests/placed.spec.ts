// Points that are placed on a map and are none of its rows.
import type { Page } from "@playwright/test";
import { expect, test, type Site } from "./site";

const sum = '"dark blue" - blue + green';
const rows = 949; // of the colours
const placed = (page: Page) => page.locator("[data-part=placed]");
const list = (page: Page) => placed(page).getByRole("list", { name: "Placed points" }).locator("> li");
const label = (site: Site) => site.viewer().evaluate((r) => window.nearspaceMap?.where(r) ?? null, rows);

async function colours(site: Site, more = "&map=pca,2"): Promise<void> {
	await site.open(`#lab=vectors&data=colors${more}`);
	await site.is("ended", 60_000);
	await site.drawn();
}

test("a sum of words is placed on the map, in its list, in the address, and can be taken back", async ({ site, page }) => {
	await colours(site);
	const card = await site.ask("Analogy and sums", { Expression: sum });
	const button = card.getByRole("button", { name: "Place on the map" });
	expect(await label(site)).toBeNull();
	await button.click();
	await expect(button).toHaveAttribute("aria-pressed", "true");
	await expect(card).toContainText(/Near .+ on the map\./);
	await expect.poll(() => label(site)).not.toBeNull();

	await test.step("it is listed, and shown from there", async () => {
		await page.getByRole("button", { name: "Points", exact: true }).click();
		await expect(list(page)).toHaveCount(1);
		await expect(list(page)).toContainText(sum);
		await expect(placed(page)).toContainText("exactly where the same axes put it");
		const before = await label(site);
		await list(page).getByRole("button", { name: `Show: ${sum}` }).click();
		await expect(page.locator(".caption")).toContainText(`${sum}, placed`);
		await site.still();
		expect(await label(site)).not.toEqual(before);
		await page.locator("iframe").focus();
		await page.keyboard.press("0");
		await site.still();
		expect(await label(site)).toEqual(before);
	});

	await test.step("steps go back and forth", async () => {
		await page.getByRole("button", { name: "Undo the choice" }).click();
		await expect(list(page)).toHaveCount(0);
		await expect.poll(() => label(site)).toBeNull();
		await page.getByRole("button", { name: "Redo the choice" }).click();
		await expect(list(page)).toHaveCount(1);
	});

	await test.step("it is removed, and brought back", async () => {
		await list(page).getByRole("button", { name: `Remove ${sum}` }).click();
		await expect(list(page)).toHaveCount(0);
		await expect(page.getByText("The placed point was removed.")).toBeVisible();
		await page.getByRole("button", { name: "Undo the choice" }).click();
		await expect(list(page)).toHaveCount(1);
	});

	await test.step("the address brings it", async () => {
		await expect(page).toHaveURL(/look\.placed\.0=expression/);
		await page.reload();
		await site.is("ended", 60_000);
		await site.drawn();
		await expect.poll(() => label(site), { timeout: 20_000 }).not.toBeNull();
	});
});

for (const way of ["pca,3", "random,2", "dimensions,2", "umap,2", "tsne,3"]) {
	test(`it is placed on a map by ${way}`, async ({ site, page }) => {
		await colours(site, `&map=${way}&map.rounds=60&look.placed.0=${encodeURIComponent(`expression?${new URLSearchParams({ expression: sum })}`)}`);
		await expect.poll(() => label(site), { timeout: 60_000 }).not.toBeNull();
		await page.getByRole("button", { name: "Points", exact: true }).click();
		await expect(list(page)).toContainText(/Near .+ on the map\./);
		if (way.startsWith("umap")) {
			await expect(placed(page)).toContainText("settles among its nearest rows");
			await expect(list(page)).toContainText(/green/, { timeout: 60_000 });
		}
		// Another map has its own place for it.
		await page.getByRole("button", { name: "View", exact: true }).click();
		await page.locator("[data-part=view]").getByLabel("Method").selectOption({ label: "PCA" });
		await page.getByRole("button", { name: "Points", exact: true }).click();
		await expect(list(page)).toContainText(/Near .+ on the map\./, { timeout: 30_000 });
	});
}

test("rows of a file are placed, and those of another kind refused", async ({ site, page }) => {
	await colours(site);
	await page.getByRole("button", { name: "Points", exact: true }).click();
	const choose = (name: string, text: string) => placed(page).locator("input[type=file]").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
	await choose("mine.txt", "3 3\nmy-red 250 3 3\nmy-blue 2 1 250\nmy-grey 120 121 119\n");
	await expect(list(page)).toContainText("mine.txt");
	await expect(list(page)).toContainText("3 rows");
	await expect(list(page).getByRole("listitem")).toHaveCount(3);
	const red = list(page).getByRole("listitem").filter({ hasText: "my-red" });
	await expect(red).toContainText(/Near .*red/);
	await red.getByRole("button", { name: "Show: my-red" }).click();
	await expect(page.locator(".caption")).toContainText("my-red, placed");
	expect(await site.viewer().evaluate((r) => window.nearspaceMap?.where(r) ?? null, rows + 2)).not.toBeNull();

	await choose("other.txt", "2 4\na 1 2 3 4\nb 2 3 4 5\n");
	await expect(placed(page)).toContainText("These vectors have 4 dimensions, those of the map 3");
	await list(page).filter({ hasText: "other.txt" }).getByRole("button", { name: /Remove/ }).click();
	await expect(list(page)).toHaveCount(1);
});

test("what is placed goes on with a map that training moves", async ({ site, page }) => {
	await site.open("#lab=words&data=story&p.dim=12&p.minCount=1&p.sample=1&p.epochs=20&seed=1");
	await site.is("ready", 60_000);
	await site.drawn();
	const card = await site.ask("Analogy and sums", { Expression: "cat + 0.001*dog" });
	await card.getByRole("button", { name: "Place on the map" }).click();
	await expect(card).toContainText(/Near .+ on the map\./, { timeout: 30_000 });
	await site.play.click();
	await site.is("ended", 60_000);
	await expect(card).toContainText("Near cat, ", { timeout: 20_000 });
	await page.getByRole("button", { name: "Points", exact: true }).click();
	await expect(list(page)).not.toContainText("former state");
	// A word by itself is on the map already.
	const one = await site.ask("Analogy and sums", { Expression: "cat" });
	await expect(one.getByRole("button", { name: "Place on the map" })).toHaveCount(0);
});

test("a word that never occurs is placed by its pieces", async ({ site }) => {
	await site.open("#lab=subwords&data=story&p.dim=12&p.minCount=1&p.epochs=5&seed=1");
	await site.is("ready", 60_000);
	await site.drawn();
	await site.play.click();
	await site.is("ended", 60_000);
	const card = await site.ask("Neighbours", { "Any word": "stoney" });
	await card.getByRole("button", { name: "Place on the map" }).click();
	await expect(card).toContainText(/Near .+ on the map\./, { timeout: 20_000 });
});

test("a new text is placed among the documents", async ({ site }) => {
	await site.open("#lab=documents&data=story&p.dim=12&p.minCount=1&p.epochs=5&seed=1");
	await site.is("ready", 60_000);
	await site.drawn();
	await site.play.click();
	await site.is("ended", 60_000);
	const card = await site.ask("A new text", { Text: "the cat eats a fish" });
	await card.getByRole("button", { name: "Place on the map" }).click();
	await expect(card).toContainText(/Near .+ on the map\./, { timeout: 20_000 });
});
