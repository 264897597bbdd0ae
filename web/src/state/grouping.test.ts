import { describe, expect, test } from "vitest";
import { paint } from "../style/palette";
import { called, carried, formatGroups, formatSearch, give, groupsOf, middles, opening, parseGroups, parseSearch, purity } from "./grouping";

describe("a search for groups in a link", () => {
	test.each([
		["kmeans,12", opening],
		["kmeans,5,seed3,euclidean", { ...opening, groups: 5, seed: 3, metric: "euclidean" as const }],
		["hdbscan,20,samples5,leaves,map", { ...opening, method: "hdbscan" as const, minSize: 20, minSamples: 5, leaves: true, map: true }],
	])("%s", (text, search) => {
		expect(formatSearch(search)).toBe(text);
		expect(parseSearch(text)).toEqual(search);
	});

	test.each([undefined, "", "kmeans", "kmeans,x", "magic,3", "kmeans,-1"])("%s is none", (text) => expect(parseSearch(text)).toBeNull());
});

describe("names that were given to groups", () => {
	const found = { names: ["a", "b", "c"], codes: Int32Array.of(-1, 1, 0, 1, 2) };

	test("come back from a link, with the search", () => {
		const given = { 1: "fish & chips", 4: "树" };
		expect(parseGroups(formatGroups(opening, given, false))).toEqual({ search: opening, names: given, onMap: false });
		expect(formatGroups(null, given, true)).toEqual({});
		expect(parseGroups({ "map.groups": "kmeans,12", "map.groups.x": "a", "map.groups.3": " " })).toEqual({ search: opening, names: {}, onMap: true });
	});

	test("hold for the group of a row, whatever its number", () => {
		expect(called(found, { 3: "fish", 0: "none", 99: "no row" })).toEqual(["a", "fish", "c"]);
		expect(give(found, { 3: "fish", 4: "tree" }, 1, "bird")).toEqual({ 1: "bird", 4: "tree" });
	});

	test("go along with groups that kept them", () => {
		expect(carried({ names: ["x", "fish"], codes: Int32Array.of(0, 0, 1) }, { 0: "fish", 1: "gone" })).toEqual({ 2: "fish" });
	});
});

describe("groups", () => {
	test("are listed by size, the rows in none last, and keep their colours", () => {
		const before = groupsOf({ column: "groups", names: ["a", "b"], codes: Int32Array.of(0, 0, 0, 1, -1, -1, -1, -1) });
		const after = groupsOf({ column: "groups", names: ["a", "b"], codes: Int32Array.of(0, 1, 1, 1, 1, -1, -1, -1) });
		expect(before.map((g) => [g.name, g.rows])).toEqual([["a", 3], ["b", 1], ["", 4]]);
		expect(after.map((g) => g.name)).toEqual(["b", "a", ""]);
		expect(after[1]!.place).toBe(before[0]!.place);
		expect(new Set(Array.from({ length: 40 }, (_, code) => paint(groupsOf({ column: "", names: [], codes: Int32Array.of(code) })[0]!.place))).size).toBe(40);
	});

	test("are as pure as their most frequent class", () => {
		expect(purity(Int32Array.of(0, 0, 0, 1, 1, -1, 1), Int32Array.of(2, 2, 3, 3, 3, 3, -1))).toBeCloseTo(4 / 5);
		expect(purity(Int32Array.of(-1), Int32Array.of(0))).toBe(0);
	});

	test("have their middle where their rows are", () => {
		const found = middles(Int32Array.of(0, 0, 0, 1, -1), Float32Array.of(1, 5, 2, 6, 90, 7, 3, 3, 0, 0), 2);
		expect([...found]).toEqual([[0, [2, 6]], [1, [3, 3]]]);
	});
});
