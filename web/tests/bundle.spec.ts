// A TensorFlow projector's bundle: what is written of a map opens again as it was.
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test, type Site } from "./site";

// Thirty words of three kinds in four dimensions.
const kinds = ["beast", "colour", "number"];
const words = Array.from({ length: 30 }, (_, i) => ({ word: `${kinds[i % 3]}${i}`, kind: kinds[i % 3] ?? "", length: (i * 7) % 11 }));
const vectors = words.map((_, i) => [i % 3 === 0 ? 5 : 0, i % 3 === 1 ? 5 : 0, Math.sin(i), Math.cos(3 * i)]);
const metadata = ["word\tkind\tlength", ...words.map((w) => `${w.word}\t${w.kind}\t${w.length}`)].join("\n");

async function publish(page: Page, folder: string, files: Map<string, Buffer>): Promise<void> {
	await page.route(`**/some/path/${folder}/*`, (route) => {
		const body = files.get(route.request().url().replace(/^.*\//, ""));
		return route.fulfill(body === undefined ? { status: 404 } : { body });
	});
}

// unpacked reads an archive of stored files by its directory.
function unpacked(zip: Buffer): Map<string, Buffer> {
	const end = zip.lastIndexOf("PK\x05\x06");
	const files = new Map<string, Buffer>();
	for (let at = zip.readUInt32LE(end + 16); at < end; ) {
		const [size, name, extra, comment, from] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)];
		const start = from + 30 + zip.readUInt16LE(from + 26) + zip.readUInt16LE(from + 28);
		files.set(zip.toString("utf8", at + 46, at + 46 + name), zip.subarray(start, start + size));
		at += 46 + name + extra + comment;
	}
	return files;
}

// tiles is a picture of squares, each of its own red.
async function tiles(page: Page, count: number, across: number, side: number): Promise<Buffer> {
	const bytes = await page.evaluate(
		async ([count, across, side]) => {
			const canvas = new OffscreenCanvas(across * side, Math.ceil(count / across) * side);
			const c = canvas.getContext("2d")!;
			for (let i = 0; i < count; i++) {
				c.fillStyle = `rgb(${8 * i} 0 255)`;
				c.fillRect((i % across) * side, Math.floor(i / across) * side, side, side);
			}
			return [...new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer())];
		},
		[count, across, side] as const,
	);
	return Buffer.from(bytes);
}

// middles are the reds in the middle of a picture's squares, line by line.
async function middles(page: Page, png: Buffer, side: number, count: number): Promise<number[]> {
	return page.evaluate(
		async ([bytes, side, count]) => {
			const bitmap = await createImageBitmap(new Blob([Uint8Array.from(bytes)]));
			const c = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")!;
			c.drawImage(bitmap, 0, 0);
			const across = bitmap.width / side;
			return Array.from({ length: count }, (_, i) => c.getImageData((i % across) * side + side / 2, Math.floor(i / across) * side + side / 2, 1, 1).data[0]!);
		},
		[[...png], side, count] as const,
	);
}

const sheet = async (page: Page, name: string) => {
	const button = page.getByRole("button", { name, exact: true });
	if ((await button.getAttribute("aria-expanded")) !== "true") await button.click();
};

async function keep(site: Site, name: string): Promise<void> {
	const { page } = site;
	await sheet(page, "Bookmarks");
	const form = page.locator("[data-part=bookmarks]");
	await form.getByLabel("Name", { exact: true }).fill(name);
	await form.getByRole("button", { name: "Keep this view" }).click();
	await expect(form.getByRole("button", { name: `Go to ${name}` })).toBeVisible();
}

async function exported(page: Page): Promise<Buffer> {
	const form = page.locator("[data-part=export]");
	const [download] = await Promise.all([page.waitForEvent("download"), form.getByRole("button", { name: /^Save .*\.zip$/ }).click()]);
	return readFile(await download.path());
}

