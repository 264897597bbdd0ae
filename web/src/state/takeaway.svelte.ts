// Takeaway makes files of a run: its spaces in the formats of other programs, and
// what else the run offers.
import { isCancelled } from "../engine/client";
import type { Exported, Offers, Problem } from "../engine/protocol";
import { rowsAmong } from "./choice.svelte";
import { Bundle } from "./bundle.svelte";
import { amongs, type Among } from "./question";
import { problemOf, type Session } from "./session.svelte";

export class Takeaway {
	offers = $state.raw<Offers | null>(null);
	space = $state("");
	format = $state("");
	precision = $state("");
	rows = $state<Among>("");
	gzip = $state(false);
	writing = $state.raw<AbortController | null>(null);
	problem = $state.raw<Problem | null>(null);
	written = $state.raw<{ file: string; bytes: number; rows: number; renamed: number; views: Bundle["views"] } | null>(null);
	readonly bundle: Bundle;
	// bundles says that bookmarks and pictures may stand beside what is written.
	readonly bundles = $derived.by(() => this.format === "projector" && this.space === this.#session.space?.name);
	readonly chosen = $derived(this.offers?.formats.find((f) => f.id === this.format));
	readonly file = $derived(`${this.space}${this.chosen?.extension ?? ""}${this.gzip ? ".gz" : ""}`);
	// amongs are which rows can be told apart: of the space that the map shows.
	readonly amongs = $derived.by((): readonly Among[] => (this.space === this.#session.space?.name ? amongs : [""]));
	readonly picked = $derived.by(() => {
		const { space } = this.#session;
		return space && this.amongs.includes(this.rows) ? [...rowsAmong(this.#session, space, this.rows)] : [];
	});
	readonly missing = $derived(this.rows !== "" && this.picked.length === 0);
	#session: Session;

	constructor(session: Session) {
		this.#session = session;
		this.bundle = new Bundle(session);
	}

	// ask learns what the run offers now, and keeps what is chosen if it still is
	// among it.
	async ask(): Promise<void> {
		const { run, engine } = this.#session;
		if (!run || run.id === 0) return;
		try {
			const offers = await engine.call("offers", run.id, {});
			this.offers = offers;
			if (!offers.spaces.includes(this.space)) this.space = offers.spaces[0] ?? "";
			if (!offers.formats.some((f) => f.id === this.format)) this.choose(offers.formats[0]?.id ?? "");
		} catch (error) {
			this.problem = problemOf(error);
		}
	}

	choose(format: string): void {
		this.format = format;
		this.precision = this.chosen?.precisions[0] ?? "";
	}

	// export writes the space; the present view has that name among its bookmarks.
	export(present: string): Promise<void> {
		const { space: name, format, precision, file, gzip, bundles } = this;
		const { space, engine } = this.#session;
		const picked = this.rows === "" || !this.amongs.includes(this.rows) ? null : this.picked;
		return this.#write(file, async (run, signal) => {
			const beside = bundles && space ? await this.bundle.beside(space, picked, present, signal) : { tile: 0 };
			const rows = picked ? { rows: Int32Array.from(picked) } : {};
			return beside && engine.call("export", run, { space: name, format, precision, ...beside, ...rows }, { signal });
		}, gzip);
	}

	take(id: string, file: string): Promise<void> {
		return this.#write(file, (run, signal) => this.#session.engine.call("take", run, { id }, { signal }));
	}

	async #write(file: string, make: (run: number, signal: AbortSignal) => Promise<Exported | null>, gzip = false): Promise<void> {
		const { run } = this.#session;
		if (!run || this.writing) return;
		const abort = new AbortController();
		[this.writing, this.problem, this.written] = [abort, null, null];
		try {
			this.bundle.views = null;
			const made = await make(run.id, abort.signal);
			if (!made) return;
			const { pieces, rows, renamed } = made;
			const { views } = this.bundle;
			const plain = new Blob(pieces as Uint8Array<ArrayBuffer>[]);
			const blob = gzip ? await compressed(plain, abort.signal) : plain;
			download(blob, file);
			this.written = { file, bytes: blob.size, rows, renamed, views };
		} catch (error) {
			if (!isCancelled(error)) this.problem = problemOf(error);
		} finally {
			this.writing = null;
		}
	}
}

// compressed is a file as gzip has it, made by the browser piece by piece.
async function compressed(file: Blob, signal: AbortSignal): Promise<Blob> {
	const zipped = file.stream().pipeThrough(new CompressionStream("gzip"), { signal });
	return new Response(zipped).blob();
}

// download hands a file to the browser to keep.
export function download(blob: Blob, name: string): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(blob);
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
