// What stands at the bookmarks of the map.
import type { BookmarkProblem } from "../state/bookmark";

const number = new Intl.NumberFormat("en");

export const bookmarks = {
	title: "Bookmarks",
	open: "Bookmarks: places of this map to come back to",
	help: "A bookmark keeps how the points are laid out, coloured and sized, which are chosen, shown alone or hidden, and where one looks. It stays in this browser, with this data.",
	name: "Name",
	keep: "Keep this view",
	none: "None yet.",
	list: "Kept views",
	go: (name: string) => `Go to ${name}`,
	rename: (name: string) => `Rename ${name}`,
	remove: (name: string) => `Remove ${name}`,
	removed: (name: string) => `The bookmark ${name} was removed.`,
	save: "Save as a file",
	take: "Open a file",
	chosen: (n: number) => `${number.format(n)} chosen`,
	notKept: (why: string) => `The browser could not keep the bookmark; it is here until the page is closed. ${why}`,
	problem(p: BookmarkProblem): string {
		switch (p.kind) {
			case "json":
				return `The file is no JSON: ${p.detail}.`;
			case "other":
				return "The file holds no bookmarks of this page.";
			case "many":
				return `The file holds more than ${number.format(p.most)} bookmarks.`;
			case "bytes":
				return `The file is larger than ${number.format(p.most / 2 ** 20)} MB.`;
			case "entry":
				return `Bookmark ${number.format(p.place)} of the file has no ${p.field === "name" ? "name" : "link that can be read"}. None was taken.`;
		}
	},
};
