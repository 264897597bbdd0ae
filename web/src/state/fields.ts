import type { Field, Params, Problem, Text } from "../engine/protocol";

// countingFields returns the fields that count with the parameters as they are.
export function countingFields(fields: Field[], params: Params): Field[] {
	return fields.filter((field) => field.when.every(({ name, values }) => (values.length > 0 ? values.includes(String(params[name])) : Boolean(params[name]))));
}

// laterOnly says whether parameters differ in nothing but what a run comes to when
// all else is done, and that was open before.
export function laterOnly(fields: Field[], before: Params, after: Params): boolean {
	const differing = fields.filter((field) => before[field.name] !== after[field.name]);
	return differing.length > 0 && differing.every((field) => field.later && !before[field.name]);
}

// choose returns the parameters with another value of one of them. What goes with
// a choice is set too, where it is still what went with the one before.
export function choose(fields: Field[], defaults: Params, params: Params, name: string, value: Params[string]): Params {
	const next = { ...params, [name]: value };
	const choices = fields.find((field) => field.name === name)?.choices ?? [];
	const before = choices.find((choice) => choice.value === params[name])?.with ?? {};
	const after = choices.find((choice) => choice.value === value)?.with ?? {};
	for (const [other, text] of Object.entries(after)) {
		const standard = defaults[other];
		if (standard === undefined || String(params[other]) !== (before[other] ?? String(standard))) continue;
		next[other] = typeof standard === "number" ? Number(text) : typeof standard === "boolean" ? text === "true" : text;
	}
	return next;
}

// called returns a problem of parameters with their titles for their names, and the
// choices' titles for their values.
export function called(problem: Problem, fields: Field[], of: (text: Text) => string): Problem {
	if (!problem.code.startsWith("parameter")) return problem;
	const args = { ...problem.args };
	for (const [name, value] of [["name", "value"], ["otherName", "otherValue"]] as const) {
		const field = fields.find((f) => f.name === args[name]);
		const choice = field?.choices.find((c) => c.value === args[value]);
		if (field) args[name] = of(field.title);
		if (choice) args[value] = of(choice.title);
	}
	return { ...problem, args };
}
