// What is known of points beside their names.
import { readFile } from "node:fs/promises";
import { expect, test } from "./site";

test("chosen points leave with their names and columns", async ({ site, page }) => {
	await site.open("#lab=vectors&data=colors");
	await site.is("ended", 60_000);
	await site.choose("animals.jsonl", ["cat", "dog", "stone"].map((word, i) => JSON.stringify({ word, vector: [i, 0.5, 1], kind: i < 2 ? "animal" : "thing", legs: i < 2 ? 4 : 0 })).join("\n"));
	await site.is("ended", 60_000);
	await site.drawn();
	await page.getByRole("button", { name: "Points", exact: true }).click();
	const sheet = page.locator("[data-part=points]");
	await sheet.getByRole("button", { name: "Invert", exact: true }).click();
	await expect(sheet.locator(".count")).toHaveText("3 points are chosen");
	const download = page.waitForEvent("download");
	await sheet.getByRole("button", { name: "Save the names", exact: true }).click();
	const saved = await readFile(await (await download).path(), "utf8");
	expect(saved).toBe("label\tkind\tlegs\ncat\tanimal\t4\ndog\tanimal\t4\nstone\tthing\t0\n");
});

test("a table is joined to the points: they have its colours, sizes and labels, and are found by it", async ({ site, page }) => {
	await site.open("#lab=vectors&data=colors");
	await site.is("ended", 60_000);
	await site.choose("four.txt", "cat 1 0 0.5\ndog 0.9 0.1 0.5\nstone 0 1 0.25\nrock 0 0.9 0.3\n");
	await expect(page.getByRole("radio", { name: /four\.txt/ })).toBeChecked();
	await site.is("ended", 60_000);
	await site.drawn();
	await page.getByRole("button", { name: "Points", exact: true }).click();
	const form = page.locator("[data-part=metadata]");
	const join = (name: string, text: string) => form.locator("input[type=file]").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

	await join("known.tsv", "word\tkind\tlegs\nstone\tthing\t0\ndog\tanimal\t4\ncat\tanimal\t4\nox\tanimal\t4\n");
	await expect(form.getByRole("status")).toContainText("4 rows, 4 points, joined by the names in “word”; 3 points are spoken of");
	await expect(form.getByRole("status")).toContainText("1 rows belong to no point: ox");

	await test.step("what cannot be read says where, and changes nothing", async () => {
		await join("broken.tsv", "word\tkind\na\n");
		await expect(form.getByRole("alert")).toContainText(/Line 2/);
		await expect(form.getByRole("status")).toContainText("known.tsv");
	});

	await test.step("points are found by what is known of them", async () => {
		const sheet = page.locator("[data-part=points]");
		await sheet.getByLabel("Find", { exact: false }).first().fill("animal");
		await expect(sheet.getByRole("status").filter({ hasText: "2" }).first()).toBeVisible();
		await expect(sheet.locator("li").first()).toContainText("animal · 4");
		await sheet.getByLabel("Find", { exact: false }).first().fill("");
	});

	await form.getByLabel("Size").selectOption("legs");
	await form.getByLabel("Label by").selectOption("kind");
	await page.getByRole("button", { name: "View", exact: true }).click();
	const coloring = page.locator("[data-part=coloring]");
	await expect(coloring.getByLabel("Colour")).toHaveValue("column kind");
	await coloring.getByLabel("Colour").selectOption("column legs");
	await expect(page.locator(".scale")).toContainText("legs 0");

	await page.getByRole("button", { name: "Points", exact: true }).click();
	await form.getByRole("button", { name: "Take the columns away" }).click();
	await expect(form.getByLabel("Size")).toHaveCount(0);
	await page.getByRole("button", { name: "Undo", exact: true }).last().click();
	await expect(form.getByRole("status")).toContainText("known.tsv");
});
