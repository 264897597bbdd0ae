// Bookmarks are places of the map that are kept, each of a lab and its data.
import { parseBookmarks, formatBookmarks, type Bookmark, type BookmarkProblem } from "./bookmark";
import { empty, formatLink, parseLink } from "./link";
import { problemOf, type Session } from "./session.svelte";
import { download } from "./takeaway.svelte";

export class Bookmarks {
	list = $state.raw<Bookmark[]>([]);
	problem = $state.raw<BookmarkProblem | null>(null); // of a file that was opened
	#of = ""; // the lab and data whose they are
	#session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	readonly of = $derived.by(() => `${this.#session.lab?.description.id ?? ""} ${this.#session.data?.id ?? ""}`);

	// open brings those of the lab and data that are there.
	async open(): Promise<void> {
		const { of } = this;
		if (of === this.#of) return;
		[this.#of, this.list, this.problem] = [of, [], null];
		const kept = (await this.#session.database?.all("bookmarks"))?.find((b) => b.id === of);
		if (kept && this.#of === of) this.list = [...kept.list, ...this.list];
	}

	async #keep(list: Bookmark[]): Promise<void> {
		this.list = list;
		const { database, notices } = this.#session;
		try {
			await database?.put("bookmarks", { id: this.#of, list });
		} catch (error) {
			notices.tell((t) => t.bookmarks.notKept(t.problem(problemOf(error))), { lasting: true });
		}
	}

	// add keeps what the map shows now.
	add(name: string): Promise<void> {
		return this.#keep([...this.list, { name: name.trim(), link: formatLink({ ...empty, ...this.#session.showings.get() }) }]);
	}

	go({ link }: Bookmark): void {
		this.#session.showings.go(parseLink(link));
	}

	async rename(mark: Bookmark, name: string): Promise<void> {
		if (name.trim() === "" || name.trim() === mark.name) return;
		await this.#keep(this.list.map((b) => (b === mark ? { ...b, name: name.trim() } : b)));
	}

	async remove(mark: Bookmark): Promise<void> {
		const at = this.list.indexOf(mark);
		const of = this.#of;
		await this.#keep(this.list.filter((b) => b !== mark));
		this.#session.notices.tell((t) => t.bookmarks.removed(mark.name), {
			undo: () => {
				if (this.#of === of) void this.#keep(this.list.toSpliced(at, 0, mark));
			},
		});
	}

	save(): void {
		const { lab, data } = this.#session;
		if (!lab || !data) return;
		const text = formatBookmarks(lab.description.id, data.id, this.list);
		download(new Blob([text], { type: "application/json" }), "bookmarks.json");
	}

	// take adds those of a file, all or none.
	async take(file: Blob): Promise<void> {
		const read = parseBookmarks(await file.text());
		if ("problem" in read) {
			this.problem = read.problem;
			return;
		}
		this.problem = null;
		const there = new Set(this.list.map((b) => `${b.name} ${b.link}`));
		await this.#keep([...this.list, ...read.bookmarks.filter((b) => !there.has(`${b.name} ${b.link}`))]);
	}
}
