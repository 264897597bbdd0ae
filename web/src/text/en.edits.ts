// What stands where labels and columns are written.
const number = new Intl.NumberFormat("en");

export const edits = {
	title: "Change labels and columns",
	help: "What you write stays in this browser, with this data, and leaves with the points and the vectors.",
	label: "Label of the selected point",
	select: "Select a point on the map to change its label.",
	column: "Column",
	fresh: "a new one",
	name: "Name of the new column",
	value: "Value",
	give: (n: number) => (n === 1 ? "Give it to the chosen point" : `Give it to the ${number.format(n)} chosen points`),
	giveOne: "Give it to the selected point",
	remove: (column: string) => `Remove the column ${column}`,
	renamed: (before: string, now: string) => `${before} is now called ${now}.`,
	written: (column: string, n: number) => (n === 1 ? `“${column}” of one point was changed.` : `“${column}” of ${number.format(n)} points was changed.`),
	removed: (column: string) => `The column “${column}” was removed.`,
};
