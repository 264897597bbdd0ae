// Layout is which parts of the page are open, as far as links say it.

export type Middle = "map" | "matrix";

// Parts that a link may hide, for a lesson that needs less.
export const hideable = ["bar", "setup", "ask", "inside", "guide", "run"] as const;
export type Hideable = (typeof hideable)[number];

export function isHideable(name: string): name is Hideable {
	return (hideable as readonly string[]).includes(name);
}

export class Layout {
	middle = $state<Middle>("map");
	guide = $state<string | null>(null); // the page of the guide that is open
	hidden = $state.raw<Hideable[]>([]);
	lit = $state.raw<string | null>(null); // the part that the guide speaks of
	setupBeside = $state(false); // the set-up stands beside the guide

	#timer: ReturnType<typeof setTimeout> | undefined;

	// light lights a part of the page up for a while.
	light(part: string): void {
		clearTimeout(this.#timer);
		this.lit = part;
		this.#timer = setTimeout(() => (this.lit = null), 4000);
	}

	hides(part: Hideable): boolean {
		return this.hidden.includes(part);
	}
}
