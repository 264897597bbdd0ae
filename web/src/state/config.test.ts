import { describe, expect, test } from "vitest";
import { arrayOf, BadConfig, isText, parseConfig, type ConfigProblem } from "./config";

const at = new URL("https://site.example/page/sets/config.json");

const of = (embedding: unknown) => JSON.stringify({ embeddings: [embedding] });

function refused(text: string): ConfigProblem {
	try {
		parseConfig(text, at);
	} catch (error) {
		if (error instanceof BadConfig) return error.problem;
	}
	throw new Error("it was taken");
}

describe("a configuration", () => {
	test("names files from where it lies", () => {
		const [set] = parseConfig(of({ tensorName: "words", tensorShape: [3, 2], tensorPath: "v.bytes", metadataPath: "../meta.tsv", bookmarksPath: "b.json", sprite: { imagePath: "/p.png", singleImageDim: [28, 28] } }), at);
		expect(set).toMatchObject({ name: "words", shape: [3, 2], sprite: { tile: 28 } });
		expect([set?.tensor.href, set?.metadata?.href, set?.sprite?.url.href, set?.bookmarks?.href]).toEqual(["https://site.example/page/sets/v.bytes", "https://site.example/page/meta.tsv", "https://site.example/p.png", "https://site.example/page/sets/b.json"]);
	});

	test("may name vectors alone", () => {
		expect(parseConfig(of({ tensorPath: "v.tsv" }), at)).toEqual([{ name: "v.tsv", tensor: new URL("v.tsv", at), shape: null, metadata: null, bookmarks: null, sprite: null }]);
	});

	test.each<[string, Partial<ConfigProblem>]>([
		["{", { kind: "json" }],
		["[]", { kind: "field", field: "embeddings" }],
		['{"embeddings": []}', { kind: "field", field: "embeddings" }],
		[of(7), { kind: "field", field: "embeddings[0]" }],
		[of({}), { kind: "field", field: "embeddings[0].tensorPath" }],
		[of({ tensorPath: "v", tensorShape: [3] }), { kind: "field", field: "embeddings[0].tensorShape" }],
		[of({ tensorPath: "v", tensorShape: [3, -1] }), { kind: "field", field: "embeddings[0].tensorShape" }],
		[of({ tensorPath: "v", metadataPath: 3 }), { kind: "field", field: "embeddings[0].metadataPath" }],
		[of({ tensorPath: "v", bookmarksPath: [] }), { kind: "field", field: "embeddings[0].bookmarksPath" }],
		[of({ tensorPath: "v", sprite: { imagePath: "p" } }), { kind: "field", field: "embeddings[0].sprite.singleImageDim" }],
		[of({ tensorPath: "v", sprite: { imagePath: "p", singleImageDim: [28, 20] } }), { kind: "field", field: "embeddings[0].sprite.singleImageDim" }],
		[of({ tensorPath: "https://elsewhere.example/v.tsv" }), { kind: "origin", url: "https://elsewhere.example/v.tsv" }],
		[of({ tensorPath: "//elsewhere.example/v.tsv" }), { kind: "origin" }],
	])("of %s is refused", (text, problem) => {
		expect(refused(text)).toMatchObject(problem);
	});
});

test("raw numbers become an array that says what it is", async () => {
	const numbers = Float32Array.of(1, 2, 3, 4, 5, 6);
	const array = new Uint8Array(await arrayOf(new Blob([numbers]), [3, 2], at).arrayBuffer());
	const length = array[8]! | (array[9]! << 8);
	expect((10 + length) % 64).toBe(0);
	expect(new TextDecoder().decode(array.subarray(10, 10 + length))).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': \(3, 2\), \} +\n$/);
	expect(array.slice(10 + length)).toEqual(new Uint8Array(numbers.buffer));
	expect(() => arrayOf(new Blob([numbers]), [3, 3], at)).toThrow(BadConfig);
});

test("numbers that are written out have names that say so", () => {
	expect(["a.tsv", "b.TXT", "c.tsv.gz", "d.bytes", "e.tensor"].map((path) => isText(new URL(path, at)))).toEqual([true, true, true, false, false]);
});
