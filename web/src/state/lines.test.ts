import { describe, expect, it } from "vitest";
import type { Column } from "./column";
import { EdgeError, edges, mostLines, named, readEdges, sequences, type EdgeList, type Named } from "./lines";

function all<T>(work: Generator<number | void, T>): T {
	for (;;) {
		const { done, value } = work.next();
		if (done) return value;
	}
}

function space(...labels: string[]): Named {
	return { rows: labels.length, find: (label) => (labels.includes(label) ? labels.indexOf(label) : null) };
}

const texts = (...cells: string[]): Column => ({ name: "t", kind: "texts", texts: cells });
const numbers = (...cells: number[]): Column => ({ name: "n", kind: "numbers", numbers: Float32Array.from(cells) });
const categories = (names: string[], ...codes: number[]): Column => ({ name: "c", kind: "categories", names, codes: Int32Array.from(codes) });

describe("a sequence", () => {
	it("joins rows of the same value, in their order, the longest first", () => {
		const lines = all(sequences(7, categories(["a", "b"], 1, 0, 1, -1, 1, 0, 0), null));
		expect([...lines.pairs]).toEqual([1, 5, 5, 6, 0, 2, 2, 4]);
		expect([...lines.group]).toEqual([0, 0, 1, 1]);
		expect([...lines.along]).toEqual([0, 1, 0, 1]);
		expect(lines).toMatchObject({ groups: 2, left: 0, unplaced: 0 });
	});

	it("is in the order of another column, without what has no place there", () => {
		const by = texts("a", "a", "a", "a", "");
		expect([...all(sequences(5, by, numbers(3, 1, NaN, 2, 0))).pairs]).toEqual([1, 3, 3, 0]);
		expect(all(sequences(5, by, numbers(3, 1, NaN, 2, 0))).unplaced).toBe(1);
		expect([...all(sequences(5, by, texts("10", "9", "a", "2", "1"))).pairs]).toEqual([3, 1, 1, 0, 0, 2]);
	});

	it("of one row is none", () => {
		expect(all(sequences(2, texts("a", "b"), null))).toMatchObject({ groups: 0, pairs: new Uint32Array() });
	});

	it("is not longer than the map can show, and what is left out is counted", () => {
		const rows = mostLines + 11;
		const lines = all(sequences(rows, numbers(...new Array<number>(rows).fill(1)), null));
		expect(lines.pairs.length).toBe(2 * mostLines);
		expect(lines.left).toBe(10);
	});
});

describe("rows that name others", () => {
	it("are joined once, by whole names first, then by words", () => {
		const lines = all(named(space("cat", "dog", "hot dog", "fox"), texts("dog, hot dog", "cat;fox", "", "cat dog ox fox")));
		expect([...lines.pairs]).toEqual([0, 1, 0, 2, 1, 3, 3, 0]);
		expect(lines).toMatchObject({ unknown: 1, examples: ["ox"] });
	});
});

