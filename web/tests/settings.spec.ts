// Every way to see a space, with no setting as at first, comes to rest, says no problem,
// and is the same map when its address is opened elsewhere.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import type { Method, Setting } from "../src/engine/protocol";
import { ways as t } from "../src/text/en.map";
import { expect, Site, test } from "./site";

// Points in two classes, in six dimensions, the same each time.
function things(rows: number): string {
	const wave = (i: number, j: number) => Math.sin(i * (j + 1.3) + j).toFixed(3);
	const lines = Array.from({ length: rows }, (_, i) => [`thing${i}`, i % 2 === 0 ? "bird" : "fish", i % 2, ...[0, 1, 2, 3, 4].map((j) => wave(i, j))].join("\t"));
	return ["label\tkind\ta\tb\tc\td\te\tf", ...lines].join("\n");
}

const { maps: methods } = JSON.parse(readFileSync("../.cache/built/labs.json", "utf8")) as { maps: Method[] };

// Numbers that are not the settings' own. Of choices there are two turns: the one after
// the first, and the last.
const numbers: Record<string, number> = {
	perplexity: 5, secondPerplexity: 12, exaggeration: 4, rate: 2.5, angle: 0.8, supervision: 0.5, rounds: 60, neighbors: 6, minDist: 0.3, spread: 2, negatives: 8,
};
const turns = (method: Method): number[] => (method.settings.some((s) => s.choices.length > 2) ? [1, -1] : [1]);

// noted has a page's maps note which points they were given last.
async function noted(page: Page): Promise<void> {
	await page.addInitScript(() => {
		let api: Window["nearspaceMap"];
		Object.defineProperty(window, "nearspaceMap", {
			get: () => api,
			set(given: NonNullable<typeof api>) {
				const set = given.setPoints;
				given.setPoints = (points, version, dimensions) => {
					Object.assign(window, { points: Array.from(points) });
					set.call(given, points, version, dimensions);
				};
				api = given;
			},
		});
	});
}

// points are those of a map at rest.
async function points(site: Site): Promise<number[]> {
	await expect(site.page.locator(".map-panel")).toHaveAttribute("data-rests", "true");
	await site.still();
	return site.viewer().evaluate(() => (window as unknown as { points: number[] }).points);
}

const view = (page: Page) => page.locator("[data-part=way]");

async function put(page: Page, setting: Setting, turn: number): Promise<string> {
	const field = view(page).getByLabel(t.settings[setting.name]?.title ?? setting.name, { exact: true });
	const choice = setting.choices.at(turn);
	const number = numbers[setting.name];
	if (choice !== undefined) await field.selectOption(choice);
	else if (setting.max === 1 && setting.step === 1) await field.check();
	else if (number !== undefined) {
		await field.fill(String(number));
		await field.blur();
	} else throw new Error(`there is no number for ${setting.name}`);
	return choice ?? String(number ?? 1);
}

// change gives a method no setting as at first, and returns what the address is to say.
async function change(page: Page, { id, settings }: Method, turn: number): Promise<Record<string, string>> {
	const form = view(page);
	await form.getByLabel(t.method).selectOption(id);
	const said: Record<string, string> = { map: `${id},2` };
	if (id === "pca" || id === "dimensions") {
		for (const [i, column] of [4, 2].entries()) await form.getByLabel(`${t.columns[id]}, ${t.coordinates[i]}`).fill(String(column));
		said["map.columns"] = "3,1";
	}
	if (id === "axes") {
		for (const [i, end] of ["kind=bird", "kind=fish", "/^thing1/", "thing2"].entries()) {
			const field = form.getByLabel(i % 2 === 0 ? t.from(String(1 + i / 2)) : t.to(String((1 + i) / 2)), { exact: true });
			await field.fill(end);
			await field.blur();
		}
		[said["map.axis1"], said["map.axis2"]] = ["kind=bird | kind=fish", "/^thing1/ | thing2"];
	}
	if (id === "discriminants" || settings.some((s) => s.name === "supervision")) {
		await form.locator("select").and(form.getByLabel(t.classes)).selectOption("kind");
		said["map.column"] = "kind";
	}
	for (const setting of settings) said[`map.${setting.name}`] = await put(page, setting, turn);
	return said;
}

test("an address restores the map of every method, to the bit", async ({ site, page }) => {
	await noted(page);
	await site.open("#lab=vectors");
	await site.choose("things.tsv", things(60));
	await expect(page.getByRole("radio", { name: /things\.tsv/ })).toBeChecked();
	await site.drawn();
	await page.getByRole("button", { name: "View", exact: true }).click();
	const before = new Set<string>();
	for (const method of methods) {
		for (const turn of turns(method)) {
			await test.step(`${method.id} ${turn}`, async () => {
				const said = await change(page, method, turn);
				const rounds = method.settings.some((s) => s.name === "rounds");
				if (rounds) await expect(page.locator("[data-course]")).toContainText("Round 60 of 60");
				const here = await points(site);
				await expect(view(page).getByRole("alert")).toHaveCount(0);
				expect(here).toHaveLength(2 * 60);
				expect(before).not.toContain(here.join());
				before.add(here.join());
				const fields = new URLSearchParams(new URL(page.url()).hash.slice(1));
				if (method.id !== "live") expect(Object.fromEntries([...fields].filter(([name]) => name.startsWith("map")))).toEqual(said);

				const other = new Site(await page.context().newPage());
				await noted(other.page);
				await other.page.goto(page.url());
				await other.drawn();
				expect(await points(other)).toEqual(here);
				expect(other.errors).toEqual([]);
				await other.page.close();
			});
		}
	}
});

test("t-SNE is stopped, goes on, is shaken and begun anew, and goes on while a run trains", async ({ site, page }) => {
	await site.open("#lab=words&p.dim=12&p.minCount=100&p.epochs=1&seed=1&map=tsne,2&map.perplexity=3&map.rounds=600");
	const course = page.locator("[data-course]");
	const button = (name: string) => course.getByRole("button", { name, exact: true });
	await site.is("ready", 60_000);
	await button("Stop").click();
	await expect(course).toHaveAttribute("data-course", "paused");
	await button("Go on").click();
	await button("Shake").click();
	await site.play.click();
	await site.is("ended", 60_000);
	await expect(course).toHaveAttribute("data-course", "settled", { timeout: 60_000 });
	const grown = course.getByText(/come to be by more than its settings/);
	await expect(grown).toBeVisible();
	await button("Anew").click();
	await expect(course).toHaveAttribute("data-course", "rounds");
	await expect(course).toHaveAttribute("data-course", "settled", { timeout: 60_000 });
	await expect(grown).toHaveCount(0);
	await expect(page.locator(".map-panel").getByRole("alert")).toHaveCount(0);
});
