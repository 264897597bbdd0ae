// What stands at the marks on the map: the overview and labels.
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
