// What stands at the numbers between which points are shown.
export const range = {
	title: "Only numbers between",
	column: "Column",
	counted: "how often",
	low: "From",
	high: "To",
	slider: (end: string, column: string) => `${end}, ${column}, slider`,
	typed: (end: string, column: string) => `${end}, ${column}`,
	help: "Points outside, and those that have no number here, are not shown. Both ends belong to the range.",
	between: (column: string, low: string, high: string) => `${column}: ${low} to ${high}`,
	remove: (column: string) => `Show all numbers of ${column}`,
	left: (n: string, all: string) => `In the range: ${n} of ${all} points.`,
};
