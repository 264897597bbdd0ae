import { apiVersion, type Contours, type MapApi, type MapHandlers, type MapTheme, type MapTools, type Name, type Pictures, type Tool, type View } from "./api";

export interface Rows {
	labels: string[];
	priorities: Float32Array;
	colors: Uint32Array;
	radii: Float32Array;
}

// Lines join two rows each.
export interface Lines {
	pairs: Uint32Array<ArrayBuffer>;
	colors?: Uint32Array<ArrayBuffer>;
	widths?: Float32Array<ArrayBuffer>;
}

// MapClient is the map as the page speaks to it. It keeps what it was told, and
// tells it again to a map that had to be started anew.
export class MapClient {
	#api: MapApi | null = null;
	#points: { coordinates: Float32Array; version: number; dimensions: 2 | 3 } | null = null;
	#rows: Rows | null = null;
	#theme: MapTheme | null = null;
	#still = false;
	#name = "";
	#selected: { row: number | null; neighbors: number[] } = { row: null, neighbors: [] };
	#highlighted: number[] = [];
	#view: View | null = null;
	#followed: number | null = null;
	#tool: Tool = "hand";
	#chosen: Int32Array = new Int32Array();
	#off: Int32Array = new Int32Array();
	#alone: Int32Array | null = null;
	#hidden: Int32Array = new Int32Array();
	#contours: Contours | null = null;
	#lines: Lines = { pairs: new Uint32Array() };
	#names: Name[] = [];
	#other: { places: Float32Array; dimensions: 2 | 3 } | null = null;
	#density: { most: number; room: number } | null = null;
	#pins: Int32Array = new Int32Array();
	#guests = 0;
	#pictures: Pictures | null = null;
	#frame: Window | null = null;

	constructor(private readonly handlers: MapHandlers) {}

