// The map under fingers, at a phone's size.
import type { CDPSession, Page } from "@playwright/test";
import { expect, test, type Site } from "./site";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

interface Place {
	x: number;
	y: number;
}

// Hand is fingers on the screen, each at a place.
class Hand {
	#down: Place[] = [];

	constructor(readonly session: CDPSession) {}

	static async on(page: Page): Promise<Hand> {
		return new Hand(await page.context().newCDPSession(page));
	}

	async #send(type: "touchStart" | "touchMove" | "touchEnd", at: Place[]): Promise<void> {
		await this.session.send("Input.dispatchTouchEvent", { type, touchPoints: at.map(({ x, y }, id) => ({ x, y, id })) });
	}

	async down(...at: Place[]): Promise<void> {
		this.#down = at;
		await this.#send("touchStart", at);
	}

	// to draws each finger to a place, in so many steps.
	async to(at: Place[], steps = 8): Promise<void> {
		const from = this.#down;
		for (let i = 1; i <= steps; i++) {
			await this.#send("touchMove", at.map((to, f) => ({ x: from[f]!.x + ((to.x - from[f]!.x) * i) / steps, y: from[f]!.y + ((to.y - from[f]!.y) * i) / steps })));
		}
		this.#down = at;
	}

	async up(): Promise<void> {
		await this.#send("touchEnd", []);
	}
}

async function trained(site: Site): Promise<void> {
	await site.open("#lab=words&data=story&p.dim=12&p.minCount=1&p.sample=1&p.epochs=2&seed=1");
	await site.is("ready", 60_000);
	await site.play.click();
	await site.is("ended", 60_000);
	await site.drawn();
	await site.still();
}

// middle is a place within the map that no button lies over.
async function middle(page: Page): Promise<Place> {
	const box = (await page.locator("iframe").boundingBox())!;
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

// lonely is a row that is shown well inside the map, with none near it.
async function lonely(site: Site): Promise<number> {
	const row = await site.viewer().evaluate(() => {
		const map = window.nearspaceMap!;
		const at = Array.from({ length: 200 }, (_, row) => map.where(row)).flatMap((p, row) => (p ? [{ ...p, row }] : []));
		const inside = at.filter((p) => Math.abs(p.x - innerWidth / 2) < innerWidth / 3 && Math.abs(p.y - innerHeight / 2) < innerHeight / 4);
		const room = (p: (typeof at)[number]) => Math.min(...at.map((q) => (q === p ? Infinity : Math.hypot(q.x - p.x, q.y - p.y))));
		return inside.sort((a, b) => room(b) - room(a))[0]?.row ?? -1;
	});
	expect(row).not.toBe(-1);
	return row;
}

test("fingers move the map, zoom it and pick from it", async ({ site, page }) => {
	await trained(site);
	const hand = await Hand.on(page);
	const at = await middle(page);
	const apart = async () => {
		const [a, b] = [await site.where(0), await site.where(5)];
		return Math.hypot(a.x - b.x, a.y - b.y);
	};

	await test.step("one finger moves it", async () => {
		const before = await site.where(0);
		await hand.down(at);
		await hand.to([{ x: at.x + 50, y: at.y + 30 }]);
		await hand.up();
		await expect.poll(async () => Math.round((await site.where(0)).x - before.x)).toBeGreaterThan(35);
		expect(Math.round((await site.where(0)).x - before.x)).toBeLessThanOrEqual(50);
		await expect(page).not.toHaveURL(/select=/);
	});

	await test.step("two fingers zoom it, the page stays as it is, and nothing is picked", async () => {
		const before = await apart();
		await hand.down({ x: at.x - 40, y: at.y }, { x: at.x + 40, y: at.y });
		await hand.to([{ x: at.x - 80, y: at.y }, { x: at.x + 80, y: at.y }]);
		await hand.up();
		await site.still();
		const ratio = (await apart()) / before;
		expect(ratio).toBeGreaterThan(1.8);
		expect(ratio).toBeLessThan(2.1);
		expect(await page.evaluate(() => [visualViewport?.scale, scrollX, scrollY])).toEqual([1, 0, 0]);
		await expect(page).not.toHaveURL(/select=/);

		await hand.down({ x: at.x - 80, y: at.y }, { x: at.x + 80, y: at.y });
		await hand.to([{ x: at.x - 40, y: at.y }, { x: at.x + 40, y: at.y }]);
		await hand.up();
		await site.still();
	});

	await test.step("a tap picks, though it does not quite hit", async () => {
		const row = await lonely(site);
		const point = await site.where(row);
		await hand.down({ x: point.x + 5, y: point.y - 4 });
		await hand.up();
		await expect(page).toHaveURL(/select=/);
	});
});

test("a finger that is held points, and picks nothing", async ({ site, page }) => {
	await trained(site);
	const hand = await Hand.on(page);
	const row = await lonely(site);
	const point = await site.where(row);
	const body = site.viewer().locator("body");
	await hand.down(point);
	await expect(body).toHaveClass(/pointing/);
	await page.screenshot({ path: "screenshots/held.png" });
	const box = (await page.locator("iframe").boundingBox())!;
	await hand.to([{ x: box.x + 4, y: box.y + box.height - 4 }]);
	await expect(body).not.toHaveClass(/pointing/);
	await hand.to([point]);
	await expect(body).toHaveClass(/pointing/);
	await hand.up();
	await expect(body).not.toHaveClass(/pointing/);
	expect(await site.where(row)).toEqual(point);
	await expect(page).not.toHaveURL(/select=/);
});

test("a finger draws around points to choose them", async ({ site, page }) => {
	await trained(site);
	const hand = await Hand.on(page);
	await page.getByRole("button", { name: "Points", exact: true }).tap();
	await page.getByRole("button", { name: "Choose by a line drawn around" }).first().tap();
	await page.getByRole("button", { name: "Points", exact: true }).tap();
	const row = await lonely(site);
	const { x, y } = await site.where(row);
	const reach = 30;
	await hand.down({ x: x - reach, y: y - reach });
	await hand.to([{ x: x + reach, y: y - reach }]);
	await hand.to([{ x: x + reach, y: y + reach }]);
	await page.screenshot({ path: "screenshots/lasso-finger.png" });
	await hand.to([{ x: x - reach, y: y + reach }]);
	await hand.up();
	await expect.poll(() => site.viewer().evaluate(() => [...window.nearspaceMap!.selection!()])).toContain(row);
	await expect(page).toHaveURL(/look\.chosen=/);
});
