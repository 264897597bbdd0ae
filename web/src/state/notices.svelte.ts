import type { Catalogue } from "../text";

// A Notice is told in passing. It is kept as a function of the catalogue, so that
// it changes with the language.
export interface Notice {
	id: number;
	say: (t: Catalogue) => string;
	detail: string;
	undo: (() => void | Promise<void>) | null;
	lasting: boolean;
}

const shownFor = 9_000;

export class Notices {
	list = $state.raw<Notice[]>([]);
	#last = 0;

	tell(say: (t: Catalogue) => string, { undo = null, lasting = false, detail = "" }: { undo?: Notice["undo"]; lasting?: boolean; detail?: string }): void {
		const notice: Notice = { id: ++this.#last, say, detail, undo, lasting };
		this.list = [...this.list.slice(-2), notice];
		if (!lasting) setTimeout(() => this.close(notice.id), shownFor);
	}

	close(id: number): void {
		this.list = this.list.filter((n) => n.id !== id);
	}
}
