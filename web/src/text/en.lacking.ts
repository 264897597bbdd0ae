// What stands at a table that a link or a bookmark goes by and this browser does not
// have.
const quoted = (names: string[]) => names.map((name) => `“${name}”`).join(", ");

export const lacking = {
	missing: (file: string, columns: string[]) =>
		`What is shown goes by ${columns.length === 1 ? "the column" : "the columns"} ${quoted(columns)} of the table ${file}, which is not in this browser. Drop it here, or open it.`,
	open: "Open the table",
	without: "Go on without it",
};
