// A State is a bookmark as TensorFlow's Embedding Projector writes and reads it, in a
// list, in JSON. Of what it has, this is what can be said here too; where one looks is
// not: there every axis is stretched to the same length.
import type { Bookmark } from "./bookmark";
import { empty, formatLink } from "./link";
import { axis, poles } from "./poles";
import { formatRows } from "./showing";
import { formatWay, opening, type Way } from "./way";

// A Sight is what a state is made of.
export interface Sight {
	name: string;
	way: Way;
	rows: number; // of the space
	dim: number;
	classes: string[]; // columns of categories
	color: string | null; // a column
	labels: string | null;
	chosen: Iterable<number>;
	shown: Int32Array | null; // rows, if not all are
	places: { coordinates: Float32Array; dimensions: number } | null; // of all rows, where the map has been laid out
}

type End = { text: string; field: string };

const ends = ["XLeft", "XRight", "YDown", "YUp"] as const;
const labelField = "label";
const mostAxes = 10; // of PCA that are known there
// What the projector says by itself.
const usual = { perplexity: 30, rate: 10, rounds: 1000, neighbors: 15, minDist: 0.1 };

// Texts are made and read in pieces of so many points or characters.
const pointsAtOnce = 2000;
const charactersAtOnce = 1 << 18;

