// What stands at a table that a link goes by and this browser does not have.
const quoted = (names: string[]) => names.map((name) => `“${name}”`).join(", ");

export const lacking = {
	missing: (file: string, columns: string[]) =>
		`This link goes by ${columns.length === 1 ? "the column" : "the columns"} ${quoted(columns)} of the table ${file}, which is not in this browser. Drop it here, or open it.`,
	open: "Open the table",
	without: "Go on without it",
};
