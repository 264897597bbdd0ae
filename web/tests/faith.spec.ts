// How far a map can be trusted, in figures and as colours.
import { expect, test } from "./site";

// Two rings above each other: some of them must be lost in the plane.
function rings(rows: number): string {
	const lines = ["label\tkind\tx\ty\tz"];
	for (let i = 0; i < rows; i++) {
		const [turn, tilt] = [(2 * Math.PI * i) / rows, i % 2 === 0 ? 1 : -1];
		lines.push(`p${i}\tclass ${i % 15}\t${Math.cos(turn) + 0.1 * Math.sin(i * i)}\t${Math.sin(turn) + 0.1 * Math.sin(7 * i)}\t${(0.6 + 0.1 * Math.cos(i * i)) * tilt}`);
	}
	return lines.join("\n");
}

test("a map is judged, in figures and for each point as a colour, and anew when it changes", async ({ site, page }) => {
	await site.open("#lab=vectors");
	await site.choose("rings.tsv", rings(120));
	await expect(page.getByRole("radio", { name: /rings\.tsv/ })).toBeChecked();
	await site.drawn();
	await page.getByRole("button", { name: "View", exact: true }).click();
	const faith = page.locator("[data-part=faith]");
	const figure = async (measure: string) => Number(await faith.locator(`[data-measure=${measure}]`).textContent());
	await faith.getByText("How faithful").click();
	await faith.getByLabel("Judge nearness by").selectOption("euclidean");
	await expect(faith.getByText("All 120 points were judged.")).toBeVisible();
	const flat = await figure("trust");
	expect(flat).toBeGreaterThan(0.5);
	expect(flat).toBeLessThan(0.999);

	await test.step("in space nothing of three dimensions is lost", async () => {
		await page.locator("[data-part=way]").getByRole("button", { name: "3-D" }).click();
		await expect.poll(() => figure("trust")).toBeGreaterThan(0.9985);
		expect(await figure("preserved")).toBeGreaterThan(0.98);
	});

	await test.step("each point has its colour, and the scale its numbers", async () => {
		await page.locator("[data-part=way]").getByRole("button", { name: "2-D" }).click();
		await faith.getByRole("button", { name: "Show Trustworthiness as colours" }).click();
		await expect(page.locator(".scale")).toContainText(/Trustworthiness 0?\.\d+/);
		await expect(page.locator("[data-part=coloring]").getByLabel("Colour")).toHaveValue("faith trust");
		await page.locator("[data-part=coloring]").getByLabel("Colour").selectOption("column kind");
		await expect(page.locator(".scale")).toHaveCount(0);
	});

	await test.step("likeness to a point is by any metric", async () => {
		const coloring = page.locator("[data-part=coloring]");
		await coloring.getByLabel("Colour").selectOption("similarity");
		await page.getByRole("combobox", { name: "Find a word" }).fill("p7");
		await page.keyboard.press("Enter");
		await expect(page.locator(".scale")).toContainText("unlike 0");
		await coloring.getByLabel("Likeness by").selectOption("euclidean");
		await expect(page.locator(".scale")).toContainText(/unlike [12]\.\d+/);
	});

	await test.step("of many classes the small ones are others, and a legend leaves one alone", async () => {
		const coloring = page.locator("[data-part=coloring]");
		await coloring.getByLabel("Colour").selectOption("column kind");
		await expect(coloring.getByRole("listitem")).toHaveCount(13);
		await expect(coloring.getByText("others (3)")).toBeVisible();
		const onMap = () => site.viewer().evaluate(() => window.nearspaceMap?.onScreen?.(1000).length ?? 0);
		await site.viewer().evaluate(() => window.nearspaceMap?.fit());
		await site.still();
		await coloring.getByRole("button", { name: "Show others (3) alone" }).click();
		await expect.poll(onMap).toBe(24);
		await coloring.getByRole("button", { name: "Show all classes" }).click();
		await expect.poll(onMap).toBe(120);
	});
});

test("of a large space a sample is judged, which can be ended", async ({ site, page }) => {
	await site.open("#step=10");
	await site.is("paused", 60_000);
	await site.drawn();
	await page.getByRole("button", { name: "View", exact: true }).click();
	const faith = page.locator("[data-part=faith]");
	await faith.getByText("How faithful").click();
	await faith.getByRole("button", { name: "Judge this map" }).click();
	await expect(faith.getByText(/A sample of 2,000 of the .* points was judged/)).toBeVisible({ timeout: 60_000 });
	await faith.getByLabel("Judge every point (slower)").check();
	await faith.getByRole("button", { name: "Cancel" }).click();
	await expect(faith.getByRole("button", { name: "Judge again" })).toBeVisible();
});
