// Kinds of data, and which a lab takes.
export const texts = ["text", "labelled", "targets"];

// takes says whether a lab of some kinds takes a file of a kind: one that wants a
// text takes that of a table too.
export function takes(kinds: string[], kind: string): boolean {
	return kinds.includes(kind) || (kinds.includes("text") && texts.includes(kind));
}
