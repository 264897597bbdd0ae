import { expect, test } from "vitest";
import { named, naming } from "./testfile";

test("a value names a file by its hash, or is a test itself", () => {
	const file = { hash: "0a-b_9", name: "questions words.txt" };
	expect(named(naming(file))).toEqual(file);
	for (const text of ["", "built-in", "a b c d; e f g h", "file:", "file: x", "file:a"]) expect(named(text)).toBeNull();
});
