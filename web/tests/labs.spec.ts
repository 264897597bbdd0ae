// Every lab of words on a small text, from opening to an answer, and what leaves
// the page.
import { readFile } from "node:fs/promises";
import { expect, story, test, type Site } from "./site";

test.beforeEach(({ site }) => site.withoutMap());

const small = "p.dim=16&p.minCount=1&seed=1";

// trains opens a lab on the story and trains it to the end.
async function trains(site: Site, link: string): Promise<void> {
	await site.open(`#${link}&${small}`);
	await site.is("ready", 60_000);
	await site.choose("story.txt", story(200));
	await site.is("ready");
	await expect(site.page.getByRole("radio", { name: /story\.txt/ })).toBeChecked();
	await site.play.click();
	await site.is("ended", 60_000);
}

for (const [name, link] of [
	["CBOW", "p.architecture=cbow&p.sample=1"],
	["hierarchical softmax", "p.loss=hierarchical&p.sample=1"],
	["fastText", "p.family=fasttext&p.buckets=1000&p.sample=1"],
	["GloVe", "p.family=glove&p.learningRate=0.05&p.epochs=20"],
	["two workers", "p.workers=2&p.sample=1"],
] as const) {
	test(`words are learnt by ${name}, and looked into`, async ({ site, page }) => {
		await trains(site, `lab=words&${link}`);
		const card = await site.ask("Neighbours", { Word: "cat", "How many": "2" });
		await expect(card.locator("tbody tr")).toHaveCount(2);
		await page.getByRole("tab", { name: "Look inside" }).click();
		await expect(page.locator("[data-part=inside]")).toContainText("Look up");
	});
}

test("a word that is not in the text has pieces and neighbours", async ({ site }) => {
	await trains(site, "lab=subwords&p.buckets=1000");
	const card = await site.ask("Take apart", { "Any word": "catfish" });
	await expect(card).toContainText("<cat");
});

test("co-occurrences are counted, fitted and shown as a picture", async ({ site }) => {
	await trains(site, "lab=cooccurrence&p.epochs=10");
	const card = await site.ask("The matrix", { "The word, if it is about one": "cat" });
	await expect(card.getByRole("table").or(card.locator("canvas")).or(card.getByRole("img")).first()).toBeVisible();
});

test("documents learn vectors, and so does a text that is new", async ({ site }) => {
	await trains(site, "lab=documents&p.epochs=30");
	const card = await site.ask("A new text", { Text: "a stone lies near the river", Epochs: "20" });
	await expect(card.locator("tbody tr").first()).toContainText(/stone|rock|pebble/);
});

test("vectors leave as a file that is opened again, and a script repeats the run", async ({ site, page }) => {
	await trains(site, "lab=words&p.sample=1");
	await page.locator("[data-part=export] summary").click();
	const save = async (button: string | RegExp) => {
		const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
		return readFile((await download.path())!);
	};
	const vectors = await save("Save words.vec");
	expect(vectors.toString()).toMatch(/^\d+ 16\n/);
	const script = await save("Script for gensim");
	expect(script.toString()).toContain("Word2Vec");

	const before = await site.ask("Neighbours", { Word: "cat", "How many": "3" });
	const near = await before.locator("tbody tr").allInnerTexts();
	await page.goto("about:blank");
	await site.open("#lab=vectors");
	await site.choose("words.vec", vectors);
	await site.is("ended", 60_000);
	const after = await site.ask("Neighbours", { Word: "cat", "How many": "3" });
	expect(await after.locator("tbody tr").allInnerTexts()).toEqual(near);
});
