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
	await expect(form.getByRole("status")).toContainText("1 row belongs to no point: ox.");

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

	await test.step("it is joined again after a reload, and colours are as they were", async () => {
		await page.getByRole("button", { name: "View", exact: true }).click();
		await coloring.getByLabel("Colour").selectOption("column legs");
		await expect.poll(() => page.url()).toContain("look.by=column.legs");
		await page.reload();
		await site.is("ended", 60_000);
		await page.getByRole("button", { name: "Points", exact: true }).click();
		await expect(form.getByRole("status")).toContainText("known.tsv: 4 rows");
		await page.getByRole("button", { name: "View", exact: true }).click();
		await expect(coloring.getByLabel("Colour")).toHaveValue("column legs");
	});

	await test.step("it is not, once it was taken away", async () => {
		await page.getByRole("button", { name: "Points", exact: true }).click();
		await form.getByRole("button", { name: "Take the columns away" }).click();
		await expect(form.getByRole("button", { name: "Add columns from a table" })).toBeVisible();
		await page.reload();
		await site.is("ended", 60_000);
		await site.drawn();
		await page.getByRole("button", { name: "Points", exact: true }).click();
		await expect(form.getByRole("button", { name: "Add columns from a table" })).toBeVisible();
	});
});

test("points outside a range of numbers are not shown, beside what the legend has off, and a link keeps it", async ({ site, page }) => {
	await site.open("#lab=vectors&data=colors");
	await site.is("ended", 60_000);
	const legs = [4, 4, 2, 0, 0, 6];
	const kinds = ["animal", "animal", "animal", "thing", "thing", "animal"];
	await site.choose("legs.jsonl", ["cat", "dog", "hen", "stone", "rock", "bee"].map((word, i) => JSON.stringify({ word, vector: [i, i % 2, 1], kind: kinds[i], legs: legs[i], "weight in kg": i === 3 ? null : i / 10 })).join("\n"));
	await site.is("ended", 60_000);
	await site.drawn();
	await page.getByRole("button", { name: "View", exact: true }).click();
	const form = page.locator("[data-part=range]");
	const onScreen = () => site.viewer().evaluate(() => [...(window.nearspaceMap?.onScreen?.(200) ?? [])].sort());

	await form.getByLabel("Column").selectOption("legs");
	await form.getByRole("slider", { name: "From, legs" }).focus();
	await page.keyboard.press("ArrowRight");
	await expect(form.getByLabel("From, legs", { exact: true })).toHaveValue("2");
	await form.getByLabel("To, legs", { exact: true }).fill("4");
	await form.getByLabel("To, legs", { exact: true }).press("Enter");
	await expect(form.getByRole("status")).toHaveText("In the range: 3 of 6 points.");
	await expect.poll(onScreen).toEqual([0, 1, 2]);

	await test.step("a second column narrows it, and what has no number lies outside", async () => {
		await form.getByLabel("Column").selectOption("weight in kg");
		await form.getByLabel("From, weight in kg", { exact: true }).fill("0.1");
		await form.getByLabel("From, weight in kg", { exact: true }).press("Enter");
		await expect.poll(onScreen).toEqual([1, 2]);
		await form.getByRole("button", { name: "Show all numbers of legs" }).click();
		await expect.poll(onScreen).toEqual([1, 2, 4, 5]);
	});

	await test.step("the legend switches off some of what is left", async () => {
		const legend = page.locator("[data-part=coloring]");
		await legend.getByLabel("Colour").selectOption("column kind");
		await legend.getByRole("checkbox", { name: /^thing/ }).uncheck();
		await expect.poll(onScreen).toEqual([1, 2, 5]);
	});

	await expect.poll(() => decodeURIComponent(page.url().replaceAll("+", " "))).toContain("look.range.weight in kg=0.1");
	await expect.poll(() => page.url()).toContain("look.off=1");
	await page.reload();
	await site.is("ended", 60_000);
	await expect(page.locator("[data-map]").first()).toHaveAttribute("data-map", "ready", { timeout: 60_000 });
	await expect.poll(onScreen, { timeout: 60_000 }).toEqual([1, 2, 5]);
});

