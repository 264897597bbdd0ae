// Bookmarks are places of the map that are kept, each of a lab and its data.
import type { FrameEvent } from "../engine/protocol";
import { parseBookmarks, formatBookmarks, type Bookmark, type BookmarkProblem } from "./bookmark";
import { empty, formatLink, parseLink } from "./link";
import { bookmarksOf, withoutPlaces } from "./projectorState";
import { problemOf, type Session } from "./session.svelte";
import { sliced, textIn } from "./sliced";
import { download } from "./takeaway.svelte";

const mostBytes = 64 * 2 ** 20; // of a file
const mostPlaces = 2 ** 22; // numbers that are kept

// Places are those of a map's points.
type Places = Pick<FrameEvent, "coordinates" | "dimensions">;

export class Bookmarks {
	list = $state.raw<Bookmark[]>([]);
	problem = $state.raw<BookmarkProblem | null>(null); // of a file that was opened
	#of = ""; // the lab and data whose they are
	#places = new Map<string, Places>(); // by links, as long as the page is open
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
		const link = formatLink({ ...empty, ...this.#session.showings.get() });
		if (this.#session.frame) this.#remember(link, this.#session.frame);
		return this.#keep([...this.list, { name: name.trim(), link }]);
	}

	// places are where the points were when a view was kept, if that is still known.
	places(link: string): Places | null {
		return this.#places.get(link) ?? null;
	}

	#remember(link: string, { coordinates, dimensions }: Places): void {
		this.#places.delete(link);
		this.#places.set(link, { coordinates, dimensions });
		let numbers = 0;
		for (const [of, places] of [...this.#places].reverse()) if ((numbers += places.coordinates.length) > mostPlaces) this.#places.delete(of);
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

	// take adds those of a file, all or none; of one of TensorFlow's projector those
	// that can be bookmarks here. It returns what is wrong with it.
	async take(file: Blob): Promise<BookmarkProblem | null> {
		await this.open();
		const read = await this.#read(file);
		this.problem = "problem" in read ? read.problem : null;
		if ("problem" in read) return read.problem;
		const there = new Set(this.list.map((b) => `${b.name} ${b.link}`));
		const added = read.bookmarks.filter((b) => !there.has(`${b.name} ${b.link}`));
		if (added.length > 0) await this.#keep([...this.list, ...added]);
		return null;
	}

	async #read(file: Blob): Promise<ReturnType<typeof parseBookmarks>> {
		const { space, notices } = this.#session;
		if (file.size > mostBytes) return { problem: { kind: "bytes", most: mostBytes } };
		const text = await sliced(withoutPlaces(await textIn(file)));
		if (!space || !text?.trimStart().startsWith("[")) return parseBookmarks(text ?? "");
		try {
			const { rows, columns, classes } = space;
			const read = bookmarksOf(JSON.parse(text), { rows, columns: columns.map((c) => c.name), classes: classes.map((c) => c.column) });
			if (!read) return { problem: { kind: "other" } };
			if (read.left > 0) notices.tell((t) => t.bundle.notRead(read.left));
			return read;
		} catch (error) {
			return { problem: { kind: "json", detail: error instanceof Error ? error.message : String(error) } };
		}
	}
}
