import { expect, test } from "vitest";
import { namesOf } from "./lacking.svelte";

test.each([
	["word\tkind\n a\tb", ["word", "kind"]],
	["word,kind\r\na,b", ["word", "kind"]],
	['\uFEFF"word","the ""kind"""\n', ["word", 'the "kind"']],
	["a, b\tc", ["a, b", "c"]],
	["", [""]],
])("the first row of %j names columns", (text, names) => {
	expect(namesOf(text)).toEqual(names);
});
