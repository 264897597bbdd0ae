import { test } from "./site";
const shots = "/tmp/askshots";
test("look", async ({ site, page }) => {
	page.on("console", (m) => m.type() === "error" && console.log(m.text()));
	await site.open("#step=60&seed=1");
	await site.is("paused", 60_000);
	await site.drawn();
	await page.screenshot({ path: `${shots}/0.png` });
	await site.ask("Neighbours", { Word: "gold" });
	await site.still();
	await page.screenshot({ path: `${shots}/1.png` });
	await page.getByLabel("Which", { exact: true }).selectOption("bound");
	await page.getByRole("button", { name: "Ask", exact: true }).click();
	await page.waitForTimeout(700);
	await site.still();
	await page.screenshot({ path: `${shots}/2.png` });
	for (const [i, q] of ["Distances", "Path", "Axis", "In two spaces", "What moved"].entries()) {
		await page.getByRole("tab", { name: q, exact: true }).click();
		if (q === "Path") await page.locator("input").and(page.getByLabel("to", { exact: true })).fill("wheat");
		await page.locator("h2").first().click();
		await page.getByRole("button", { name: "Ask", exact: true }).click();
		await page.waitForTimeout(1200);
		await site.still();
		await page.screenshot({ path: `${shots}/q${i}.png` });
		if (q === "Axis") {
			await page.getByRole("button", { name: "Axis across" }).click();
			await page.waitForTimeout(1500);
			await site.still();
			await page.screenshot({ path: `${shots}/axis.png` });
		}
	}
});
