// What the tests do to the page, in the visitor's words.
import { expect, test as base, type Frame, type Locator, type Page } from "@playwright/test";
import "../src/map/api";

export class Site {
	readonly play: Locator;
	readonly pause: Locator;
	readonly state: Locator;
	readonly cards: Locator;
	readonly requests: string[] = [];
	readonly errors: string[] = [];

	constructor(readonly page: Page) {
		const run = page.getByRole("contentinfo", { name: /^(Run|运行)$/ });
		this.play = run.getByRole("button", { name: /^(Play|Go on|开始|继续)$/ });
		this.pause = run.getByRole("button", { name: /^(Pause|暂停)$/ });
		this.state = run.locator("[data-state]");
		this.cards = page.locator(".answers article");
		page.on("request", (r) => this.requests.push(r.url()));
		page.on("pageerror", (e) => this.errors.push(e.message));
	}

	// withoutMap keeps the map's program from being loaded: all else works without
	// it, and in tests faster.
	async withoutMap(): Promise<void> {
		await this.page.route("**/viewer.html", (route) => route.abort());
	}

	// open goes to the page in a state that a link describes.
	async open(link = ""): Promise<void> {
		await this.page.goto(link);
	}

	async is(state: string, timeout?: number): Promise<void> {
		await expect(this.state).toHaveAttribute("data-state", state, timeout ? { timeout } : {});
	}

	// figure reads one of the numbers beside the progress bar.
	async figure(name: "done" | "rate" | "loss"): Promise<string> {
		return (await this.page.locator(`[data-figure=${name}]`).textContent()) ?? "";
	}

	// stored says how many records stores of the browser's database have.
	stored(...stores: string[]): Promise<number[]> {
		return this.page.evaluate(async (stores) => {
			const opened = indexedDB.open("nearspace");
			await new Promise((done) => (opened.onsuccess = done));
			const reading = opened.result.transaction(stores, "readonly");
			const counts = await Promise.all(stores.map((name) => {
				const asked = reading.objectStore(name).count();
				return new Promise<number>((done) => (asked.onsuccess = () => done(asked.result)));
			}));
			opened.result.close();
			return counts;
		}, stores);
	}

	async loss(): Promise<number> {
		return Number((await this.figure("loss")).replace(/[^0-9.]/g, ""));
	}

	// fallen is the loss as a share of the first one, as the chart's name says it;
	// 1 before there is any.
	async fallen(): Promise<number> {
		const name = (await this.page.locator("[data-part=chart]").getAttribute("aria-label")) ?? "";
		const [now, first] = (name.match(/\d+\.\d+/g) ?? []).map(Number);
		return now && first ? now / first : 1;
	}

	// ask opens a question's form, fills blanks in and asks.
	async ask(question: string, blanks: Record<string, string>): Promise<Locator> {
		const tab = this.page.getByRole("tab", { name: question, exact: true });
		const more = this.page.getByRole("button", { name: /more questions?$/ });
		await expect(tab.or(more).first()).toBeVisible();
		if (!(await tab.isVisible())) await more.click();
		await tab.click();
		const form = this.page.getByRole("tabpanel", { name: question });
		for (const [label, value] of Object.entries(blanks)) {
			const field = form.locator("input").and(form.getByLabel(label, { exact: true }));
			await field.fill(value);
			await field.blur(); // its completions would lie over the button
		}
		await form.getByRole("button", { name: "Ask", exact: true }).click();
		return this.answer();
	}

	// answer is the newest card, once it has come.
	async answer(): Promise<Locator> {
		const card = this.cards.first();
		await expect(card.locator("table, .problem, p").first()).toBeVisible();
		await expect(card.getByText("Looking", { exact: true })).toHaveCount(0);
		return card;
	}

	// choose takes a file as the picker would.
	async choose(name: string, content: string | Buffer): Promise<void> {
		const buffer = typeof content === "string" ? Buffer.from(content) : content;
		await this.page.locator("[data-part=data] input[type=file]").setInputFiles({ name, mimeType: "text/plain", buffer });
	}

	// viewer is the document of the map, or of the second of two.
	viewer(second = 0): Frame {
		const frame = this.page.frames().filter((f) => f.url().endsWith("/viewer.html"))[second];
		if (!frame) throw new Error("there is no map");
		return frame;
	}

	// where is a row's place on the screen.
	async where(row: number, second = 0): Promise<{ x: number; y: number }> {
		const at = await this.viewer(second).evaluate((r) => window.nearspaceMap?.where(r) ?? null, row);
		const box = await this.page.locator("iframe").nth(second).boundingBox();
		if (!at || !box) throw new Error(`row ${row} is not on the map`);
		return { x: box.x + at.x, y: box.y + at.y };
	}

	// frames counts the pictures that the map has drawn.
	frames(second = 0): Promise<number> {
		return this.viewer(second).evaluate(() => window.nearspaceMap?.frames ?? 0);
	}

	// still waits until the map has come to rest.
	async still(second = 0): Promise<void> {
		let last = -1;
		let rests = 0;
		await expect
			.poll(async () => {
				const now = await this.frames(second);
				rests = now === last ? rests + 1 : 0;
				last = now;
				return rests;
			}, { intervals: [300], timeout: 60_000 })
			.toBeGreaterThan(2);
	}

	// drawn waits until the map has drawn the points.
	async drawn(second = 0): Promise<void> {
		await expect(this.page.locator("[data-map]").nth(second)).toHaveAttribute("data-map", "ready", { timeout: 60_000 });
		await expect.poll(() => this.viewer(second).evaluate(() => window.nearspaceMap?.where(0) ?? null), { timeout: 60_000 }).not.toBeNull();
	}
}

export const test = base.extend<{ site: Site }>({
	site: async ({ page }, use) => {
		const site = new Site(page);
		await use(site);
		expect(site.errors, "errors thrown in the page").toEqual([]);
	},
});

export { expect };

// story is a text in which animals eat and stones lie, the same each time.
export function story(lines: number): string {
	let state = 1;
	const pick = (...words: string[]) => words[(state = (state * 48271) % 2147483647) % words.length];
	let text = "";
	for (let i = 0; i < lines; i++) {
		text += `The ${pick("cat", "dog", "fox")} eats ${pick("meat", "fish")} and ${pick("bread", "milk")}.\n`;
		text += `A ${pick("stone", "rock", "pebble")} lies ${pick("near", "under")} the ${pick("road", "river")}.\n`;
	}
	return text;
}
