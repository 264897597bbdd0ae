// What those who come from TensorFlow's Embedding Projector look for, with files as
// they have them.
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test } from "./site";

// Thirty words of three kinds in four dimensions.
const kinds = ["beast", "colour", "number"];
const words = Array.from({ length: 30 }, (_, i) => ({ word: `${kinds[i % 3]}${i}`, kind: kinds[i % 3] ?? "", length: (i * 7) % 11 }));
const vectors = words.map((_, i) => [i % 3 === 0 ? 5 : 0, i % 3 === 1 ? 5 : 0, Math.sin(i), Math.cos(3 * i)]);
const numbers = vectors.map((v) => v.join("\t")).join("\n");
const metadata = ["word\tkind\tlength", ...words.map((w) => `${w.word}\t${w.kind}\t${w.length}`)].join("\n");

// publish lays files beside the site.
async function publish(page: Page, files: Record<string, string | Buffer>): Promise<void> {
	await page.route("**/some/path/sets/*", (route) => {
		const body = files[route.request().url().replace(/^.*\//, "")];
		return route.fulfill(body === undefined ? { status: 404 } : { body });
	});
}

const config = (...embeddings: object[]) => JSON.stringify({ embeddings });

test("a link opens vectors that are published beside the site, with what is known of them", async ({ site, page }) => {
	await publish(page, {
		"config.json": config(
			{ tensorName: "words", tensorShape: [30, 4], tensorPath: "words.tsv", metadataPath: "words.meta.tsv" },
			{ tensorName: "raw", tensorShape: [30, 4], tensorPath: "words.bytes" },
		),
		"words.tsv": numbers,
		"words.meta.tsv": metadata,
		"words.bytes": Buffer.from(Float32Array.from(vectors.flat()).buffer),
	});
	await site.open("?config=sets/config.json");
	await expect(page.getByRole("radio", { name: /words\.tsv/ })).toBeChecked({ timeout: 60_000 });
	await page.getByRole("button", { name: "Points", exact: true }).click();
	const points = page.locator("[data-part=points]");
	await points.getByLabel("Find in labels").fill("colour1");
	await expect(points.getByRole("listitem").filter({ hasText: "colour16" })).toContainText("colour · 2");
	await expect(page).toHaveURL(/\?config=sets\/config\.json#.*look\.by=column\.kind/);

	await test.step("a reload opens them again, coloured and chosen as they were", async () => {
		await points.getByRole("button", { name: "Choose these" }).click();
		await expect(page).toHaveURL(/look\.chosen=/);
		await page.reload();
		await page.getByRole("button", { name: "Points", exact: true }).click();
		await expect(points.locator(".count")).toHaveText(/^5 points are chosen/);
		await expect(page).toHaveURL(/look\.by=column\.kind/);
	});

	await test.step("the visitor's own table stays through a reload, until the published one is taken back", async () => {
		const form = page.locator("[data-part=metadata]");
		await expect(form.getByRole("status")).toContainText("words.meta.tsv");
		await expect(form.getByRole("button", { name: "Take the published table" })).toHaveCount(0);
		const own = ["word\tmood", ...words.map((w, i) => `${w.word}\t${i % 2 ? "glad" : "sad"}`)].join("\n");
		await form.locator("input[type=file]").setInputFiles({ name: "moods.tsv", mimeType: "text/plain", buffer: Buffer.from(own) });
		await expect(form.getByRole("status")).toContainText("moods.tsv");
		await expect(page).toHaveURL(/look\.by=column\.mood/);
		await page.reload();
		await page.getByRole("button", { name: "Points", exact: true }).click();
		await expect(form.getByRole("status")).toContainText("moods.tsv", { timeout: 60_000 });
		await expect(page).toHaveURL(/look\.by=column\.mood/);
		await form.getByRole("button", { name: "Take the published table" }).click();
		await expect(form.getByRole("status")).toContainText("words.meta.tsv");
		await page.getByRole("button", { name: "Undo", exact: true }).last().click();
		await expect(form.getByRole("status")).toContainText("moods.tsv");
		await form.getByRole("button", { name: "Take the published table" }).click();
		await expect(form.getByRole("status")).toContainText("words.meta.tsv");
		await expect(form.getByRole("button", { name: "Take the published table" })).toHaveCount(0);
		await page.reload();
		await page.getByRole("button", { name: "Points", exact: true }).click();
		await expect(form.getByRole("status")).toContainText("words.meta.tsv", { timeout: 60_000 });
	});

	await test.step("another set of the same configuration, as raw numbers", async () => {
		await page.getByLabel("Published set").selectOption("raw");
		await expect(page.getByRole("radio", { name: /words\.bytes/ })).toBeChecked();
		await site.is("ended");
		await expect(page.getByText("30 points. Two of their dimensions")).toBeVisible();
	});
	expect(site.errors).toEqual([]);
});

test("what is wrong with a configuration is said, and nothing is lost", async ({ site, page }) => {
	await site.withoutMap();
	await publish(page, {
		"short.json": config({ tensorShape: [31, 4], tensorPath: "words.bytes" }),
		"words.bytes": Buffer.from(Float32Array.from(vectors.flat()).buffer),
		"elsewhere.json": config({ tensorPath: "https://elsewhere.example/v.tsv" }),
		"bad.json": "{",
		"none.json": config({ tensorPath: "none.tsv" }),
	});
	for (const [file, said] of [
		["short.json", "words.bytes has 480 bytes; numbers of that shape have 496."],
		["elsewhere.json", "https://elsewhere.example/v.tsv lies elsewhere."],
		["bad.json", "bad.json is no JSON"],
		["none.json", "none.tsv could not be read: HTTP 404."],
		["absent.json", "absent.json could not be read: HTTP 404."],
	] as const) {
		await site.open(`?config=sets/${file}`);
		await expect(page.getByText(said)).toBeVisible({ timeout: 60_000 });
		await expect(page.getByRole("radio", { name: /Colour names/ })).toBeChecked();
	}
	expect(site.requests.filter((url) => url.includes("elsewhere.example"))).toEqual([]);
});

test("files of a projector's user: maps, search and colours by what is known", async ({ site, page }) => {
	await publish(page, { "config.json": config({ tensorPath: "words.tsv", metadataPath: "words.meta.tsv" }), "words.tsv": numbers, "words.meta.tsv": metadata });
	await site.open("?config=sets/config.json#map=pca,2");
	await expect(page).toHaveURL(/look\.by=column\.kind/, { timeout: 60_000 });
	await page.getByRole("button", { name: "View", exact: true }).click();
	const view = page.locator("[data-part=view]");

	await test.step("any pair of principal components, with the spread that it holds", async () => {
		await expect(page.getByText(/Two of their dimensions, which hold 9\d% of the spread/)).toBeVisible();
		await view.getByLabel("Axis of PCA, across").fill("3");
		await view.getByLabel("Axis of PCA, across").press("Enter");
		await view.getByLabel("Axis of PCA, up").fill("4");
		await view.getByLabel("Axis of PCA, up").press("Enter");
		await expect(page).toHaveURL(/map\.columns=2%2C3/);
		await expect(page.getByText(/which hold [1-9](\.\d)?% of the spread/)).toBeVisible();
	});

	await test.step("t-SNE that heeds the classes, and UMAP", async () => {
		await view.getByLabel("Method").selectOption({ label: "t-SNE" });
		await view.getByRole("combobox", { name: /^Classes/ }).selectOption("kind");
		await view.getByLabel("Pull of the classes", { exact: true }).fill("0.5");
		await view.getByLabel("Pull of the classes", { exact: true }).press("Enter");
		await expect(page.locator("[data-course]")).toHaveAttribute("data-course", "settled");
		await expect(page).toHaveURL(/map\.supervision=0\.5/);
		await view.getByLabel("Method").selectOption({ label: "UMAP" });
		await view.getByLabel("Neighbours", { exact: true }).first().fill("5");
		await view.getByLabel("Neighbours", { exact: true }).first().press("Enter");
		await expect(page.locator("[data-course]")).toHaveAttribute("data-course", "settled");
	});

	await test.step("colours by a number, with its ends, and by a class, with a legend", async () => {
		await view.getByRole("combobox", { name: /^Colour/ }).selectOption({ label: "number: length" });
		await expect(page.getByText("length 0", { exact: true })).toBeVisible();
		await view.getByRole("combobox", { name: /^Colour/ }).selectOption({ label: "column “kind”" });
		await expect(view.getByRole("list", { name: "Classes on the map" }).getByRole("listitem")).toHaveCount(3);
	});

	await test.step("a pattern is sought in every column, and what is found leaves with its columns", async () => {
		await page.getByRole("button", { name: "Points", exact: true }).click();
		const points = page.locator("[data-part=points]");
		await points.getByLabel("as a pattern (regular expression)").check();
		await points.getByLabel("Find in labels").fill("^colour$");
		await expect(points.getByText("10 labels have it")).toBeVisible();
		await points.getByRole("button", { name: "Choose these" }).click();
		const [file] = await Promise.all([page.waitForEvent("download"), points.getByRole("button", { name: "Save the names" }).click()]);
		const saved = await readFile(await file.path(), "utf8");
		expect(saved.split("\n")[0]).toBe("label\tkind\tlength");
		expect(saved.trim().split("\n")).toHaveLength(11);
	});

	await test.step("neighbours by cosine and Euclid, with their distances", async () => {
		const form = page.getByRole("tabpanel", { name: "Neighbours" });
		for (const [metric, said] of [["cosine", "Cosine"], ["euclidean", "Distance"]] as const) {
			await form.getByLabel("Measure").selectOption(metric);
			const card = await site.ask("Neighbours", { Word: "beast0", "How many": "3" });
			await expect(card.locator("tbody tr")).toHaveCount(3);
			await expect(card.locator("thead")).toContainText(new RegExp(said, "i"));
		}
	});
	expect(site.errors).toEqual([]);
});
