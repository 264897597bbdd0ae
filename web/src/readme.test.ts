// The README says of each thing that TensorFlow's Embedding Projector does which test
// shows it here.
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const named = [...readme.matchAll(/^\|.*\| `(\w+)`: (.+) \|$/gm)].map(([, spec = "", title = ""]) => ({ spec, title }));

test("the table is there", () => {
	expect(named.length).toBeGreaterThan(20);
});

test.each(named)("$spec.spec.ts has a test “$title”", ({ spec, title }) => {
	const file = new URL(`../tests/${spec}.spec.ts`, import.meta.url);
	expect(existsSync(file)).toBe(true);
	expect(readFileSync(file, "utf8")).toContain(`test("${title}"`);
});
