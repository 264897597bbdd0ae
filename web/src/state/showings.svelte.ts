// Showings are what the map has shown: one can step back and forth among them, a link
// brings one, and bookmarks keep some.
import type { View } from "../map/api";
import { rowsIn } from "./choice.svelte";
import { changesOf, type Link } from "./link";
import type { Session } from "./session.svelte";
import { differ, formatLook, parseLook, type Part, type Showing } from "./showing";
import type { Item } from "./space";
import { formatWay, parseWay } from "./way";

// So many steps can be taken back.
const mostSteps = 100;

// A slider that is drawn makes one step: what follows so soon, in milliseconds, and
// changes the same, is of the step before.
const oneStep = 800;

// So long a list of points may be in an address.
const mostListed = 1500;

// Sight is what of a link says what the map shows and where one looks.
export type Sight = Pick<Link, "view" | "map" | "rival" | "look" | "table" | "select">;

export class Showings {
	// Where the map is to look, once it is of as many dimensions.
	sight = $state.raw<View | null>(null);
	#past = $state.raw<Showing[]>([]);
	#future = $state.raw<Showing[]>([]);
	#present: Showing | null = null;
	#last = { time: 0, parts: "" };
	#of = ""; // the lab and the data that the steps are of
	#awaited = $state.raw<Record<string, string> | null>(null); // a link's, whose points are not there yet
	#session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	readonly undoable = $derived(this.#past.length > 0);
	readonly redoable = $derived(this.#future.length > 0);

	readonly now = $derived.by((): Showing => {
		const { mapping, coloring, choice, marks, groups, second, rival, overlay, placed } = this.#session;
		const { by, metric, off, ranges, size, labels, contours, places } = coloring;
		const { items: chosen, alone, hidden } = choice;
		return { way: mapping.way, by, metric, off, ranges, size, labels, contours, places, chosen, alone, hidden, marks: marks.state, groups: groups.state, second: second.way, rival: rival.changes, overlay: overlay.state, placed: placed.list };
	});

	readonly #written = $derived.by(() => this.#format(mostListed));
	// whole says that an address has room for all of it.
	readonly whole = $derived.by(() => this.#written.whole);

	// note is called when something of it has changed: that is a step.
	note(now: Showing): void {
		const { lab, data } = this.#session;
		const of = `${lab?.description.id} ${data?.id}`;
		const before = this.#present;
		this.#present = now;
		if (of !== this.#of || !before) {
			[this.#of, this.#past, this.#future] = [of, [], []];
			return;
		}
		const parts = differ(before, now);
		if (parts.length === 0) return;
		const time = Date.now();
		const slides = !parts.some((part) => part === "choice" || part === "groups" || part === "overlay" || part === "placed");
		const same = slides && parts.join() === this.#last.parts && time - this.#last.time < oneStep;
		this.#last = { time, parts: parts.join() };
		if (!same) this.#past = [...this.#past, before].slice(-mostSteps);
		this.#future = [];
	}

	// settle says that what has changed is no step, but what was asked for before.
	settle(): void {
		this.#present = this.now;
	}

	// rename calls points otherwise, here and in all steps: what is chosen stays so.
	rename(renamed: (items: Item[]) => Item[]): void {
		const { choice, marks, chosen } = this.#session;
		const of = (s: Showing): Showing => ({
			...s, chosen: renamed(s.chosen), alone: s.alone && renamed(s.alone), hidden: renamed(s.hidden), marks: { ...s.marks, pinned: renamed(s.marks.pinned) },
		});
		[this.#past, this.#future] = [this.#past.map(of), this.#future.map(of)];
		[choice.items, choice.hidden, choice.alone] = [renamed(choice.items), renamed(choice.hidden), choice.alone && renamed(choice.alone)];
		marks.pinned = renamed(marks.pinned);
		if (chosen) this.#session.chosen = renamed([chosen])[0] ?? chosen;
		this.settle();
	}

	undo(): void {
		const before = this.#past.at(-1);
		if (!before) return;
		[this.#past, this.#future] = [this.#past.slice(0, -1), [...this.#future, this.now]];
		this.#put(before);
	}

	redo(): void {
		const after = this.#future.at(-1);
		if (!after) return;
		[this.#future, this.#past] = [this.#future.slice(0, -1), [...this.#past, this.now]];
		this.#put(after);
	}

	// #put shows what was shown, and is no step.
	#put(to: Showing): void {
		const { coloring, choice, marks, groups, second, rival, overlay, placed } = this.#session;
		const parts: Part[] = differ(this.now, to);
		if (parts.includes("way")) this.#session.mapping.set(to.way);
		[coloring.by, coloring.metric, coloring.off, coloring.size, coloring.labels] = [to.by, to.metric, to.off, to.size, to.labels];
		[coloring.contours, coloring.places, coloring.ranges] = [to.contours, to.places, to.ranges];
		[choice.items, choice.alone, choice.hidden] = [to.chosen, to.alone, to.hidden];
		marks.restore(to.marks);
		groups.restore(to.groups);
		if (parts.includes("rival")) rival.restore(to.rival);
		if (parts.includes("second")) second.restore(to.second);
		overlay.restore(to.overlay);
		if (parts.includes("placed")) placed.restore(to.placed);
		[this.#present, this.#last] = [this.now, { time: 0, parts: "" }];
	}

	#format(most: number): ReturnType<typeof formatLook> {
		const { space } = this.#session;
		return formatLook(this.now, (items: Item[]) => (space ? rowsIn(space, items) : new Int32Array()), most);
	}

	// read takes what a link says; its points wait for the space that they are of.
	read(look: Record<string, string>): void {
		this.#awaited = null;
		this.#put(parseLook(look, this.now, null));
		this.#awaited = look;
	}

	// arrive is called when a space has come.
	arrive(): void {
		const { space } = this.#session;
		if (!this.#awaited || !space) return;
		const look = this.#awaited;
		this.#awaited = null;
		this.#put(parseLook(look, this.now, space));
	}

	// forget lets go of points that are not there yet, and of ranges, which other data
	// would have by chance.
	forget(): void {
		this.#session.coloring.ranges = [];
		this.#awaited = null;
	}

	link(): Record<string, string> {
		return this.#awaited ?? this.#written.fields;
	}

	// get is what is shown and where one looks; go goes back there, as a step.
	get(): Sight {
		const { mapping, groups, second, rival, lacking, view, space, selected } = this.#session;
		const map = { ...formatWay(mapping.way), ...second.link(), ...groups.link() };
		return { view, map, rival: rival.link(), look: this.#format(Infinity).fields, table: lacking.link(), select: space?.item(selected)?.label ?? null };
	}

	go({ view, map, rival, look, table, select }: Sight): void {
		const { lab, data, space, maps, groups, second, lacking } = this.#session;
		const before = this.now;
		const way = second.wayOf(map);
		lacking.read(table ?? lacking.link(), data?.id ?? null);
		const sight = parseLook(look, before, space);
		const overlay = sight.overlay.moment ? sight.overlay : { ...sight.overlay, moment: before.overlay.moment };
		this.#put({ ...sight, overlay, way: parseWay(map, maps), groups: groups.stateOf(map), second: way, rival: lab && !way ? changesOf(rival, lab) : null });
		this.#session.choose(select === null ? null : { label: select, row: -1 });
		this.sight = view;
		if (differ(before, this.now).length > 0) [this.#past, this.#future] = [[...this.#past, before].slice(-mostSteps), []];
	}
}
