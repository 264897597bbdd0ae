// What the map's document offers to the page that holds it, as an object on its
// window. Row ids are the space's; lengths are the page's pixels; colours of points
// are premultiplied RGBA, red lowest.

export const apiVersion = 1;

// A view in space has z and a turn: a quaternion's x, y, z and w.
export interface View {
	x: number;
	y: number;
	zoom: number;
	z?: number;
	turn?: [number, number, number, number];
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
	selected?(rows: Int32Array): void; // the selection is another, by whomever
}

// How rows change the selection, and what dragging does; the order is the viewer's.
export const changes = ["replace", "add", "remove", "toggle"] as const;
export type Change = (typeof changes)[number];
export const tools = ["hand", "box", "lasso"] as const;
export type Tool = (typeof tools)[number];

// A name is a text at a place of the world.
export interface Name {
	text: string;
	x: number;
	y: number;
	z?: number;
}

// Pictures in place of points: square tiles of one picture, row by row.
export interface Pictures {
	picture: ImageData;
	tile: number; // side, in the picture
	size: number; // on the screen
	tiles: Int32Array; // of each row; -1: none
}

export interface Contours {
	levels: number[]; // parts of the highest density
	smoothing: number; // 1: Scott's rule
	color: string;
}

// A hill of the density: where its top is, and how many points stand on it.
export interface Hill {
	x: number;
	y: number;
	height: number;
	points: number;
}

export interface MapApi extends Partial<MapTools> {
	readonly version: number;
	readonly ready: Promise<void>; // rejected if the map cannot be started
	readonly frames: number; // pictures drawn
	readonly milliseconds: number[]; // Go's time for each of the last
	listen(handlers: MapHandlers): void;
	// setPoints takes 2 numbers for each row, or 3 if the dimensions are 3.
	setPoints(coordinates: Float32Array, version: number, dimensions?: 2 | 3): void;
	// setRows gives the rows their labels, priorities, colours and radii.
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

// MapTools are what the viewer can do besides; those that the frame hands on are
// there.
export interface MapTools {
	setTool(tool: Tool): void;
	reset(): void; // as fit, and space turned as at first

	// What is chosen, and what is there at all. What is hidden is neither drawn nor
	// picked nor labelled, and does not count for the view.
	selection(): Int32Array;
	setSelection(rows: Int32Array, how: Change): void;
	selectInside(polygon: number[], how: Change): void; // x and y in turn
	invertSelection(): void;
	dimOthers(on: boolean): void; // else the selection has rings
	isolate(rows: Int32Array): void;
	hide(rows: Int32Array): void;
	showAll(): void; // undoes isolate and hide
	switchOff(rows: Int32Array): void; // by a legend; none switches all on
	onScreen(most: number): Int32Array; // those first that have labels first

	colorByCategory(categories: Int32Array, palette: Uint32Array, none: number): void; // -1: none
	colorByNumber(numbers: Float32Array, low: number, high: number, scale: Uint32Array, none: number): void;
	sizeByNumber(numbers: Float32Array, low: number, high: number, smallest: number, largest: number): void;
	setLabels(labels: string[]): void;
	setLabelDensity(most: number, room: number): void;
	pinLabels(rows: Int32Array): void;
	setGuests(count: number): void; // so many of the last rows are marked as none of the map's own
	setNames(names: Name[]): void; // the first have the right of way
	setPictures(pictures: Pictures | null): void;
	setPictureSize(size: number): void; // on the screen

	// Lines join two rows each, under the points. setOther says where the rows are in
	// another map of the same world, to show how each moves.
	setLines(pairs: Uint32Array, colors?: Uint32Array, widths?: Float32Array): void;
	setOther(coordinates: Float32Array, dimensions?: 2 | 3): void;
	setContours(contours: Contours | null): void;
	// hills returns those of the density, the highest first, and which each row stands
	// on, -1 for none. Two are one if the pass between them is higher than 1 - prominence
	// of the lower; lower than a part, lowest, of the highest is nothing.
	hills(smoothing: number, prominence: number, lowest: number): { hills: Hill[]; of: Int32Array };

	png(width: number, height: number, scale: number, ground: string | null): Promise<Blob>;
	svg(width: number, height: number, ground: string | null): Blob;
	// overview is a small picture of all, and the corners of the screen on it, x and y
	// in turn; lookFrom brings one of its places to the middle.
	overview(width: number, height: number): { picture: ImageData; screen: number[] };
	lookFrom(x: number, y: number, width: number, height: number): void;
}

declare global {
	interface Window {
		nearspaceMap?: MapApi;
	}
}
