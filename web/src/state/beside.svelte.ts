// Beside is what the visitor has laid over the points: pictures, a file of edges, a map
// that was remembered. Each is kept beside the data, and comes back with its space.
import type { Stores } from "../store/database";
import type { EdgeFile } from "./joins.svelte";
import { mostKeptPoints } from "./movement";
import type { Moment } from "./overlay.svelte";
import type { Sheet } from "./pictures.svelte";
import { problemOf, type Session } from "./session.svelte";
import { Space } from "./space";

type Kind = "pictures" | "edges" | "moments";

export class Beside {
	#of = ""; // the lab, data and space whose it is, once it is there
	#kept = new Map<Kind, object>(); // what is in the store, as it is here
	#turn = 0;
	#session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	// arrive is called when a space has come: what is kept for it is laid over it,
	// unless something is there.
	async arrive(): Promise<void> {
		const { database, run, space, marks, overlay, showings } = this.#session;
		if (!database || !run || run.id === 0 || run.state === "preparing" || !space || space.run !== run.id) return;
		const id = `${run.setup.lab} ${run.setup.data.id} ${space.name}`;
		if (id === this.#of) return;
		const turn = ++this.#turn;
		this.#of = "";
		const [pictures, edges, moment] = await Promise.all([database.get("pictures", id), database.get("edges", id), database.get("moments", id)]);
		if (turn !== this.#turn) return;
		this.#kept.clear();
		if (pictures && !marks.pictures.sheet?.own) {
			await marks.pictures.take(pictures.blob, pictures.name, space.rows, pictures.tile);
			if (marks.pictures.sheet) this.#kept.set("pictures", marks.pictures.sheet);
		}
		if (edges && !marks.joins.file) {
			await marks.joins.bring(edges.file, space);
			if (marks.joins.file) this.#kept.set("edges", marks.joins.file);
		}
		if (turn !== this.#turn) return;
		// One of other data, by the same names, is not these data's.
		if (overlay.moment) this.#kept.set("moments", overlay.moment);
		else if (moment) {
			const { labels, ...picture } = moment.moment;
			const there = new Space({ run: 0, name: space.name, role: space.role, rows: labels.length, dim: space.dim, counts: new Float32Array(), labels, columns: [] });
			overlay.bring({ ...picture, space: there });
			if (overlay.moment) this.#kept.set("moments", overlay.moment);
		}
		showings.settle();
		this.#of = id;
		this.note();
	}

	// leave is called before what is there is let go of, since other data come.
	leave(): void {
		this.#turn++;
		this.#of = "";
	}

	// note is called when something of it has changed, and keeps that.
	note(): void {
		const { marks, overlay } = this.#session;
		const { sheet } = marks.pictures;
		this.#put("pictures", sheet?.own ? sheet : null, ({ name, blob, cut }: Sheet) => ({ name, blob, tile: cut.tile }));
		this.#put("edges", marks.joins.file, ({ source }: EdgeFile) => ({ file: source }));
		const kept = overlay.moment && overlay.moment.space.rows <= mostKeptPoints ? overlay.moment : null;
		this.#put("moments", kept, ({ space, coordinates, dimensions, fixed, reports, method }: Moment) => ({
			moment: { labels: space.labels, coordinates, dimensions, fixed, reports, method },
		}));
	}

	#put<K extends Kind, V extends object>(kind: K, value: V | null, record: (value: V) => Omit<Stores[K], "id">): void {
		const { database, notices } = this.#session;
		if (this.#of === "" || !database || (this.#kept.get(kind) ?? null) === value) return;
		if (value) this.#kept.set(kind, value);
		else this.#kept.delete(kind);
		const done = value ? database.put(kind, { id: this.#of, ...record(value) } as Stores[K]) : database.remove(kind, this.#of);
		done.catch((error: unknown) => notices.tell((t) => t.notices.fileNotKept(t.problem(problemOf(error))), { lasting: true }));
	}
}
