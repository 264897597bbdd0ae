import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "./site";

test("the layer is walked through forward and backward, and its table shows the rows", async ({ site, page }) => {
	await site.withoutMap();
	await site.open("#lab=layer&data=story&p.dim=4&p.clip=norm&p.clipAt=0.01&step=10&inside=3&stage=lookup");
	await site.is("paused", 60_000);
	const inside = page.getByRole("tabpanel", { name: "Look inside" });
	const stages = inside.locator(".stages button");
	await expect(stages.filter({ hasText: "Look up" })).toHaveAttribute("aria-current", "step");
	await expect(inside.locator("[data-tensor-row]").first()).toBeVisible();

	for (const id of ["ids", "lookup", "onehot", "combine", "head", "loss", "backward", "rows", "coalesce", "clip", "optimizer", "update"]) {
		await inside.locator(`[data-part=stage-${id}] button`).click();
		await expect(inside.getByRole("article")).toContainText("comes out");
	}
	await page.screenshot({ path: "screenshots/layer.png" });

	// An example of one's own is walked through at once; a word that is not there
	// is named.
	await inside.getByPlaceholder("An example of your own").fill("the cat -> eats");
	await expect(page).toHaveURL(/example=the\+cat/);
	await expect(inside.locator("blockquote")).toContainText("cat");
	await inside.getByPlaceholder("An example of your own").fill("the catt -> eats");
	await expect(inside.getByRole("alert")).toContainText("catt");

	// So is another parameter.
	await inside.getByPlaceholder("An example of your own").fill("");
	await page.getByLabel("Optimizer", { exact: true }).selectOption("adam");
	await site.is("paused");
	await expect(page).toHaveURL(/step=10.*|.*p\.optimizer=adam/);
	await expect(page.getByText("Changed values take effect in a new run.")).toHaveCount(0);

	// The table can be read by the keyboard alone.
	const table = page.getByRole("application", { name: /heat map/ });
	await table.focus();
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("ArrowRight");
	await expect(page.locator(".matrix .said")).toHaveText(/: −?[\d.]+|: -?[\d.]+/);
	const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
	expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
});

test("two runs that differ in one parameter train side by side", async ({ site, page }) => {
	await site.withoutMap();
	await site.open("#lab=layer&data=reviews&step=10");
	await site.is("paused", 60_000);
	await page.getByLabel("Parameter that differs").selectOption("optimizer");
	await page.getByRole("button", { name: "Compare", exact: true }).click();
	const second = page.getByRole("region", { name: /^Second run: Optimizer/ });
	await expect(second).toBeVisible();
	await expect(page.getByRole("region", { name: /^This run: Optimizer/ })).toBeVisible();
	await site.play.click();
	await site.is("ended", 60_000);
	await page.screenshot({ path: "screenshots/compare.png" });
	await page.getByRole("button", { name: "End the comparison" }).click();
	await expect(second).toHaveCount(0);
});

test("the guide sets the lab and lights up what it speaks of; a link opens its page and hides controls", async ({ site, page }) => {
	await site.withoutMap();
	await site.open("#guide=");
	await site.is("ready", 60_000);
	const guide = page.getByRole("region", { name: "Guide" });
	const heading = guide.getByRole("heading", { level: 3 }).first();
	const first = await heading.textContent();
	await guide.getByRole("button", { name: /Next/ }).click();
	await expect(heading).not.toHaveText(first ?? "");
	await expect(page).toHaveURL(/guide=[a-z-]+/);
	await guide.getByRole("button", { name: /Back|Previous/ }).click();
	await guide.locator("button", { hasText: "Learn the words of colour names" }).click();
	await expect(page).toHaveURL(/lab=layer/);
	await expect(page).toHaveURL(/data=colors/);
	await expect(page.locator("[data-lit]")).toHaveCount(1);

	await page.goto("about:blank");
	await site.open("#hide=setup,guide,bar&ask=neighbors&a.word=war");
	await site.is("ready", 60_000);
	await expect(page.getByRole("heading", { name: "Set up" })).toBeHidden();
	await expect(page.getByRole("banner")).toHaveCount(0);
	await expect((await site.answer()).getByRole("heading")).toHaveText("Neighbours: war");
});
