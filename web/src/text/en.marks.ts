// What stands at the marks on the map: the overview and labels.
import type { By } from "../state/joins.svelte";
import { mostEdgeBytes, mostEdges, type EdgeError } from "../state/lines";
import type { PictureProblem } from "../state/pictures.svelte";
import { mostBytes, mostSide } from "../state/tiles";
import type { Minimap } from "../state/minimap";

export const marks = {
	title: "On the map",
	minimap: "Overview of all points. Drag the frame or use the arrow keys to move the map.",
	overview: "Overview",
	when: { zoomed: "when zoomed in", always: "always", never: "never" } satisfies Record<Minimap, string>,
	labels: "Labels",
	densities: ["none", "few", "some", "many", "all that fit"],
	pin: "Always label",
	unpinShort: "No longer always label",
	unpin: (label: string) => `No longer always label ${label}`,
	pinChosen: "Always label the chosen points",
	unpinAll: "None of these",
	pinned: "Always labelled",
	pinHelp: "These points carry their labels whatever is around them, by every method. A point that is selected on the map offers it too.",
};

// What stands at pictures in place of points.
const number = new Intl.NumberFormat("en");

export const pictures = {
	title: "Pictures as points",
	help: `One picture (PNG, JPEG, WebP …) of square tiles, row by row, the first for the first point: each point is shown as its tile. It stays in this browser, with these data; a file may have ${number.format(mostBytes / 2 ** 20)} MB.`,
	open: "Open a picture",
	another: "Open another picture",
	reading: "Reading …",
	cut: (file: string, width: string, height: string, tiles: string) => `${file}: ${width} × ${height} pixels, ${tiles} tiles.`,
	tooFew: (rows: string) => `There is none for the last ${rows} points, which stay discs. Is the side of a tile right?`,
	smaller: (side: string) => `So many are kept at ${side} pixels a side.`,
	show: "Show pictures",
	tile: "Side of a tile in the picture",
	size: "Size on the map",
	pixels: (n: string) => `${n} pixels`,
	remove: "Take the pictures away",
	removed: (file: string) => `The pictures of ${file} were taken away.`,
	of: (label: string) => `The picture of ${label}`,
	problem(p: PictureProblem): string {
		switch (p.kind) {
			case "bytes":
				return `The file has ${number.format(Math.round(p.bytes / 2 ** 20))} MB; it may have ${number.format(mostBytes / 2 ** 20)}.`;
			case "side":
				return `The picture has ${number.format(p.width)} × ${number.format(p.height)} pixels; each side may have ${number.format(mostSide)}.`;
			case "tile":
				return `The side of a tile must be a whole number from 1 to ${number.format(p.most)}.`;
			case "unreadable":
				return "This is no picture that the browser can read.";
			case "unfetched":
				return `The picture ${p.url} is not there.`;
		}
	},
};

// What stands at lines between points.
export const lines = {
	title: "Lines between points",
	by: "Lines",
	kinds: {
		none: { title: "none", help: "Points can be joined by what is known of them, or by a file." },
		sequence: { title: "a sequence", help: "Rows with the same value are joined one after the other, paler where it begins: how something moves through the space." },
		names: { title: "names in a column", help: "Each row is joined to those whose names stand in its cell, between commas, semicolons or blanks: whether what is linked lies near." },
		file: { title: "a file of edges", help: `A line for each edge: two names and perhaps a weight, separated by tabs. The heavier, the wider; below zero blue, above orange. It can be dropped here, and stays in this browser, with these data; it may have ${number.format(mostEdgeBytes / 2 ** 20)} MB.` },
	} satisfies Record<By["kind"], { title: string; help: string }>,
	noColumns: "These points have no columns; a table adds them, under “Points”.",
	column: "Column",
	order: "In order of",
	byRow: "the rows",
	open: "Open a file of edges",
	another: "Open another file",
	reading: (name: string) => `Reading ${name} …`,
	cancel: "Cancel",
	remove: "Take the file away",
	removed: (file: string) => `The edges of ${file} were taken away.`,
	sequences: (lines: string, groups: string) => `Lines: ${lines}, in ${groups} sequences.`,
	lines: (lines: string) => `Lines: ${lines}.`,
	left: (n: string) => `${n} more are left out: the lightest, else the last.`,
	unplaced: (n: string) => `Rows without a place in the order: ${n}.`,
	unknown: (n: string, names: string[]) => `Names of no point: ${n} (${names.join(", ")} …).`,
	problem(e: EdgeError): string {
		switch (e.kind) {
			case "line":
				return `Line ${number.format(e.line)}: two names and perhaps a weight are expected; there stands “${e.found}”.`;
			case "many":
				return `There are more than ${number.format(mostEdges)} edges.`;
			case "bytes":
				return `The file may have ${number.format(mostEdgeBytes / 2 ** 20)} MB.`;
			case "empty":
				return "There are no edges in the file.";
			case "unreadable":
				return "The file cannot be read.";
		}
	},
};
