import { createWriteStream } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { gzipSync } from "node:zlib";
import { expect, story, test } from "./site";

const small = "#p.dim=16&p.sample=1&p.window=3&p.epochs=20&p.learningRate=0.05";

test.beforeEach(({ site }) => site.withoutMap());

test("trains on a file that was dropped", async ({ site, page }) => {
	await site.open(small);
	await site.is("ready");
	const transfer = await page.evaluateHandle((text) => {
		const data = new DataTransfer();
		data.items.add(new File([text], "story.txt", { type: "text/plain" }));
		return data;
	}, story(1500));
	await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
	await expect(page.getByRole("radio", { name: /story\.txt/ })).toBeChecked();
	await site.is("ready");
	await site.play.click();
	await site.is("ended");
	const card = await site.ask("Neighbours", { Word: "cat", "How many": "2" });
	await expect(card.locator("tbody tr")).toHaveCount(2);
	const labels = await card.locator("tbody tr td:first-child").allTextContents();
	expect(labels.map((l) => l.trim()).sort()).toEqual(["dog", "fox"]);
	await expect(page).toHaveURL(/file=story\.txt/);
});

test("takes compressed text and pasted text", async ({ site, page }) => {
	await site.open(small);
	await site.is("ready");
	await site.choose("story.md.gz", gzipSync(story(300)));
	await expect(page.getByRole("radio", { name: /story\.md\.gz/ })).toBeChecked();
	await site.is("ready");
	await page.getByRole("button", { name: "Paste text" }).click();
	await page.getByRole("textbox", { name: /thousand words/ }).fill(story(400));
	await page.getByRole("button", { name: "Use this text" }).click();
	await expect(page.getByRole("radio", { name: /Pasted: The/ })).toBeChecked();
	await site.is("ready");

	await page.getByRole("button", { name: "Remove story.md.gz" }).click();
	await expect(page.getByRole("radio", { name: /story\.md\.gz/ })).toHaveCount(0);
	await page.getByRole("button", { name: "Undo" }).click();
	await expect(page.getByRole("radio", { name: /story\.md\.gz/ })).toHaveCount(1);
});

test("a lab without data asks for a file", async ({ site, page }) => {
	await page.route("**/data/index.json", (route) => route.fulfill({ json: [] }));
	await site.open(small);
	await site.is("wanted");
	await expect(page.getByText(/works on a file of yours/)).toBeVisible();
	await expect(page.getByText(/It stays in this browser/)).toBeVisible();
	await site.choose("story.txt", story(400));
	await site.is("ready");
	await expect(page.getByText(/works on a file of yours/)).toHaveCount(0);
});

test("a file opens in a lab that takes its kind", async ({ site, page }) => {
	await site.open(small);
	await site.is("ready");
	await site.choose("fruit.vec", "4 3\nking 1 0 0.1\nqueen 0.9 0.1 0.2\napple 0 1 0\npear 0.1 0.9 0\n");
	await expect(page.getByRole("banner").getByRole("combobox").first()).toHaveValue("vectors");
	await site.is("ended");
	await expect(page.getByText(/A file of vectors/)).toBeVisible();
	await expect((await site.ask("Neighbours", { Word: "king", "How many": "1" })).getByRole("row", { name: /queen/ })).toBeVisible();
	await page.getByRole("banner").getByRole("combobox").first().selectOption("words");
	await site.is("ready");
	await expect(page.getByRole("radio", { name: /fruit\.vec/ })).toHaveCount(0);
});

test("cuts Chinese text into words", async ({ site, page }) => {
	await site.open(`${small}&p.minCount=1`);
	await site.is("ready");
	await site.choose("zh.txt", "我们爱北京大学。\n他们爱上海大学。\n".repeat(50));
	await expect(page.getByRole("radio", { name: /zh\.txt/ })).toBeChecked();
	await site.is("ready");
	await expect((await site.ask("Neighbours", { Word: "我们" })).getByRole("row", { name: /他们/ })).toBeVisible();
});

const broken: [string, string | Buffer, RegExp][] = [
	["cut.txt.gz", gzipSync(story(2000)).subarray(0, 900), /damaged at byte 900/],
	["latin.txt", Buffer.concat([Buffer.from("one\ntwo\n"), Buffer.from([0x66, 0xfc, 0x72, 0x20, 0x61])]), /line 3, byte 9/],
	["empty.txt", "", /empty/],
];

test("refuses broken files by their line or byte, and the run goes on", async ({ site, page }) => {
	await site.open("#p.epochs=50");
	await site.play.click();
	await site.is("running");
	for (const [name, content, message] of broken) {
		const before = await site.figure("done");
		await site.choose(name, content);
		const alert = page.getByRole("alert");
		await expect(alert).toContainText(name);
		await expect(alert).toContainText(message);
		await site.is("running");
		await expect.poll(() => site.figure("done")).not.toBe(before);
	}
	await expect(page.getByRole("radio", { name: /State of the Union/ })).toBeChecked();
});