describe("a list of edges", () => {
	const read = (text: string) => all(readEdges(text));

	it.each([
		["tabs, names with blanks", "hot dog\tcat\nfox\tcat\t2.5\n", ["hot dog", "cat", "fox"], [0, 1, 2, 1], [1, 2.5]],
		["commas and quotes", '"a ""b""",c\r\n"d",a,-1\r\n', ['a "b"', "c", "d", "a"], [0, 1, 2, 3], [1, -1]],
		["semicolons", "a;b\nb;c", ["a", "b", "c"], [0, 1, 1, 2], [1, 1]],
		["blanks, a remark and empty lines", "# edges\n\n a  b \nb c 3", ["a", "b", "c"], [0, 1, 1, 2], [1, 3]],
		["a byte order mark and a header with weights", "\ufeffsource\ttarget\tweight\na\tb\t2", ["a", "b"], [0, 1], [2]],
	] as const)("is read: %s", (_, text, names, ends, weights) => {
		expect(read(text)).toEqual({ names, ends, weights });
	});

	it.each([
		["one name", "a\tb\nc\n", 2, "c"],
		["four cells", "a\tb\t1\t9", 1, "a\tb\t1\t9"],
		["no number", "a\tb\na\tb\tmuch", 2, "a\tb\tmuch"],
		["a weight that cannot be added up", "a\tb\t1e300", 1, "a\tb\t1e300"],
		["an infinite weight", "a\tb\na\tb\tInfinity", 2, "a\tb\tInfinity"],
	] as const)("says where it is wrong: %s", (_, text, line, found) => {
		const error: unknown = (() => {
			try {
				return read(text);
			} catch (e) {
				return e;
			}
		})();
		expect(error).toMatchObject({ kind: "line", line, found });
	});

	it("may be empty", () => {
		expect(() => read("\n\n")).toThrow(EdgeError);
	});

	it("joins the rows that have the names; weights add up, in both directions", () => {
		const list = read("from\tto\na\tb\t1\nb\ta\t2\na\tx\na\ta\nb\tc\t-6");
		const lines = all(edges(space("a", "b", "c"), list));
		expect([...lines.pairs]).toEqual([0, 1, 1, 2]);
		expect([...lines.weights]).toEqual([0.5, -1]);
		expect(lines).toMatchObject({ unknown: 1, examples: ["x"] });
	});

	it("keeps the heaviest where there are too many", () => {
		const labels = Array.from({ length: mostLines + 3 }, (_, i) => `n${i}`);
		const places = new Map(labels.map((label, i) => [label, i]));
		const list: EdgeList = { names: labels, ends: labels.slice(1).flatMap((_, i) => [i, i + 1]), weights: labels.slice(1).map((_, i) => i + 1) };
		const lines = all(edges({ rows: labels.length, find: (label) => places.get(label) ?? null }, list));
		expect(lines.left).toBe(2);
		expect([...lines.pairs.slice(0, 2)]).toEqual([2, 3]);
	});

	it("keeps of equally heavy ones the first", () => {
		const names = Array.from({ length: mostLines + 5 }, (_, i) => `n${i}`);
		const list: EdgeList = { names, ends: names.slice(1).flatMap((_, i) => [i, i + 1]), weights: names.slice(1).map((_, i) => (i % 2 === 0 ? 1 : 2)) };
		const lines = all(edges({ rows: names.length, find: (name) => Number(name.slice(1)) }, list));
		expect([lines.left, lines.pairs.length]).toEqual([4, 2 * mostLines]);
		expect([...lines.pairs.slice(-2)]).toEqual([mostLines + 3, mostLines + 4]); // a heavy one
		expect([...lines.pairs.slice(0, 2)]).toEqual([0, 1]);
	});

	it("says how far it is", () => {
		const text = "a\tb\n".repeat(5000);
		const shares = [...readEdges(text)].filter((share) => share !== undefined);
		expect(shares.length).toBeGreaterThan(3);
		expect(shares.every((share, i) => share > (shares[i - 1] ?? 0) && share <= 1)).toBe(true);
	});

	// Whatever stands in a file: it is read or refused, and every line joins rows.
	it("is read or refused whatever it is", () => {
		let state = 7;
		const pick = (n: number) => (state = (state * 48271) % 2147483647) % n;
		const pieces = ["a", "b", "\t", "\t", "\n", "\n", "\r\n", ",", ";", " ", '"', "1", "-", "e9", "NaN", "__proto__", "constructor", "\u0000", "\ufeff", "猫", "# "];
		const here = space("a", "b", "__proto__", "constructor", "猫", "");
		let [good, bad] = [0, 0];
		for (let i = 0; i < 4000; i++) {
			const text = Array.from({ length: pick(30) }, () => pieces[pick(pieces.length)]!).join("");
			try {
				const list = read(text);
				expect(list.ends.length).toBe(2 * list.weights.length);
				expect(list.ends.every((end) => list.names[end] !== undefined)).toBe(true);
				const lines = all(edges(here, list));
				expect(lines.pairs.every((row) => row < here.rows)).toBe(true);
				expect(lines.weights.every((w) => Math.abs(w) <= 1)).toBe(true);
				good++;
			} catch (error) {
				if (!(error instanceof EdgeError)) throw error;
				bad++;
			}
		}
		expect([good > 100, bad > 100]).toEqual([true, true]);
	});
});
