// What the map shows is kept: in the address, by steps back and forth, as bookmarks.
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test, type Site } from "./site";

const small = "p.dim=12&p.minCount=1&p.sample=1&p.epochs=2&seed=1";

async function trained(site: Site): Promise<void> {
	await site.open(`#lab=words&data=story&${small}`);
	await site.is("ready", 60_000);
	await site.play.click();
	await site.is("ended", 60_000);
	await site.drawn();
}

const open = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

// choose chooses the points whose labels hold a text.
async function choose(page: Page, text: string): Promise<void> {
	await page.getByLabel("Find in labels").fill(text);
	await page.getByRole("button", { name: "Choose these" }).click();
}

test("what is chosen, shown and coloured is in the address and comes back with it", async ({ site, page }) => {
	await trained(site);
	await open(page, "Points");
	await choose(page, "s");
	const said = await page.locator("[data-part=points] .count").textContent();
	await page.getByRole("button", { name: "Only these" }).click();
	await open(page, "View");
	await page.getByLabel("Lines of density").check();
	await page.getByLabel("Labels", { exact: true }).fill("0");
	await expect(page).toHaveURL(/look\.contours=1&look\.density=0&look\.chosen=[\d.-]+&look\.alone=[\d.-]+/);

	await page.reload();
	await site.is("ended", 60_000);
	await open(page, "Points");
	await expect(page.locator("[data-part=points] .count")).toHaveText(said ?? "");
	await expect(page.getByRole("button", { name: "Show all again" })).toBeEnabled();
	await open(page, "View");
	await expect(page.getByLabel("Lines of density")).toBeChecked();
	await expect(page.getByLabel("Labels", { exact: true })).toHaveValue("0");
});

test("what was done to the map is taken back with keys, on the page and on the map", async ({ site, page }) => {
	await trained(site);
	await open(page, "Points");
	const count = page.locator("[data-part=points] .count");
	await choose(page, "cat");
	const chosen = await count.textContent();
	await page.getByRole("button", { name: "Hide", exact: true }).click();
	await expect(count).not.toHaveText(chosen ?? "");
	await open(page, "View");
	await page.getByLabel("Method").selectOption({ label: "PCA" });
	await page.getByLabel("Lines of density").check();

	await page.getByLabel("Lines of density").press("Control+z");
	await expect(page.getByLabel("Lines of density")).not.toBeChecked();
	await page.locator("iframe").focus();
	await page.keyboard.press("Control+z");
	await expect(page).not.toHaveURL(/map=pca/);
	await page.keyboard.press("Control+z");
	await open(page, "Points");
	await expect(count).toHaveText(chosen ?? "");
	await expect(page.getByRole("button", { name: "Show all again" })).toBeDisabled();

	await page.locator("iframe").focus();
	await page.keyboard.press("Control+Shift+z");
	await page.keyboard.press("Control+y");
	await expect(page).toHaveURL(/map=pca/);
	await expect(page).toHaveURL(/look\.hidden=/);

	// In a field the keys are the field's.
	const field = page.getByLabel("Find in labels");
	await field.fill("stone");
	await field.press("Control+z");
	await expect(page).toHaveURL(/map=pca/);
});

test("a bookmark goes back to a view, and a file brings bookmarks elsewhere", async ({ site, page }, info) => {
	await trained(site);
	await open(page, "Points");
	await choose(page, "sto");
	const count = page.locator("[data-part=points] .count");
	const chosen = await count.textContent();
	await open(page, "View");
	await page.getByLabel("Method").selectOption({ label: "PCA" });
	await page.getByRole("button", { name: "3-D" }).click();
	await expect(page).toHaveURL(/map=pca%2C3/);
	await site.still();
	await page.locator("iframe").focus();
	await page.keyboard.press("+");
	await expect(page).toHaveURL(/view=/);
	const view = new URL(page.url()).hash.match(/view=[^&]*/)?.[0] ?? "";

	await open(page, "Bookmarks");
	const sheet = page.locator("[data-part=bookmarks]");
	await expect(sheet.getByLabel("Name")).toHaveAttribute("placeholder", /^PCA, /);
	await sheet.getByLabel("Name").fill("stones in space");
	await sheet.getByRole("button", { name: "Keep this view" }).click();
	await page.screenshot({ path: "screenshots/bookmarks.png" });

	await open(page, "View");
	await page.getByRole("button", { name: "2-D" }).click();
	await page.getByLabel("Method").selectOption({ label: "Live PCA" });
	await open(page, "Points");
	await page.getByRole("button", { name: "Choose none" }).click();
	await expect(page).not.toHaveURL(/look\.chosen/);

	await open(page, "Bookmarks");
	await sheet.getByRole("button", { name: "Go to stones in space" }).click();
	await expect(page).toHaveURL(/map=pca%2C3/);
	await expect.poll(() => page.url()).toContain(view);
	await open(page, "Points");
	await expect(count).toHaveText(chosen ?? "");

	await test.step("it is there after a reload, is renamed, removed, and brought back", async () => {
		await page.reload();
		await site.drawn();
		await open(page, "Bookmarks");
		await sheet.getByRole("button", { name: "Rename stones in space" }).click();
		await sheet.getByRole("textbox", { name: "Name" }).last().fill("space");
		await sheet.getByRole("textbox", { name: "Name" }).last().press("Enter");
		await sheet.getByRole("button", { name: "Remove space" }).click();
		await expect(sheet.getByText("None yet.")).toBeVisible();
		await page.getByRole("button", { name: "Undo" }).click();
		await expect(sheet.getByRole("button", { name: "Go to space" })).toBeVisible();
	});

	await test.step("a file holds it, and one that is none is refused", async () => {
		const [file] = await Promise.all([page.waitForEvent("download"), sheet.getByRole("button", { name: "Save as a file" }).click()]);
		const path = info.outputPath("bookmarks.json");
		await file.saveAs(path);
		expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ nearspace: "bookmarks", lab: "words", data: "story", bookmarks: [{ name: "space" }] });
		await sheet.getByRole("button", { name: "Remove space" }).click();
		await sheet.locator("input[type=file]").setInputFiles({ name: "b.json", mimeType: "application/json", buffer: Buffer.from('{"nearspace": "bookmarks", "bookmarks": [{"name": "x"}]}') });
		await expect(sheet.getByRole("alert")).toContainText("Bookmark 1 of the file has no link");
		await sheet.locator("input[type=file]").setInputFiles(path);
		await expect(sheet.getByRole("button", { name: "Go to space" })).toBeVisible();
		await expect(sheet.getByRole("alert")).toHaveCount(0);
	});
});
