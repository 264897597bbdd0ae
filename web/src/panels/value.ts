// How the value of a parameter is said.
import type { Field, Params } from "../engine/protocol";
import type { Further } from "../state/further.svelte";
import { language } from "../text";

export function valueText(field: Field, value: Params[string], further: Further): string {
	if (field.file !== "") {
		if (value === "") return language.text.setup.none;
		return further.choices(field).find((c) => c.id === value)?.name ?? language.text.setup.notHere;
	}
	const choice = field.choices.find((c) => c.value === value);
	if (choice) return language.of(choice.title);
	if (typeof value === "boolean") return value ? language.text.compare.on : language.text.compare.off;
	return String(value);
}
