// Groups of rows: found, named, chosen, left out, and restored by a link.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./site";

// Three clouds, of which one is called otherwise than its column says, and rows
// between them.
function clouds(): string {
	const rows = ["label\tkind\tx\ty\tz"];
	const centres = [[9, 0, 0], [0, 9, 0], [0, 0, 9]] as const;
	const kinds = ["bird", "fish", "tree"];
	for (let i = 0; i < 120; i++) {
		const c = centres[i % 3]!;
		const [a, b, d] = [Math.sin(i), Math.cos(3 * i), Math.sin(5 * i + 1)];
		rows.push(`${kinds[i % 3]}${i}\t${kinds[i % 3]}\t${c[0] + a}\t${c[1] + b}\t${c[2] + d}`);
	}
	for (let i = 0; i < 6; i++) rows.push(`stray${i}\t\t${5 + i}\t${6 - i}\t${4 + (i % 3)}`);
	return rows.join("\n");
}

test("groups are found, named, chosen, left out and renamed", async ({ site, page }) => {
	await site.open("#lab=vectors");
	await site.choose("things.tsv", clouds());
	await site.is("ended", 60_000);
	await site.drawn();
	await page.getByRole("button", { name: "Groups", exact: true }).click();
	const sheet = page.locator("[data-part=groups]");
	const list = sheet.getByRole("list", { name: "Groups, the largest first" }).getByRole("listitem");
	const onMap = () => site.viewer().evaluate(() => window.nearspaceMap?.onScreen?.(1000).length ?? 0);

	await test.step("k-means finds as many as it is told to", async () => {
		await sheet.getByLabel("Number of groups").fill("3");
		await sheet.getByLabel("Number of groups").press("Enter");
		await sheet.getByRole("button", { name: "Find groups" }).click();
		await expect(sheet.getByText("3 groups were found.")).toBeVisible();
		await expect(sheet.getByText(/Silhouette 0\.\d\d/)).toBeVisible();
		for (const kind of ["bird", "fish", "tree"]) await expect(list.filter({ hasText: kind })).toHaveCount(1);
		await expect(sheet.getByText(/of the rows are of the class of “kind”/)).toContainText(/100%/);
		await expect(page).toHaveURL(/map\.groups=kmeans%2C3/);
	});

	await test.step("the sheet can be used by everyone", async () => {
		for (const colorScheme of ["light", "dark"] as const) {
			await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
			const { violations } = await new AxeBuilder({ page }).include("[data-part=groups]").analyze();
			expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`)).toEqual([]);
		}
	});

	await test.step("a group is chosen, and left out", async () => {
		await sheet.getByRole("button", { name: "Choose the points of bird" }).click();
		await expect.poll(() => site.viewer().evaluate(() => window.nearspaceMap?.selection?.().length)).toBeGreaterThan(39);
		await sheet.getByRole("checkbox", { name: "Show bird" }).uncheck();
		await expect.poll(onMap).toBeLessThan(90);
		await sheet.getByRole("button", { name: "Show all groups" }).click();
		await expect.poll(onMap).toBe(126);
	});

	await test.step("a group is called otherwise, and keeps its name and number", async () => {
		await sheet.getByRole("button", { name: "Rename fish" }).click();
		await sheet.getByLabel("Name", { exact: true }).fill("swimmers");
		await sheet.getByLabel("Name", { exact: true }).press("Enter");
		await expect(list.filter({ hasText: "swimmers" })).toHaveCount(1);
		await sheet.getByText("More").click();
		await sheet.getByLabel("Seed").fill("9");
		await sheet.getByLabel("Seed").press("Enter");
		await sheet.getByRole("button", { name: "Find groups anew" }).click();
		await expect(page).toHaveURL(/map\.groups=kmeans%2C3%2Cseed9/);
		await expect(list.filter({ hasText: "swimmers" })).toHaveCount(1);
	});

	await test.step("keys take back what was found, how it is called and whether that is shown", async () => {
		const back = () => page.keyboard.press("Control+z");
		await page.locator("iframe").focus();
		await back(); // found anew
		await expect(page).toHaveURL(/map\.groups=kmeans%2C3&/);
		await back(); // the name
		await expect(list.filter({ hasText: "fish" })).toHaveCount(1);
		await sheet.getByRole("checkbox", { name: "Names on the map" }).uncheck();
		await expect(page).toHaveURL(/map\.groups\.names=0/);
		await page.locator("iframe").focus();
		await back();
		await expect(sheet.getByRole("checkbox", { name: "Names on the map" })).toBeChecked();
		for (let i = 0; i < 3; i++) await back(); // shown, left out, chosen
		await back(); // found
		await expect(list).toHaveCount(0);
		await expect(page).not.toHaveURL(/groups/);
		await page.keyboard.press("Control+y");
		await expect(list.filter({ hasText: "fish" })).toHaveCount(1);
		await sheet.getByRole("button", { name: "Rename fish" }).click();
		await sheet.getByLabel("Name", { exact: true }).fill("swimmers");
		await sheet.getByLabel("Name", { exact: true }).press("Enter");
		await expect(list.filter({ hasText: "swimmers" })).toHaveCount(1);
	});

	await test.step("a bookmark and a reload bring them back under their names", async () => {
		await page.getByRole("button", { name: "Bookmarks", exact: true }).click();
		await page.locator("[data-part=bookmarks]").getByRole("button", { name: "Keep this view" }).click();
		await page.locator("iframe").focus();
		await page.keyboard.press("Control+z");
		await page.keyboard.press("Control+z");
		await expect(page).not.toHaveURL(/groups/);
		await page.locator("[data-part=bookmarks]").getByRole("button", { name: /^Go to / }).click();
		await page.getByRole("button", { name: "Groups", exact: true }).click();
		await expect(list.filter({ hasText: "swimmers" })).toHaveCount(1);
		await expect(page).toHaveURL(/map\.groups\.\d+=swimmers/);
		await page.reload();
		await site.is("ended", 60_000);
		await page.getByRole("button", { name: "Groups", exact: true }).click();
		await expect(list.filter({ hasText: "swimmers" })).toHaveCount(1);
	});

	await test.step("numbers of groups are compared", async () => {
		await sheet.getByText("More").click();
		await sheet.getByRole("button", { name: "Compare numbers of groups" }).click();
		const silhouettes = sheet.getByRole("list", { name: "Silhouette by number of groups" }).getByRole("listitem");
		await expect(silhouettes).toHaveCount(9);
		await sheet.getByRole("button", { name: /Use 4 groups/ }).click();
		await expect(sheet.getByLabel("Number of groups")).toHaveValue("4");
	});

	await test.step("HDBSCAN leaves rows in no group", async () => {
		await sheet.getByLabel("Method").selectOption({ label: "HDBSCAN" });
		await sheet.getByRole("combobox", { name: "Of" }).selectOption({ label: "places on the map" });
		await sheet.getByRole("button", { name: "Find groups anew" }).click();
		await expect(sheet.getByText("3 groups were found.")).toBeVisible();
		await expect(list.filter({ hasText: "in no group" })).toHaveCount(1);
		await expect(page).toHaveURL(/map\.groups=hdbscan%2C10%2Cmap/);
		await page.screenshot({ path: "screenshots/groups.png" });
	});

	await test.step("what cannot be is said", async () => {
		await sheet.getByLabel("Smallest group", { exact: true }).fill("5000");
		await sheet.getByLabel("Smallest group", { exact: true }).press("Enter");
		await sheet.getByRole("button", { name: "Find groups anew" }).click();
		await expect(sheet.getByRole("alert")).toContainText("“Smallest group” is 5000; it must be from 2 to 126.");
	});
});

test("a link brings the groups back, and training leaves them as they were", async ({ site, page }) => {
	await site.open("#lab=words&data=story&p.dim=12&p.minCount=1&p.sample=1&p.epochs=2&seed=1&map.groups=kmeans,4");
	await site.is("ready", 60_000);
	await page.getByRole("button", { name: "Groups", exact: true }).click();
	const sheet = page.locator("[data-part=groups]");
	await expect(sheet.getByText("4 groups were found.")).toBeVisible();
	await site.play.click();
	await site.is("ended", 60_000);
	await expect(sheet.getByText("The vectors have been trained since: these are the groups of before.")).toBeVisible();
	await sheet.getByRole("button", { name: "Find groups anew" }).click();
	await expect(sheet.getByText(/trained since/)).toHaveCount(0);

	await page.getByRole("button", { name: "View", exact: true }).click();
	await expect(page.getByRole("combobox", { name: "Colour" })).toHaveValue("column groups");
	await page.getByLabel("Names of dense places").check();
	await page.getByRole("button", { name: "Close", exact: true }).click();
	await site.still();
	const download = page.waitForEvent("download");
	await page.getByRole("button", { name: "View", exact: true }).click();
	await page.getByRole("button", { name: "Save the map as SVG" }).click();
	const stream = await (await download).createReadStream();
	let svg = "";
	for await (const piece of stream) svg += String(piece);
	expect(svg).toMatch(/font-weight="600"[^>]*font-size="17/);
});
