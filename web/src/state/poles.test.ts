import { describe, expect, test } from "vitest";
import { axis, PoleError, poles, resolved, rows } from "./poles";
import { Space } from "./space";

const space = new Space({
	run: 1, name: "animals", role: "input", rows: 4, dim: 2, counts: new Float32Array(), columns: [],
	labels: { bytes: new TextEncoder().encode("catdogcarta=b"), offsets: Uint32Array.of(0, 3, 6, 9, 13) },
}).with({ column: "kind", names: ["pet", "thing"], codes: Int32Array.of(0, 0, 1, -1) });

describe("the ends of an axis", () => {
	test.each<[string, string]>([["cat dog", "car"], ["/^c|d/", "/a|b/"], ["kind=pet", "/x|y/"], ["", "cat"]])("%s and %s come back from an axis", (from, to) => {
		expect(poles(axis(from, to))).toEqual([from, to]);
	});

	test.each<[string, number[] | null]>([["cat dog", null], ["a=b", null], ["kind=pet", [0, 1]], ["kind = thing", [2]], ["/^ca/", [0, 2]], ["/DOG|car/", [1, 2]]])("%s are the rows %j", (end, want) => {
		expect(rows(space, end)).toEqual(want);
	});

	test.each(["kind=nothing", "/zebra/", "/(/"])("%s is a problem", (end) => {
		expect(() => rows(space, end)).toThrow(PoleError);
	});

	test("are words or rows by number for the engine", () => {
		expect(resolved(space, ["cat | /^ca/", "kind=pet | kind=thing", ""])).toEqual(["cat | @0 2", "@0 1 | @2", " | "]);
	});
});
