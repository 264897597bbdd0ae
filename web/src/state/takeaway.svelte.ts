// Takeaway makes files of a run: its spaces in the formats of other programs, and
// what else the run offers.
import { isCancelled } from "../engine/client";
import type { Exported, Offers, Problem } from "../engine/protocol";
import { problemOf, type Session } from "./session.svelte";

export class Takeaway {
	offers = $state.raw<Offers | null>(null);
	space = $state("");
	format = $state("");
	precision = $state("");
	writing = $state.raw<AbortController | null>(null);
	problem = $state.raw<Problem | null>(null);
	written = $state.raw<{ file: string; bytes: number; rows: number; renamed: number } | null>(null);
	readonly chosen = $derived(this.offers?.formats.find((f) => f.id === this.format));
	readonly file = $derived(`${this.space}${this.chosen?.extension ?? ""}`);
	#session: Session;

	constructor(session: Session) {
		this.#session = session;
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
		if (!this.chosen?.precisions.includes(this.precision)) this.precision = this.chosen?.precisions[0] ?? "";
	}

	export(): Promise<void> {
		const { space, format, precision, file } = this;
		return this.#write(file, (run, signal) => this.#session.engine.call("export", run, { space, format, precision }, { signal }));
	}

	take(id: string, file: string): Promise<void> {
		return this.#write(file, (run, signal) => this.#session.engine.call("take", run, { id }, { signal }));
	}

	async #write(file: string, make: (run: number, signal: AbortSignal) => Promise<Exported>): Promise<void> {
		const { run } = this.#session;
		if (!run || this.writing) return;
		const abort = new AbortController();
		[this.writing, this.problem, this.written] = [abort, null, null];
		try {
			const { pieces, rows, renamed } = await make(run.id, abort.signal);
			const blob = new Blob(pieces as Uint8Array<ArrayBuffer>[]);
			download(blob, file);
			this.written = { file, bytes: blob.size, rows, renamed };
		} catch (error) {
			if (!isCancelled(error)) this.problem = problemOf(error);
		} finally {
			this.writing = null;
		}
	}
}

// download hands a file to the browser to keep.
export function download(blob: Blob, name: string): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(blob);
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
