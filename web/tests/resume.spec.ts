import type { Browser, Page } from "@playwright/test";
import { expect, Site, story, test } from "./site";

async function answers(page: Page): Promise<string[]> {
	const site = new Site(page);
	const card = await site.ask("Neighbours", { Word: "congress" });
	await expect(card.locator("tbody tr")).toHaveCount(12);
	return card.locator("tbody tr").allInnerTexts();
}

async function fresh(browser: Browser, link: string): Promise<string[]> {
	const page = await browser.newPage();
	const site = new Site(page);
	await site.withoutMap();
	await site.open(link);
	await site.is("paused", 60_000);
	const list = await answers(page);
	await page.close();
	return list;
}

test.beforeEach(({ site }) => site.withoutMap());

test("a reload resumes, and a resumed run has the answers of one that was never left", async ({ site, page, browser }) => {
	await site.open("#step=20");
	await site.is("paused", 60_000);
	await expect(page).toHaveURL(/step=20/);
	const done = await site.figure("done");
	await page.reload();
	await site.is("paused");
	await expect(page.getByText(/Your run is back/)).toBeVisible();
	expect(await site.figure("done")).toBe(done);

	await page.goto("about:blank");
	await site.open("#step=30");
	await site.is("paused", 60_000);
	await expect(page.getByText(/Your run is back/)).toBeVisible();
	expect(await answers(page)).toEqual(await fresh(browser, "#step=30"));
});

test("a bare address offers to go on with the last run", async ({ site, page }) => {
	await site.open("#step=15");
	await site.is("paused", 60_000);
	await expect(page).toHaveURL(/step=15/);
	const done = await site.figure("done");
	await page.goto("about:blank");
	await site.open();
	await site.is("ready");
	await page.getByRole("status").getByRole("button", { name: "Go on" }).click();
	await site.is("paused");
	expect(await site.figure("done")).toBe(done);
});

test("a file of one's own is there after a reload; elsewhere it is asked for by name", async ({ site, page, browser }) => {
	await site.open("#p.sample=1&p.dim=16");
	await site.is("ready");
	await site.choose("story.txt", story(800));
	await expect(page.getByRole("radio", { name: /story\.txt/ })).toBeChecked();
	await site.is("ready");
	await site.play.click();
	await site.is("ended");
	await expect(page).toHaveURL(/step=\d+/);
	const link = page.url();
	await page.reload();
	await site.is("ended");
	await expect(page.getByRole("radio", { name: /story\.txt/ })).toBeChecked();

	const other = await browser.newPage();
	const there = new Site(other);
	await there.withoutMap();
	await other.goto(link);
	await there.is("wanted");
	await expect(other.getByText(/needs the file “story.txt”/)).toBeVisible();
	await there.choose("story.txt", story(800));
	await there.is("ended"); // as far as the link says
	await other.close();
});

test("when the engine falls it is started again, from the last save", async ({ site, page }) => {
	await site.open("#step=10");
	await site.is("paused", 60_000);
	await expect(page).toHaveURL(/step=10/);
	await page.workers()[0]?.evaluate(() =>
		postMessage({ event: "panic", run: 0, lab: "words", message: "index out of range", stack: "" }),
	);
	await expect(page.getByText(/started again, from the last save/)).toBeVisible();
	await site.is("paused");
	await site.play.click();
	await site.is("running");
});

test("a link holds the set-up, the question and what is chosen", async ({ site, page }) => {
	await site.open("#p.dim=20&seed=7&ask=neighbors&a.word=gold&a.count=3&select=silver");
	await site.is("ready");
	await expect(page.getByRole("spinbutton", { name: "Dimensions" }).or(page.getByRole("textbox", { name: "Dimensions" })).first()).toHaveValue("20");
	await expect(page.getByLabel("Seed", { exact: true })).toHaveValue("7");
	await expect((await site.answer()).getByRole("heading")).toContainText("gold");
	await expect(page.getByText(/silver: occurs/)).toBeVisible();
	await page.getByLabel("Seed", { exact: true }).fill("8");
	await page.getByLabel("Seed", { exact: true }).press("Enter");
	await expect(page).toHaveURL(/seed=8/);
	await site.open("#p.dim=many");
	await expect(page.getByText(/values for dim that cannot be used/)).toBeVisible();
});
