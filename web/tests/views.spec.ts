// The ways to see a space, on a small text.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
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

	await view.getByLabel("Method").selectOption({ label: "t-SNE" });
	await accessible(page, "view");

	await test.step("by neighbours, in rounds that can be stopped and go on", async () => {
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
		await expect(view.getByText("Fill in both ends of an axis.")).toBeVisible();
		for (const [end, words] of [["Axis 1: from", "cat dog"], ["Axis 1: to", "stone rock"], ["Axis 2: from", "eats"], ["Axis 2: to", "lie"]] as const) {
			await view.getByLabel(end, { exact: true }).fill(words);
			await view.getByLabel(end, { exact: true }).press("Enter");
		}
		await expect(view.getByRole("alert")).toContainText("Not among the words: lie");
		await view.getByLabel("Axis 2: to", { exact: true }).fill("lies");
		await view.getByLabel("Axis 2: to", { exact: true }).press("Enter");
		await expect(view.getByRole("alert")).toHaveCount(0);
		await expect(page.getByText(/points, Axes between words/)).toBeVisible();
	});

	await test.step("from a pattern to the chosen points", async () => {
		await view.getByLabel("Axis 1: from", { exact: true }).fill("/zebra|(/");
		await view.getByLabel("Axis 1: from", { exact: true }).press("Enter");
		await expect(view.getByRole("alert")).toContainText("is no pattern");
		await view.getByLabel("Axis 1: from", { exact: true }).fill("/^(cat|dog|fox)$/");
		await view.getByLabel("Axis 1: from", { exact: true }).press("Enter");
		await expect(view.getByRole("alert")).toHaveCount(0);
		await expect(view.getByRole("button", { name: "Axis 1: to: the chosen points" })).toBeDisabled();
		await expect(page).toHaveURL(/map\.axis1=%2F%5E%28cat%7Cdog%7Cfox%29%24%2F\+%7C\+stone\+rock/);
		await page.screenshot({ path: "screenshots/view-poles.png" });
	});

	await test.step("by other axes of the PCA, of which it is said what lies along them", async () => {
		await view.getByLabel("Method").selectOption({ label: "PCA" });
		await view.getByRole("button", { name: "What lies along the axes" }).click();
		const axes = view.getByRole("region", { name: "The axes of the PCA" });
		await expect(axes.getByRole("listitem")).toHaveCount(8);
		await expect(axes.getByRole("listitem").first()).toContainText(/^Axis 1: \d+%.*Loadings of dimensions \d+: /s);
		await axes.getByRole("button", { name: "Draw axis 3 up" }).click();
		await expect(page).toHaveURL(/map=pca%2C2&map\.columns=0%2C2/);
		await expect(axes.getByRole("button", { name: "Draw axis 3 up" })).toHaveAttribute("aria-pressed", "true");
		await accessible(page, "view");
		await page.screenshot({ path: "screenshots/view-leading.png" });
	});

	await test.step("sphered, which makes a long cloud round", async () => {
		await view.getByLabel("Method").selectOption({ label: "PCA" });
		await expect(page).toHaveURL(/map=pca%2C2/);
		await view.getByLabel("Sphered (whitened)").check();
		await expect(view.getByText(/a long cloud becomes round/)).toBeVisible();
		await expect(page).toHaveURL(/map=pca%2C2&map\.whiten=1/);
		await expect(view.getByRole("alert")).toHaveCount(0);
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

// accessible says whether a sheet has violations, in light and dark.
async function accessible(page: Page, part: string): Promise<void> {
	for (const colorScheme of ["light", "dark"] as const) {
		await page.emulateMedia({ colorScheme, reducedMotion: "reduce" }); // no colours on their way from one to the other
		const { violations } = await new AxeBuilder({ page }).include(`[data-part=${part}]`).include(".rail").analyze();
		expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`)).toEqual([]);
	}
}

test("points are chosen, isolated, hidden, found and kept", async ({ site, page }) => {
	await trained(site);
	await page.getByRole("button", { name: "Points", exact: true }).click();
	const sheet = page.locator("[data-part=points]");
	const count = sheet.locator(".count");
	const rows = sheet.getByRole("listitem");
	const words = await site.viewer().evaluate(() => window.nearspaceMap?.onScreen?.(1000).length ?? 0);
	const onMap = () => site.viewer().evaluate(() => window.nearspaceMap?.onScreen?.(1000).length ?? 0);
	const tool = (name: string) => sheet.getByRole("button", { name, exact: true });

	await accessible(page, "points");

	await test.step("by keyboard, from a list", async () => {
		await expect(rows.first()).toHaveAttribute("aria-setsize", String(words));
		await sheet.getByLabel("Find in labels").fill("^(cat|dog|stone)$");
		await expect(sheet.getByText("No label has it")).toBeVisible();
		await sheet.getByLabel("as a pattern").check();
		await expect(rows).toHaveCount(3);
		await sheet.getByLabel("Choose cat").check();
		await expect(count).toHaveText("1 point is chosen");
		await tool("Choose these").click();
		await expect(count).toHaveText("3 points are chosen");
		await sheet.getByLabel("Find in labels").fill("(");
		await expect(sheet.getByText(/This is no pattern/)).toBeVisible();
		await sheet.getByLabel("Find in labels").fill("");
	});

	await test.step("their names are saved", async () => {
		const download = page.waitForEvent("download");
		await tool("Save the names").click();
		const names = (await readFile(await (await download).path(), "utf8")).trim().split("\n");
		expect(names.sort()).toEqual(["cat", "dog", "stone"]);
	});

	await test.step("they alone are shown, or all but them", async () => {
		await tool("Only these").click();
		await expect.poll(onMap).toBe(3);
		await tool("Show all again").click();
		await expect.poll(onMap).toBe(words);
		await tool("Hide").click();
		await expect.poll(onMap).toBe(words - 3);
		await expect(count).toHaveText("No point is chosen");
		await tool("Invert").click();
		await expect(count).toHaveText(`${words - 3} points are chosen`);
		await tool("Undo the choice").click();
		await tool("Undo the choice").click();
		await expect(count).toHaveText("3 points are chosen");
		await tool("Redo the choice").click();
		await expect(count).toHaveText("No point is chosen");
		await tool("Show all again").click();
	});

	await test.step("a box chooses what is in it, and with Shift more", async () => {
		await tool("Choose by a box").click();
		await site.still();
		const frame = (await page.locator("iframe").boundingBox())!;
		const box = async (from: number, to: number) => {
			await page.mouse.move(frame.x + from * frame.width, frame.y + 0.1 * frame.height);
			await page.mouse.down();
			await page.mouse.move(frame.x + to * frame.width, frame.y + 0.85 * frame.height, { steps: 4 });
			await page.mouse.up();
		};
		const chosen = async () => Number((await count.textContent())?.match(/\d+/)?.[0] ?? 0);
		await box(0.02, 0.3);
		await expect.poll(chosen).toBeGreaterThan(0);
		const first = await chosen();
		await page.keyboard.down("Shift");
		await box(0.3, 0.55);
		await page.keyboard.up("Shift");
		await expect.poll(chosen).toBeGreaterThan(first);
		await page.screenshot({ path: "screenshots/points.png" });
		await page.locator("iframe").focus();
		await page.keyboard.press("Escape");
		await expect(count).toHaveText("No point is chosen");
	});

	await test.step("the map is kept as a picture", async () => {
		await page.getByRole("button", { name: "View", exact: true }).click();
		for (const [name, begins] of [["PNG", "\x89PNG"], ["SVG", "<svg"]] as const) {
			const download = page.waitForEvent("download");
			await page.getByRole("button", { name: `Save the map as ${name}` }).click();
			const file = (await readFile(await (await download).path())).toString("latin1");
			expect(file.startsWith(begins)).toBe(true);
			if (name === "SVG") expect(file).toContain(">cat<");
		}
	});
});

test("colours say what a point is like, or its class, and a legend leaves classes out", async ({ site, page }) => {
	await trained(site);
	await page.getByRole("button", { name: "View", exact: true }).click();
	const coloring = page.locator("[data-part=coloring]");
	await coloring.getByLabel("Colour").selectOption("similarity");
	await expect(coloring.getByText("Select a point to see what is like it.")).toBeVisible();
	await page.getByRole("combobox", { name: "Find a word" }).fill("cat");
	await page.keyboard.press("Enter");
	await expect(page.locator(".scale")).toContainText("alike");
	await site.still();
	const frames = await site.frames();
	await coloring.getByLabel("Lines of density").check();
	await expect.poll(() => site.frames()).toBeGreaterThan(frames);

	await site.open("#lab=vectors");
	const rows = ["label\tkind\tx\ty\tz"];
	for (let i = 0; i < 30; i++) rows.push(`thing${i}\t${i < 20 ? "bird" : "fish"}\t${i < 20 ? 1 : -1}\t${Math.sin(i)}\t${Math.cos(3 * i)}`);
	await site.choose("things.tsv", rows.join("\n"));
	await expect(page.getByRole("radio", { name: /things\.tsv/ })).toBeChecked();
	await coloring.getByLabel("Colour").selectOption("column kind");
	const onMap = () => site.viewer().evaluate(() => window.nearspaceMap?.onScreen?.(1000).length ?? 0);
	await expect.poll(onMap).toBe(30);
	await coloring.getByRole("checkbox", { name: /bird/ }).uncheck();
	await expect.poll(onMap).toBe(10);
	await page.getByLabel("Method").selectOption({ label: "Discriminants" });
	await expect(page.getByText(/30 points, Discriminants/)).toBeVisible();

	const view = page.locator("[data-part=view]");
	await page.getByLabel("Method").selectOption({ label: "Axes between words" });
	for (const [end, value] of [["Axis 1: from", "kind=bird"], ["Axis 1: to", "kind=dog"]] as const) {
		await view.getByLabel(end, { exact: true }).fill(value);
		await view.getByLabel(end, { exact: true }).press("Enter");
	}
	await expect(view.getByRole("alert")).toHaveText("No row is kind=dog.");
	await view.getByLabel("Axis 1: to", { exact: true }).fill("kind=fish");
	await view.getByLabel("Axis 1: to", { exact: true }).press("Enter");
	await expect(page.getByText(/30 points, Axes between words/)).toBeVisible();
	await expect(view.getByRole("alert")).toHaveCount(0);
});

test("toy sets open as they lie, and the guide shows what maps make of them", async ({ site, page }) => {
	await site.open("#lab=vectors");
	await site.drawn();
	await page.getByText("Toy sets: points of known shapes").click();
	await page.getByRole("radio", { name: /^A knot/ }).check();
	await expect(page).toHaveURL(/data=knot&.*map=pca%2C2/);
	await expect(page.getByText("300 points. Two of their dimensions, which hold 91% of the spread.")).toBeVisible();
	await page.evaluate(() => (location.hash = `${location.hash}&guide=tsne-sizes`));
	await page.getByRole("button", { name: "By t-SNE: three alike" }).click();
	await expect(page.locator("[data-course]")).toHaveAttribute("data-course", "settled", { timeout: 60_000 });
	await expect(page.getByText("300 points, t-SNE.")).toBeVisible();
	const spread = async (from: number) => {
		await site.still();
		const places = await site.viewer().evaluate((first) => Array.from({ length: 100 }, (_, i) => window.nearspaceMap!.where(first + i)!), from);
		const middle = { x: places.reduce((sum, p) => sum + p.x / 100, 0), y: places.reduce((sum, p) => sum + p.y / 100, 0) };
		return Math.sqrt(places.reduce((sum, p) => sum + ((p.x - middle.x) ** 2 + (p.y - middle.y) ** 2) / 100, 0));
	};
	// One is ten times as wide as the other, which the map does not show.
	expect((await spread(200)) / (await spread(0))).toBeLessThan(2);
	await page.getByRole("button", { name: "As they are" }).click();
	await expect(page.getByText("300 points, Raw dimensions.")).toBeVisible();
	expect((await spread(200)) / (await spread(0))).toBeGreaterThan(7);
});

test("rows about their mean at length one are seen by every method that has them", async ({ site, page }) => {
	// From their mean, which is at 5 and 5, near and far rows lie in the same directions.
	const rows = [1, 9, 4].flatMap((far) => [[far, 0], [-far, 0], [0, far], [0, -far], [far, far], [-far, -far]]).map(([x = 0, y = 0]) => [5 + x, 5 + y]);
	await site.open("#lab=vectors");
	await site.choose("round.tsv", ["label\tx\ty", ...rows.map((row, i) => `row${i}\t${row.join("\t")}`)].join("\n"));
	await expect(page.getByRole("radio", { name: /round\.tsv/ })).toBeChecked();
	await site.drawn();
	await page.getByRole("button", { name: "View", exact: true }).click();
	const view = page.locator("[data-part=view]");
	const apart = async (a: number, b: number) => {
		const [p, q] = [await site.where(a), await site.where(b)];
		return Math.hypot(p.x - q.x, p.y - q.y);
	};
	await view.getByLabel("Method").selectOption({ label: "PCA" });
	await site.still();
	expect(await apart(0, 6)).toBeGreaterThan(20);
	await view.getByLabel("Centred, at length 1 (sphereize)").check();
	await expect(view.getByText(/as TensorFlow's Embedding Projector does/)).toBeVisible();
	await expect(page).toHaveURL(/map=pca%2C2&map\.sphere=1/);
	await expect.poll(() => apart(0, 6)).toBeLessThan(1);
	expect(await apart(0, 2)).toBeGreaterThan(20);
	await page.reload();
	await site.drawn();
	await expect.poll(() => apart(0, 6)).toBeLessThan(1);
	await page.getByRole("button", { name: "View", exact: true }).click();
	for (const method of ["t-SNE", "UMAP"]) {
		await view.getByLabel("Method").selectOption({ label: method });
		await view.getByLabel("Rounds").fill("60");
		await view.getByLabel("Rounds").press("Enter");
		await view.getByLabel("Centred, at length 1 (sphereize)").check();
		await expect(page).toHaveURL(/map\.sphere=1/);
		await expect(page.locator("[data-course]")).toHaveAttribute("data-course", "settled");
		await expect(view.getByRole("alert")).toHaveCount(0);
	}
});
