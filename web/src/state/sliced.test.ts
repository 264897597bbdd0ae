import { expect, test } from "vitest";
import { sliced, textIn } from "./sliced";

test("a character that lies across two pieces of a file is read whole", async () => {
	const text = `${"a".repeat((1 << 20) - 1)}猫\n`;
	expect(await textIn(new Blob([text]))).toBe(text);
	expect(await textIn(new Blob([]))).toBe("");
});

test("work tells its share, and ends when it is called off", async () => {
	function* work(until: number): Generator<number, string> {
		for (let i = 0; i < until; i++) {
			const since = performance.now();
			while (performance.now() - since < 15);
			yield i / until;
		}
		return "done";
	}
	const told: number[] = [];
	expect(await sliced(work(4), undefined, (share) => told.push(share))).toBe("done");
	expect(told.length).toBeGreaterThan(1);
	const stop = new AbortController();
	expect(await sliced(work(1e9), stop.signal, () => stop.abort())).toBeNull();
});
