// The ways to see a space, on a small text.
import { expect, test, type Site } from "./site";

const small = "p.dim=12&p.minCount=1&p.sample=1&p.epochs=2&seed=1";

async function trained(site: Site): Promise<void> {
	await site.open(`#lab=words&data=story&${small}`);
	await site.is("ready", 60_000);
	await site.play.click();
	await site.is("ended", 60_000);
	await site.drawn();
}

test("a space is seen by other methods, in the plane and in space", async ({ site, page }) => {
	await trained(site);
	await page.getByRole("button", { name: "View", exact: true }).click();
	const view = page.locator("[data-part=view]");
	const course = page.locator("[data-course]");

	await test.step("by neighbours, in rounds that can be stopped and go on", async () => {
		await view.getByLabel("Method").selectOption({ label: "t-SNE" });
		await view.getByLabel("Perplexity", { exact: true }).fill("3");
		await view.getByLabel("Perplexity", { exact: true }).press("Enter");
		await view.getByLabel("Rounds").fill("300");
		await view.getByLabel("Rounds").press("Enter");
		await expect(view.getByText(/distances between them mean little/)).toBeVisible();
		await expect(course).toHaveAttribute("data-course", "settled");
		await expect(course).toContainText("Round 300 of 300");
		await expect(page).toHaveURL(/map=tsne%2C2&map\.perplexity=3&map\.rounds=300/);
		await course.getByRole("button", { name: "250 more rounds" }).click();
		await expect(course).toContainText("Round 550 of 550");
		await page.screenshot({ path: "screenshots/view-tsne.png" });
	});

	await test.step("along axes between words, once all ends are filled in", async () => {
		await view.getByLabel("Method").selectOption({ label: "Axes between words" });
		await expect(view.getByText("Fill in both ends of each axis.")).toBeVisible();
		for (const [end, words] of [["Axis 1: from", "cat dog"], ["Axis 1: to", "stone rock"], ["Axis 2: from", "eats"], ["Axis 2: to", "lie"]] as const) {
			await view.getByLabel(end).fill(words);
			await view.getByLabel(end).press("Enter");
		}
		await expect(view.getByRole("alert")).toContainText("Not among the words: lie");
		await view.getByLabel("Axis 2: to").fill("lies");
		await view.getByLabel("Axis 2: to").press("Enter");
		await expect(view.getByRole("alert")).toHaveCount(0);
		await expect(page.getByText(/points, Axes between words/)).toBeVisible();
	});

	await test.step("in space, and of the other table", async () => {
		await view.getByLabel("Method").selectOption({ label: "PCA" });
		await view.getByRole("button", { name: "3-D" }).click();
		await view.getByLabel("Vectors").selectOption("context");
		await expect(page).toHaveURL(/map\.space=context&map=pca%2C3/);
		await site.still();
		const before = await site.where(0);
		await page.getByRole("button", { name: "Close", exact: true }).click();
		await page.locator("iframe").focus();
		await page.keyboard.press("ArrowLeft");
		await expect.poll(async () => (await site.where(0)).x).not.toBe(before.x);
		await expect(page).toHaveURL(/view=[^&]*(%2C[^&]*){7}/);
	});

	await test.step("what a method cannot take is said", async () => {
		await page.evaluate(() => (location.hash = `${location.hash.replace(/&map[^&]*/g, "")}&map=tsne,2&map.perplexity=1000`));
		await page.getByRole("button", { name: "View", exact: true }).click();
		await expect(view.getByRole("alert")).toContainText("“Perplexity” is 1000; it must be from 2 to 500.");
	});
});
