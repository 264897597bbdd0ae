// What the map shows besides its points.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test, type Site } from "./site";

// points are many in the plane, whose names are their numbers.
const points = Array.from({ length: 60 }, (_, i) => `n${i} ${(i % 10) / 10} ${Math.floor(i / 10) / 6} ${((i * 7) % 11) / 11}\n`).join("");

async function opened(site: Site): Promise<void> {
	await site.open("#lab=vectors&data=colors&map=pca,2");
	await site.is("ended", 60_000);
	await site.choose("grid.txt", points);
	await expect(site.page.getByRole("radio", { name: /grid\.txt/ })).toBeChecked();
	await site.is("ended", 60_000);
	await site.drawn();
	await site.still();
}

const view = (page: Page) => page.getByRole("button", { name: "View", exact: true }).click();

test("a small picture of all points shows where one is, and moves the map", async ({ site, page }) => {
	await opened(site);
	const overview = page.getByRole("application", { name: /^Overview of all points/ });
	await expect(overview).toBeHidden();

	await page.mouse.move(700, 450);
	await page.mouse.wheel(0, -1200);
	await expect(overview).toBeVisible();
	await site.still();

	await test.step("a click brings a place to the middle", async () => {
		const box = (await overview.boundingBox())!;
		const before = await site.where(0);
		await page.mouse.click(box.x + 10, box.y + 10);
		await expect.poll(async () => Math.hypot((await site.where(0)).x - before.x, (await site.where(0)).y - before.y)).toBeGreaterThan(50);
	});

	await test.step("the arrow keys move it by a quarter of the screen", async () => {
		await site.still();
		const before = await site.where(0);
		await overview.focus();
		await page.keyboard.press("ArrowRight");
		const width = await page.locator("iframe").first().evaluate((f) => f.clientWidth);
		await expect.poll(async () => Math.abs(before.x - (await site.where(0)).x - width / 4)).toBeLessThan(12);
	});

	await test.step("the frame is dragged", async () => {
		await site.still();
		const [box, before] = [(await overview.boundingBox())!, await site.where(0)];
		const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
		await page.mouse.click(middle.x, middle.y);
		await page.mouse.move(middle.x, middle.y);
		await page.mouse.down();
		await page.mouse.move(middle.x + 20, middle.y, { steps: 4 });
		await page.mouse.up();
		await expect.poll(async () => (await site.where(0)).x).not.toBe(before.x);
	});

	await test.step("it goes when all is seen, and comes when wanted", async () => {
		await page.locator(".rail button").first().click();
		await expect(overview).toBeHidden();
		await view(page);
		await page.locator("[data-part=marks]").getByLabel("Overview").selectOption("always");
		await expect(overview).toBeVisible();
		const { violations } = await new AxeBuilder({ page }).include("[data-part=marks]").include("[data-part=minimap]").analyze();
		expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`)).toEqual([]);
	});

	await test.step("at rest it asks for nothing", async () => {
		await site.still();
		const before = await site.frames();
		await page.waitForTimeout(600);
		expect(await site.frames()).toBe(before);
	});
});

test("a phone has no overview unless one wants it", async ({ site, page }) => {
	await opened(site);
	await page.setViewportSize({ width: 390, height: 844 });
	await site.still();
	const overview = page.locator("[data-part=minimap]");
	await page.locator("iframe").first().focus();
	for (let i = 0; i < 8; i++) await page.keyboard.press("+");
	await site.still();
	await expect(overview).toBeHidden();
	await view(page);
	await page.locator("[data-part=marks]").getByLabel("Overview").selectOption("always");
	await page.getByRole("button", { name: "Close", exact: true }).click();
	await expect(overview).toBeVisible();
	await page.screenshot({ path: "screenshots/marks-phone.png" });
});

// written are the rows whose labels stand in the map as an SVG.
async function written(site: Site): Promise<string[]> {
	const svg = await site.viewer().evaluate(async () => (await window.nearspaceMap?.svg?.(800, 600, null)?.text()) ?? "");
	return [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map((m) => m[1] ?? "");
}

test("labels are many, few or none, and those that are pinned stay, by every method", async ({ site, page }) => {
	await opened(site);
	const usual = (await written(site)).length;
	await view(page);
	const form = page.locator("[data-part=marks]");
	const slider = form.getByRole("slider", { name: "Labels" });
	await expect(slider).toHaveAttribute("aria-valuetext", "some");
	const set = async (density: number, name: string) => {
		await slider.fill(String(density));
		await expect(slider).toHaveAttribute("aria-valuetext", name);
		await site.still();
		return (await written(site)).length;
	};
	expect(usual).toBeGreaterThan(10);
	expect(await set(1, "few")).toBeLessThan(usual);
	expect(await set(4, "all that fit")).toBeGreaterThanOrEqual(usual);
	expect(await set(0, "none")).toBe(0);

	const at = await site.where(33);
	await page.getByRole("button", { name: "Close", exact: true }).click();
	await page.mouse.click(at.x, at.y);
	await page.getByRole("button", { name: "Always label", exact: true }).click();
	await page.getByRole("button", { name: "Clear the selection" }).click();
	await page.mouse.move(720, 300);
	await expect.poll(() => written(site)).toEqual(["n33"]);

	await view(page);
	await page.locator("[data-part=view]").getByLabel("Method").selectOption("random");
	await site.still();
	expect(await written(site)).toEqual(["n33"]);
	await expect(slider).toHaveAttribute("aria-valuetext", "none");
	await form.getByRole("button", { name: "No longer always label n33" }).click();
	await expect.poll(() => written(site)).toEqual([]);
});
