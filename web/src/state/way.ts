// A Way is how a space is shown, as the engine takes it and as a link holds it.
import type { Method } from "../engine/protocol";
import { poles } from "./poles";

export interface Way {
	space: string; // empty: the first
	method: string;
	dimensions: 2 | 3;
	numbers: Record<string, number>;
	texts: Record<string, string>;
	column: string;
	axes: string[]; // "end | end" each: see poles
	columns: number[]; // which axes or dimensions; none: the first
}

export const opening: Way = { space: "", method: "live", dimensions: 2, numbers: {}, texts: {}, column: "", axes: [], columns: [] };

// settled has as many axes and columns as dimensions.
export function settled(way: Way): Way {
	const axes = way.method === "axes" ? Array.from({ length: way.dimensions }, (_, i) => way.axes[i] ?? "") : way.axes;
	const columns = way.columns.length > 0 ? Array.from({ length: way.dimensions }, (_, i) => way.columns[i] ?? i) : [];
	return { ...way, axes, columns };
}

// complete says whether the engine can be asked for it.
export function complete(way: Way): boolean {
	if (way.method === "axes") {
		// An axis without ends runs where the rows spread most besides.
		const ends = way.axes.map((a) => poles(a).filter((p) => p !== "").length);
		return way.axes.length === way.dimensions && ends.includes(2) && !ends.includes(1);
	}
	return way.method !== "discriminants" || way.column !== "";
}

// formatWay is a way as a link's fields, which begin with what map it is of; none for
// the one at first.
export function formatWay(way: Way, map = "map"): Record<string, string> {
	const fields: Record<string, string> = {};
	if (way.space) fields[`${map}.space`] = way.space;
	if (way.method !== opening.method || way.dimensions !== opening.dimensions) fields[map] = `${way.method},${way.dimensions}`;
	for (const [name, value] of [...Object.entries(way.numbers), ...Object.entries(way.texts)]) fields[`${map}.${name}`] = String(value);
	if (way.column) fields[`${map}.column`] = way.column;
	if (way.columns.length > 0) fields[`${map}.columns`] = way.columns.join(",");
	if (way.method === "axes") way.axes.forEach((a, i) => (fields[`${map}.axis${i + 1}`] = a));
	return fields;
}

// parseWay reads what formatWay wrote. What is no setting of its method is left out.
export function parseWay(fields: Record<string, string>, maps: Method[], map = "map"): Way {
	const [id = "", dimensions = ""] = (fields[map] ?? "").split(",");
	const method = maps.find((m) => m.id === id);
	const way: Way = { ...opening, space: fields[`${map}.space`] ?? "" };
	if (!method) return way;
	const numbers: Record<string, number> = {};
	const texts: Record<string, string> = {};
	for (const setting of method.settings) {
		const text = fields[`${map}.${setting.name}`];
		if (text === undefined) continue;
		if (setting.choices.includes(text)) texts[setting.name] = text;
		else if (setting.choices.length === 0 && text.trim() !== "" && Number.isFinite(Number(text))) numbers[setting.name] = Number(text);
	}
	const columns = (fields[`${map}.columns`] ?? "").split(",").filter((c) => /^\d{1,5}$/.test(c)).map(Number);
	const axes = [1, 2, 3].flatMap((i) => fields[`${map}.axis${i}`] ?? []);
	return settled({ ...way, method: id, dimensions: dimensions === "3" ? 3 : 2, numbers, texts, column: fields[`${map}.column`] ?? "", columns, axes });
}
