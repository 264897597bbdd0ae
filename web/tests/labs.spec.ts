// Every lab of words on a small text, from opening to an answer, and what leaves
// the page.
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { expect, Site, story, test } from "./site";

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
	["CBOW as gensim sums it, with even noise, whole windows and a rate that does not vanish", "p.architecture=cbow&p.combine=sum-shared&p.noiseExponent=0&p.fixedWindow=true&p.minRate=0.01&p.sample=1"],
	["fastText", "p.family=fasttext&p.buckets=1000&p.sample=1"],
	["GloVe", "p.family=glove&p.learningRate=0.05&p.epochs=20"],
	["two workers", "p.workers=2&p.sample=1"],
	["GloVe in two workers", "p.family=glove&p.workers=2&p.learningRate=0.05&p.epochs=20"],
	["fastText in two workers", "p.family=fasttext&p.buckets=1000&p.workers=2&p.sample=1"],
] as const) {
	test(`words are learnt by ${name}, and looked into`, async ({ site, page }) => {
		await trains(site, `lab=words&${link}`);
		const card = await site.ask("Neighbours", { Word: "cat", "How many": "2" });
		await expect(card.locator("tbody tr")).toHaveCount(2);
		await page.getByRole("tab", { name: "Look inside" }).click();
		await expect(page.locator("[data-part=inside]")).toContainText("Look up");
	});
}

test("a window may stand one after the other", async ({ site, page }) => {
	await trains(site, "lab=documents&p.method=dm&p.combine=concat&p.window=2&p.epochs=60");
	await expect(page).toHaveURL(/p\.combine=concat/);
	const card = await site.ask("A new text", { Text: "a stone lies near the river", Epochs: "20" });
	await expect(card.locator("tbody tr").first()).toContainText(/stone|rock|pebble/);
	await page.getByRole("tab", { name: "Look inside" }).click();
	await expect(page.locator("[data-part=inside]")).toContainText("Join");
});

test("a learning rate that would rise is refused", async ({ site, page }) => {
	await site.open("#lab=words&data=sotu&p.minRate=0.1");
	await expect(page.getByText("“Learning rate at the end” cannot be 0.1 while “Learning rate” is 0.025.").first()).toBeVisible({ timeout: 60_000 });
});

test("the rank of a neighbour, and GloVe's own programs, of counted words", async ({ site, page }) => {
	await trains(site, "lab=cooccurrence&p.iterations=10");
	const card = await site.ask("Rank of a neighbour", { "Nearer to": "cat", than: "stone" });
	await expect(card).toContainText(/stone is neighbour number \d+ of cat, and cat number \d+ of stone\./);
	await page.locator("[data-part=export] summary").click();
	const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Script for GloVe" }).click()]);
	expect((await readFile((await download.path())!)).toString()).toContain('"-vector-size", "16", "-iter", "10"');
});

for (const workers of [1, 2]) {
	const by = workers > 1 ? `, from ${workers} workers` : "";

	test(`a word that is not in the text has pieces and neighbours${by}`, async ({ site }) => {
		await trains(site, `lab=subwords&p.buckets=1000&p.workers=${workers}`);
		const card = await site.ask("Take apart", { "Any word": "catfish" });
		await expect(card).toContainText("<cat");
	});

	test(`co-occurrences are counted, fitted and shown as a picture${by}`, async ({ site }) => {
		await trains(site, `lab=cooccurrence&p.iterations=10&p.workers=${workers}`);
		const card = await site.ask("The matrix", { "The word, if it is about one": "cat" });
		await expect(card.getByRole("table").or(card.locator("canvas")).or(card.getByRole("img")).first()).toBeVisible();
	});

	test(`documents learn vectors, and so does a text that is new${by}`, async ({ site }) => {
		await trains(site, `lab=documents&p.epochs=30&p.workers=${workers}`);
		const card = await site.ask("A new text", { Text: "a stone lies near the river", Epochs: "20" });
		await expect(card.locator("tbody tr").first()).toContainText(/stone|rock|pebble/);
	});
}

test("vectors leave as a file that is opened again, and a script repeats the run", async ({ site, page }) => {
	await trains(site, "lab=words&p.sample=1");
	await page.locator("[data-part=export] summary").click();
	const save = async (button: string | RegExp) => {
		const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
		return readFile((await download.path())!);
	};
	const vectors = await save("Save words.vec");
	expect(vectors.toString()).toMatch(/^\d+ 16\n/);
	await page.getByRole("checkbox", { name: "Compressed (.gz)" }).check();
	const zipped = await save("Save words.vec.gz");
	expect(gunzipSync(zipped)).toEqual(vectors);
	const script = await save("Script for gensim");
	expect(script.toString()).toContain("Word2Vec");

	const before = await site.ask("Neighbours", { Word: "cat", "How many": "3" });
	const near = await before.locator("tbody tr").allInnerTexts();
	await page.goto("about:blank");
	await site.open("#lab=vectors");
	await site.choose("words.vec.gz", zipped);
	await site.is("ended", 60_000);
	const after = await site.ask("Neighbours", { Word: "cat", "How many": "3" });
	expect(await after.locator("tbody tr").allInnerTexts()).toEqual(near);
});

