import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "./site";

// A neighbour counts who comes to it.
let neighbor: Server;
let visits: string[] = [];
let address = "";

test.beforeAll(async () => {
	neighbor = createServer((request, response) => {
		visits.push(request.url ?? "");
		response.writeHead(200, { "access-control-allow-origin": "*" }).end("hello");
	}).listen(0);
	await new Promise((resolve) => neighbor.once("listening", resolve));
	address = `http://localhost:${(neighbor.address() as AddressInfo).port}`;
});

test.afterAll(() => new Promise((resolve) => neighbor.close(resolve)));

// reach tries to reach an address in several ways and says what came back.
async function reach(url: string): Promise<string> {
	const got = await fetch(url).then((r) => r.text()).catch(() => "refused");
	if (typeof Image !== "undefined") {
		await new Promise((resolve) => {
			const image = new Image();
			image.onload = image.onerror = resolve;
			image.src = `${url}.png`;
		});
		navigator.sendBeacon(`${url}-beacon`);
	}
	return got;
}

test("nothing that the page does leaves its origin, and nothing else can", async ({ site, page, baseURL }) => {
	visits = [];
	await site.open("#step=5");
	await site.is("paused", 60_000);
	await site.drawn();
	const origin = new URL(baseURL ?? "").origin;
	expect(site.requests.length).toBeGreaterThan(5);
	expect(site.requests.filter((r) => !r.startsWith(origin) && !r.startsWith(`blob:${origin}`) && !r.startsWith("data:"))).toEqual([]);

	expect(await page.evaluate(reach, `${address}/page`)).toBe("refused");
	expect(await site.viewer().evaluate(reach, `${address}/viewer`)).toBe("refused");
	const worker = page.workers()[0];
	expect(worker).toBeDefined();
	expect(await worker!.evaluate(reach, `${address}/worker`)).toBe("refused");
	await page.waitForTimeout(300);
	expect(visits).toEqual([]);

	// The neighbour would have answered.
	expect(await (await fetch(`${address}/test`)).text()).toBe("hello");
});
