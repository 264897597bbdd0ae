import { EngineProblem, isCancelled } from "../engine/client";
import type { Answer, Problem, Progress, Query, Question, Ranking } from "../engine/protocol";
import { rowsAmong } from "./choice.svelte";
import { filled, type Among } from "./question";
import { problemOf, type Session } from "./session.svelte";
import type { Space } from "./space";
import { named } from "./testfile";

// A Card is a question that was asked, with its answer when it has come.
export interface Card {
	id: number;
	query: Query;
	answer: Answer | null;
	problem: Problem | null;
	pending: boolean;
	live: boolean; // asked again while the run trains
	fromMap: boolean; // replaced by the next of its kind
	reports: number; // when it was answered
	stop: AbortController | null; // while it is pending
	progress: Progress | null; // of what it wants before it can be asked
	rests: number; // till when it is not asked again by itself
}

// Nearest are rows of the space that is shown, by a score.
export interface Nearest {
	score: Ranking["score"];
	rows: { row: number; value: number }[];
}

const most = 12;

// askEvery is the time between two answers to a live question.
const askEvery = 500;

// A live question that takes long is asked less often, so that training goes on in
// so many of its times.
const resting = 4;

export class Answers {
	list = $state.raw<Card[]>([]);
	form = $state(""); // the question whose form is open; "": the first
	blanks = $state<Record<string, Record<string, string>>>({}); // what stands in each question's form
	onMap = $state(false); // whether the map shows what the newest answer is about
	#pinned = $state<number | null>(null); // the card that the map shows; null: the newest
	#last = 0;
	#session: Session;
	#timer: ReturnType<typeof setInterval> | undefined;

	constructor(session: Session) {
		this.#session = session;
	}

	question(id: string): Question | null {
		return this.#session.lab?.description.questions.find((q) => q.id === id) ?? null;
	}

	// about asks the lab's first question that is about one label.
	about(label: string): void {
		for (const question of this.#session.lab?.description.questions ?? []) {
			const argument = question.arguments.find((a) => a.kind === "label");
			if (argument) return this.ask({ question: question.id, args: { [argument.name]: label } }, true);
		}
	}

	ask(query: Query, fromMap = false): void {
		const live = this.question(query.question)?.live ?? false;
		const card: Card = {
			id: ++this.#last, query, answer: null, problem: null, pending: false, live, fromMap, reports: 0, stop: null, progress: null, rests: 0,
		};
		if (!fromMap) {
			this.onMap = true;
			this.form = query.question;
			this.fill(query.question, query.args);
		}
		this.#pinned = null;
		const rest = fromMap && this.list[0]?.fromMap ? this.list.slice(1) : this.list;
		// Of the earlier ones none stays live unless it is asked for.
		this.list = [card, ...rest.map((c) => ({ ...c, live: false }))].slice(0, most);
		void this.#answer(card.id);
		this.#timer ??= setInterval(() => this.#tick(), askEvery);
	}

	fill(question: string, args: Record<string, string>): void {
		this.blanks[question] = { ...this.blanks[question], ...args };
	}

	async #answer(id: number): Promise<void> {
		const { run, engine } = this.#session;
		const card = this.list.find((c) => c.id === id);
		if (!card || card.pending) return;
		if (!run || run.id === 0) return this.#change(id, { problem: notReady });
		const { query } = card;
		const question = this.question(query.question);
		const places = question ? filled(question, query.args, (among) => this.#rows(among)) : query.args;
		const stop = new AbortController();
		this.#change(id, { pending: true, stop });
		const since = Date.now();
		try {
			const args = question ? await this.#lines(question, places) : places;
			const beside = this.#session.beside?.run ?? 0;
			const answer = await engine.call("ask", run.id, { query: { ...query, args }, beside }, {
				signal: stop.signal, progress: ({ progress }) => this.#change(id, { progress }),
			});
			this.#change(id, { answer, problem: null, pending: false, stop: null, progress: null, reports: this.#session.run?.progress?.reports ?? 0, rests: Date.now() + resting * (Date.now() - since) });
		} catch (error) {
			this.#change(id, { ...(isCancelled(error) ? {} : { problem: problemOf(error) }), pending: false, stop: null, progress: null });
		}
		// Meanwhile it may have become another question.
		const now = this.list.find((c) => c.id === id);
		if (now && now.query !== query) void this.#answer(id);
	}

