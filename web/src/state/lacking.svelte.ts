// A link or a bookmark may go by columns of a table that was joined where it was
// written. Lacking is that table, while this browser does not have it.
import type { How } from "./metadata.svelte";
import type { Session } from "./session.svelte";

// Named is what a link says of a table: its file's name and how it was joined.
export interface Named extends How {
	name: string;
}

// So many bytes of a file say what its columns are called.
const head = 1 << 16;

// namesOf reads the first row of a table.
export function namesOf(text: string): string[] {
	const [row = ""] = text.replace(/^\uFEFF/, "").split(/\r?\n/);
	const cells = row.split(row.includes("\t") ? "\t" : ",");
	return cells.map((cell) => cell.trim().replace(/^"(.*)"$/, "$1").replaceAll('""', '"'));
}

export class Lacking {
	#asked = $state.raw<{ named: Named; data: string | null } | null>(null);
	#session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	readonly #named = $derived.by(() => {
		const [asked, data] = [this.#asked, this.#session.data];
		return asked && asked.data === data?.id ? asked.named : null;
	});

	// table is the one that is missing, and which of its columns the map would go by.
	readonly table = $derived.by(() => {
		const { space, metadata, published, coloring, marks } = this.#session;
		const named = this.#named;
		if (!named || !space || !published.whole || !metadata.settled) return null;
		const { lines } = marks.state;
		const drawn = lines.kind === "sequence" ? [lines.column, lines.order] : lines.kind === "names" ? [lines.column] : [];
		const asked = [coloring.column, coloring.size, coloring.labels, ...coloring.ranges.map((r) => r.column), ...drawn];
		const columns = [...new Set(asked)].filter((name) => name !== null).filter((name) => space.column(name) === null);
		return columns.length > 0 ? { ...named, columns } : null;
	});

	// read takes what a link says, and of which data.
	read(named: Named | null, data: string | null): void {
		this.#asked = named && { named, data };
	}

	forget(): void {
		this.#asked = null;
	}

	// link is what a link says of the table that is joined, or is missing.
	link(): Named | null {
		const { current } = this.#session.metadata;
		if (this.table || !current) return this.#named;
		const { header, by, column } = current.joined;
		return { name: current.file.name, header: header ? "yes" : "no", by: by === "row" ? "row" : "label", column: by === "row" ? "" : column };
	}

	// take joins a file if it is the one that is missing, by its name or its columns,
	// and says whether it is.
	async take(file: Blob, name: string): Promise<boolean> {
		const { table } = this;
		if (!table) return false;
		const same = name === table.name;
		if (!same) {
			const names = namesOf(await file.slice(0, head).text());
			if (!table.columns.every((column) => names.includes(column))) return false;
		}
		const { header, by, column } = table;
		await this.#session.metadata.join(new File([file], name), same ? { header, by, column } : undefined);
		return true;
	}
}
