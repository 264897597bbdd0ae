import { expect, test } from "vitest";
import type { Argument, Question } from "../engine/protocol";
import { counting, filled, quoted, scores } from "./question";

const argument = (name: string, kind: string, standard = "", when: Argument["when"] = []): Argument => ({
	name, kind, default: standard, when, title: { en: name, zh: name }, min: 0, max: 1, choices: [], space: "",
});
const question: Question = {
	id: "neighbors", title: { en: "", zh: "" }, help: { en: "", zh: "" }, live: true,
	arguments: [
		argument("by", "choice", "count"),
		argument("count", "number", "12", [{ name: "by", values: ["count"] }]),
		argument("bound", "score", "0.5", [{ name: "by", values: ["bound"] }]),
		argument("among", "rows"),
	],
};
const names = (values: Record<string, string>) => counting(question, values).map((a) => a.name);

test("blanks count when others say so", () => {
	expect(names({})).toEqual(["by", "count", "among"]);
	expect(names({ by: "bound" })).toEqual(["by", "bound", "among"]);
});

test("rows are filled in when the question is asked", () => {
	const rows = (among: string) => (among === "chosen" ? [3, 17] : among === "shown" ? [] : [1]);
	expect(filled(question, { by: "count", among: "chosen" }, rows)).toEqual({ by: "count", among: "3,17" });
	expect(filled(question, { by: "count", among: "" }, rows)).toEqual({ by: "count", among: "" });
	expect(filled(question, { by: "count" }, rows)).toEqual({ by: "count" });
	expect(filled(question, { among: "shown" }, rows)).toEqual({ among: "none" });
});

test("labels with spaces stand in quotes", () => {
	expect(["red", "dark blue", "a,b", "银，金"].map(quoted)).toEqual(["red", '"dark blue"', '"a,b"', '"银，金"']);
});

test("scores lie where the last answer says", () => {
	const ranking = { kind: "ranking" as const, title: { en: "", zh: "" }, score: { en: "", zh: "" }, items: [], of: 0, least: 2, most: 9 };
	const answer = { parts: [ranking], next: [], shown: null, axis: "", vector: null, params: {} };
	expect(scores(answer, "euclidean")).toEqual([2, 9]);
	expect(scores(answer, "cosine")).toEqual([-1, 1]);
	expect(scores(null, "dot")).toEqual([0, 10]);
});
