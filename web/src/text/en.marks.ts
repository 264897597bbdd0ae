// What stands at the marks on the map: the overview and labels.
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
	help: "One picture (PNG, JPEG, WebP …) of square tiles, row by row, the first for the first point: each point is shown as its tile. It stays in this browser and is gone when the page is closed.",
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