test("labels and columns are written on the page, taken back, kept and taken along", async ({ site, page }) => {
	await site.open("#lab=vectors&data=colors");
	await site.is("ended", 60_000);
	await site.choose("four.txt", "cat 1 0 0.5\ndog 0.9 0.1 0.5\nstone 0 1 0.25\nrock 0 0.9 0.3\n");
	await site.is("ended", 60_000);
	await site.drawn();
	await page.getByRole("button", { name: "Points", exact: true }).click();
	const sheet = page.locator("[data-part=points]");
	const form = page.locator("[data-part=edits]");
	await form.getByText("Change labels and columns").click();

	await test.step("a label", async () => {
		await sheet.getByRole("button", { name: "Show stone and its neighbours" }).click();
		await form.getByLabel("Label of the selected point").fill("pebble");
		await form.getByLabel("Label of the selected point").press("Enter");
		await expect(sheet.getByRole("button", { name: "Show pebble and its neighbours" })).toBeVisible();
		await expect(page.getByText("stone is now called pebble.")).toBeVisible();
		await page.getByRole("button", { name: "Undo", exact: true }).last().click();
		await expect(sheet.getByRole("button", { name: "Show stone and its neighbours" })).toBeVisible();
		await form.getByLabel("Label of the selected point").fill("pebble");
		await form.getByLabel("Label of the selected point").press("Enter");
		await expect(sheet.getByRole("button", { name: "Show pebble and its neighbours" })).toBeVisible();
	});

	await test.step("a new column, for what is chosen", async () => {
		await sheet.getByLabel("Find in labels").fill("cat");
		await sheet.getByRole("button", { name: "Choose these" }).click();
		await sheet.getByLabel("Find in labels").fill("");
		await form.getByLabel("Name of the new column").fill("kind");
		await form.getByLabel("Value").fill("beast");
		await form.getByRole("button", { name: "Give it to the chosen point" }).click();
		await expect(sheet.locator("li").filter({ hasText: "cat" })).toContainText("beast");
		await sheet.getByRole("button", { name: "Invert", exact: true }).click();
		await form.getByLabel("Value").fill("thing");
		await form.getByRole("button", { name: "Give it to the 3 chosen points" }).click();
		await expect(sheet.locator("li").filter({ hasText: "pebble" })).toContainText("thing");
		await expect(page).toHaveURL(/look\.chosen=1-3/);
	});

	await test.step("are there after a reload, beside a table that is joined, and leave with the points", async () => {
		await page.reload();
		await site.is("ended", 60_000);
		await page.getByRole("button", { name: "Points", exact: true }).click();
		await expect(sheet.locator("li").filter({ hasText: "pebble" })).toContainText("thing");
		await page.locator("[data-part=metadata] input[type=file]").setInputFiles({ name: "legs.tsv", mimeType: "text/plain", buffer: Buffer.from("word\tlegs\ncat\t4\ndog\t4\npebble\t0\nrock\t0\n") });
		await expect(sheet.locator("li").filter({ hasText: "pebble" })).toContainText(/0/);
		await expect(sheet.locator("li").filter({ hasText: "pebble" })).toContainText("thing");
		const download = page.waitForEvent("download");
		await sheet.getByRole("button", { name: "Save the names", exact: true }).click();
		const saved = await readFile(await (await download).path(), "utf8");
		expect(saved.split("\n")).toContain("pebble\t0\tthing");
	});
});

test("a step back chooses a point that was renamed since, and what is kept beside a file goes and comes with it", async ({ site, page }) => {
	await site.open("#lab=vectors&data=colors");
	await site.is("ended", 60_000);
	await site.choose("four.txt", "cat 1 0 0.5\ndog 0.9 0.1 0.5\nstone 0 1 0.25\nrock 0 0.9 0.3\n");
	await site.is("ended", 60_000);
	await site.drawn();
	await page.getByRole("button", { name: "Points", exact: true }).click();
	const sheet = page.locator("[data-part=points]");
	const form = page.locator("[data-part=metadata]");
	const pebble = sheet.locator("li").filter({ hasText: "pebble" });
	await sheet.getByLabel("Find in labels").fill("stone");
	await sheet.getByRole("button", { name: "Choose these" }).click();
	await sheet.getByRole("button", { name: "Choose none" }).click();
	await sheet.getByLabel("Find in labels").fill("");
	await page.getByText("Change labels and columns").click();
	await sheet.getByRole("button", { name: "Show stone and its neighbours" }).click();
	await page.getByLabel("Label of the selected point").fill("pebble");
	await page.getByLabel("Label of the selected point").press("Enter");
	await expect(pebble).toBeVisible();
	await page.locator("iframe").focus();
	await page.keyboard.press("Control+z");
	await expect(sheet.locator(".count")).toHaveText("1 point is chosen");
	await expect(page).toHaveURL(/look\.chosen=2/);

	await form.locator("input[type=file]").setInputFiles({ name: "legs.tsv", mimeType: "text/plain", buffer: Buffer.from("word\tlegs\ncat\t4\ndog\t4\n") });
	await expect(form.getByRole("status")).toContainText("legs.tsv");
	const kept = () => site.stored("tables", "edits");
	await expect.poll(kept).toEqual([1, 1]);
	await page.getByRole("button", { name: "Remove four.txt" }).click();
	await expect(page.getByRole("radio", { name: /four\.txt/ })).toHaveCount(0);
	await expect.poll(kept).toEqual([0, 0]);
	await page.getByText("four.txt was removed.").locator("..").getByRole("button", { name: "Undo", exact: true }).click();
	await expect(page.getByRole("radio", { name: /four\.txt/ })).toBeChecked();
	await site.is("ended", 60_000);
	await expect(pebble).toBeVisible();
	await expect(form.getByRole("status")).toContainText("legs.tsv");
	expect(await kept()).toEqual([1, 1]);
});

