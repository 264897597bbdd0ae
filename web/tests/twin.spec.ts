// What the map shows, for those who use a keyboard and a screen reader.
import AxeBuilder from "@axe-core/playwright";
import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./site";

// tabTo goes by Tab alone to a control, as one does who has no mouse.
async function tabTo(page: Page, control: Locator, back = false): Promise<void> {
	for (let i = 0; i < 150; i++) {
		if (await control.evaluate((e) => e === document.activeElement)) return;
		await page.keyboard.press(back ? "Shift+Tab" : "Tab");
	}
	throw new Error("Tab does not come there");
}

test("a word is found, its nearest chosen, isolated and kept by the keyboard alone", async ({ site, page }) => {
	await site.open("#lab=words&data=story&p.dim=12&p.minCount=1&p.sample=1&p.epochs=2&seed=1");
	await site.is("ready", 60_000);
	await site.play.click();
	await site.is("ended", 60_000);
	await site.drawn();
	const button = (name: string) => page.getByRole("button", { name, exact: true });
	const sheet = page.locator("[data-part=points]");
	const said = page.locator("[data-said=selected]");

	await page.locator("#search").focus();
	await tabTo(page, button("Points"));
	await page.keyboard.press("Enter");

	await tabTo(page, sheet.getByLabel("Find in labels"));
	await page.keyboard.type("cat");
	await tabTo(page, sheet.getByRole("list").getByRole("button", { name: "Show cat and its neighbours" }));
	await page.keyboard.press("Enter");
	await expect(said).toHaveText(/^cat is selected\. Nearest: \w+(, \w+){4}\.$/);

	const near = sheet.getByRole("table", { name: "Nearest to cat" });
	await expect(near.getByRole("columnheader").first()).toHaveText("Point");
	await expect(near.getByRole("row").nth(1)).toMatchAriaSnapshot(`
    - row:
      - rowheader:
        - button /Show .+ and its neighbours/
      - cell /^-?\\d\\.\\d{3}$/
      - cell:
        - checkbox /Choose .+/
  `);
	const words = await near.getByRole("rowheader").allTextContents();
	const { violations } = await new AxeBuilder({ page }).include("[data-part=points]").analyze();
	expect(violations.map((v) => v.id)).toEqual([]);

	await tabTo(page, sheet.getByRole("button", { name: "Choose it and its nearest", exact: true }), true);
	await page.keyboard.press("Enter");
	await expect(page.locator("[data-said=chosen]")).toHaveText(`${words.length + 1} points are chosen`);

	await tabTo(page, sheet.getByRole("button", { name: "Only these", exact: true }), true);
	await page.keyboard.press("Enter");
	await page.keyboard.press("0"); // all that is shown, which is more than what is near
	await expect.poll(() => site.viewer().evaluate(() => window.nearspaceMap?.onScreen?.(1000).length)).toBe(words.length + 1);

	await tabTo(page, sheet.getByRole("button", { name: "Save the names", exact: true }));
	const download = page.waitForEvent("download");
	await page.keyboard.press("Enter");
	const names = (await readFile(await (await download).path(), "utf8")).trim().split("\n");
	expect(names.sort()).toEqual(["cat", ...words].sort());

	await tabTo(page, sheet.getByRole("button", { name: "Close", exact: true }), true);
	await page.keyboard.press("Enter");
	await expect(button("Points")).toBeFocused();
});
