// What the map's document offers to the page that holds it, as an object on its
// window. Row ids are the space's; lengths are the page's pixels.

export const apiVersion = 1;

export interface View {
	x: number;
	y: number;
	zoom: number;
}

// Colours are as CSS writes them.
export interface MapTheme {
	ground: string;
	ink: string;
	softInk: string;
	accent: string;
}

export interface MapHandlers {
	hover(row: number | null): void;
	pick(row: number | null): void;
	view(view: View | null): void; // null: it follows the points
	drawn(version: number): void; // of the points on the screen
	key(key: string): boolean; // one that the map has no use for; whether the page has
}

export interface MapApi {
	readonly version: number;
	readonly ready: Promise<void>; // rejected if the map cannot be started
	readonly frames: number; // pictures drawn
	readonly milliseconds: number[]; // Go's time for each of the last
	listen(handlers: MapHandlers): void;
	setPoints(coordinates: Float32Array, version: number): void;
	// setRows gives the rows their labels, priorities, colours (premultiplied
	// RGBA, red lowest) and radii.
	setRows(labels: string[], priorities: Float32Array, colors: Uint32Array, radii: Float32Array): void;
	setTheme(theme: MapTheme): void;
	setStill(still: boolean): void;
	setName(name: string): void;
	select(row: number | null, neighbors: number[]): void;
	highlight(rows: number[]): void;
	point(row: number | null): void;
	flyTo(row: number): void;
	fit(): void;
	lookAt(view: View): void;
	where(row: number): { x: number; y: number } | null;
}

declare global {
	interface Window {
		nearspaceMap?: MapApi;
	}
}
