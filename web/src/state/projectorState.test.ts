import { describe, expect, test } from "vitest";
import { parseLink } from "./link";
import { bookmarksOf, stateOf, withoutPlaces, type Known, type Sight } from "./projectorState";
import { opening, type Way } from "./way";

function all<T>(work: Generator<void, T>): T {
	for (;;) {
		const { done, value } = work.next();
		if (done) return value;
	}
}

const sight: Sight = {
	name: "a view", way: { ...opening, method: "pca" }, rows: 4, dim: 3, classes: ["kind"], color: "kind", labels: null,
	chosen: [1, 3], shown: null, places: { coordinates: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), dimensions: 2 },
};
const known: Known = { rows: 4, columns: ["kind", "size"], classes: ["kind"] };
const written = (change: Partial<Sight>): Record<string, unknown> | null => {
	const pieces = all(stateOf({ ...sight, ...change }));
	return pieces && (JSON.parse(pieces.join("")) as Record<string, unknown>);
};
const way = (change: Partial<Way>): Way => ({ ...opening, ...change });

test("a view is a state with the fields that the projector reads", () => {
	expect(written({})).toEqual({
		label: "a view", isSelected: false, selectedProjection: "pca", dataSetDimensions: [4, 3], customSelectedSearchByMetadataOption: "label",
		customXLeftText: "", customXLeftRegex: false, customXRightText: "", customXRightRegex: false, customYDownText: "", customYDownRegex: false, customYUpText: "", customYUpRegex: false,
		tSNEIteration: 0, tSNEPerplexity: 30, tSNELearningRate: 10, tSNEis3d: false,
		umapIs3d: false, umapNeighbors: 15, umapMinDist: 0.1, pcaComponentDimensions: [0, 1], filteredPoints: null, selectedPoints: [1, 3], cameraDef: null,
		selectedColorOptionName: "kind", forceCategoricalColoring: false, selectedLabelOption: "label",
		projections: [{ "pca-0": 1, "pca-1": 2 }, { "pca-0": 3, "pca-1": 4 }, { "pca-0": 5, "pca-1": 6 }, { "pca-0": 7, "pca-1": 8 }],
	});
});

test("where some points are shown alone, places and what is chosen are counted among them", () => {
	expect(written({ shown: Int32Array.of(2, 3) })).toMatchObject({ filteredPoints: [2, 3], selectedPoints: [1], projections: [{ "pca-0": 5, "pca-1": 6 }, { "pca-0": 7, "pca-1": 8 }] });
});

describe("a view comes back from its state", () => {
	test.each<[string, Partial<Sight>, Record<string, string>, Record<string, string>]>([
		["of PCA", {}, { map: "pca,2" }, { chosen: "1.3", by: "column.kind" }],
		["of the first map", { way: opening, color: null, chosen: [] }, { map: "pca,2" }, {}],
		["of other axes", { way: way({ method: "pca", dimensions: 3, columns: [4, 0, 2] }) }, { map: "pca,3", "map.columns": "4,0,2" }, { chosen: "1.3", by: "column.kind" }],
		["of t-SNE", { way: way({ method: "tsne", numbers: { perplexity: 5, rounds: 300, rate: 50 } }), chosen: [], color: null }, { map: "tsne,2", "map.perplexity": "5", "map.rounds": "300", "map.rate": "50" }, {}],
		["of UMAP", { way: way({ method: "umap", dimensions: 3, numbers: { neighbors: 4 } }), chosen: [], color: "gone" }, { map: "umap,3", "map.neighbors": "4" }, {}],
		["of points alone", { shown: Int32Array.of(0, 2, 3), labels: "size" }, { map: "pca,2" }, { chosen: "3", alone: "0.2-3", by: "column.kind", labels: "size" }],
		["of axes between words", { way: way({ method: "axes", axes: ['cat "big dog" | c++', "/^a(b)/ | eel"] }), chosen: [], color: null }, { map: "axes,2", "map.axis1": 'cat "big dog" | c++', "map.axis2": "/^a(b)/ | eel" }, {}],
		["of axes between classes", { way: way({ method: "axes", axes: ["kind=fur | kind=a.b", "kind=x | kind=fur"] }), chosen: [], color: null }, { map: "axes,2", "map.axis1": "kind=fur | kind=a.b", "map.axis2": "kind=x | kind=fur" }, {}],
	])("%s", (_, change, map, look) => {
		const read = bookmarksOf([written(change)], known);
		expect(read?.left).toBe(0);
		expect(read?.bookmarks.map((b) => b.name)).toEqual(["a view"]);
		expect(parseLink(read?.bookmarks[0]?.link ?? "")).toMatchObject({ map, look });
	});
});

test.each<[string, Partial<Sight>]>([
	["random directions", { way: way({ method: "random" }) }],
	["t-SNE that has not been laid out", { way: way({ method: "tsne" }), places: null }],
	["axes of a PCA beyond the tenth", { way: way({ method: "pca", columns: [0, 10] }) }],
	["axes in space", { way: way({ method: "axes", dimensions: 3, axes: ["a | b", "c | d", "e | f"] }) }],
	["axes between sums of words", { way: way({ method: "axes", axes: ["a | b - c", "d | e"] }) }],
	["axes between words and classes", { way: way({ method: "axes", axes: ["kind=fur | b", "c | d"] }) }],
])("%s have no state", (_, change) => expect(written(change)).toBeNull());

test("a state of the projector's own", () => {
	const state = {
		label: "State 0", isSelected: true, selectedProjection: "custom", customSelectedSearchByMetadataOption: "label",
		customXLeftText: "ca", customXLeftRegex: false, customXRightText: "^d.*", customXRightRegex: true, customYDownText: "e", customYDownRegex: false, customYUpText: "f.", customYUpRegex: false,
		selectedPoints: [3, 99, "x", 1.5], filteredPoints: null, selectedColorOptionName: "No color map",
	};
	const read = bookmarksOf([state, { selectedProjection: "custom" }, { selectedProjection: "sphere" }], known);
	expect(read?.left).toBe(2);
	expect(parseLink(read?.bookmarks[0]?.link ?? "")).toMatchObject({ map: { "map.axis1": "/ca/ | /^d.*/", "map.axis2": "/e/ | /f\\./" }, look: { chosen: "3" } });
	expect(bookmarksOf({}, known)).toBeNull();
	expect(bookmarksOf([7], known)).toBeNull();
});

test.each([
	['[{"projections":[{"pca-0":1,"a]":2},[3]],"label":"x"},{"projections" : [] ,"y":[1]}]', '[{"projections":[],"label":"x"},{"projections" : [] ,"y":[1]}]'],
	['[{"projections":[{"a\\"]":2,"b\\\\":1}],"c":1}]', '[{"projections":[],"c":1}]'],
	['[{"projections":[{"a', '[{"projections":['],
	["7", "7"],
])("places are passed over: %s", (text, without) => expect(all(withoutPlaces(text))).toBe(without));