test("checks a large file with progress, and can be stopped", async ({ site, page }, info) => {
	const path = join(tmpdir(), `nearspace-${info.workerIndex}-large.txt`);
	const out = createWriteStream(path);
	const piece = story(5000);
	for (let bytes = 0; bytes < 190e6; bytes += piece.length) if (!out.write(piece)) await once(out, "drain");
	out.end();
	await once(out, "finish");
	try {
		await site.open();
		await site.is("ready");
		await page.locator("[data-part=data] input[type=file]").setInputFiles(path);
		await expect(page.getByRole("progressbar", { name: /Checking/ })).toBeVisible();
		await page.getByRole("button", { name: "Cancel" }).click();
		await expect(page.getByRole("progressbar", { name: /Checking/ })).toHaveCount(0);
		await expect(page.getByRole("radio", { name: /State of the Union/ })).toBeChecked();
		await site.is("ready");
	} finally {
		await rm(path);
	}
});

test("a second file of vectors is opened as one with the first, by whichever row a label of both has", async ({ site, page }) => {
	const nearest = async (word: string): Promise<string> => {
		const card = await site.ask("Neighbours", { Word: word, "How many": "1" });
		return ((await card.locator("tbody tr td:first-child").textContent()) ?? "").trim();
	};
	const beside = page.locator("[data-part=param-beside]");
	const open = (name: string, text: string) => beside.locator("input[type=file]").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
	await site.open("#lab=vectors&data=colors");
	await site.is("ended", 60_000);
	await site.choose("pets.vec", "2 3\ncat 1 0 0\ndog 0.9 0.2 0\n");
	await expect(page.getByRole("radio", { name: /pets\.vec/ })).toBeChecked();
	await site.is("ended", 60_000);
	await page.getByText("More parameters").click();

	await open("things.vec", "2 3\ncat 0 0.1 1\nstone 0 0 0.9\n");
	await expect(beside.getByRole("combobox")).toHaveText(/things\.vec/);
	const twice = page.getByLabel("Labels in both", { exact: true });
	await expect(twice).toHaveValue("first");
	await expect(page).toHaveURL(/file\.beside=things\.vec/);
	await site.is("ended");
	expect(await nearest("cat")).toBe("dog");

	await twice.selectOption("the second file's row");
	await expect(page).toHaveURL(/p\.twice=last/);
	await site.is("ended");
	await expect.poll(() => nearest("cat")).toBe("stone");

	await test.step("after a reload too", async () => {
		await page.reload();
		await site.is("ended", 60_000);
		await page.getByText("More parameters").click();
		await expect(beside.getByRole("combobox")).toHaveText(/things\.vec/);
		expect(await nearest("stone")).toBe("cat");
	});

	await test.step("one of other dimensions is refused, and the first opens without it again", async () => {
		await open("flat.vec", "2 2\nstone 1 0\nrock 0 1\n");
		await expect(page.getByRole("alert")).toContainText("The first file has 3 dimensions, the second 2");
		await beside.getByRole("combobox").selectOption("none");
		await site.is("ended");
		await expect.poll(() => nearest("cat")).toBe("dog");
	});
});

test("the arrays of a file are chosen by their names", async ({ site, page }) => {
	await site.open("#lab=vectors&data=colors");
	await site.is("ended", 60_000);
	const tensors = await readFile("../core/format/testdata/several.safetensors");
	await site.choose("several.safetensors", tensors);
	await expect(page.getByRole("radio", { name: /several\.safetensors/ })).toBeChecked();
	await site.is("ended", 60_000);
	await page.getByText("More parameters").click();
	const choice = page.getByLabel("Array of the file", { exact: true });
	await expect(choice.getByRole("option")).toHaveText(["the one with the most rows", "wte.weight: 6 rows of 4 numbers", "wpe.weight: 2 rows of 4 numbers"]);
	const caption = page.locator(".map-panel .caption");
	await expect(caption).toContainText("6 points");
	await choice.selectOption({ index: 2 });
	await expect(caption).toContainText("2 points");
	await expect(page).toHaveURL(/p\.array=2/);
	await page.reload();
	await expect(caption).toContainText("2 points", { timeout: 60_000 });
	await expect(choice).toHaveValue("2");

	await test.step("other data have a number", async () => {
		await page.locator("[data-part=data]").getByRole("radio").first().check();
		await expect(page.locator("[data-part=param-array] select")).toHaveCount(0);
	});
});
