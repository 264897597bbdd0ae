// What the map shows besides its points.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { pixels } from "./pixels";
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

// sheet is a PNG of square tiles in one colour each, so many across.
async function sheet(page: Page, colors: string[], across: number, side: number): Promise<Buffer> {
	const bytes = await page.evaluate(
		async ([colors, across, side]) => {
			const canvas = new OffscreenCanvas(across * side, Math.ceil(colors.length / across) * side);
			const c = canvas.getContext("2d")!;
			colors.forEach((color, i) => {
				c.fillStyle = color;
				c.fillRect((i % across) * side, Math.floor(i / across) * side, side, side);
			});
			return [...new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer())];
		},
		[colors, across, side] as const,
	);
	return Buffer.from(bytes);
}

test("pictures stand in place of points, on the screen and in files", async ({ site, page }) => {
	await opened(site);
	await view(page);
	const form = page.locator("[data-part=pictures]");
	await form.locator("summary").click();
	const open = (name: string, buffer: Buffer) => form.locator("input[type=file]").setInputFiles({ name, mimeType: "image/png", buffer });
	// The colour in the middle of a row's picture.
	const color = async (row: number) => {
		const { x, y } = await site.where(row);
		const [r = 0, g = 0, b = 0] = await pixels(page, await page.screenshot({ clip: { x: Math.round(x), y: Math.round(y), width: 1, height: 1 } }));
		return [r, g, b];
	};

	await test.step("what is no picture is said, and changes nothing", async () => {
		await open("broken.png", Buffer.from("no picture"));
		await expect(form.getByRole("alert")).toHaveText("This is no picture that the browser can read.");
		await expect(form.getByRole("status")).toHaveCount(0);
	});

	const colors = Array.from({ length: 60 }, (_, i) => (i === 21 ? "#ff0000" : i === 22 ? "#0000ff" : "#00a000"));
	await open("tiles.png", await sheet(page, colors, 8, 16));
	await expect(form.getByRole("status")).toHaveText("tiles.png: 128 × 128 pixels, 60 tiles.");
	await expect(form.getByRole("alert")).toHaveCount(0);
	await expect.poll(() => color(21)).toEqual([255, 0, 0]);
	expect(await color(22)).toEqual([0, 0, 255]);

	await test.step("in files too", async () => {
		const svg = await site.viewer().evaluate(async () => (await window.nearspaceMap?.svg?.(800, 600, null)?.text()) ?? "");
		expect(svg.match(/<use href="#tile/g)?.length).toBe(60);
		const png = await site.viewer().evaluate(async () => {
			const { x, y } = window.nearspaceMap!.where(21)!;
			const bitmap = await createImageBitmap((await window.nearspaceMap!.png!(innerWidth, innerHeight, 1, null))!);
			const c = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")!;
			c.drawImage(bitmap, 0, 0);
			return [...c.getImageData(Math.round(x), Math.round(y), 1, 1).data];
		});
		expect(png).toEqual([255, 0, 0, 255]);
	});

	await test.step("larger beside the name of what is pointed at", async () => {
		const at = await site.where(21);
		await page.mouse.move(at.x, at.y);
		await expect(page.getByRole("img", { name: "The picture of n21" })).toBeVisible();
		await page.screenshot({ path: "screenshots/marks-pictures.png" });
	});

	await test.step("in other tiles, another size, and off", async () => {
		await form.getByLabel("Size on the map").fill("60");
		await form.getByLabel("Side of a tile in the picture").fill("32");
		await form.getByLabel("Side of a tile in the picture").press("Enter");
		await expect(form.getByRole("status")).toContainText("16 tiles. There is none for the last 44 points");
		await form.getByLabel("Side of a tile in the picture").fill("129");
		await form.getByLabel("Side of a tile in the picture").press("Enter");
		await expect(form.getByRole("alert")).toHaveText("The side of a tile must be a whole number from 1 to 128.");
		await form.getByLabel("Show pictures").uncheck();
		await expect.poll(() => color(21)).not.toEqual([255, 0, 0]);
	});

	await test.step("taken away and brought back", async () => {
		await form.getByRole("button", { name: "Take the pictures away" }).click();
		await expect(form.getByRole("status")).toHaveCount(0);
		await page.getByRole("button", { name: "Undo", exact: true }).last().click();
		await expect(form.getByRole("status")).toContainText("tiles.png");
		const { violations } = await new AxeBuilder({ page }).include("[data-part=pictures]").analyze();
		expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`)).toEqual([]);
	});
});

test("lines join points by a column or a file of edges", async ({ site, page }) => {
	await opened(site);
	await page.getByRole("button", { name: "Points", exact: true }).click();
	const table = Array.from({ length: 60 }, (_, i) => `n${i}\tr${Math.floor(i / 10)}\t${(i * 7) % 10}\t${i === 0 ? "n1, n2; ox" : ""}\n`).join("");
	await page.locator("[data-part=metadata] input[type=file]").setInputFiles({ name: "known.tsv", mimeType: "text/plain", buffer: Buffer.from(`word\tline\tplace\tnear\n${table}`) });
	await expect(page.locator("[data-part=metadata]").getByRole("status")).toContainText("60 points are spoken of");
	await view(page);
	const form = page.locator("[data-part=lines]");
	await form.locator("summary").click();
	const pick = (name: string) => form.locator("label", { hasText: new RegExp(`^${name}`) }).locator("select");
	// How many lines the map draws, by their colours.
	const drawn = async () => {
		await site.still();
		const svg = await site.viewer().evaluate(async () => (await window.nearspaceMap?.svg?.(800, 600, null)?.text()) ?? "");
		const lines = [...svg.matchAll(/<line [^>]*stroke="([^"]*)"[^>]*stroke-width="([^"]*)"/g)];
		return { count: lines.length, colors: new Set(lines.map((l) => l[1])).size, widths: [...new Set(lines.map((l) => Number(l[2])))].sort((a, b) => a - b) };
	};

	await test.step("rows of the same value, in an order", async () => {
		await pick("Lines").selectOption("sequence");
		await pick("Column").selectOption("line");
		await pick("In order of").selectOption("place");
		await expect(form.getByRole("status")).toHaveText("Lines: 54, in 6 sequences.");
		expect(await drawn()).toMatchObject({ count: 54 });
		expect((await drawn()).colors).toBeGreaterThanOrEqual(6);
		await expect(page).toHaveURL(/look\.lines=sequence&look\.joined=line&look\.order=place/);
		await page.screenshot({ path: "screenshots/marks-lines.png" });
	});

	await test.step("rows that name others", async () => {
		await pick("Lines").selectOption("names");
		await pick("Column").selectOption("near");
		await expect(form.getByRole("status")).toHaveText("Lines: 2. Names of no point: 1 (ox …).");
		expect(await drawn()).toMatchObject({ count: 2, colors: 1, widths: [1] });
	});

	await test.step("a file, whose lines are as wide as heavy; one that is wrong says where", async () => {
		await pick("Lines").selectOption("file");
		const open = (text: string) => form.locator("input[type=file]").setInputFiles({ name: "edges.tsv", mimeType: "text/plain", buffer: Buffer.from(text) });
		await open("n0\tn1\t1\nn1\n");
		await expect(form.getByRole("alert")).toHaveText("Line 2: two names and perhaps a weight are expected; there stands “n1”.");
		await open("from\tto\tweight\nn0\tn10\t1\nn10\tn20\t-4\nn20\tn30\t0.25\n");
		await expect(form.getByRole("status")).toHaveText("edges.tsv: Lines: 3.");
		await expect(form.getByRole("alert")).toHaveCount(0);
		const { count, colors, widths } = await drawn();
		expect([count, widths.length]).toEqual([3, 3]);
		expect(colors).toBeGreaterThanOrEqual(2);
	});

	await test.step("a dropped file is taken here and not as data", async () => {
		await form.evaluate((node) => {
			const data = new DataTransfer();
			data.items.add(new File(["n5\tn6\n"], "dropped.tsv"));
			node.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
		});
		await expect(form.getByRole("status")).toHaveText("dropped.tsv: Lines: 1.");
		await expect(page.getByRole("radio", { name: /grid\.txt/ })).toBeChecked();
	});

	const { violations } = await new AxeBuilder({ page }).include("[data-part=lines]").analyze();
	expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`)).toEqual([]);
	await pick("Lines").selectOption("none");
	expect(await drawn()).toMatchObject({ count: 0 });
});

test("a large file of edges shows how far it is, and can be called off: what was there stays", async ({ site, page }) => {
	const rows = 3000;
	await site.open("#lab=vectors");
	await site.choose("many.tsv", Array.from({ length: rows }, (_, i) => `point${i}\t${Math.sin(i).toFixed(4)}\t${Math.cos(3 * i).toFixed(4)}\t${(i % 7) / 7}`).join("\n"));
	await expect(page.getByRole("radio", { name: /many\.tsv/ })).toBeChecked({ timeout: 60_000 });
	await site.drawn();
	await view(page);
	const form = page.locator("[data-part=lines]");
	await form.locator("summary").click();
	await form.locator("label", { hasText: /^Lines/ }).locator("select").selectOption("file");
	const open = (name: string, text: string) => form.locator("input[type=file]").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
	await open("few.tsv", "point0\tpoint1\npoint1\tpoint2\n");
	await expect(form.getByRole("status")).toHaveText("few.tsv: Lines: 2.");

	// Half a million edges, each of another pair.
	const many = Array.from({ length: 500_000 }, (_, i) => `point${i % rows}\tpoint${(i + 1 + Math.floor(i / rows)) % rows}\t${(1 + (i % 1000) / 1000).toFixed(12)}`).join("\n");
	// Cancel is pressed as soon as the bar has moved, and what the bar said is kept.
	await form.evaluate((node) => {
		const told: number[] = [];
		Object.assign(window, { told });
		new MutationObserver(() => {
			const share = node.querySelector("progress")?.value ?? 0;
			if (share > 0) told.push(share);
			if (share > 0 && share < 1 && told.length === 1) [...node.querySelectorAll("button")].find((b) => b.textContent === "Cancel")?.click();
		}).observe(node, { subtree: true, childList: true, attributes: true });
	});
	await open("many.tsv", many);
	await expect.poll(() => page.evaluate(() => (window as unknown as { told: number[] }).told.length)).toBeGreaterThan(0);
	await expect(form.locator("progress")).toHaveCount(0);
	await expect(form.getByRole("status")).toHaveText("few.tsv: Lines: 2.");

	await open("many.tsv", `${many}\npoint0\n`);
	await expect(form.getByRole("alert")).toContainText("Line 500,001", { timeout: 60_000 });
	await expect(form.getByRole("status")).toHaveText("few.tsv: Lines: 2.");

	await open("many.tsv", many);
	await expect(form.getByRole("status")).toHaveText(/^many\.tsv: Lines: 20,000\..* 480,000/, { timeout: 60_000 });
	const told = await page.evaluate(() => (window as unknown as { told: number[] }).told);
	expect(told.length).toBeGreaterThan(5);
	expect(site.errors).toEqual([]);
});

test("pictures, edges and a remembered map are there after a reload, and leave with the data", async ({ site, page }) => {
	await opened(site);
	await view(page);
	const pictures = page.locator("[data-part=pictures]");
	const lines = page.locator("[data-part=lines]");
	const median = page.locator("[data-part=overlay] [data-figure=median]");
	const kept = () => site.stored("pictures", "edges", "moments");
	const there = async () => {
		for (const form of [pictures, lines]) await form.evaluate((details) => details.setAttribute("open", ""));
		await lines.locator("select").first().selectOption("file");
		await expect(pictures.getByRole("status")).toContainText("tiles.png");
		await expect(lines.getByRole("status")).toContainText("edges.tsv: Lines: 2.");
		await expect(median).toContainText("60 points");
	};
	const tiles = await sheet(page, Array.from({ length: 60 }, () => "#f00"), 10, 8);
	await pictures.locator("input[type=file]").setInputFiles({ name: "tiles.png", mimeType: "image/png", buffer: tiles });
	await lines.locator("summary").click();
	await lines.locator("select").first().selectOption("file");
	await lines.locator("input[type=file]").setInputFiles({ name: "edges.tsv", mimeType: "text/plain", buffer: Buffer.from("n1\tn2\nn3\tn4\t2\n") });
	await page.getByRole("button", { name: "Remember this map" }).click();
	await there();
	await expect.poll(kept).toEqual([1, 1, 1]);
	await expect(page).toHaveURL(/look\.lines=file/);

	await page.reload();
	await site.is("ended", 60_000);
	await view(page);
	await expect(lines.locator("select").first()).toHaveValue("file");
	await there();

	await test.step("what is taken away is gone, until that is undone", async () => {
		await lines.getByRole("button", { name: "Take the file away" }).click();
		await expect.poll(kept).toEqual([1, 0, 1]);
		await page.getByText("The edges of edges.tsv were taken away.").locator("..").getByRole("button", { name: "Undo" }).click();
		await expect.poll(kept).toEqual([1, 1, 1]);
		await there();
	});

	await test.step("other data have none of it, and it comes back with its own", async () => {
		await page.locator("[data-part=data]").getByRole("radio").first().check();
		await site.is("ended", 60_000);
		await expect(pictures.getByRole("status")).toHaveCount(0);
		await page.getByRole("radio", { name: /grid\.txt/ }).check();
		await site.is("ended", 60_000);
		await there();
		expect(await kept()).toEqual([1, 1, 1]);
	});

	await test.step("it goes with the data, and comes back with them", async () => {
		await page.getByRole("button", { name: "Remove grid.txt" }).click();
		await expect.poll(kept).toEqual([0, 0, 0]);
		await page.getByText("grid.txt was removed.").locator("..").getByRole("button", { name: "Undo" }).click();
		await expect(page.getByRole("radio", { name: /grid\.txt/ })).toBeChecked();
		await site.is("ended", 60_000);
		await there();
	});
});
