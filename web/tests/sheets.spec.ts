// The sheets over the map.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test, type Site } from "./site";

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

async function opened(site: Site, name: string, text: string): Promise<void> {
	await site.open("#lab=vectors&data=colors&map=dimensions,2&map.metric=euclidean&p.maxWords=1000000");
	await site.is("ended", 60_000);
	await site.choose(name, text);
	await expect(site.page.getByRole("radio", { name: new RegExp(name.replace(".", "\\.")) })).toBeChecked();
	await site.is("ended", 60_000);
	await site.drawn();
}

// grid is many points in the plane, whose names are their numbers.
function grid(n: number): string {
	const side = Math.ceil(Math.sqrt(n));
	return `${n} 2\n${Array.from({ length: n }, (_, i) => `n${i} ${(i % side) / side} ${Math.floor(i / side) / side}\n`).join("")}`;
}

test("Escape closes a sheet and leads back to what opened it", async ({ site, page }) => {
	await opened(site, "grid.txt", grid(60));
	const points = page.locator("[data-part=points]");

	await test.step("from where it was opened, and from a field in it", async () => {
		for (const inside of [false, true]) {
			await button(page, "Points").focus();
			await page.keyboard.press("Enter");
			await expect(points).toBeVisible();
			if (inside) await points.getByLabel("Find in labels").fill("n1");
			await page.keyboard.press("Escape");
			await expect(points).toBeHidden();
			await expect(button(page, "Points")).toBeFocused();
		}
	});

	await test.step("what is in it comes first", async () => {
		await button(page, "Bookmarks").click();
		const sheet = page.locator("[data-part=bookmarks]");
		await button(page, "Keep this view").click();
		await sheet.getByRole("button", { name: /^Rename / }).click();
		await page.keyboard.press("Escape");
		await expect(sheet.getByRole("button", { name: /^Rename / })).toBeVisible();
		await expect(sheet).toBeVisible();
		await sheet.getByRole("button", { name: /^Rename / }).focus();
		await page.keyboard.press("Escape");
		await expect(sheet).toBeHidden();
		await expect(button(page, "Bookmarks")).toBeFocused();
	});

	await test.step("from the map, after what the map has to close", async () => {
		await button(page, "Points").click();
		await points.getByLabel("Find in labels").fill("n7");
		await button(page, "Choose these").click();
		await page.locator("iframe").focus();
		await page.keyboard.press("Escape");
		await expect(points.locator(".count")).toHaveText("No point is chosen");
		await page.keyboard.press("Escape");
		await expect(points).toBeHidden();
		await expect(page.locator("iframe")).toBeFocused();
	});
});

test("each of a hundred thousand points can be come to in the list", async ({ site, page }) => {
	await opened(site, "many.txt", grid(100_000));
	await button(page, "Points").click();
	const points = page.locator("[data-part=points]");
	const list = points.getByRole("list", { name: "The points listed" });
	const listed = points.locator("[data-figure=listed]");
	await expect(listed).toHaveText(/^1–1\d of (99|100),\d{3} points$/); // a few may lie under the search
	const total = (await listed.textContent())?.match(/of ([\d,]+)/)?.[1] ?? "";
	const count = Number(total.replace(",", ""));
	await expect(list.getByRole("listitem").first()).toHaveAttribute("aria-setsize", String(count));
	expect(await list.getByRole("listitem").count()).toBeLessThan(20);

	await test.step("by keys", async () => {
		await list.getByRole("button").first().focus();
		await page.keyboard.press("End");
		const last = list.getByRole("listitem").filter({ has: page.locator(":focus") });
		await expect(last).toHaveAttribute("aria-posinset", String(count));
		await expect(listed).toHaveText(new RegExp(`–${total} of ${total} points$`));
		await page.keyboard.press("PageUp");
		await page.keyboard.press("ArrowUp");
		expect(Number(await last.getAttribute("aria-posinset"))).toBeLessThan(count - 5);
		await page.keyboard.press("Tab");
		await page.keyboard.press("Space");
		await expect(points.locator(".count")).toHaveText("1 point is chosen");
		await expect(list.getByRole("listitem")).toHaveCount(1);
		await points.getByRole("button", { name: "Choose none" }).click();
	});

	await test.step("by the wheel, through all that match", async () => {
		await points.getByLabel("Find in labels").fill("9");
		await expect(listed).toHaveText(/of 40,951 points$/);
		await list.getByRole("button", { name: "Show n9 and its neighbours", exact: true }).waitFor();
		await list.evaluate((ul) => (ul.parentElement!.scrollTop = ul.clientHeight / 2));
		await expect(listed).toHaveText(/^20,\d+–20,\d+ of/);
		const middle = list.getByRole("listitem").nth(4);
		await middle.getByRole("checkbox").check();
		await expect(points.locator(".count")).toHaveText("1 point is chosen");
		await expect(listed).toHaveText(/^20,\d+–20,\d+ of/);
	});
	const { violations } = await new AxeBuilder({ page }).include("[data-part=points]").analyze();
	expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`)).toEqual([]);
	await page.screenshot({ path: "screenshots/point-list.png" });
});

test("the choice is inverted among what the map shows", async ({ site, page }) => {
	await opened(site, "grid.txt", grid(60));
	await button(page, "Points").click();
	const points = page.locator("[data-part=points]");
	await points.getByRole("button", { name: "Invert" }).click();
	await expect(points.locator(".count")).toHaveText("60 points are chosen");
	await points.getByRole("button", { name: "Choose none" }).click();
	const file = "label\tkind\theight\n" + Array.from({ length: 60 }, (_, i) => `n${i}\t${i % 3 === 0 ? "third" : "other"}\t${i}\n`).join("");
	await points.locator("[data-part=metadata] input[type=file]").setInputFiles({ name: "kinds.tsv", mimeType: "text/plain", buffer: Buffer.from(file) });
	await expect(page).toHaveURL(/look\.by=column\.kind/);

	await button(page, "View").click();
	const view = page.locator("[data-part=view]");
	await view.getByRole("checkbox", { name: /third/ }).uncheck();
	await button(page, "Points").click();
	await points.getByRole("button", { name: "Invert" }).click();
	await expect(points.locator(".count")).toHaveText("40 points are chosen");
});
