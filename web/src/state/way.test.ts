import { describe, expect, test } from "vitest";
import type { Method } from "../engine/protocol";
import { complete, formatWay, opening, parseWay, settled, type Way } from "./way";

const setting = (name: string, choices: string[] = []) => ({ name, default: 0, min: 0, max: 100, step: 1, log: false, choices });
const maps: Method[] = [
	{ id: "live", settings: [] }, { id: "axes", settings: [] }, { id: "dimensions", settings: [] },
	{ id: "tsne", settings: [setting("perplexity"), setting("metric", ["cosine", "dot"])] },
];

describe("a way to see a space", () => {
	test.each<[string, Way]>([
		["at first", opening],
		["another space", { ...opening, space: "context" }],
		["in space", { ...opening, dimensions: 3 }],
		["by neighbours", { ...opening, method: "tsne", dimensions: 3, numbers: { perplexity: 5 }, texts: { metric: "dot" } }],
		["along words", { ...opening, method: "axes", axes: ["cat dog | stone rock", "eats | lies"] }],
		["by two dimensions", { ...opening, method: "dimensions", columns: [4, 0] }],
	])("%s comes back from a link as it was", (_, way) => {
		expect(parseWay(formatWay(way), maps)).toEqual(way);
	});

	test("of a second map has fields of its own", () => {
		const way: Way = { ...opening, space: "context", method: "tsne", numbers: { perplexity: 5 }, texts: { metric: "dot" } };
		const fields = { ...formatWay({ ...opening, dimensions: 3 }), ...formatWay(way, "map2") };
		expect(fields).toMatchObject({ map: "live,3", map2: "tsne,2", "map2.perplexity": "5" });
		expect(parseWay(fields, maps)).toEqual({ ...opening, dimensions: 3 });
		expect(parseWay(fields, maps, "map2")).toEqual(way);
	});

	test.each<Record<string, string>>([{ map: "nothing,2" }, { map: "live,7" }, { map: "live,2", "map.perplexity": "5" }])("%j is the one at first", (fields) => {
		expect(parseWay(fields, maps)).toEqual(opening);
	});

	test("has an axis for each dimension, and is complete when both ends of one, or of each, are filled in", () => {
		const way = settled({ ...opening, method: "axes", axes: ["cat | stone"] });
		expect(way.axes).toEqual(["cat | stone", ""]);
		expect(complete(way)).toBe(true);
		expect(complete(settled({ ...way, axes: [] }))).toBe(false);
		expect(complete({ ...way, axes: ["cat | stone", "eats | lies"] })).toBe(true);
		expect(complete({ ...way, axes: ["cat | stone", "eats | "] })).toBe(false);
	});

	test("by classes needs a column of them", () => {
		expect(complete({ ...opening, method: "discriminants" })).toBe(false);
		expect(complete({ ...opening, method: "discriminants", column: "kind" })).toBe(true);
	});
});
