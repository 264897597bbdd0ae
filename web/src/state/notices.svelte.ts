import type { Catalogue } from "../text";

// A Notice is told in passing. It is kept as a function of the catalogue, so that
// it changes with the language.
export interface Notice {
	id: number;
	say: (t: Catalogue) => string;
	detail: string;
	act: Act | null;
	lasting: boolean;
}

// An Act is what the notice offers to do.
export interface Act {
	name: (t: Catalogue) => string;
	run: () => void | Promise<void>;
}

interface Options {
	act?: Act;
	undo?: Act["run"];
	lasting?: boolean;
	detail?: string;
}

const shownFor = 9_000;

export class Notices {
	list = $state.raw<Notice[]>([]);
	#last = 0;

	// tell shows a notice and returns what closes it.
	tell(say: (t: Catalogue) => string, { act, undo, lasting = false, detail = "" }: Options = {}): () => void {
		const offer = act ?? (undo ? { name: (t: Catalogue) => t.notices.undo, run: undo } : null);
		const notice: Notice = { id: ++this.#last, say, detail, act: offer, lasting };
		this.list = [...this.list.slice(-2), notice];
		const close = () => this.close(notice.id);
		if (!lasting) setTimeout(close, shownFor);
		return close;
	}

	close(id: number): void {
		this.list = this.list.filter((n) => n.id !== id);
	}
}
