// Published vectors lie beside the site; the address names the configuration that
// says where.
import { arrayOf, BadConfig, beside, isText, parseConfig, type Embedding } from "./config";
import type { Session } from "./session.svelte";

export class Published {
	names = $state.raw<string[]>([]); // of the sets that the configuration has
	name = $state("");
	#url: URL | null = null;
	#sets: Embedding[] = [];
	expected = $state(false); // the address names some that have not been read
	#waiting = $state.raw<{ data: string; metadata: File | null; bookmarks: Blob | null; sprite: Embedding["sprite"] } | null>(null); // for the vectors to be there
	#joining = false;
	#turn = 0;
	#session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	// whole says that all that was published of the rows is there.
	readonly whole = $derived(!this.expected && this.#waiting === null);

	// open opens the set of a name, or the first one. What goes wrong is told, and
	// leaves all as it was.
	async open(path: string, name: string | null): Promise<void> {
		await this.#try(async (signal) => {
			this.#url = beside(path, new URL(document.baseURI));
			this.#sets = parseConfig(await (await fetched(this.#url, signal)).text(), this.#url);
			this.names = this.#sets.map((s) => s.name);
			await this.#show(name ?? this.names[0] ?? "", signal);
		});
	}

	// choose shows another set of the same configuration.
	async choose(name: string): Promise<void> {
		await this.#try((signal) => this.#show(name, signal));
	}

	async #show(name: string, signal: AbortSignal): Promise<void> {
		const set = this.#sets.find((s) => s.name === name);
		if (!set) throw new BadConfig({ kind: "name", url: this.#url?.href ?? "", name, names: this.names });
		const turn = ++this.#turn;
		const [tensor, metadata, bookmarks] = await Promise.all([
			fetched(set.tensor, signal), set.metadata && fetched(set.metadata, signal), set.bookmarks && fetched(set.bookmarks, signal),
		]);
		const vectors = isText(set.tensor) || !set.shape ? tensor : arrayOf(tensor, set.shape, set.tensor);
		const own = await this.#session.keep(vectors, nameOf(set.tensor));
		if (!own || turn !== this.#turn) return;
		this.name = name;
		this.#waiting = { data: own.hash, metadata: metadata && new File([metadata], nameOf(set.metadata ?? set.tensor)), bookmarks, sprite: set.sprite };
		this.#session.openFile(own);
		void this.arrive();
	}

	async #try(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
		const abort = new AbortController();
		const session = this.#session;
		const importing = { at: "", name: this.#url?.pathname.replace(/^.*\//, "") ?? "projector_config.json", progress: null, abort };
		session.importing?.abort.abort();
		session.importing = importing;
		try {
			await work(abort.signal);
		} catch (error) {
			if (abort.signal.aborted) return;
			const problem = error instanceof BadConfig ? error.problem : null;
			session.notices.tell((t) => (problem ? t.published.problem(problem) : t.published.failed(String(error))), { lasting: true });
		} finally {
			this.expected = false;
			if (session.importing?.abort === abort) session.importing = null;
		}
	}

	// arrive is called when a space has come: what is known of its rows is joined to it.
	async arrive(): Promise<void> {
		const { run, space, data, metadata, marks, bookmarks, notices } = this.#session;
		const waiting = this.#waiting;
		if (!waiting || this.#joining || !space || data?.id !== waiting.data || space.run !== run?.id || run.state !== "ended") return;
		this.#joining = true;
		if (waiting.sprite) void marks.pictures.fetch(waiting.sprite.url.href, space.rows, waiting.sprite.tile);
		if (waiting.metadata) await metadata.publish(waiting.metadata, { header: "", by: "row", column: "" });
		const problem = waiting.bookmarks && (await bookmarks.take(waiting.bookmarks));
		if (problem) notices.tell((t) => t.bookmarks.problem(problem), { lasting: true });
		this.#joining = false;
		if (this.#waiting === waiting) this.#waiting = null;
	}
}

const nameOf = (url: URL) => decodeURIComponent(url.pathname.replace(/^.*\//, "")) || "vectors";

async function fetched(url: URL, signal: AbortSignal): Promise<Blob> {
	try {
		const response = await fetch(url, { signal });
		if (response.ok) return await response.blob();
		throw new Error(`HTTP ${response.status}`);
	} catch (error) {
		if (signal.aborted) throw error;
		throw new BadConfig({ kind: "unread", url: url.href, detail: error instanceof Error ? error.message : String(error) });
	}
}
