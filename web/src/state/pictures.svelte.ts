// Pictures stand on the map in place of points: square tiles of one picture, which
// the visitor opens or the data names.
import type { Pictures as Sent } from "../map/api";
import { cut, guessed, mostBytes, mostSide, place, type Cut } from "./tiles";

// What is wrong with a picture, for the page to say.
export type PictureProblem =
	| { kind: "bytes"; bytes: number }
	| { kind: "side"; width: number; height: number }
	| { kind: "tile"; most: number }
	| { kind: "unreadable" }
	| { kind: "unfetched"; url: string };

export interface Sheet {
	name: string;
	blob: Blob;
	width: number;
	height: number;
	cut: Cut;
	rows: number; // for which it was cut
	canvas: OffscreenCanvas; // of the tiles as they are kept
	picture: ImageData;
	own: boolean; // the visitor's, else published with the vectors
}

class Refused extends Error {
	constructor(readonly problem: PictureProblem) {
		super(problem.kind);
	}
}

export const sizes = { least: 8, most: 96, usual: 28 }; // on the screen, pixels

export class Pictures {
	on = $state(true);
	size = $state(sizes.usual);
	sheet = $state.raw<Sheet | null>(null);
	problem = $state.raw<PictureProblem | null>(null);
	busy = $state(false);
	#turn = 0;

	// take takes a picture for so many points in the place of an earlier one, which
	// stays if this one cannot be. A tile's side of 0 is guessed.
	take(blob: Blob, name: string, rows: number, tile = 0): Promise<void> {
		return this.#take(() => sheetOf(blob, name, rows, tile, true));
	}

	// fetch takes one that lies beside the site.
	fetch(url: string, rows: number, tile = 0): Promise<void> {
		return this.#take(async () => sheetOf(await fetched(url), url.replace(/^.*\//, ""), rows, tile, false));
	}

	async #take(read: () => Promise<Sheet>): Promise<void> {
		const turn = ++this.#turn;
		[this.busy, this.problem] = [true, null];
		try {
			const sheet = await read();
			if (turn === this.#turn) [this.sheet, this.on] = [sheet, true];
		} catch (error) {
			if (turn === this.#turn) this.problem = error instanceof Refused ? error.problem : { kind: "unreadable" };
		} finally {
			if (turn === this.#turn) this.busy = false;
		}
	}

	// recut cuts the same picture into other tiles.
	recut(tile: number): void {
		const { sheet } = this;
		if (sheet) void this.take(sheet.blob, sheet.name, sheet.rows, tile);
	}

	// tiles is what the map is to show for so many rows; null: no pictures.
	tiles(rows: number): Omit<Sent, "size"> | null {
		const { sheet } = this;
		if (!sheet || !this.on) return null;
		return { picture: sheet.picture, tile: sheet.cut.kept, tiles: Int32Array.from({ length: rows }, (_, row) => (row < sheet.cut.count ? row : -1)) };
	}

	forget(): void {
		this.#turn++;
		[this.sheet, this.problem, this.busy] = [null, null, false];
	}
}

async function fetched(url: string): Promise<Blob> {
	try {
		const response = await fetch(url);
		if (response.ok) return await response.blob();
	} catch {
		// Said below.
	}
	throw new Refused({ kind: "unfetched", url });
}

async function sheetOf(blob: Blob, name: string, rows: number, tile: number, own: boolean): Promise<Sheet> {
	if (blob.size > mostBytes) throw new Refused({ kind: "bytes", bytes: blob.size });
	const whole = await createImageBitmap(blob);
	try {
		const { width, height } = whole;
		if (Math.max(width, height) > mostSide) throw new Refused({ kind: "side", width, height });
		const parts = cut(width, height, tile === 0 ? guessed(width, height, rows) : tile, rows);
		if (!parts) throw new Refused({ kind: "tile", most: Math.min(width, height) });
		const [across, down] = [parts.across, Math.ceil(parts.count / parts.across)];
		const canvas = new OffscreenCanvas(across * parts.kept, down * parts.kept);
		const context = canvas.getContext("2d", { willReadFrequently: true });
		if (!context) throw new Refused({ kind: "unreadable" });
		context.imageSmoothingQuality = "high";
		context.drawImage(whole, 0, 0, across * parts.tile, down * parts.tile, 0, 0, canvas.width, canvas.height);
		return { name, blob, width, height, cut: parts, rows, canvas, picture: context.getImageData(0, 0, canvas.width, canvas.height), own };
	} finally {
		whole.close();
	}
}

// draw puts a row's picture on a canvas, as large as that is.
export function draw(sheet: Sheet, row: number, canvas: HTMLCanvasElement): void {
	const context = canvas.getContext("2d");
	if (!context) return;
	const { x, y } = place(sheet.cut, row);
	const { kept } = sheet.cut;
	context.clearRect(0, 0, canvas.width, canvas.height);
	context.imageSmoothingEnabled = kept > 24; // few pixels are shown as they are
	context.drawImage(sheet.canvas, x, y, kept, kept, 0, 0, canvas.width, canvas.height);
}
