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

	await inside.getByPlaceholder("An example of your own").fill("");

	// What is looked up stands beside the table, and lights its rows.
	await inside.locator("[data-part=stage-lookup] button").click();
	const ids = page.getByRole("region", { name: "Looked up" });
	await expect(ids.getByRole("listitem")).toHaveCount(8 * 3);
	await ids.getByRole("button", { name: "cat" }).first().click();
	await expect(page).toHaveURL(/select=cat/);
	await expect(ids.getByRole("button", { name: "cat" }).first()).toHaveAttribute("aria-pressed", "true");

	// The table can be read by the keyboard alone.
	const table = page.getByRole("application", { name: /heat map/ });
	await table.focus();
	await page.keyboard.press("ArrowDown");
	await page.keyboard.press("ArrowRight");
	await expect(page.locator(".matrix .said")).toHaveText(/: −?[\d.]+|: -?[\d.]+/);
	const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
	expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
});

test("a changed parameter replays the run at once, up to where it was", async ({ site, page }) => {
	await site.withoutMap();
	await site.open("#lab=layer&data=story&p.dim=4&step=10&p.optimizer=adam");
	await site.is("paused", 60_000);
	const adam = await site.figure("loss");

	await page.goto("about:blank");
	await site.open("#lab=layer&data=story&p.dim=4&step=10&inside=3&stage=update");
	await site.is("paused", 60_000);
	expect(await site.figure("loss")).not.toBe(adam);
	const row = page.locator("[data-tensor-row]").first();
	const before = await row.textContent();
	await page.getByLabel("Optimizer", { exact: true }).selectOption("adam");
	await site.is("paused");
	expect(await site.figure("loss")).toBe(adam);
	await expect(row).not.toHaveText(before ?? "");
	await expect(page).toHaveURL(/step=10/);
	await expect(page).toHaveURL(/p\.optimizer=adam/);

	await test.step("a rate that may change shows at once what the next step would do", async () => {
		const now = await row.textContent();
		await page.getByRole("textbox", { name: "Learning rate" }).fill("2");
		await page.getByRole("textbox", { name: "Learning rate" }).press("Enter");
		await expect(row).not.toHaveText(now ?? "");
		await page.getByRole("button", { name: "Set Learning rate back" }).click();
		await expect(row).toHaveText(now ?? "");
	});

	await test.step("what cannot be leaves the run as it is", async () => {
		await page.getByText("More parameters").click();
		await page.getByRole("checkbox", { name: "Tie input and output" }).check();
		await site.is("paused");
		await page.getByLabel("Compression", { exact: true }).selectOption("hash");
		await expect(page.getByRole("alert")).toContainText("cannot be true while “Compression” is hashing");
		await site.is("paused");
		await expect(page).toHaveURL(/p\.compression=hash/);
		await page.getByLabel("Compression", { exact: true }).selectOption("none");
		await expect(page.getByRole("alert")).toHaveCount(0);
		await page.getByRole("checkbox", { name: "Tie input and output" }).uncheck();
		await site.is("paused");
		expect(await site.figure("loss")).toBe(adam);
	});

	await test.step("a run that is going on goes on", async () => {
		await page.goto("about:blank");
		await site.open("#lab=layer&data=sotu");
		await site.play.click();
		await expect.poll(() => site.loss()).toBeGreaterThan(0);
		await page.getByLabel("Optimizer", { exact: true }).selectOption("sgd");
		await site.is("replaying");
		await site.is("running");
		await expect(page.getByLabel("Optimizer", { exact: true })).toHaveValue("sgd");
		await site.pause.click();
		await site.is("paused");
	});
});

