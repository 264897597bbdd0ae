import { expect, test } from "vitest";
import { replaceWord, wordAt } from "./completion";

// The cursor is where the bar stands.
const at = (marked: string) => {
	const cursor = marked.indexOf("|");
	return wordAt(marked.replace("|", ""), cursor);
};

test.each([
	["ki|", "ki"],
	["king - ma|", "ma"],
	["king - m|an + woman", "man"],
	["(que|en", "queen"],
	['2*"new yo|', "new yo"],
	['"new yo|rk" - x', "new york"],
	["king - |", ""],
])("in %s the word is %j", (marked, want) => {
	expect(at(marked).text).toBe(want);
});

test.each([
	["king - ma|", "man", "king - man"],
	["king - m|x + woman", "man", "king - man + woman"],
	["ne|", "new york", '"new york"'],
	['"ne|', "new york", '"new york'],
	["moth|", "mother-in-law", '"mother-in-law"'],
])("%s completed by %s is %s", (marked, label, want) => {
	expect(replaceWord(marked.replace("|", ""), at(marked), label)).toBe(want);
});
