// An index of near rows beside the exact neighbours.
import { expect, test } from "./site";

test.beforeEach(({ site }) => site.withoutMap());

// vectors are rows that lie at random, as a file of word2vec's text.
function vectors(rows: number, dim: number): string {
	let state = 1;
	const next = () => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5;
	const lines = Array.from({ length: rows }, (_, i) => `row${i} ${Array.from({ length: dim }, () => next().toFixed(3)).join(" ")}`);
	return `${rows} ${dim}\n${lines.join("\n")}\n`;
}

test("an index is built, stopped and gone on with, and held against all rows", async ({ site, page }) => {
	await site.open("#lab=vectors");
	await site.is("ended");
	await site.choose("random.vec", vectors(20_000, 32));
	await expect(page.getByRole("radio", { name: /random\.vec/ })).toBeChecked();
	await site.is("ended");
	await site.ask("Index", { Row: "row7" });
	const card = site.cards.first();
	const progress = card.getByRole("progressbar", { name: "Building the index" });
	await expect.poll(async () => Number((await progress.getAttribute("value")) ?? 0)).toBeGreaterThan(100);
	await card.getByRole("button", { name: "Stop" }).click();
	await expect(progress).toHaveCount(0);
	await card.getByRole("button", { name: "Ask again" }).click();
	await expect(card.getByText(/Over 200 rows it finds \d+\.\d % of the 10 nearest/)).toBeVisible({ timeout: 90_000 });
	await expect(card.getByText(/Of the 10 nearest rows the index found \d+\./)).toBeVisible();

	const table = (name: RegExp) => card.getByRole("table", { name });
	const marks = await table(/Exact neighbours/).locator("tbody td:last-child").allTextContents();
	expect(marks.filter((m) => m !== "+")).toHaveLength(10);
	const efs = await table(/By ef/).locator("tbody td:first-child").allTextContents();
	expect(efs.map((e) => e.trim())).toEqual(["16", "32", "64", "128", "256", "512"]);
	await expect(table(/Levels/).locator("tbody tr").first()).toContainText("20,000");
});

test("a link asks an index, and what it misses is marked", async ({ site }) => {
	await site.open("#lab=vectors&data=colors&ask=index&a.word=pink&a.metric=euclidean&a.m=2&a.construction=4");
	await site.is("ended");
	const card = await site.answer();
	await expect(card.getByRole("row", { name: /bubblegum pink 12\.21 ✓/ })).toBeVisible();
	await expect(card.getByRole("row", { name: /✗/ }).first()).toBeVisible();
});

test("the guide's buttons show what it says of colours, noise and a walk", async ({ site, page }) => {
	await site.open("#lab=vectors&guide=ef-and-recall");
	for (const [button, least, most] of [["Colours, M 4, ef 10", 90, 100], ["Noise, the same", 50, 70], ["A walk, the same", 90, 100]] as const) {
		await page.getByRole("button", { name: button }).click();
		const says = site.cards.first().getByText(/Over 200 rows it finds \d/);
		await expect(says).toBeVisible();
		const recall = async () => Number(/it finds ([\d.]+) %/.exec((await says.textContent()) ?? "")?.[1]);
		await expect.poll(async () => (await recall()) >= least && (await recall()) <= most, button).toBe(true);
	}
});
