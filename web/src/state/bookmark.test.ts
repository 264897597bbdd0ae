import { expect, test } from "vitest";
import { formatBookmarks, parseBookmarks } from "./bookmark";

const marks = [{ name: "wars & ships", link: "#map=tsne%2C3&look.chosen=0-3" }, { name: "头一个", link: "#" }];

test("bookmarks come back from a file", () => {
	expect(parseBookmarks(formatBookmarks("words", "story", marks))).toEqual({ bookmarks: marks });
});

const file = (bookmarks: unknown) => JSON.stringify({ nearspace: "bookmarks", bookmarks });

test.each([
	["{", { kind: "json", detail: expect.any(String) as string }],
	["[]", { kind: "other" }],
	['{"nearspace": "bookmarks", "bookmarks": {}}', { kind: "other" }],
	[file(Array(1001).fill(marks[0])), { kind: "many", most: 1000 }],
	[file([marks[0], { name: " ", link: "#" }]), { kind: "entry", place: 2, field: "name" }],
	[file([null]), { kind: "entry", place: 1, field: "name" }],
	[file([{ name: "a", link: "https://elsewhere" }]), { kind: "entry", place: 1, field: "link" }],
])("a file of %s is refused whole", (text, problem) => {
	expect(parseBookmarks(text)).toEqual({ problem });
});
