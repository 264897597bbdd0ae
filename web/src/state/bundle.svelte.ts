// Bundle is what a TensorFlow projector's bundle has beside vectors and their table:
// the pictures of the points, and views of them as bookmarks.
import { rowsIn } from "./choice.svelte";
import { parseLink } from "./link";
import { stateOf, type Sight } from "./projectorState";
import { outside } from "./range";
import type { Session } from "./session.svelte";
import { parseLook, type Showing } from "./showing";
import { sliced } from "./sliced";
import { shown, type Space } from "./space";
import { atlas, type Cut } from "./tiles";
import { parseWay, type Way } from "./way";

// Beside is what is sent to the engine with the vectors.
export interface Beside {
	tile: number;
	sprite?: Uint8Array;
	bookmarks?: Uint8Array;
}

const picturesAtOnce = 500;

export class Bundle {
	pictures = $state(true);
	bookmarks = $state(true);
	views = $state.raw<{ held: number; left: number } | null>(null); // of the last that was written
	#session: Session;

	constructor(session: Session) {
		this.#session = session;
	}

	readonly sheet = $derived.by(() => this.#session.marks.pictures.sheet);

	// beside makes what belongs to some rows of the space that is shown, in their order;
	// null: to all. It is null itself when it was called off.
	async beside(space: Space, rows: number[] | null, present: string, signal: AbortSignal): Promise<Beside | null> {
		const beside: Beside = { tile: 0 };
		if (this.pictures && this.sheet) {
			const { blob, cut } = this.sheet;
			const made = await sprite(blob, cut, rows ?? [...space.labels.keys()], signal);
			if (!made) return null;
			[beside.tile, beside.sprite] = [made.tile, made.bytes];
		}
		if (this.bookmarks) {
			const text = await this.#states(space, rows, present, signal);
			if (!text) return null;
			beside.bookmarks = new Uint8Array(await new Blob(text).arrayBuffer());
		}
		return beside;
	}

	async #states(space: Space, rows: number[] | null, present: string, signal: AbortSignal): Promise<string[] | null> {
		const { bookmarks, showings, maps, spaces, mapping, frame } = this.#session;
		await bookmarks.open();
		const now = showings.now;
		const here = frame?.space === space.name ? frame : null;
		const sights = [this.#sight(space, present, now, mapping.way, here)];
		for (const { name, link } of bookmarks.list) {
			const { look, map } = parseLink(link);
			const way = parseWay(map, maps);
			if (shown(spaces, way.space)?.name !== space.name) continue;
			const places = JSON.stringify(way) === JSON.stringify(mapping.way) ? here : bookmarks.places(link);
			sights.push(this.#sight(space, name, parseLook(look, now, space), way, places));
		}
		const pieces: string[] = [];
		let held = 0;
		for (const sight of sights) {
			const state = await sliced(stateOf(rows ? among(sight, rows) : sight), signal);
			if (signal.aborted) return null;
			if (!state) continue;
			pieces.push(held++ > 0 ? "," : "[", ...state);
		}
		this.views = { held, left: sights.length - held };
		return held > 0 ? [...pieces, "]\n"] : ["[]\n"];
	}

	#sight(space: Space, name: string, showing: Showing, way: Way, places: Sight["places"]): Sight {
		const { by, labels } = showing;
		const column = (name: string | null) => (name !== null && space.column(name) ? name : null);
		return {
			name, way, rows: space.rows, dim: space.dim, classes: space.classes.map((c) => c.column),
			color: column(typeof by === "object" && "column" in by ? by.column : null), labels: column(labels),
			chosen: rowsIn(space, showing.chosen), shown: visible(space, showing),
			places: places && places.coordinates.length === places.dimensions * space.rows && places.dimensions === way.dimensions ? places : null,
		};
	}
}

// visible are the rows that are shown; null: all are.
function visible(space: Space, { alone, hidden, by, off, ranges }: Showing): Int32Array | null {
	const classes = typeof by === "object" && "column" in by ? space.classesOf(by.column)?.codes : undefined;
	const out = outside(space, ranges);
	if (!alone && hidden.length === 0 && !out && !(classes && off.length > 0)) return null;
	const gone = new Set(rowsIn(space, hidden));
	const rows = alone ? rowsIn(space, alone) : Int32Array.from(space.labels.keys());
	return rows.filter((row) => !gone.has(row) && out?.[row] !== 1 && !(classes && off.includes(classes[row] ?? -1)));
}

// among is a sight of some of its rows, which get new numbers.
function among(sight: Sight, rows: number[]): Sight {
	const at = new Map(rows.map((row, i) => [row, i]));
	const renumbered = (some: Iterable<number>) => [...some].flatMap((row) => at.get(row) ?? []);
	const { chosen, shown, places } = sight;
	const coordinates = places && new Float32Array(rows.length * places.dimensions);
	if (coordinates) rows.forEach((row, i) => coordinates.set(places.coordinates.subarray(row * places.dimensions, (row + 1) * places.dimensions), i * places.dimensions));
	return {
		...sight, rows: rows.length, chosen: renumbered(chosen), shown: shown && Int32Array.from(renumbered(shown)),
		places: coordinates && { coordinates, dimensions: places.dimensions },
	};
}

// sprite draws the pictures of rows, one after the other, as a picture of tiles.
async function sprite(blob: Blob, { tile, across, count }: Cut, rows: number[], signal: AbortSignal): Promise<{ tile: number; bytes: Uint8Array } | null> {
	const whole = await createImageBitmap(blob);
	try {
		const to = atlas(rows.length, tile);
		const canvas = new OffscreenCanvas(to.across * to.tile, Math.ceil(rows.length / to.across) * to.tile);
		const context = canvas.getContext("2d");
		if (!context) throw new Error("2d");
		context.imageSmoothingEnabled = to.tile !== tile;
		context.imageSmoothingQuality = "high";
		const drawn = await sliced((function* (): Generator<void, true> {
			for (const [i, row] of rows.entries()) {
				if (row < count) {
					context.drawImage(whole, (row % across) * tile, Math.floor(row / across) * tile, tile, tile, (i % to.across) * to.tile, Math.floor(i / to.across) * to.tile, to.tile, to.tile);
				}
				if (i % picturesAtOnce === 0) yield;
			}
			return true;
		})(), signal);
		if (!drawn) return null;
		const png = await canvas.convertToBlob({ type: "image/png" });
		return { tile: to.tile, bytes: new Uint8Array(await png.arrayBuffer()) };
	} finally {
		whole.close();
	}
}
