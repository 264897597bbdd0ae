import { isCancelled } from "../engine/client";
import type { Answer, Problem, Query, Question, Ranking } from "../engine/protocol";
import { problemOf, type Session } from "./session.svelte";

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
}

const most = 12;

// askEvery is the time between two answers to a live question.
const askEvery = 500;

export class Answers {
	list = $state.raw<Card[]>([]);
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
			id: ++this.#last, query, answer: null, problem: null, pending: true, live, fromMap, reports: 0,
		};
		const rest = fromMap && this.list[0]?.fromMap ? this.list.slice(1) : this.list;
		// Of the earlier ones none stays live unless it is asked for.
		this.list = [card, ...rest.map((c) => ({ ...c, live: false }))].slice(0, most);
		void this.#answer(card.id);
		this.#timer ??= setInterval(() => this.#tick(), askEvery);
	}

	async #answer(id: number): Promise<void> {
		const { run, engine } = this.#session;
		const card = this.list.find((c) => c.id === id);
		if (!card) return;
		if (!run || run.id === 0) return this.#change(id, { pending: false, problem: notReady });
		this.#change(id, { pending: true });
		try {
			const answer = await engine.call("ask", run.id, { query: card.query });
			this.#change(id, { answer, problem: null, pending: false, reports: this.#session.run?.progress?.reports ?? 0 });
		} catch (error) {
			if (!isCancelled(error)) this.#change(id, { problem: problemOf(error), pending: false });
		}
	}

	#change(id: number, change: Partial<Card>): void {
		this.list = this.list.map((c) => (c.id === id ? { ...c, ...change } : c));
	}

	#tick(): void {
		if (this.#session.run?.state !== "running") return;
		for (const card of this.list) if (card.live && !card.pending) void this.#answer(card.id);
	}

	// refresh asks the live questions once more, when a run has come to rest.
	refresh(): void {
		for (const card of this.list) if (card.live && !card.pending) void this.#answer(card.id);
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
		this.list = this.list.map((c) => ({ ...c, pending: false }));
	}

	// neighbors are the rows that the answer about the selected row names.
	readonly neighbors = $derived.by(() => {
		const { selected, space } = this.#session;
		if (selected === null || !space) return [];
		const label = space.labels[selected] ?? "";
		const card = this.list.find((c) => Object.values(c.query.args).includes(label));
		const ranking = card?.answer?.parts.find((p): p is { kind: "ranking" } & Ranking => p.kind === "ranking");
		return ranking?.items.flatMap((i) => (i.row && i.row.space === space.name ? [i.row.id] : [])) ?? [];
	});
}

const notReady: Problem = { code: "notReady", args: {}, where: "ask", message: "" };
