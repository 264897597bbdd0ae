// What stands at the changes that a visitor makes to points.
const points = (n: number) => (n === 1 ? "1 point" : `${n} points`);

export const edits = {
	title: "Change names and values",
	help: "Changes are in what you save or take along. They are not kept in this browser: a reload, or another table, drops them.",
	none: "Select a point, or choose some.",
	whom: "Of",
	chosen: (n: number) => `${points(n)} chosen`,
	what: "Change",
	label: "name",
	fresh: "new column",
	column: "Its name",
	value: "To",
	empty: "Left empty, the value is unknown.",
	do: "Change it",
	taken: "There is a column of this name.",
	renamed: (before: string, now: string) => `“${before}” is now “${now}”.`,
	put: (column: string, text: string, n: number) => `${column} of ${points(n)} is now ${text === "" ? "unknown" : `“${text}”`}.`,
};
