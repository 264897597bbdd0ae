// The classifier: texts with labels, from opening to a file that is taken along.
import { readFile } from "node:fs/promises";
import { expect, test } from "./site";

test.beforeEach(({ site }) => site.withoutMap());

const lines = [
	"__label__food we cook fresh soup", "__label__food bread and soup to eat", "__label__food eat fresh bread",
	"__label__music sing a song", "__label__music the band sings and plays", "__label__music play a song on the piano",
].join("\n");
const more = "__label__sea the ship sails\n__label__sea a boat and a ship\n__label__food fresh soup\n__label__music a song\n";

test("texts with labels are learnt, asked, tested, taken along, and others follow", async ({ site, page }) => {
	await site.open("#lab=classifier&p.dim=8&p.held=20&p.epochs=20&seed=1");
	await site.is("ready", 90_000);
	await site.choose("texts.txt", `${lines}\n`.repeat(20));
	await expect(page.getByRole("radio", { name: /texts\.txt/ })).toBeChecked();
	await page.getByText("More parameters", { exact: true }).click();
	await page.locator("[data-part=param-then]").locator("input[type=file]").setInputFiles({ name: "more.txt", mimeType: "text/plain", buffer: Buffer.from(more.repeat(10)) });
	await expect(page.locator("[data-part=param-then]").getByRole("combobox")).toHaveText(/more\.txt/);
	await site.play.click();
	await site.is("ended", 90_000);
	await expect(page.getByText(/texts with 2 labels to learn from, \d+ held out/)).toBeVisible();
	await expect(page.getByText("1 new labels.")).toBeVisible();
	await expect(page.locator("[data-figure=second]")).toHaveText(/right, held out (0\.9|1\.0)/);

	const found = await site.ask("Predict labels", { "Any text": "a ship on the sea", "How many": "1" });
	await expect(found).toContainText("sea");
	await expect(found).toContainText("What each word says");
	const words = await site.ask("Words for a label", { Label: "music", "How many": "5" });
	await expect(words).toContainText("song");
	const tested = await site.ask("Test", {});
	for (const said of ["of", "precision, %", "A row's label is taken for a column's"]) await expect(tested).toContainText(said);

	await page.locator("[data-part=export] summary").click();
	const save = async (button: string) => {
		const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button, exact: true }).click()]);
		return readFile((await download.path())!);
	};
	const model = await save("Model for fastText");
	expect(model.readInt32LE(0)).toBe(793712314);
	expect((await save("Texts held out")).toString()).toMatch(/^__label__(food|music) /);

	await page.getByRole("tab", { name: "Look inside" }).click();
	await expect(page.locator("[data-part=inside]")).toContainText(/The text has \d+ rows/);

	await page.reload();
	await site.is("ended", 90_000);
	await expect(page.getByText("1 new labels.")).toBeVisible();

	await page.goto("about:blank");
	await site.open("#lab=vectors");
	await site.choose("classifier.bin", model);
	await site.is("ended", 60_000);
	await expect(await site.ask("Predict labels", { "Any text": "sing a song", "How many": "1" })).toContainText("music");
});

test("settings are looked for, and the search ends where it is told", async ({ site, page }) => {
	await site.open("#lab=classifier&data=bible&p.trials=1000&p.epochs=1&seed=1");
	await site.is("ready", 90_000);
	await site.play.click();
	await expect(page.getByText(/The best of \d+ trials has/)).toBeVisible({ timeout: 90_000 });
	const tried = await site.ask("Settings tried", {});
	await expect(tried.locator("tbody tr").nth(1)).toBeVisible();
	const trials = page.locator("[data-part=param-trials] input.number");
	if (!(await trials.isVisible())) await page.getByText("More parameters", { exact: true }).click();
	await trials.fill("1");
	await trials.blur();
	await site.is("ended", 90_000);
	await expect(await site.ask("Test", {})).toContainText("kjv");
});
