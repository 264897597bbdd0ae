// What the blanks of a question hold.
import type { Answer, Argument, Question, Ranking } from "../engine/protocol";
import { named } from "./testfile";

// Among says which points count: all, those chosen or those shown. Which they are is
// filled in when the question is asked.
export const amongs = ["", "chosen", "shown"] as const;
export type Among = (typeof amongs)[number];

export const valueOf = (argument: Argument, values: Record<string, string>) => values[argument.name] ?? argument.default;

// counting are the arguments that count with the values as they are.
export function counting(question: Question, values: Record<string, string>): Argument[] {
	const value = (name: string) => values[name] ?? question.arguments.find((a) => a.name === name)?.default ?? "";
	return question.arguments.filter((a) => a.when.every((w) => w.values.includes(value(w.name))));
}

// Kinds of arguments that name rows or hold words.
export const worded = ["label", "labels", "expression", "text"];

// about is what a question is about: the words in its blanks.
export function about(question: Question | null, args: Record<string, string>): string {
	const words = question?.arguments.filter((a) => worded.includes(a.kind)).map((a) => args[a.name] ?? "") ?? Object.values(args);
	const tests = question?.arguments.filter((a) => a.kind === "set").map((a) => named(args[a.name] ?? "")?.name ?? args[a.name] ?? "") ?? [];
	return [...words, ...tests].filter((word) => word !== "").join(", ");
}

// quoted is a label as a list of labels has it.
export function quoted(label: string): string {
	return /[\s,;、，；]/.test(label) ? `"${label}"` : label;
}

// filled has row ids in the place of what says which rows.
export function filled(question: Question, args: Record<string, string>, rows: (among: Among) => Iterable<number>): Record<string, string> {
	const all = { ...args };
	for (const { name } of question.arguments.filter((a) => a.kind === "rows")) {
		const among = amongs.find((a) => a === all[name]);
		if (among) all[name] = [...rows(among)].join(",") || "none";
	}
	return all;
}

// scores are between which scores all rows lie, as the last answer has it; of cosines
// that is known.
export function scores(answer: Answer | null, metric: string | undefined): [number, number] {
	const ranking = answer?.parts.find((p): p is { kind: "ranking" } & Ranking => p.kind === "ranking" && p.least < p.most);
	if (metric === undefined || metric === "cosine") return [-1, 1];
	return ranking ? [ranking.least, ranking.most] : [0, 10];
}
