import { expect, test } from "vitest";
import { searched } from "./searched";
import { Space } from "./space";

function spaceOf(rows: number): Space {
	const labels = { bytes: new TextEncoder().encode("a".repeat(rows)), offsets: Uint32Array.from({ length: rows + 1 }, (_, i) => i) };
	const numbers = Float32Array.from({ length: rows }, (_, i) => (i === 1 ? NaN : i));
	return new Space({ run: 1, name: "words", role: "input", rows, dim: 2, labels, counts: new Float32Array(), columns: [{ name: "n", kind: "numbers", numbers }] });
}

test("a point is found by its name and by what is known of it, and what is written is kept", async () => {
	const space = spaceOf(3);
	const first = await searched(space, new AbortController().signal);
	expect(first).toEqual(["a\n0", "a", "a\n2"]);
	expect(await searched(space, AbortSignal.abort())).toBe(first);
});

test("writing ends when it is called off, and begins anew", async () => {
	const space = spaceOf(200_000);
	const stop = new AbortController();
	const first = searched(space, stop.signal);
	stop.abort();
	await expect(first).rejects.toThrow();
	expect(await searched(space, new AbortController().signal)).toHaveLength(200_000);
});