test("a replay that takes long says so, can be stopped, and can be undone", async ({ site, page }) => {
	await site.withoutMap();
	await site.open("#p.dim=2&p.window=1&p.negative=1&step=250");
	await site.is("paused", 60_000);
	const done = await site.figure("done");
	const dimensions = page.getByRole("textbox", { name: "Dimensions" });
	await dimensions.fill("512");
	await dimensions.press("Enter");
	await site.is("replaying");
	await expect(site.state).toHaveText("Replaying to step 250");
	await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
	await site.is("paused");
	expect(await site.figure("done")).toBe(done);
	await expect(dimensions).toHaveValue("2");

	await dimensions.fill("511");
	await dimensions.press("Enter");
	await site.is("replaying");
	await expect.poll(() => site.figure("done")).toMatch(/^[1-9][\d.]*K of .* words/);
	await site.pause.click();
	await site.is("paused");
	expect(await site.figure("done")).not.toBe(done);
	await page.getByRole("region", { name: "Set up" }).getByRole("button", { name: "Go on" }).first().click();
	await expect.poll(() => site.figure("done")).toBe(done);
});

test("two runs train side by side, and may differ in anything", async ({ site, page }) => {
	await site.withoutMap();
	await site.open("#lab=layer&data=reviews&step=10");
	await site.is("paused", 60_000);
	const second = page.getByRole("region", { name: /^Second run: / });
	const progress = page.locator("[data-second]");
	for (const [field, title] of [
		["init", /^First values: uniform/], ["optimizer", /^Optimizer: SGD/], ["dim", /^Dimensions: 4/], ["maxNormMode", /^Bound the rows' length: as it is read/],
		["padding", /^Row 0 is padding: off/], ["compression", /^Compression: hashing/],
	] as const) {
		await test.step(field, async () => {
			await page.getByLabel("Parameter that differs").selectOption(field);
			await page.getByRole("button", { name: "Compare", exact: true }).click();
			await expect(second).toHaveAccessibleName(new RegExp(title.source.replace("^", "^Second run: ")));
			await expect(page.getByRole("region", { name: /^This run: / })).toBeVisible();
			await expect(progress).toHaveAttribute("data-second", "paused");
			await expect(progress).toContainText("at step 10");
			await page.getByRole("application", { name: /heat map/ }).first().hover({ position: { x: 115, y: 60 } });
			const [here, there] = await page.locator(".matrix .said").allTextContents();
			expect(here).toMatch(/: [−-]?[\d.]+/);
			expect(there?.split(":")[0]).toBe(here?.split(":")[0]);
			await page.getByRole("button", { name: "End the comparison" }).click();
			await expect(second).toHaveCount(0);
		});
	}

	await test.step("several at once, with the first replayed and to the end", async () => {
		await page.getByLabel("Parameter that differs").selectOption("compression");
		await page.getByRole("button", { name: "Compare", exact: true }).click();
		await page.getByLabel("Parameter that differs").selectOption("optimizer");
		await page.getByRole("button", { name: "Differ in this too" }).click();
		await expect(second).toHaveAccessibleName(/Optimizer: SGD; Compression: hashing/);
		await page.getByLabel("First values").first().selectOption("xavier");
		await site.is("paused");
		await expect(progress).toHaveAttribute("data-second", "paused");
		await site.play.click();
		await site.is("ended", 60_000);
		await expect(progress).toHaveAttribute("data-second", "ended", { timeout: 60_000 });
		await expect(page.getByText("Loss of the second run")).toBeVisible();
		await page.screenshot({ path: "screenshots/compare.png" });
	});
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

	await guide.getByRole("button", { name: "Close the guide" }).click();
	const setUp = page.getByRole("region", { name: "Set up" });
	await setUp.getByText(/^In the guide/).click();
	await setUp.getByRole("button", { name: "Optimizers" }).click();
	await expect(heading).toHaveText("Optimizers");

	await page.goto("about:blank");
	await site.open("#hide=setup,guide,bar&ask=neighbors&a.word=war");
	await site.is("ready", 60_000);
	await expect(page.getByRole("heading", { name: "Set up" })).toBeHidden();
	await expect(page.getByRole("banner")).toHaveCount(0);
	await expect((await site.answer()).getByRole("heading")).toHaveText("Neighbours: war");
});
