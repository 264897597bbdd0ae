// Runs that begin with given vectors and go on with another text.
import { expect, test } from "./site";

const vectors = "3 8\ncat 1 2 3 4 5 6 7 8\ndog 1 1 1 1 1 1 1 1\nunicorn 0 0 0 0 0 0 0 1\n";
const ferns = "the fern grows near the door\nthe fern sleeps near the cat\n".repeat(8);

test.beforeEach(({ site }) => site.withoutMap());

for (const lab of ["words", "subwords", "documents"]) {
	test(`${lab}: words begin with a file's vectors, and another text follows`, async ({ site, page }) => {
		const family = lab === "words" ? "&p.family=fasttext&p.buckets=1000" : "";
		await site.open(`#lab=${lab}&data=story&p.minCount=1&p.sample=1&p.epochs=10&seed=1${family}`);
		await site.is("ready");
		await page.getByText("More parameters", { exact: true }).click();
		const parameter = (name: string) => page.locator(`[data-part=param-${name}]`);
		await expect(parameter("frozen")).toHaveCount(0);
		await parameter("from").locator("input[type=file]").setInputFiles({ name: "three.vec", mimeType: "text/plain", buffer: Buffer.from(vectors) });
		await parameter("frozen").getByRole("checkbox").check();
		await expect(parameter("dim")).toHaveCount(0);
		await parameter("then").locator("input[type=file]").setInputFiles({ name: "ferns.txt", mimeType: "text/plain", buffer: Buffer.from(ferns) });
		await expect(parameter("then").getByRole("combobox")).toHaveText(/ferns\.txt/);
		await site.is("ready");
		await site.play.click();
		await site.is("ended");
		await expect(page.getByText("2 of 49 words begin with the vectors of three.vec.")).toBeVisible();
		await expect(page.getByText("ferns.txt adds 2 new words to 49.")).toBeVisible();
		await expect(page).toHaveURL(/file\.from=three\.vec&file\.then=ferns\.txt&seed=1&step=\d/);
		const done = await site.figure("done");

		await page.reload();
		await site.is("ended");
		expect(await site.figure("done")).toBe(done);
		if (lab === "documents") return;
		const alike = await site.ask("Distances", { Points: "cat dog fern" });
		await expect(alike).toContainText("3 pairs");
		// Of the frozen rows the cosine is the file's: 36/√(204·8).
		await expect(alike).toContainText("0.891");
	});
}
