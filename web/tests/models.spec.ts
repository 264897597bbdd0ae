// Files that are whole fastText models, in the lab of vectors.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { expect, test } from "./site";

const model = (name: string) => readFileSync(fileURLToPath(new URL(`../../core/fasttext/testdata/${name}`, import.meta.url)));

test.beforeEach(({ site }) => site.withoutMap());

test("a model of words has neighbours for any string", async ({ site, page }) => {
	await site.open("#lab=vectors");
	await site.choose("skipgram-ns.bin", model("skipgram-ns.bin"));
	await site.is("ended", 60_000);
	const near = await site.ask("Neighbours", { Word: "rainfall" });
	await expect(near).toContainText("rainfall is no word of the model.");
	const parts = await site.ask("Take apart", { "Any word": "rainfall" });
	await expect(parts).toContainText("<ra");
	await page.locator("[data-part=export] summary").click();
	const saving = page.waitForEvent("download");
	await page.getByRole("button", { name: "Model for fastText", exact: true }).click();
	const saved = await saving;
	expect(saved.suggestedFilename()).toBe("skipgram-ns.bin");
	expect(readFileSync(await saved.path())).toEqual(model("skipgram-ns.bin"));
});

test("a supervised model predicts labels and is tested", async ({ site }) => {
	await site.open("#lab=vectors");
	await site.choose("quantized.ftz", model("quantized.ftz"));
	await site.is("ended", 60_000);
	const labels = await site.ask("Predict labels", { "Any text": "the rain falls tonight" });
	await expect(labels).toContainText("weather");
	const tested = await site.ask("Test the labels", { "Texts, each after its labels": "__label__food fresh soup __label__music sing a song" });
	await expect(tested).toContainText("2 of 2 texts count");
	await expect(await site.ask("Make it small", {})).toContainText("This model is quantised already.");
});

test("only the chosen points leave, compressed, and open again", async ({ site, page }) => {
	await site.open("#lab=vectors");
	await site.choose("three.vec", "3 2\ncat 1 2\ndog 3 4\nfern 5 6\n");
	await site.is("ended", 60_000);
	await page.locator("[data-part=export] summary").click();
	await page.getByRole("combobox", { name: "Points", exact: true }).selectOption("chosen");
	const button = page.getByRole("button", { name: "Save vectors.vec" });
	await expect(button).toHaveAttribute("aria-disabled", "true");
	await page.getByRole("combobox", { name: "Find a word" }).fill("dog");
	await page.keyboard.press("Enter");
	await page.getByRole("combobox", { name: "Points", exact: true }).selectOption("shown");
	await page.getByRole("checkbox", { name: "Compressed (.gz)" }).check();
	const saving = page.waitForEvent("download");
	await page.getByRole("button", { name: "Save vectors.vec.gz" }).click();
	const saved = readFileSync(await (await saving).path());
	expect(gunzipSync(saved).toString()).toBe("3 2\ncat 1 2\ndog 3 4\nfern 5 6\n");
	await site.choose("again.vec.gz", saved);
	await site.is("ended", 60_000);
	await expect(await site.ask("Neighbours", { Word: "dog" })).toContainText("cat");
});
