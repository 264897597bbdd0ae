// Questions about a space whose answers the map follows.
import { expect, test, type Site } from "./site";

async function trained(site: Site): Promise<void> {
	await site.open("#lab=words&data=story&p.dim=12&p.minCount=1&p.sample=1&p.epochs=20&seed=1");
	await site.is("ready", 60_000);
	await site.play.click();
	await site.is("ended", 60_000);
	await site.drawn();
}

test("neighbours within a bound are shown on the map, chosen, and shown alone", async ({ site, page }) => {
	await trained(site);
	const form = page.getByRole("tabpanel", { name: "Neighbours" });
	await form.getByLabel("Which", { exact: true }).selectOption("bound");
	const near = await site.ask("Neighbours", { Word: "cat" });
	await expect(near).toContainText("by a cosine of at least 0.5");
	await expect(near.getByRole("button", { name: "On the map" })).toHaveAttribute("aria-pressed", "true");

	await form.getByLabel("Which", { exact: true }).selectOption("count");
	const few = await site.ask("Neighbours", { Word: "cat", "How many": "3" });
	await expect(few.locator("tbody tr")).toHaveCount(3);
	await few.getByRole("button", { name: "Only these" }).click();
	await page.getByRole("button", { name: "Points", exact: true }).click();
	await expect(page.locator("[data-part=points]")).toContainText("4 points are chosen");
});

test("distances, paths and axes between words", async ({ site, page }) => {
	await trained(site);
	const distances = await site.ask("Distances", { Points: "cat dog stone river" });
	await expect(distances).toContainText("6 pairs");
	await expect(distances.locator("canvas").or(distances.getByRole("table")).first()).toBeVisible();

	const path = await site.ask("Path", { From: "cat", to: "stone" });
	await expect(path).toContainText("stone");

	const axis = await site.ask("Axis", { From: "cat", to: "stone" });
	await axis.getByRole("button", { name: "Axis across" }).click();
	await expect(page).toHaveURL(/map=axes/);
});

test("the neighbours of a word in two spaces stand side by side", async ({ site }) => {
	await trained(site);
	const card = await site.ask("In two spaces", { Row: "cat", "How many": "5" });
	await expect(card).toContainText(/Of the 5 nearest, \d (is|are) the same/);
});

test("what a link asks stands in its form, though that is among the folded ones", async ({ site, page }) => {
	await site.withoutMap();
	await site.open("#lab=words&data=story&p.dim=12&p.minCount=1&seed=1&ask=path&a.from=cat&a.to=stone&a.near=7");
	await expect(page.getByRole("tablist", { name: "Question" }).getByRole("tab", { selected: true })).toHaveText("Path");
	const form = page.getByRole("tabpanel", { name: "Path" });
	await expect(form.getByRole("combobox", { name: "From" })).toHaveValue("cat");
	await expect(form.getByRole("combobox", { name: "to" })).toHaveValue("stone");
	await expect(form.getByLabel("Neighbours of each")).toHaveValue("7");
	await expect(page.getByRole("tab", { name: "Axis" })).toHaveCount(0);
});

test("a question's examples stand in its form, and one of each other question below", async ({ site, page }) => {
	await site.withoutMap();
	await site.open("#lab=vectors&data=colors&ask=path&a.from=red&a.to=blue");
	await site.is("ended", 60_000);
	const form = page.getByRole("tabpanel", { name: "Path" });
	await form.getByRole("button", { name: "How does red turn into blue?" }).click();
	await expect(await site.answer()).toContainText("royal purple");
	await expect(form.getByLabel("Measure")).toHaveValue("euclidean");
	await page.getByRole("button", { name: "From warm to cold" }).click();
	for (const end of ["blue, cyan, teal", "red, orange, brown"]) await expect((await site.answer()).getByText(`Towards ${end}`).first()).toBeVisible();
	await expect(page.getByRole("tablist", { name: "Question" }).getByRole("tab", { selected: true })).toHaveText("Axis");
});

test("what is asked below the answers is answered in view, and the page stays where it is", async ({ site, page }) => {
	await site.withoutMap();
	await site.open("#lab=vectors&data=colors&ask=path&a.from=red&a.to=blue&a.metric=euclidean");
	await site.is("ended", 60_000);
	await site.answer();
	for (const example of ["From warm to cold", "Of eight colours, which are nearest, which farthest?", "What is near pink?"]) {
		await page.getByRole("button", { name: example }).click();
		await site.answer();
		await expect(site.cards.first().getByRole("heading")).toBeInViewport();
		await expect(page.getByRole("banner")).toBeInViewport({ ratio: 1 });
	}
});

test("the lines of a file are a test, which a link names and a reload still has", async ({ site, page }) => {
	await site.withoutMap();
	await site.open("#lab=words&data=story&p.dim=12&p.minCount=1&p.sample=1&p.epochs=20&seed=1");
	await site.is("ready", 60_000);
	await site.play.click();
	await site.is("ended", 60_000);
	const give = async (question: string, name: string, text: string) => {
		const more = page.getByRole("button", { name: /more questions?$/ });
		if (await more.isVisible()) await more.click();
		await page.getByRole("tab", { name: question, exact: true }).click();
		const form = page.getByRole("tabpanel", { name: question });
		await form.locator("input[type=file]").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
		await expect(form.locator("output")).toHaveText(name);
		await form.getByRole("button", { name: "Ask", exact: true }).click();
		return site.answer();
	};
	const rows = (card: Awaited<ReturnType<typeof site.answer>>) => card.locator("tbody tr");

	const words = await give("Score: analogies", "questions-words.txt", ": animals\ncat dog dog cat\n: none\ncat dog xyzzy dog\n");
	await expect(rows(words).nth(0)).toContainText("animals");
	await expect(rows(words).nth(2)).toContainText("total");
	for (const [name, text] of [["tabs.txt", "Word 1\tWord 2\tHuman (mean)\ncat\tdog\t7.35\nstone\triver\t3\ncat\tstone\t1\n"], ["commas.csv", "Word 1,Word 2,Human (mean)\ncat,dog,7.35\nstone,river,3\ncat,stone,1\n"]] as const) {
		await expect(rows(await give("Score: word similarity", name, text)).first()).toContainText("3");
		await expect((await site.answer()).getByText("7.35")).toBeVisible();
	}
	const outliers = await give("Score: outliers", "8-8-8.txt", ": animals\ncat\ndog\n\nstone\n");
	await expect(rows(outliers).first()).toContainText("animals");
	await expect(page).toHaveURL(/a\.test=file%3A[\w-]+[+%20]+8-8-8\.txt/);
	const refused = await give("Score: analogies", "wrong.txt", ": animals\ncat dog dog cat\ncat dog\n");
	await expect(refused).toContainText("Line 3");

	await give("Score: outliers", "8-8-8.txt", ": animals\ncat\ndog\n\nstone\n");
	await expect(page).toHaveURL(/8-8-8\.txt/);
	await page.reload();
	await site.is("ended", 60_000);
	await expect((await site.answer()).locator("tbody tr").first()).toContainText("animals");
});