// components are the names under which a state keeps the coordinates; null: the map is
// of a kind that the projector does not have.
function components(way: Way): string[] | null {
	const axes = Array.from({ length: way.dimensions }, (_, i) => i);
	switch (way.method) {
		case "live":
			return axes.map((i) => `pca-${i}`);
		case "pca": {
			const columns = axes.map((i) => way.columns[i] ?? i);
			return columns.every((c) => c < mostAxes) ? columns.map((c) => `pca-${c}`) : null;
		}
		case "tsne":
		case "umap":
			return axes.map((i) => `${way.method}-${i}`);
		case "axes":
			return way.dimensions === 2 ? ["linear-x", "linear-y"] : null;
	}
	return null;
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
const plain = (pattern: string) => (/(?<!\\)[\^$.*+?()[\]{}|]/.test(pattern) ? null : pattern.replace(/\\(.)/g, "$1"));

// endOf is an end of an axis as the projector seeks it, by an expression in one field;
// null: it cannot.
function endOf(end: string, classes: string[]): End | null {
	const pattern = /^\/(.+)\/$/u.exec(end);
	if (pattern) return { text: pattern[1]!, field: labelField };
	for (let at = end.indexOf("="); at >= 0; at = end.indexOf("=", at + 1)) {
		const field = end.slice(0, at).trim();
		if (classes.includes(field)) return { text: `^${escaped(end.slice(at + 1).trim())}$`, field };
	}
	const words = end.match(/"[^"]*"|\S+/g)?.map((w) => w.replace(/^"(.*)"$/, "$1")) ?? [];
	if (words.length === 0 || words.some((w) => /^[-+*()\d.]+$/.test(w))) return null; // sums are none
	return { text: `^(${words.map(escaped).join("|")})$`, field: labelField };
}

// endsOf are a state's fields of axes, whose texts are empty on maps of other kinds.
function endsOf(way: Way, classes: string[]): Record<string, unknown> | null {
	const own = way.method === "axes";
	const all = own ? [0, 1].flatMap((i) => poles(way.axes[i])).map((end) => endOf(end, classes)) : ends.map((): End => ({ text: "", field: labelField }));
	const field = all[0]?.field;
	if (!all.every((end) => end !== null && end.field === field)) return null;
	return {
		customSelectedSearchByMetadataOption: field,
		...Object.fromEntries(ends.flatMap((name, i) => [[`custom${name}Text`, all[i]!.text], [`custom${name}Regex`, own]])),
	};
}

// stateOf is a sight as a state, in pieces of its text; null: it has no room for it, or
// needs the places of the points, which are not known.
export function* stateOf({ name, way, rows, dim, classes, color, labels, chosen, shown, places }: Sight): Generator<void, string[] | null> {
	const keys = components(way);
	const custom = endsOf(way, classes);
	if (!keys || !custom || (!places && (way.method === "tsne" || way.method === "umap"))) return null;
	const at = shown && new Map([...shown].map((row, i) => [row, i]));
	const projection = way.method === "axes" ? "custom" : way.method === "live" ? "pca" : way.method;
	const deep = way.dimensions === 3;
	const state = {
		label: name,
		isSelected: false,
		selectedProjection: projection,
		dataSetDimensions: [rows, dim],
		tSNEIteration: projection === "tsne" ? (way.numbers.rounds ?? usual.rounds) : 0,
		tSNEPerplexity: way.numbers.perplexity ?? usual.perplexity,
		tSNELearningRate: (projection === "tsne" && way.numbers.rate) || usual.rate,
		tSNEis3d: deep,
		umapIs3d: deep,
		umapNeighbors: way.numbers.neighbors ?? usual.neighbors,
		umapMinDist: way.numbers.minDist ?? usual.minDist,
		pcaComponentDimensions: projection === "pca" ? keys.map((key) => Number(key.slice("pca-".length))) : Array.from({ length: way.dimensions }, (_, i) => i),
		...custom,
		filteredPoints: shown && [...shown],
		selectedPoints: [...chosen].flatMap((row) => (at ? (at.get(row) ?? []) : row)),
		cameraDef: null,
		selectedColorOptionName: color,
		forceCategoricalColoring: false,
		selectedLabelOption: labels ?? labelField,
	};
	const pieces = [`${JSON.stringify(state).slice(0, -1)},"projections":[`];
	const count = places ? (shown?.length ?? rows) : 0;
	for (let i = 0; places && i < count; i += pointsAtOnce) {
		const points: string[] = [];
		for (let j = i; j < Math.min(count, i + pointsAtOnce); j++) {
			const from = (shown?.[j] ?? j) * places.dimensions;
			points.push(`{${keys.map((key, k) => `"${key}":${Number((places.coordinates[from + k] ?? 0).toPrecision(6))}`).join(",")}}`);
		}
		pieces.push((i > 0 ? "," : "") + points.join(","));
		yield;
	}
	pieces.push("]}");
	return pieces;
}

// A Known is what the states of a file may be of.
export interface Known {
	rows: number;
	columns: string[];
	classes: string[];
}

export interface Read {
	bookmarks: Bookmark[];
	left: number; // states that can be no bookmarks here
}

// withoutPlaces is a text without what stands in the lists of places, which are long,
// and made anew here.
export function* withoutPlaces(text: string): Generator<void, string> {
	const kept: string[] = [];
	const begins = /"projections"\s*:\s*\[/g;
	let from = 0;
	for (let found = begins.exec(text); found; found = begins.exec(text)) {
		let at = begins.lastIndex;
		kept.push(text.slice(from, at));
		const marks = /["[\]]/g;
		for (let depth = 1, rest = charactersAtOnce; depth > 0; ) {
			marks.lastIndex = at;
			const mark = marks.exec(text);
			if (!mark) return kept.join(""); // it ends within: no JSON
			let end = mark.index + 1;
			if (mark[0] === '"') {
				do end = text.indexOf('"', end) + 1;
				while (end > 0 && /(?<!\\)(\\\\)*\\"$/.test(text.slice(Math.max(0, end - 32), end)));
				if (end === 0) return kept.join("");
			} else depth += mark[0] === "[" ? 1 : -1;
			if ((rest -= end - at) < 0) {
				rest = charactersAtOnce;
				yield;
			}
			at = end;
		}
		from = begins.lastIndex = at - 1;
	}
	kept.push(text.slice(from));
	return kept.join("");
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown) => (typeof value === "string" ? value : "");
const within = (value: unknown, least: number, most: number): value is number => typeof value === "number" && value >= least && value <= most;

// bookmarksOf reads a list of states, of vectors that one has; null: it is none.
export function bookmarksOf(states: unknown, known: Known): Read | null {
	if (!Array.isArray(states) || !states.every((s) => isObject(s) && typeof s.selectedProjection === "string")) return null;
	const bookmarks = (states as Record<string, unknown>[]).flatMap((state, i) => {
		const way = wayOf(state, known);
		if (!way) return [];
		const name = textOf(state.label).trim() || `State ${i}`;
		return { name, link: formatLink({ ...empty, map: formatWay(way), look: lookOf(state, known) }) };
	});
	return { bookmarks, left: states.length - bookmarks.length };
}

function wayOf(state: Record<string, unknown>, known: Known): Way | null {
	const numbers: Way["numbers"] = {};
	switch (state.selectedProjection) {
		case "pca": {
			const columns = Array.isArray(state.pcaComponentDimensions) ? (state.pcaComponentDimensions as unknown[]) : [];
			if (!columns.every((c) => within(c, 0, 1e5) && Number.isInteger(c)) || columns.length < 2 || columns.length > 3) return null;
			return { ...opening, method: "pca", dimensions: columns.length === 3 ? 3 : 2, columns: columns.every((c, i) => c === i) ? [] : (columns as number[]) };
		}
		case "tsne": {
			const { tSNEPerplexity: perplexity, tSNELearningRate: rate, tSNEIteration: rounds } = state;
			if (within(perplexity, 2, 500) && perplexity !== usual.perplexity) numbers.perplexity = perplexity;
			if (within(rate, 1e-3, 1e5) && rate !== usual.rate) numbers.rate = rate;
			if (within(rounds, 1, 1e4) && rounds !== usual.rounds) numbers.rounds = rounds;
			return { ...opening, method: "tsne", dimensions: state.tSNEis3d === true ? 3 : 2, numbers };
		}
		case "umap": {
			const { umapNeighbors: neighbors, umapMinDist: minDist } = state;
			if (within(neighbors, 2, 200) && neighbors !== usual.neighbors) numbers.neighbors = neighbors;
			if (within(minDist, 1e-3, 1) && minDist !== usual.minDist) numbers.minDist = minDist;
			return { ...opening, method: "umap", dimensions: (state.umapIs3d ?? state.UMAPis3d) === true ? 3 : 2, numbers };
		}
		case "custom": {
			const field = textOf(state.customSelectedSearchByMetadataOption);
			const [left, right, down, up] = ends.map((name) => endFrom(textOf(state[`custom${name}Text`]), state[`custom${name}Regex`] === true, field, known.classes));
			return left && right && down && up ? { ...opening, method: "axes", axes: [axis(left, right), axis(down, up)] } : null;
		}
	}
	return null;
}

// endFrom is an end of an axis that the projector seeks by a text or an expression.
function endFrom(text: string, expression: boolean, field: string, classes: string[]): string | null {
	if (text === "") return null;
	const whole = expression ? /^\^(.*)\$$/.exec(text)?.[1] : text;
	const value = whole === undefined ? null : expression ? plain(whole) : whole;
	if (classes.includes(field)) return value === null ? null : `${field}=${value}`;
	const words = expression ? /^\^\((.*)\)\$$/.exec(text)?.[1]?.split("|").map(plain) : undefined;
	if (words?.every((w) => w !== null && !w.includes('"'))) return words.map((w) => (/\s/.test(w!) ? `"${w}"` : w)).join(" ");
	return `/${expression ? text : escaped(text)}/`;
}

function lookOf(state: Record<string, unknown>, { rows, columns }: Known): Record<string, string> {
	const look: Record<string, string> = {};
	const list = (value: unknown, most: number) => (Array.isArray(value) ? (value as unknown[]).filter((x): x is number => within(x, 0, most - 1) && Number.isInteger(x)) : []);
	const put = (name: string, found: number[]) => (look[name] = formatRows([...new Set(found)].sort((a, b) => a - b), Infinity) ?? "");
	const shown = Array.isArray(state.filteredPoints) ? list(state.filteredPoints, rows) : [];
	// What is chosen is counted among those that are shown.
	const chosen = list(state.selectedPoints, shown.length > 0 ? shown.length : rows).map((i) => shown[i] ?? i);
	if (chosen.length > 0) put("chosen", chosen);
	if (shown.length > 0) put("alone", shown);
	const [color, labels] = [textOf(state.selectedColorOptionName), textOf(state.selectedLabelOption)];
	if (columns.includes(color)) look.by = `column.${color}`;
	if (columns.includes(labels)) look.labels = labels;
	return look;
}
