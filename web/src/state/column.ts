// A Column is what is known of each row of a space by a name.
import type { Column as Sent } from "../engine/protocol";
import { decodeLabels } from "./labels";

export type Column =
	| { name: string; kind: "categories"; names: string[]; codes: Int32Array } // −1: unknown
	| { name: string; kind: "numbers"; numbers: Float32Array } // NaN: unknown
	| { name: string; kind: "texts"; texts: string[] };

export function columnOf({ name, kind, names, codes, numbers, texts }: Sent): Column {
	switch (kind) {
		case "categories":
			return { name, kind, names: decodeLabels(names), codes };
		case "numbers":
			return { name, kind, numbers };
		default:
			return { name, kind: "texts", texts: decodeLabels(texts) };
	}
}

// cell is what a column says of a row, as people write it; empty if nothing.
export function cell(column: Column, row: number): string {
	switch (column.kind) {
		case "categories":
			return column.names[column.codes[row] ?? -1] ?? "";
		case "numbers":
			return written(column.numbers[row] ?? NaN);
		case "texts":
			return column.texts[row] ?? "";
	}
}

// written is a number in as few digits as tell it from its neighbours in 32 bits.
export function written(x: number): string {
	if (!Number.isFinite(x)) return "";
	for (let digits = 6; digits < 9; digits++) {
		const short = Number(x.toPrecision(digits));
		if (Math.fround(short) === x) return String(short);
	}
	return String(x);
}

// extent is from the least to the greatest number that is known.
export function extent(numbers: Float32Array): [number, number] {
	let [low, high] = [Infinity, -Infinity];
	for (const x of numbers) {
		if (x < low) low = x;
		if (x > high) high = x;
	}
	return low <= high ? [low, high] : [0, 0];
}

// table writes rows with their labels and columns as TSV or CSV.
export function table(labels: string[], columns: Column[], rows: Iterable<number>, separator: "\t" | ","): string {
	const plain = (text: string) => text.replace(/[\t\r\n]+/g, " ");
	const quoted = (text: string) => (/[",;\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
	const line = (cells: string[]) => `${cells.map(separator === "\t" ? plain : quoted).join(separator)}\n`;
	let text = line(["label", ...columns.map((c) => c.name)]);
	for (const row of rows) text += line([labels[row] ?? "", ...columns.map((c) => cell(c, row))]);
	return text;
}
