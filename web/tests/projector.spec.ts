// What those who come from TensorFlow's Embedding Projector look for, with files as
// they have them.
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
