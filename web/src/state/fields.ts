import type { Field, Params } from "../engine/protocol";

// countingFields returns the fields that count with the parameters as they are.
export function countingFields(fields: Field[], params: Params): Field[] {
	return fields.filter((field) => field.when.every(({ name, values }) => values.includes(String(params[name]))));
}
