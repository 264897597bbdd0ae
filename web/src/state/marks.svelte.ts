// Marks are what the map shows besides its points: the small picture of all, which
// labels, pictures, and lines. What of it can be kept is plain values.
import { Joins, type By } from "./joins.svelte";
import type { Minimap } from "./minimap";
import { Pictures } from "./pictures.svelte";
import type { Item, Space } from "./space";
import { rowsIn } from "./choice.svelte";

// Steps from no labels to as many as fit: how many at most, and how much room there
// is about each, in pixels.
export const densities = [
	{ most: 0, room: 4 },
	{ most: 15, room: 24 },
	{ most: 60, room: 4 },
	{ most: 200, room: 3 },
	{ most: 1500, room: 1 },
] as const;

export const usualDensity = 2;

export interface MarksState {
	minimap: Minimap;
	density: number; // a place in densities
	pinned: Item[]; // those whose labels are always shown
	pictures: boolean; // whether those that there are are shown
	pictureSize: number; // pixels
	lines: By;
}

export class Marks {
	minimap = $state<Minimap>("zoomed");
	density = $state(usualDensity);
	pinned = $state.raw<Item[]>([]);

	readonly pictures = new Pictures();
	readonly joins = new Joins();

	readonly labels = $derived(densities[this.density] ?? densities[usualDensity]);

	pins(space: Space): Int32Array {
		return rowsIn(space, this.pinned);
	}

	isPinned(item: Item): boolean {
		return this.pinned.some((pin) => same(pin, item));
	}

	pin(items: Item[]): void {
		this.pinned = [...this.pinned, ...items.filter((item) => !this.isPinned(item))];
	}

	unpin(item: Item): void {
		this.pinned = this.pinned.filter((pin) => !same(pin, item));
	}

	// forget lets go of what belongs to the data; how the map is to look stays.
	forget(): void {
		this.pinned = [];
		this.pictures.forget();
		this.joins.forget();
	}

	// state is what of it is to be kept.
	get state(): MarksState {
		const { minimap, density, pinned, pictures, joins } = this;
		return { minimap, density, pinned, pictures: pictures.on, pictureSize: pictures.size, lines: joins.by };
	}

	restore({ minimap, density, pinned, pictures, pictureSize, lines }: MarksState): void {
		[this.minimap, this.density, this.pinned] = [minimap, density, pinned];
		[this.pictures.on, this.pictures.size] = [pictures, pictureSize];
		this.joins.choose(lines);
	}
}

function same(a: Item, b: Item): boolean {
	return a.row === b.row && a.label === b.label;
}