	// connect begins to speak to the map in a frame that has loaded.
	async connect(frame: Window): Promise<void> {
		this.#api = null;
		this.#frame = frame;
		const api = frame.nearspaceMap;
		if (!api) throw new Error("the frame holds no map");
		if (api.version !== apiVersion) throw new Error(`the map speaks version ${api.version}, the page ${apiVersion}`);
		await api.ready;
		if (this.#frame !== frame) return;
		this.#api = api;
		api.listen({
			...this.handlers,
			view: (view) => {
				this.#view = view;
				this.handlers.view(view);
			},
		});
		api.setStill(this.#still);
		api.setName(this.#name);
		if (this.#theme) api.setTheme(this.#theme);
		if (this.#rows) this.#sendRows(this.#rows);
		if (this.#points) api.setPoints(this.#points.coordinates, this.#points.version, this.#points.dimensions);
		api.select(this.#selected.row, this.#selected.neighbors);
		api.highlight(this.#highlighted);
		api.setTool?.(this.#tool);
		api.setSelection?.(this.#chosen, "replace");
		this.#showOnly();
		api.switchOff?.(this.#off);
		api.setContours?.(this.#contours);
		this.#sendLines();
		if (this.#other) api.setOther?.(this.#other.places, this.#other.dimensions);
		api.setNames?.(this.#names);
		if (this.#density) api.setLabelDensity?.(this.#density.most, this.#density.room);
		api.pinLabels?.(this.#pins);
		api.setGuests?.(this.#guests);
		api.setPictures?.(this.#pictures);
		if (this.#view) api.lookAt(this.#view);
		else if (this.#followed !== null) api.flyTo(this.#followed);
	}

	setPoints(coordinates: Float32Array, version: number, dimensions: 2 | 3): void {
		this.#points = { coordinates, version, dimensions };
		this.#api?.setPoints(coordinates, version, dimensions);
	}

	// setOther says where the rows are in another map; no places end that.
	setOther(places: Float32Array, dimensions: 2 | 3): void {
		if (places.length === 0 && !this.#other) return;
		this.#other = places.length > 0 ? { places, dimensions } : null;
		this.#api?.setOther?.(places, dimensions);
	}

	setRows(rows: Rows): void {
		this.#rows = rows;
		this.#sendRows(rows);
	}

	#sendRows({ labels, priorities, colors, radii }: Rows): void {
		this.#api?.setRows(labels, priorities, colors, radii);
	}

	setTheme(theme: MapTheme): void {
		this.#theme = theme;
		this.#api?.setTheme(theme);
	}

	setStill(still: boolean): void {
		this.#still = still;
		this.#api?.setStill(still);
	}

	setName(name: string): void {
		this.#name = name;
		this.#api?.setName(name);
	}

	select(row: number | null, neighbors: number[]): void {
		this.#selected = { row, neighbors };
		this.#api?.select(row, neighbors);
	}

	highlight(rows: number[]): void {
		this.#highlighted = rows;
		this.#api?.highlight(rows);
	}

	point(row: number | null): void {
		this.#api?.point(row);
	}

	flyTo(row: number): void {
		this.#view = null;
		this.#followed = row;
		this.#api?.flyTo(row);
	}

	fit(): void {
		this.#view = null;
		this.#followed = null;
		this.#api?.fit();
	}

	setTool(tool: Tool): void {
		this.#tool = tool;
		this.#api?.setTool?.(tool);
	}

	setSelection(rows: Int32Array): void {
		this.#chosen = rows;
		this.#api?.setSelection?.(rows, "replace");
	}

	// showOnly leaves some rows, or all, less others.
	showOnly(alone: Int32Array | null, hidden: Int32Array): void {
		[this.#alone, this.#hidden] = [alone, hidden];
		this.#showOnly();
	}

	#showOnly(): void {
		this.#api?.showAll?.();
		if (this.#alone) this.#api?.isolate?.(this.#alone);
		if (this.#hidden.length > 0) this.#api?.hide?.(this.#hidden);
	}

	switchOff(rows: Int32Array): void {
		this.#off = rows;
		this.#api?.switchOff?.(rows);
	}

	// setLines joins rows. Lines beyond the end of colours have the accent's, beyond
	// the end of widths they are a pixel wide.
	setLines(lines: Lines): void {
		this.#lines = lines;
		this.#sendLines();
	}

	#sendLines(): void {
		const { pairs, colors, widths } = this.#lines;
		this.#api?.setLines?.(pairs, colors, widths);
	}

	setContours(contours: Contours | null): void {
		this.#contours = contours;
		this.#api?.setContours?.(contours);
	}

	setNames(names: Name[]): void {
		this.#names = names;
		this.#api?.setNames?.(names);
	}

	// setLabelDensity says how many labels there are at most, and how much room about
	// each; pinLabels, which rows always have theirs.
	setLabelDensity(density: { most: number; room: number }): void {
		this.#density = density;
		this.#api?.setLabelDensity?.(density.most, density.room);
	}

	pinLabels(rows: Int32Array): void {
		this.#pins = rows;
		this.#api?.pinLabels?.(rows);
	}

	// setGuests says how many of the last rows were placed on the map and are none of its
	// own.
	setGuests(count: number): void {
		if (count === this.#guests) return;
		this.#guests = count;
		this.#api?.setGuests?.(count);
	}

	setPictures(pictures: Omit<Pictures, "size"> | null, size: number): void {
		this.#pictures = pictures && { ...pictures, size };
		this.#api?.setPictures?.(this.#pictures);
	}

	// setPictureSize changes that of those that there are.
	setPictureSize(size: number): void {
		if (!this.#pictures || this.#pictures.size === size) return;
		this.#pictures = { ...this.#pictures, size };
		this.#api?.setPictureSize?.(size);
	}

	// tools are what can be asked of a map that is there.
	get tools(): Partial<MapTools> {
		return this.#api ?? {};
	}

	lookAt(view: View): void {
		this.#view = view;
		this.#api?.lookAt(view);
	}
}