test("a projector's bundle has tensors, table, pictures and bookmarks, and opens again as it was", async ({ site, page }) => {
	await site.open();
	const picture = await tiles(page, 30, 10, 8);
	await publish(page, "sets", new Map([
		["config.json", Buffer.from(JSON.stringify({ embeddings: [{ tensorPath: "words.tsv", metadataPath: "meta.tsv", sprite: { imagePath: "tiles.png", singleImageDim: [8, 8] } }] }))],
		["words.tsv", Buffer.from(vectors.map((v) => v.join("\t")).join("\n"))],
		["meta.tsv", Buffer.from(metadata)],
		["tiles.png", picture],
	]));
	await site.open("?config=sets/config.json#map=pca,2");
	await expect(page).toHaveURL(/look\.by=column\.kind/, { timeout: 60_000 });
	const view = page.locator("[data-part=view]");
	const points = page.locator("[data-part=points]");

	await test.step("views are kept: with chosen points, of t-SNE, and of what the projector does not have", async () => {
		await sheet(page, "Points");
		await points.getByLabel("Find in labels").fill("colour1");
		await points.getByRole("button", { name: "Choose these" }).click();
		await keep(site, "five");
		await sheet(page, "View");
		await view.getByLabel("Method").selectOption({ label: "t-SNE" });
		for (const [label, value] of [["Perplexity", "5"], ["Rounds", "60"]] as const) {
			await view.getByLabel(label, { exact: true }).fill(value);
			await view.getByLabel(label, { exact: true }).press("Enter");
		}
		await expect(page.locator("[data-course]")).toContainText("Round 60 of 60");
		await keep(site, "near");
		await sheet(page, "View");
		await view.getByLabel("Method").selectOption({ label: "Random directions" });
		await keep(site, "chance");
		await sheet(page, "View");
		await view.getByLabel("Method").selectOption({ label: "PCA" });
		await expect(page).toHaveURL(/map=pca%2C2/);
	});

	await page.locator("[data-part=export] summary").click();
	const form = page.locator("[data-part=export]");
	await form.getByLabel("Format").selectOption({ label: "TensorFlow projector (.zip)" });
	const asText = unpacked(await exported(page));
	expect(asText.get("vectors.tsv")?.toString().split("\n")[1]).toBe(vectors[1]!.map((x) => Math.fround(x)).map((x) => Number(x.toPrecision(8))).join("\t"));
	await form.getByLabel("Numbers").selectOption({ label: "32 bits, raw (tensors.bytes)" });
	const archive = await exported(page);
	const files = unpacked(archive);
	await expect(form.getByRole("status")).toContainText("Its bookmarks: 3 views. 1 could not be written");
	await page.screenshot({ path: "screenshots/bundle.png" });

	await test.step("with the fields that the projector reads", async () => {
		const [config] = (JSON.parse(files.get("projector_config.json")!.toString()) as { embeddings: object[] }).embeddings;
		expect(config).toMatchObject({
			tensorShape: [30, 4], tensorPath: "tensors.bytes", metadataPath: "metadata.tsv", bookmarksPath: "bookmarks.json", sprite: { imagePath: "sprite.png", singleImageDim: [8, 8] },
		});
		const bytes = files.get("tensors.bytes")!;
		expect([...new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))]).toEqual(vectors.flat().map((x) => Math.fround(x)));
		expect(files.get("metadata.tsv")!.toString().split("\n")[0]).toContain("\tkind\tlength");
		expect(await middles(page, files.get("sprite.png")!, 8, 30)).toEqual(words.map((_, i) => 8 * i));
		const states = JSON.parse(files.get("bookmarks.json")!.toString()) as Record<string, unknown>[];
		expect(states.map((s) => [s.label, s.selectedProjection])).toEqual([["As it was saved", "pca"], ["five", "pca"], ["near", "tsne"]]);
		expect(states[1]).toMatchObject({ dataSetDimensions: [30, 4], selectedPoints: [1, 10, 13, 16, 19], selectedColorOptionName: "kind", pcaComponentDimensions: [0, 1] });
		expect(states[2]).toMatchObject({ tSNEPerplexity: 5, tSNEIteration: 60, tSNEis3d: false });
		for (const s of states) expect(s.projections).toHaveLength(30);
		expect(Object.keys((states[2]!.projections as object[])[0]!)).toEqual(["tsne-0", "tsne-1"]);
		expect(files.get("projector_config.pbtxt")!.toString()).toContain("single_image_dim: 8");
	});

	await test.step("only of some points", async () => {
		await form.getByLabel("Points").selectOption("chosen");
		const some = unpacked(await exported(page));
		expect(some.get("tensors.bytes")).toHaveLength(5 * 4 * 4);
		expect(await middles(page, some.get("sprite.png")!, 8, 5)).toEqual([1, 10, 13, 16, 19].map((i) => 8 * i));
		const states = JSON.parse(some.get("bookmarks.json")!.toString()) as Record<string, unknown>[];
		expect(states[1]).toMatchObject({ label: "five", dataSetDimensions: [5, 4], selectedPoints: [0, 1, 2, 3, 4] });
	});

	await test.step("and opened beside the page, it is as it was", async () => {
		await publish(page, "again", files);
		await site.open("?config=again/projector_config.json");
		await expect(page.getByRole("radio", { name: /tensors\.bytes/ })).toBeChecked({ timeout: 60_000 });
		await expect(page).toHaveURL(/look\.by=column\.kind/, { timeout: 60_000 });
		await site.drawn();
		await sheet(page, "Bookmarks");
		const bookmarks = page.locator("[data-part=bookmarks]");
		await expect(bookmarks.getByRole("button", { name: /^Go to/ })).toHaveText(["As it was saved", "five", "near"]);
		await bookmarks.getByRole("button", { name: "Go to five" }).click();
		await expect(page).toHaveURL(/map=pca%2C2.*look\.chosen=1\.10\.13\.16\.19/);
		await bookmarks.getByRole("button", { name: "Go to near" }).click();
		await expect(page).toHaveURL(/map=tsne%2C2&map\.perplexity=5&map\.rounds=60/);
		await expect(page.locator("[data-course]")).toContainText("Round 60 of 60");
		await sheet(page, "Points");
		await points.getByLabel("Find in labels").fill("colour1");
		await expect(points.getByRole("listitem").filter({ hasText: "colour16" })).toContainText("colour · 2");
		await sheet(page, "View");
		await expect(page.locator("[data-part=pictures]").getByRole("status")).toContainText("sprite.png: 48 × 40 pixels, 30 tiles.");
	});

	await test.step("dropped as an archive, too, and the projector's bookmarks as a file", async () => {
		await site.open("#lab=vectors");
		await site.choose("bundle.zip", archive);
		await expect(page.getByRole("radio", { name: /bundle\.zip/ })).toBeChecked({ timeout: 60_000 });
		await site.is("ended", 60_000);
		await sheet(page, "Bookmarks");
		const bookmarks = page.locator("[data-part=bookmarks]");
		await bookmarks.locator("input[type=file]").setInputFiles({ name: "state", mimeType: "text/plain", buffer: files.get("bookmarks.json")! });
		await bookmarks.getByRole("button", { name: "Go to five" }).click();
		await expect(page).toHaveURL(/look\.chosen=1\.10\.13\.16\.19/);
	});
	expect(site.errors).toEqual([]);
});
