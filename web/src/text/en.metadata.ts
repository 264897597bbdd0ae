// What stands at the columns of points.
const rows = (n: string) => (n === "1" ? "1 row" : `${n} rows`);
const points = (n: string) => (n === "1" ? "1 point" : `${n} points`);

export const metadata = {
	title: "More about the points",
	open: "Add columns from a table",
	another: "Take another table",
	help: "A table (.tsv, .csv, .jsonl) with a row for each point, or one with their names. It is kept in this browser, beside these points, until you take its columns away.",
	joined: (file: string, read: string, vectors: string, found: string, column: string) =>
		`${file}: ${rows(read)}, ${points(vectors)}, ${column ? `joined by the names in “${column}”` : "joined in their order"}; ${points(found)} ${found === "1" ? "is" : "are"} spoken of.`,
	lost: (lost: string, unknown: string[], more: boolean) =>
		`${rows(lost)} ${lost === "1" ? "belongs" : "belong"} to no point${unknown.length > 0 ? `: ${unknown.join(", ")}${more ? " …" : "."}` : "."}`,
	repeated: (n: string) => `${rows(n)} ${n === "1" ? "repeats" : "repeat"} a name; the first counts.`,
	reading: (file: string) => `Joining ${file}`,
	cancel: "Cancel",
	named: "The points had no names and got those of the table.",
	by: "Rows belong to points",
	byRow: "in their order",
	byLabel: "by name",
	labels: "Names are in",
	header: "The first row names the columns",
	remove: "Take the columns away",
	removed: (file: string) => `The columns of ${file} were taken away.`,
	offered: (file: string) => `${file} is published with these points.`,
	restore: "Take the published table",
	restored: (file: string) => `The published table, ${file}, is joined again.`,
	labelled: "Label by",
	ownLabels: "name",
	size: "Size",
	ownSize: "how often",
	byNumber: (column: string) => `number: ${column}`,
};