	// #lines has the lines of files in the place of what names them.
	async #lines(question: Question, args: Record<string, string>): Promise<Record<string, string>> {
		const all = { ...args };
		for (const { name } of question.arguments.filter((a) => a.kind === "set")) {
			const file = named(all[name] ?? "");
			if (!file) continue;
			const kept = this.#session.files.find((f) => f.hash === file.hash);
			if (!kept) throw new EngineProblem({ code: "unknown", args: { what: "file", id: file.name }, where: "ask", message: "" });
			all[name] = await kept.blob.text();
		}
		return all;
	}

	// #rows are those of the space that is asked which count.
	#rows(among: Among): Iterable<number> {
		return this.asked ? rowsAmong(this.#session, this.asked, among) : [];
	}

	// asked is the space that questions are about.
	readonly asked = $derived.by((): Space | null => this.#session.spaces[0] ?? null);

	// adjust asks the newest question again with other arguments, in its place, as a
	// slider moves.
	adjust(query: Query): void {
		const card = this.list[0];
		if (card?.query.question !== query.question || (!card.answer && !card.pending)) return;
		this.#change(card.id, { query });
		void this.#answer(card.id);
	}

	// toggleMap has the map show what an answer is about, or no more.
	toggleMap(id: number): void {
		if (this.shown?.card === id) return void (this.onMap = false);
		this.#pinned = id;
		this.onMap = true;
	}

	stop(id: number): void {
		this.list.find((c) => c.id === id)?.stop?.abort();
	}

	#change(id: number, change: Partial<Card>): void {
		this.list = this.list.map((c) => (c.id === id ? { ...c, ...change } : c));
	}

	#tick(): void {
		if (this.#session.run?.state !== "running") return;
		for (const card of this.list) if (card.live && Date.now() >= card.rests) void this.#answer(card.id);
	}

	// refresh asks the live questions once more, when a run has come to rest.
	refresh(): void {
		for (const card of this.list) if (card.live) void this.#answer(card.id);
	}

	again(id: number): void {
		void this.#answer(id);
	}

	setLive(id: number, live: boolean): void {
		this.#change(id, { live });
		if (live) void this.#answer(id);
	}

	close(id: number): void {
		const at = this.list.findIndex((c) => c.id === id);
		const card = this.list[at];
		if (!card) return;
		card.stop?.abort();
		this.list = this.list.filter((c) => c.id !== id);
		this.#session.notices.tell((t) => t.notices.answerClosed, {
			undo: () => void (this.list = [...this.list.slice(0, at), card, ...this.list.slice(at)]),
		});
	}

	// stale marks answers as of a run that is no more.
	stale(): void {
		this.list = this.list.map((c) => ({ ...c, reports: -1 }));
	}

	// drop ends what waits for an engine that is no more.
	drop(): void {
		this.list = this.list.map((c) => ({ ...c, pending: false, stop: null, progress: null }));
	}

	// shown is what the map shows of the newest answer that is about rows of its space.
	readonly shown = $derived.by(() => {
		if (!this.onMap) return null;
		const there = this.list.filter((c) => c.answer?.shown && c.reports >= 0);
		const card = there.find((c) => c.id === this.#pinned) ?? there[0];
		return card?.answer?.shown && card.answer.shown.space === this.#session.space?.name ? { card: card.id, ...card.answer.shown } : null;
	});

	// aboutSelected is the newest question about the row that is selected.
	readonly aboutSelected = $derived.by((): Card | null => {
		const { selected, space } = this.#session;
		if (selected === null || !space) return null;
		const label = space.labels[selected] ?? "";
		return this.list.find((c) => Object.values(c.query.args).includes(label)) ?? null;
	});

	// nearest is what its answer ranks, with what it ranks by.
	readonly nearest = $derived.by((): Nearest | null => {
		const { space } = this.#session;
		const ranking = this.aboutSelected?.answer?.parts.find((p): p is { kind: "ranking" } & Ranking => p.kind === "ranking");
		if (!ranking || !space) return null;
		return { score: ranking.score, rows: ranking.items.flatMap((i) => (i.row && i.row.space === space.name ? [{ row: i.row.id, value: i.value }] : [])) };
	});

	// neighbors are the rows that it names.
	readonly neighbors = $derived.by(() => this.nearest?.rows.map((n) => n.row) ?? []);
}

const notReady: Problem = { code: "notReady", args: {}, where: "ask", message: "" };