test("a link names the table that its colours go by: where that is missing it is asked for, and joined when it comes", async ({ site, page }, info) => {
	const vectors = "cat 1 0 0.5\ndog 0.9 0.1 0.5\nstone 0 1 0.25\nrock 0 0.9 0.3\n";
	const known = "word\tkind\tlegs\nstone\tthing\t0\ndog\tanimal\t4\ncat\tanimal\t4\n";
	await site.open("#lab=vectors&data=colors");
	await site.is("ended", 60_000);
	await site.choose("four.txt", vectors);
	await expect(page.getByRole("radio", { name: /four\.txt/ })).toBeChecked();
	await site.is("ended", 60_000);
	const own = /data=([0-9a-f]{16,})/;
	await expect(page).toHaveURL(own);
	const data = own.exec(page.url())?.[1] ?? "";
	const link = `#lab=vectors&data=${data}&file=four.txt&look.by=column.kind&look.size=legs&table=known.tsv&table.header=yes&table.by=label&table.column=word`;
	const lacking = page.locator("[data-part=lacking]");
	const form = page.locator("[data-part=metadata]");

	await page.goto("about:blank");
	await site.open(link);
	await site.is("ended", 60_000);
	await expect(lacking).toContainText("the columns “kind”, “legs” of the table known.tsv", { timeout: 60_000 });
	await expect(page).toHaveURL(/table=known\.tsv/);

	await site.choose("renamed.tsv", known);
	await expect(lacking).toHaveCount(0);
	await expect(page.getByRole("radio", { name: /four\.txt/ })).toBeChecked();
	await page.getByRole("button", { name: "Points", exact: true }).click();
	await expect(form.getByRole("status")).toContainText("renamed.tsv: 3 rows, 4 points, joined by the names in “word”");
	await expect(form.getByLabel("Size")).toHaveValue("legs");
	await expect(page).toHaveURL(/look\.by=column\.kind.*table=renamed\.tsv/);

	const button = (name: string) => page.getByRole("button", { name, exact: true });
	const sheet = page.locator("[data-part=bookmarks]");
	await button("Bookmarks").click();
	await sheet.getByRole("button", { name: "Keep this view" }).click();
	await button("Points").click();

	await test.step("columns that are taken away are not asked for", async () => {
		await form.getByRole("button", { name: "Take the columns away" }).click();
		await expect(form.getByLabel("Size")).toHaveCount(0);
		await expect(lacking).toHaveCount(0);
		await expect(page).not.toHaveURL(/table=/);
	});

	await test.step("but a bookmark asks for them, as does one from a file", async () => {
		await button("Bookmarks").click();
		const [file] = await Promise.all([page.waitForEvent("download"), sheet.getByRole("button", { name: "Save as a file" }).click()]);
		const path = info.outputPath("bookmarks.json");
		await file.saveAs(path);
		await sheet.getByRole("button", { name: /^Remove / }).click();
		await sheet.locator("input[type=file]").setInputFiles(path);
		await sheet.getByRole("button", { name: /^Go to / }).click();
		await expect(lacking).toContainText("the columns “kind”, “legs” of the table renamed.tsv");
		await lacking.locator("input[type=file]").setInputFiles({ name: "renamed.tsv", mimeType: "text/plain", buffer: Buffer.from(known) });
		await expect(lacking).toHaveCount(0);
		await expect(page).toHaveURL(/look\.by=column\.kind.*look\.size=legs.*table=renamed\.tsv/);
	});
	expect(site.errors).toEqual([]);
});
