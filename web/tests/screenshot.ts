import { expect, test } from "./site";

test("the picture of the README", async ({ site, page }) => {
	test.setTimeout(400_000);
	await page.setViewportSize({ width: 1280, height: 800 });
	await site.open("#ask=neighbors&a.word=gold&select=gold");
	await site.is("ready");
	await site.drawn();
	await site.play.click();
	await expect.poll(() => page.locator("footer progress").evaluate((bar) => (bar as HTMLProgressElement).value), { timeout: 300_000 }).toBeGreaterThan(0.8);
	await page.screenshot({ path: "screenshot.png" });
});
