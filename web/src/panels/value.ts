// How the value of a parameter is said.
import type { Field, Params } from "../engine/protocol";
import { language } from "../text";

export function valueText(field: Field, value: Params[string]): string {
	const choice = field.choices.find((c) => c.value === value);
	if (choice) return language.of(choice.title);
	if (typeof value === "boolean") return value ? language.text.compare.on : language.text.compare.off;
	return String(value);
}
