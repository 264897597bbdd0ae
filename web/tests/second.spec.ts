// Two ways to see one run, side by side.
import { expect, test, type Site } from "./site";

const small = "p.dim=12&p.minCount=1&p.sample=1&p.epochs=2&seed=1";

async function trained(site: Site, more = ""): Promise<void> {
	await site.open(`#lab=words&data=story&${small}${more}`);
	await site.is("ready", 60_000);
	await site.play.click();
	await site.is("ended", 60_000);
	await site.drawn();
}

test("a run is seen in two ways at once, linked, and in the address", async ({ site, page }) => {
	await trained(site);
	const button = (name: string) => page.getByRole("button", { name, exact: true });
	const panels = page.locator(".map-panel");

	await test.step("a second map opens by another method, with its progress", async () => {
		await button("View").click();
		await button("Second map beside this one").click();
		await expect(panels).toHaveCount(2);
		await button("Close").click();
		await expect(panels.nth(1).locator("[data-course]")).toHaveAttribute("data-course", "settled", { timeout: 60_000 });
		await expect(panels.nth(0).locator("[data-course]")).toHaveCount(0);
		await expect(page).toHaveURL(/map2=umap%2C2/);
	});

	await test.step("what is selected on one is so on the other", async () => {
		await site.drawn(1);
		await site.still(1);
		const at = await site.where(0, 1);
		await page.mouse.click(at.x, at.y);
		for (const i of [0, 1]) await expect(panels.nth(i).locator(".caption strong")).toHaveText(/\w/);
		const [one, two] = await panels.locator(".caption strong").allTextContents();
		expect(one).toBe(two);
	});

	await test.step("it has a way of its own", async () => {
		await button("View of the second map").click();
		const view = page.locator("[data-part=view2]");
		await view.getByLabel("Method").selectOption({ label: "PCA" });
		await view.getByLabel("Sphered (whitened)").check();
		await expect(page).toHaveURL(/map2=pca%2C2&map2\.whiten=1/);
		await expect(page).not.toHaveURL(/map=/);
	});

	await test.step("a link brings both, and it closes again", async () => {
		await page.reload();
		await site.is("ended", 60_000);
		await expect(panels).toHaveCount(2);
		await expect(panels.nth(1).getByText("PCA", { exact: true })).toBeVisible();
		await site.drawn(1);
		await button("Close the second map").click();
		await expect(panels).toHaveCount(1);
		await expect(page).not.toHaveURL(/map2/);
	});
	expect(site.errors).toEqual([]);
});

test("what moved since a map was remembered is drawn, measured and listed", async ({ site, page }) => {
	await site.open(`#lab=words&data=story&${small}`);
	await site.is("ready", 60_000);
	await site.drawn();
	await site.still(); // the live map has found its axes
	await page.getByRole("button", { name: "View", exact: true }).click();
	const form = page.getByRole("group", { name: "Movement" });
	const median = form.locator("[data-figure=median]");
	await form.getByRole("button", { name: "Remember this map" }).click();
	await expect(median).toContainText("of all");
	await expect(median).toContainText(" 0%");
	const frames = await site.frames();

	await site.play.click();
	await site.is("ended", 60_000);
	await expect(median).not.toContainText(" 0%");
	await expect.poll(() => site.frames()).toBeGreaterThan(frames);
	await site.still();

	await test.step("that which moved most is a click away", async () => {
		const first = form.getByRole("listitem").first();
		const label = (await first.getByRole("button").textContent()) ?? "";
		await first.getByRole("button").click();
		await expect(page.locator(".caption strong").first()).toContainText(label);
	});

	await test.step("chosen points count alone", async () => {
		await page.getByRole("button", { name: "Points", exact: true }).click();
		await page.getByLabel("Find in labels").fill("cat");
		await page.locator("[data-part=points]").getByRole("button", { name: "Choose these" }).click();
		await page.getByRole("button", { name: "View", exact: true }).click();
		await expect(median).toContainText("of the chosen");
	});

	await test.step("and the map forgotten takes the lines away", async () => {
		await form.getByRole("button", { name: "Forget it" }).click();
		await expect(median).toHaveCount(0);
		await expect(form.getByLabel("Seen from")).toBeDisabled();
	});
});

test("a second map lies under the first", async ({ site, page }) => {
	await trained(site, "&map2=pca,2&map2.columns=2,3");
	await site.drawn(1);
	await page.getByRole("button", { name: "View", exact: true }).click();
	const form = page.getByRole("group", { name: "Movement" });
	await form.getByLabel("Seen from").selectOption("the second map");
	await expect(form.locator("[data-figure=median]")).toContainText(/farther than \d+% of/);
	await expect(form.getByRole("listitem")).toHaveCount(10);
	await page.getByRole("button", { name: "3-D", exact: true }).click();
	await expect(form.getByText(/no line joins them/)).toBeVisible();
});

