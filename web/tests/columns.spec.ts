// What is known of points beside their names.
import { readFile } from "node:fs/promises";
import { expect, test } from "./site";

test("chosen points leave with their names and columns", async ({ site, page }) => {
	await site.open("#lab=vectors&data=colors");
	await site.is("ended", 60_000);
	await site.choose("animals.jsonl", ["cat", "dog", "stone"].map((word, i) => JSON.stringify({ word, vector: [i, 0.5, 1], kind: i < 2 ? "animal" : "thing", legs: i < 2 ? 4 : 0 })).join("\n"));
	await site.is("ended", 60_000);
	await site.drawn();
	await page.getByRole("button", { name: "Points", exact: true }).click();
	const sheet = page.locator("[data-part=points]");
	await sheet.getByRole("button", { name: "Invert", exact: true }).click();
	await expect(sheet.locator(".count")).toHaveText("3 points are chosen");
	const download = page.waitForEvent("download");
	await sheet.getByRole("button", { name: "Save the names", exact: true }).click();
	const saved = await readFile(await (await download).path(), "utf8");
	expect(saved).toBe("label\tkind\tlegs\ncat\tanimal\t4\ndog\tanimal\t4\nstone\tthing\t0\n");
});
