// What stands at the columns of points.
export const metadata = {
	title: "More about the points",
	open: "Add columns from a table",
	another: "Take another table",
	help: "A table (.tsv, .csv, .jsonl) with a row for each point, or one with their names. It stays in this browser and is gone when the page is closed.",
	joined: (file: string, rows: string, vectors: string, found: string, column: string) =>
		`${file}: ${rows} rows, ${vectors} points, ${column ? `joined by the names in “${column}”` : "joined in their order"}; ${found} points are spoken of.`,
	lost: (lost: string, unknown: string[]) => `${lost} rows belong to no point${unknown.length > 0 ? `: ${unknown.join(", ")} …` : "."}`,
	repeated: (n: string) => `${n} rows repeat a name; the first counts.`,
	named: "The points had no names and got those of the table.",
	by: "Rows belong to points",
	byRow: "in their order",
	byLabel: "by name",
	labels: "Names are in",
	header: "The first row names the columns",
	remove: "Take the columns away",
	removed: (file: string) => `The columns of ${file} were taken away.`,
	labelled: "Label by",
	ownLabels: "name",
	size: "Size",
	ownSize: "how often",
	byNumber: (column: string) => `number: ${column}`,
};
