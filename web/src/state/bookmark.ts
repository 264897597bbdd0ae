// A Bookmark is a place of the map with a name, as a file holds it.
export interface Bookmark {
	name: string;
	link: string; // as an address has it: the way, what is shown, chosen, and the view
}

// More are not read from a file, and no longer ones.
const most = 1000;
const longest = 1 << 20; // characters of a link

export type BookmarkProblem =
	| { kind: "json"; detail: string }
	| { kind: "other" } // JSON, but no bookmarks
	| { kind: "many"; most: number }
	| { kind: "bytes"; most: number }
	| { kind: "entry"; place: number; field: "name" | "link" };

export function formatBookmarks(lab: string, data: string, bookmarks: Bookmark[]): string {
	return `${JSON.stringify({ nearspace: "bookmarks", lab, data, bookmarks: bookmarks.map(({ name, link }) => ({ name, link })) }, null, "\t")}\n`;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

// parseBookmarks reads what formatBookmarks wrote, all of it or none.
export function parseBookmarks(text: string): { bookmarks: Bookmark[] } | { problem: BookmarkProblem } {
	let file: unknown;
	try {
		file = JSON.parse(text);
	} catch (error) {
		return { problem: { kind: "json", detail: error instanceof Error ? error.message : String(error) } };
	}
	if (!isObject(file) || file.nearspace !== "bookmarks" || !Array.isArray(file.bookmarks)) return { problem: { kind: "other" } };
	const entries: unknown[] = file.bookmarks;
	if (entries.length > most) return { problem: { kind: "many", most } };
	const bookmarks: Bookmark[] = [];
	for (const [i, entry] of entries.entries()) {
		const { name, link } = isObject(entry) ? entry : {};
		if (typeof name !== "string" || name.trim() === "") return { problem: { kind: "entry", place: i + 1, field: "name" } };
		if (typeof link !== "string" || !link.startsWith("#") || link.length > longest) return { problem: { kind: "entry", place: i + 1, field: "link" } };
		bookmarks.push({ name: name.trim(), link });
	}
	return { bookmarks };
}