const notes = (site: Site) => site.page.locator("[data-part=notes]");
const param = (site: Site, name: string) => site.page.locator(`[data-part=params] [data-part=param-${name}]`);

// openMore shows all parameters.
const openMore = (site: Site) => site.page.getByText("More parameters").click();

test("words that belong together become phrases", async ({ site, page }) => {
	await site.open(`#lab=words&${small}&p.sample=1&p.phraseScore=0.5`);
	await site.is("ready", 60_000);
	await site.choose("story.txt", story(100) + "the cat saw new york\na new york road lies near\nin new york they eat\n".repeat(30));
	await openMore(site);
	await param(site, "phrases").getByRole("textbox").fill("1");
	await param(site, "phrases").getByRole("textbox").press("Enter");
	await expect(notes(site)).toContainText("phrases, such as", { timeout: 60_000 });
	await site.is("ready");
	await site.play.click();
	await site.is("ended", 60_000);
	const card = await site.ask("Neighbours", { Word: "new_york", "How many": "2" });
	await expect(card.locator("tbody tr")).toHaveCount(2);
	await expect(page).toHaveURL(/p\.phrases=1/);
});

test("words begin with vectors of a file, which stay where they are if they are frozen", async ({ site, page, browser }) => {
	await site.open(`#lab=words&${small}&p.sample=1`);
	await site.is("ready", 60_000);
	await site.choose("story.txt", story(200));
	await expect(page.getByRole("radio", { name: /story\.txt/ })).toBeChecked();
	await site.is("ready");
	await openMore(site);
	await param(site, "from").locator("input[type=file]").setInputFiles({ name: "no vectors.txt", mimeType: "text/plain", buffer: Buffer.from("only words") });
	await expect(param(site, "from").getByRole("alert")).toContainText("A file of vectors is wanted here.");
	const vectors = "2 3\ncat 1 2 3\nstone -3 -2 -1\n";
	await param(site, "from").locator("input[type=file]").setInputFiles({ name: "two.vec", mimeType: "text/plain", buffer: Buffer.from(vectors) });
	await expect(param(site, "from").getByRole("combobox")).toHaveValue(/^[0-9a-f]+$/);
	await param(site, "frozen").getByRole("checkbox").check();
	await expect(notes(site)).toContainText(/^2 of \d+ words begin with the vectors of two\.vec\.$/, { timeout: 60_000 });
	await site.is("ready");
	await site.play.click();
	await site.is("ended", 60_000);
	const card = await site.ask("Similarity", { "One word or more": "cat", "and others": "stone" });
	await expect(card).toContainText(/[-−]0?\.714/);

	// The link asks for the file where it is not, and goes on once it is there.
	await expect(page).toHaveURL(/file\.from=two\.vec/);
	await expect(page).toHaveURL(/step=/);
	const other = await browser.newPage();
	const there = new Site(other);
	await there.withoutMap();
	await other.goto(page.url());
	const wanted = other.locator("[data-part=data] .problem");
	await expect(wanted).toContainText("story.txt", { timeout: 60_000 });
	await there.choose("story.txt", story(200));
	await expect(wanted).toContainText("two.vec");
	await there.choose("two.vec", vectors);
	await expect(notes(there)).toContainText("2 of", { timeout: 60_000 });
	await there.is("ended", 60_000);
	await other.close();
});

test("a run trains on with another text, and goes back", async ({ site, page }) => {
	await trains(site, "lab=words&p.sample=1");
	await openMore(site);
	await param(site, "then").locator("input[type=file]").setInputFiles({
		name: "plants.txt", mimeType: "text/plain", buffer: Buffer.from("the cat sleeps under an oak and a fern\na fern grows near the oak\n".repeat(200)),
	});
	await expect(notes(site)).toContainText(/plants\.txt adds \d+ new words to \d+\./, { timeout: 60_000 });
	await site.is("ended", 60_000);
	const card = await site.ask("Neighbours", { Word: "fern", "How many": "2" });
	await expect(card.locator("tbody tr")).toHaveCount(2);
	await page.getByRole("button", { name: "Undo" }).first().click();
	await expect(param(site, "then").getByRole("combobox")).toHaveValue("", { timeout: 60_000 });
	await site.is("ended", 60_000);
});
