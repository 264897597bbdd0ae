// Overlay lays another map under the first: each point there is joined to its place
// here. The other is the second map, the second run's, or a moment of a run that was
// remembered.
import { rowsIn } from "./choice.svelte";
import { farthest, movement, only, type Movement, type Picture } from "./movement";
import type { Session } from "./session.svelte";
import type { Side } from "./side";
import { partners } from "./space";

export const sources = ["second", "rival", "moment"] as const;
export type Source = (typeof sources)[number];

// Remembered is a map that was remembered, by which one knows it.
export interface Remembered {
	reports: number;
	method: string;
}

// OverlayState is what of it steps back and forth, links and bookmarks hold; a moment's
// points stay in the browser.
export interface OverlayState {
	source: Source | null;
	moment: Moment | Remembered | null;
}

export type Moment = Picture & Remembered;

// So many of those that moved most are listed.
const mostListed = 10;

export class Overlay {
	source = $state<Source | null>(null); // that was chosen
	#moment = $state.raw<Moment | Remembered | null>(null);
	#session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	// there are what it can be.
	readonly there = $derived.by((): Source[] => {
		const { second, rival } = this.#session;
		const all: [Source, boolean][] = [["second", second.open], ["rival", rival.run !== null], ["moment", this.moment !== null]];
		return all.flatMap(([source, is]) => (is ? source : []));
	});
	readonly shown = $derived.by(() => (this.source !== null && this.there.includes(this.source) ? this.source : null));

	readonly state = $derived.by((): OverlayState => ({ source: this.source, moment: this.#moment }));
	readonly moment = $derived.by((): Moment | null => (this.#moment && "space" in this.#moment ? this.#moment : null));
	// gone is a moment of a link or a bookmark whose points are no more.
	readonly gone = $derived.by((): Remembered | null => (this.source === "moment" && this.#moment && !this.moment ? this.#moment : null));
	readonly missing = $derived.by(() => this.source !== null && this.shown === null);

	restore({ source, moment }: OverlayState): void {
		const same = this.moment && moment && this.moment.reports === moment.reports && this.moment.method === moment.method;
		[this.source, this.#moment] = [source, same && !("space" in moment) ? this.moment : moment];
	}

	// bring puts a moment that was kept where none is, or where that one is asked for.
	bring(moment: Moment): void {
		const asked = this.#moment;
		if (!asked || (asked.reports === moment.reports && asked.method === moment.method)) this.#moment = moment;
	}

	// remember keeps the map as it is now.
	remember(): void {
		const now = pictureOf(this.#session);
		const { frame, mapping } = this.#session;
		if (now && frame) [this.#moment, this.source] = [{ ...now, reports: frame.reports, method: mapping.way.method }, "moment"];
	}

	forget(): void {
		[this.#moment, this.source] = [null, this.source === "moment" ? null : this.source];
	}

	readonly #other = $derived.by((): Picture | null => {
		const { second, rival } = this.#session;
		if (this.shown === null) return null;
		return this.shown === "moment" ? this.moment : pictureOf(this.shown === "second" ? second : rival);
	});
	// The rows that both have stay while the points move.
	readonly #there = $derived.by(() => this.#other?.space ?? null);
	readonly #pairs = $derived.by(() => {
		const { space } = this.#session;
		return space && this.#there ? partners(space, this.#there) : null;
	});
	readonly movement = $derived.by((): Movement | null => {
		const here = this.#other && pictureOf(this.#session);
		return here && this.#other && this.#pairs ? movement(here, this.#other, this.#pairs) : null;
	});
	// apart says that one of the maps is in the plane and the other in space.
	readonly apart = $derived.by(() => this.#other !== null && this.#session.frame !== null && this.#other.dimensions !== this.#session.frame.dimensions);

	readonly #chosen = $derived.by(() => {
		const { space, choice } = this.#session;
		const rows = space ? rowsIn(space, choice.items) : new Int32Array();
		return rows.length > 0 ? rows : null;
	});
	// places are what the map draws ways from; none: it draws none.
	readonly places = $derived.by((): Float32Array => {
		if (!this.movement) return new Float32Array();
		return this.#chosen ? only(this.movement.places, this.#chosen, this.#session.frame?.dimensions ?? 2) : this.movement.places;
	});
	readonly farthest = $derived.by(() => this.movement && farthest(this.movement.ways, this.#chosen, mostListed));
	readonly ofChosen = $derived.by(() => this.#chosen !== null);
}

// pictureOf is the map of a side as it is; null while there is none of its space.
function pictureOf({ space, frame, mapping }: Side): Picture | null {
	if (!space || !frame || frame.run !== space.run || frame.space !== space.name) return null;
	const { dimensions, coordinates } = frame;
	if (coordinates.length !== space.rows * dimensions) return null;
	return { space, coordinates, dimensions, fixed: mapping.way.method === "axes" || mapping.way.method === "dimensions" };
}