test("a second map and what lies under the first are taken back, kept in bookmarks and in the address", async ({ site, page }) => {
	await trained(site);
	const button = (name: string) => page.getByRole("button", { name, exact: true });
	const panels = page.locator(".map-panel");
	const form = page.getByRole("group", { name: "Movement" });
	const key = async (keys: string) => {
		await page.locator("iframe").first().focus();
		await page.keyboard.press(keys);
	};
	await button("View").click();
	await button("Second map beside this one").click();
	await expect(panels).toHaveCount(2);
	await form.getByLabel("Seen from").selectOption("the second map");
	await expect(page).toHaveURL(/map2=umap.*look\.from=second/);
	await key("Control+z");
	await expect(page).not.toHaveURL(/look\.from/);
	await key("Control+z");
	await expect(panels).toHaveCount(1);
	await key("Control+y");
	await key("Control+y");
	await expect(panels).toHaveCount(2);
	await expect(form.getByLabel("Seen from")).toHaveValue("second");

	await test.step("a bookmark opens it again", async () => {
		await button("Bookmarks").first().click();
		const sheet = page.locator("[data-part=bookmarks]");
		await sheet.getByRole("button", { name: "Keep this view" }).click();
		await button("Close the second map").click();
		await expect(panels).toHaveCount(1);
		await button("View").click();
		await expect(form.getByText("There is no second map now")).toBeVisible();
		await button("Bookmarks").first().click();
		await sheet.getByRole("button", { name: /^Go to / }).click();
		await expect(panels).toHaveCount(2);
		await button("Close the second map").click();
	});

	await test.step("a map that was remembered comes back when it was forgotten, and after a reload; one of elsewhere is said to be missing", async () => {
		await button("View").click();
		await form.getByRole("button", { name: "Remember this map" }).click();
		await expect(page).toHaveURL(/look\.from=moment&look\.moment=live%2C\d+/);
		await form.getByRole("button", { name: "Forget it" }).click();
		await expect(form.locator("[data-figure=median]")).toHaveCount(0);
		await key("Control+z");
		await expect(form.locator("[data-figure=median]")).toContainText("of all");
		await expect(page).toHaveURL(/look\.from=moment/);
		await expect.poll(() => site.stored("moments")).toEqual([1]);
		await page.reload();
		await site.is("ended", 60_000);
		await button("View").click();
		await expect(form.locator("[data-figure=median]")).toContainText("of all");
		await page.evaluate(() => (location.hash = location.hash.replace(/(look.moment=live%2C)\d+/, "$11")));
		await expect(form.getByText("The map that was remembered (Live PCA, at step 1) is not in this browser")).toBeVisible({ timeout: 60_000 });
		await page.screenshot({ path: "screenshots/overlay-gone.png" });
		await form.getByLabel("Seen from").selectOption("nothing: no lines");
		await expect(page).not.toHaveURL(/look\.from/);
	});
});

test("a second run is taken back with what it has learnt, kept in bookmarks and in the address", async ({ site, page }) => {
	await site.open(`#lab=words&data=story&${small.replace("epochs=2", "epochs=60")}&run2.dim=64&run2.no=1`);
	await site.is("ready", 60_000);
	await site.play.click();
	await site.is("ended", 60_000);
	const button = (name: string) => page.getByRole("button", { name, exact: true });
	const panels = page.locator(".map-panel");
	const second = page.locator("[data-second]");
	const earlier = page.getByRole("listitem").filter({ hasText: "as a second run" });
	const key = async (keys: string) => {
		await page.locator("iframe").first().focus();
		await page.keyboard.press(keys);
	};
	await expect(second).toHaveAttribute("data-second", "ended", { timeout: 60_000 });
	await expect(panels).toHaveCount(2);
	await expect(page).toHaveURL(/run2\.dim=64/);
	await expect(page).not.toHaveURL(/run2\.no/);
	const learnt = await second.textContent();
	await site.drawn();
	await expect(earlier).toHaveCount(1);

	await test.step("by keys", async () => {
		await button("End the comparison").click();
		await expect(panels).toHaveCount(1);
		await expect(page).not.toHaveURL(/run2/);
		await expect(earlier).toHaveCount(1);
		await key("Control+z");
		await expect(panels).toHaveCount(2);
		await expect(second).toHaveText(learnt ?? "");
		await key("Control+y");
		await expect(panels).toHaveCount(1);
	});

	await test.step("by what says that it ended", async () => {
		await key("Control+z");
		await expect(panels).toHaveCount(2);
		await button("View").click();
		await button("Second map beside this one").click();
		await expect(second).toHaveCount(0);
		await expect(page).toHaveURL(/map2=/);
		await page.getByText("has taken the place of the second run.").locator("..").getByRole("button", { name: "Undo" }).click();
		await expect(page).toHaveURL(/run2\.dim=64/);
		await expect(page).not.toHaveURL(/map2=/);
		await expect(second).toHaveText(learnt ?? "");
	});

	await test.step("by a bookmark", async () => {
		await button("Bookmarks").first().click();
		const sheet = page.locator("[data-part=bookmarks]").first();
		await sheet.getByRole("button", { name: "Keep this view" }).click();
		await button("End the comparison").click();
		await expect(panels).toHaveCount(1);
		await sheet.getByRole("button", { name: /^Go to / }).click();
		await expect(panels).toHaveCount(2);
		await expect(page).toHaveURL(/run2\.dim=64/);
	});

	await test.step("by the address, from where it was", async () => {
		await page.reload();
		await site.is("ended", 60_000);
		await expect(panels).toHaveCount(2);
		await expect(second).toHaveAttribute("data-second", "ended", { timeout: 60_000 });
		await expect(second).toHaveText(learnt ?? "");
		await expect(earlier).toHaveCount(1);
	});
});
