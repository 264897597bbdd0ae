// Every setting of every way to see a space: each comes to rest, says no problem and
// comes back from the address.
import { expect, test, type Site } from "./site";

// Points in two classes, in six dimensions, the same each time.
function things(rows: number): string {
	const wave = (i: number, j: number) => Math.sin(i * (j + 1.3) + j).toFixed(3);
	const lines = Array.from({ length: rows }, (_, i) => [`thing${i}`, i % 2 === 0 ? "bird" : "fish", i % 2, ...[0, 1, 2, 3, 4].map((j) => wave(i, j))].join("\t"));
	return ["label\tkind\ta\tb\tc\td\te\tf", ...lines].join("\n");
}

const shared = ["map.metric=euclidean", "map.metric=dot", "map.metric=correlation", "map.whiten=1", "map.sphere=1", "map.supervision=0.5&map.column=kind"];
const settings: Record<string, string[]> = {
	pca: ["map.whiten=1", "map.sphere=1", "map.sphere=1&map.whiten=1", "map.columns=2,0"],
	tsne: [
		...shared, "map.perplexity=3", "map.secondPerplexity=15", "map.exaggeration=4", "map.rate=20", "map.start=spectral", "map.start=random",
		"map.forces=exact", "map.forces=tree&map.angle=0.8", "map.forces=grid",
	],
	umap: [...shared, "map.neighbors=5", "map.minDist=0.5", "map.spread=2", "map.negatives=12", "map.rate=0.5", "map.start=pca", "map.start=random"],
	random: ["map.metric=euclidean", "map.metric=dot"],
	dimensions: ["map.columns=3,1", "map.metric=euclidean"],
	axes: ["map.axis1=kind=bird+|+kind=fish", "map.axis1=/^thing1/+|+thing2"],
	discriminants: ["map.column=kind", "map.column=kind&map.metric=correlation"],
};

// inTurn shows one way after another, as links say them.
async function inTurn(site: Site, method: string, dimensions: 2 | 3): Promise<void> {
	const { page } = site;
	const caption = page.locator(".map-panel .caption");
	for (const setting of settings[method]!) {
		const rounds = ["tsne", "umap"].includes(method) ? "&map.rounds=60" : "";
		const depth = /columns|axis1/.test(setting) ? 2 : dimensions;
		const way = `map=${method},${depth}${rounds}&${setting}`;
		await test.step(way, async () => {
			await page.evaluate((fields) => (location.hash = `${location.hash.replace(/&map[^&]*/g, "")}&${fields}`), way);
			await expect.poll(() => new URLSearchParams(new URL(page.url()).hash.slice(1)).get("map")).toBe(`${method},${depth}`);
			const said = new URLSearchParams(new URL(page.url()).hash.slice(1));
			for (const [name, value] of new URLSearchParams(way)) expect(said.get(name)).toBe(value);
			if (rounds) {
				await expect(page.locator("[data-course]")).toHaveAttribute("data-course", "settled");
				await expect(page.locator("[data-course]")).toContainText("Round 60 of 60");
			}
			await expect(caption).toContainText("60 points");
			await expect(page.locator("[data-part=view]").getByLabel("Method")).toHaveValue(method);
			await expect(page.locator("[data-part=view]").getByRole("alert")).toHaveCount(0);
		});
	}
}

for (const method of Object.keys(settings)) {
	test(`${method} comes to rest with every setting`, async ({ site, page }) => {
		await site.open("#lab=vectors");
		await site.choose("things.tsv", things(60));
		await expect(page.getByRole("radio", { name: /things\.tsv/ })).toBeChecked();
		await site.drawn();
		await page.getByRole("button", { name: "View", exact: true }).click();
		await inTurn(site, method, method === "tsne" || method === "random" ? 3 : 2);
	});
}

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
	await button("Anew").click();
	await expect(course).toHaveAttribute("data-course", "rounds");
	await expect(course).toHaveAttribute("data-course", "settled", { timeout: 60_000 });
	await expect(page.locator(".map-panel").getByRole("alert")).toHaveCount(0);
});
