// Further is the data that a run takes beside its own, as parameters name it: a
// built-in set by its id, a file of the visitor's by its hash.
import type { Field, Ops, Params } from "../engine/protocol";
import type { DataRef } from "../store/database";
import { language } from "../text";
import { takes } from "./kinds";
import type { Session } from "./session.svelte";

type Files = NonNullable<Ops["start"]["args"]["files"]>;

export class Further {
	#session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	// choices are what a field may name.
	choices(field: Field): { id: string; name: string }[] {
		const { builtIn, files } = this.#session;
		return [
			...builtIn.filter((set) => set.kind === field.file).map((set) => ({ id: set.id, name: language.of(set.title) })),
			...files.filter((file) => takes([field.file], file.kind)).map((file) => ({ id: file.hash, name: file.name })),
		];
	}

	// of is what the engine needs for parameters. What is not there is left out, and
	// the engine says so.
	of(fields: Field[], params: Params): Files {
		return this.#named(fields, params).flatMap(({ field, id }) => {
			const data = this.#find(field, id);
			if (!data) return [];
			const { data: from, file } = this.#session.source(data);
			return [{ ...from, ...(file ? { file } : {}) }];
		});
	}

	// names are those of the visitor's own files among them, for a link, with what
	// stands before each.
	names(fields: Field[], params: Params, before = ""): Record<string, string> {
		const named = this.#named(fields, params).map(({ field, id }) => [before + field.name, this.#session.files.find((f) => f.hash === id)?.name]);
		return Object.fromEntries(named.filter(([, name]) => name !== undefined));
	}

	// missing is the first that is not here, by the name that a link has for it.
	missing(fields: Field[], params: Params, names: Record<string, string>, before = ""): { hash: string; name: string } | null {
		const first = this.#named(fields, params).find(({ field, id }) => !this.#find(field, id));
		return first ? { hash: first.id, name: names[before + first.field.name] ?? first.id } : null;
	}

	// take keeps a file for a field, and returns what names it; null if it is of no
	// use there.
	async take(field: Field, file: File): Promise<string | null> {
		const own = await this.#session.keep(file, file.name, field.name);
		if (!own) return null;
		if (takes([field.file], own.kind)) return own.hash;
		this.#session.importProblem = { at: field.name, name: own.name, problem: field.file };
		return null;
	}

	#named(fields: Field[], params: Params): { field: Field; id: string }[] {
		return fields.flatMap((field) => {
			const id = params[field.name];
			return field.file !== "" && typeof id === "string" && id !== "" ? [{ field, id }] : [];
		});
	}

	#find(field: Field, id: string): DataRef | null {
		const set = this.#session.builtIn.find((b) => b.id === id);
		if (set) return { id, name: set.title.en, kind: field.file, hash: set.hash, bytes: set.bytes, column: set.column };
		const file = this.#session.files.find((f) => f.hash === id);
		return file ? { id, name: file.name, kind: field.file, hash: id, bytes: file.bytes, column: file.column } : null;
	}
}
