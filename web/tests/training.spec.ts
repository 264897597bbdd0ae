import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "./site";

interface Reference {
	state: string;
	losses: number[];
	answers: { question: string; title: string; expect: string[]; every: string[]; rows: [string, number?][] }[];
}

// reference trains the same run under Node.
async function reference(set: string): Promise<Reference> {
	const built = "../.cache";
	const args = ["tests/reference.mjs", `${built}/built/wasm_exec.js`, `${built}/engine.wasm`, `${built}/data`, set];
	const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 24 });
	return JSON.parse(stdout) as Reference;
}

const shown = (value: number) => value.toLocaleString("en", { minimumFractionDigits: 3, maximumFractionDigits: 3 });

test("trains the speeches to the end and answers as the engine under Node does", async ({ site, page }) => {
	test.setTimeout(400_000);
	await site.open();
	await site.play.click();
	await expect.poll(() => site.fallen(), { intervals: [100], timeout: 60_000 }).toBeLessThan(0.8);

	// Asked while it trains, answered while it trains.
	const early = await site.ask("Neighbours", { Word: "war" });
	await expect(early.getByRole("row")).toHaveCount(13);
	await site.is("running");

	await site.pause.click();
	await site.is("paused");
	const done = await site.figure("done");
	await page.waitForTimeout(500);
	expect(await site.figure("done")).toBe(done);
	await site.play.click();
	const node = reference("sotu");
	await site.is("ended", 300_000);

	const want = await node;
	expect(want.state).toBe("ended");
	expect(await site.figure("loss")).toContain(shown(want.losses[0]!));
	expect(want.answers.length).toBeGreaterThan(3);
	await page.getByRole("button", { name: /more questions?$/ }).click();
	for (const { question, title, expect: sensible, every, rows: items } of want.answers) {
		await page.getByRole("tab", { name: question, exact: true }).click();
		await page.getByRole("tabpanel").getByRole("button", { name: title }).click();
		const card = await site.answer();
		for (const said of every) await expect(card, title).toContainText(said);
		if (items.length === 0) continue; // a picture
		const rows = card.locator("tbody tr");
		await expect(rows, title).toHaveCount(items.length);
		const got = await rows.evaluateAll((list) => list.map((r) => [...r.querySelectorAll("td")].map((d) => d.textContent?.trim() ?? "")));
		expect(got.map((r, i) => (items[i]?.length === 2 ? [r[0], r.at(-1)] : [r[0]])), title).toEqual(items.map(([label, value]) => (value === undefined ? [label] : [label, shown(value)])));
		if (sensible.length > 0) expect(got.some((r) => sensible.includes(r[0] ?? "")), `${title}: ${got.map((r) => r[0])}`).toBe(true);
	}
	await page.screenshot({ path: "screenshots/trained.png" });
});

test("what took long is not taken away because a value was changed", async ({ site, page }) => {
	await site.withoutMap();
	await site.open("#p.epochs=100");
	await site.is("ready");
	await site.play.click();
	await page.waitForTimeout(14_000); // longer than what is replayed at once, however fast this machine is
	await site.pause.click();
	await site.is("paused");
	await page.getByRole("textbox", { name: "Dimensions" }).fill("20");
	await page.getByRole("textbox", { name: "Dimensions" }).press("Enter");
	await expect(page.getByRole("button", { name: /^Replay up to step .*, about/ })).toBeVisible();
	await site.is("paused");
});

test("steps from report to report and resets, which can be undone", async ({ site, page }) => {
	await site.withoutMap();
	await site.open("#step=12");
	await site.is("paused");
	const before = await site.figure("done");
	await page.getByRole("button", { name: "Step", exact: true }).click();
	await expect.poll(() => site.figure("done")).not.toBe(before);
	await site.is("paused");
	const stepped = await site.figure("done");
	await page.getByRole("button", { name: "Reset", exact: true }).click();
	await site.is("ready");
	expect(await site.figure("done")).toMatch(/^0 of/);
	await page.getByRole("button", { name: "Undo" }).click();
	await site.is("paused");
	expect(await site.figure("done")).toBe(stepped);
});

test("says at a wrong question what is wrong, and where", async ({ site }) => {
	await site.withoutMap();
	await site.open();
	await site.is("ready");
	await expect(await site.ask("Neighbours", { Word: "presidnet" })).toContainText("president");
	await expect(await site.ask("Analogy and sums", { Expression: "war + (peace" })).toContainText("At character");
});
