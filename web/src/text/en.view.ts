// What stands at how faithful a map is, at colours, at a second map and at
// bookmarks.
import type { Measure } from "../state/faith.svelte";

const number = new Intl.NumberFormat("en");

export const faith = {
	title: "How faithful",
	help: "A map of two or three coordinates cannot keep all of the vectors' nearness. Here it is held against the vectors themselves.",
	judge: "Judge this map",
	again: "Judge again",
	cancel: "Cancel",
	judging: (percent: string) => `Judging, ${percent}`,
	neighbors: "Neighbours",
	neighborsHelp: (most: string) => `How many nearest rows of each row count, up to ${most}.`,
	metric: "Judge nearness by",
	measures: {
		trust: { title: "Trustworthiness", help: "Whether neighbours on the map are near in the vectors too. 1: none is false." },
		continuity: { title: "Continuity", help: "Whether near vectors stay together on the map. 1: none were torn apart." },
		preserved: { title: "Neighbours kept", help: "The share of each row's nearest rows that are its nearest on the map." },
		shepard: { title: "Distances", help: "Shepard: whether farther apart in the vectors is farther apart on the map, as a rank correlation." },
	} satisfies Record<Measure, { title: string; help: string }>,
	first: "This map",
	second: "Second map",
	looked: (looked: string, rows: string) => `A sample of ${looked} of the ${rows} points was judged, each against all. The others are grey.`,
	lookedAll: (rows: string) => `All ${rows} points were judged.`,
	all: "Judge every point (slower)",
	stale: "The map has changed since.",
	tooFew: "There are too few points to judge.",
	show: (measure: string) => `Show ${measure} as colours`,
	asColors: "as colours",
	color: (measure: string) => `faithfulness: ${measure}`,
	unlooked: "grey: not judged",
};

export const colors = {
	metric: "Likeness by",
	others: (n: number) => `others (${number.format(n)})`,
	only: (name: string) => `Show ${name} alone`,
	onlyShort: "only",
};
