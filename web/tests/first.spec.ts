// A page begins with a smaller engine; the whole one takes its place, with the run
// as it is, when something needs it.
import { expect, test, type Site } from "./site";

// What only the whole engine needs.
const rest = /\/engine\.wasm/;

const small = "lab=words&data=story&p.dim=12&p.minCount=1&p.sample=1&seed=1";

const loaded = (site: Site, program: string) => site.requests.some((url) => url.includes(`/${program}.wasm`));

// answer is what a card says of a word's neighbours.
async function neighbours(site: Site): Promise<string[]> {
	const card = await site.ask("Neighbours", { Word: "cat", "How many": "5" });
	await expect(card.locator("tbody tr")).toHaveCount(5);
	return card.locator("tbody tr").allTextContents();
}

test("training begins before the whole engine is there", async ({ site }) => {
	await site.withoutMap();
	await site.open(`#${small}`);
	await site.is("ready");
	await site.play.click();
	await site.is("ended", 60_000);
	await neighbours(site);
	expect(loaded(site, "first")).toBe(true);
	expect(loaded(site, "engine")).toBe(false);
});

test("what only the whole engine can do leaves a run as it was, at rest and under way", async ({ site, page }) => {
	await site.withoutMap();
	await site.open(`#${small}&p.epochs=100&step=40`);
	await site.is("paused", 60_000);
	const [before, done] = [await neighbours(site), await site.figure("done")];

	await page.locator("[data-part=export] summary").click();
	await expect(page.getByRole("button", { name: "Save words.vec" })).toBeVisible();
	expect(loaded(site, "engine")).toBe(true);
	await site.is("paused");
	expect(await site.figure("done")).toBe(done);
	expect(await neighbours(site)).toEqual(before);

	await test.step("a run that trains goes on", async () => {
		await site.open(`#${small.replace("story", "sotu")}&p.epochs=3`);
		await site.is("ready");
		await site.play.click();
		await expect.poll(() => site.loss(), { timeout: 60_000 }).toBeGreaterThan(0);
		const question = await site.ask("Distances", { Points: "war peace gold" });
		await expect(question).toContainText("3 pairs");
		await site.is("running");
		await site.is("ended", 120_000);
	});

	await test.step("and ends as one that the whole engine trained from its beginning", async () => {
		const loss = await site.figure("loss");
		await page.getByRole("button", { name: "Reset" }).click();
		await site.is("ready");
		await site.play.click();
		await site.is("ended", 120_000);
		expect(await site.figure("loss")).toBe(loss);
	});
});

test("without the rest of the engine nothing is lost, and one is told", async ({ site, page }) => {
	await site.withoutMap();
	await page.route(/\/engine\.wasm/, (route) => route.abort());
	await site.open(`#${small}`);
	await site.is("ready");
	await site.play.click();
	await site.is("ended", 60_000);
	const before = await neighbours(site);
	const card = await site.ask("Distances", { Points: "cat dog" });
	await expect(card.getByRole("alert")).toContainText("rest of the engine, which could not be loaded");
	expect(await neighbours(site)).toEqual(before);

	await page.unroute(/\/engine\.wasm/);
	const distances = page.locator("article[data-question=distances]");
	await distances.getByRole("button", { name: "Ask again" }).click();
	await expect(distances).toContainText("1 pair");
	expect(await neighbours(site)).toEqual(before);
});

test("while the rest of the engine is loaded, a run trains on, and is paused and asked as ever", async ({ site, page }) => {
	await site.withoutMap();
	let come = () => {};
	const may = new Promise<void>((resolve) => (come = resolve));
	await page.route(rest, async (route) => {
		await may;
		await route.continue();
	});
	await site.open("#p.epochs=50");
	await site.is("ready");
	await site.play.click();
	await expect.poll(() => site.loss(), { timeout: 60_000 }).toBeGreaterThan(0);
	await page.locator("[data-part=export] summary").click();
	await site.is("running");
	await site.pause.click();
	await site.is("paused", 5_000);
	const done = await site.figure("done");
	const card = await site.ask("Neighbours", { Word: "war" });
	await expect(card.locator("tbody tr")).toHaveCount(12, { timeout: 5_000 });
	come();
	await expect(page.getByRole("button", { name: "Save words.vec" })).toBeVisible({ timeout: 60_000 });
	await site.is("paused");
	expect(await site.figure("done")).toBe(done);
});

test("a saved run whose text is still being read loses nothing when the whole engine takes over", async ({ site, page }) => {
	await site.withoutMap();
	await site.open("#step=12");
	await site.is("paused", 60_000);
	await expect(page).toHaveURL(/step=12/);
	const done = await site.figure("done");
	const card = await site.ask("Neighbours", { Word: "war" });
	const before = await card.locator("tbody tr").allInnerTexts();
	let read = () => {};
	const may = new Promise<void>((resolve) => (read = resolve));
	await page.goto("about:blank");
	await page.route(/\/data\/sotu/, async (route) => {
		await may;
		await route.continue();
	});
	await site.open("#step=12");
	await site.is("preparing", 60_000);
	await site.choose("broken.gz", Buffer.from([0x1f, 0x8b, 1, 2, 3]));
	await page.waitForResponse(rest, { timeout: 60_000 });
	await expect(page.getByText(/compressed file is damaged/)).toBeVisible({ timeout: 60_000 });
	read();
	await site.is("paused", 60_000);
	expect(await site.figure("done")).toBe(done);
	const again = await site.ask("Neighbours", { Word: "war" });
	await expect(again.locator("tbody tr")).toHaveCount(12);
	expect(await again.locator("tbody tr").allInnerTexts()).toEqual(before);
});
