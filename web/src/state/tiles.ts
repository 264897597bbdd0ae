// A picture of square tiles, row by row from the top left, one for each point: how
// they are cut, and how small they must be to be kept.

// Sides of a picture that a browser can take in whole, its file, and what is kept
// of it on the map.
export const mostSide = 16_384;
export const mostBytes = 100 * 2 ** 20;
export const mostPixels = 2 ** 23;
export const mostKept = 128; // a tile's side

export interface Cut {
	tile: number; // side in the picture
	across: number;
	count: number; // of tiles, or of rows, whichever is less
	kept: number; // side of a tile as it is kept
}

// guessed is the side of the tiles of a picture for so many points: the largest that
// divides it into enough, if one does that is at least half of the largest at all.
export function guessed(width: number, height: number, rows: number): number {
	const largest = Math.max(1, Math.min(width, height, Math.floor(Math.sqrt((width * height) / Math.max(1, rows)))));
	const sides = Array.from({ length: Math.ceil(largest / 2) }, (_, i) => largest - i);
	const enough = (side: number) => Math.floor(width / side) * Math.floor(height / side) >= rows;
	return (
		sides.find((side) => width % side === 0 && height % side === 0 && enough(side)) ??
		sides.find((side) => width % side === 0 && enough(side)) ??
		sides.find(enough) ??
		largest
	);
}

// cut divides a picture into tiles for so many points; null if the side is none of
// its.
export function cut(width: number, height: number, tile: number, rows: number): Cut | null {
	if (!Number.isInteger(tile) || tile < 1 || tile > Math.min(width, height)) return null;
	const across = Math.floor(width / tile);
	const count = Math.min(rows, across * Math.floor(height / tile));
	// The last line of tiles may be part of one.
	const kept = Math.max(1, Math.min(tile, mostKept, Math.floor(Math.sqrt(mostPixels / (across * Math.ceil(count / across))))));
	return { tile, across, count, kept };
}

// place is where a tile of a cut picture begins, as it is kept.
export function place({ across, kept }: Cut, tile: number): { x: number; y: number } {
	return { x: (tile % across) * kept, y: Math.floor(tile / across) * kept };
}

// What the sides of a projector's picture may be, and all its pixels here.
const mostSpriteSide = 8192;
const mostSpritePixels = 2 ** 25;

// atlas is how so many tiles are laid out in a picture that is about a square: as large
// as they are, or as they can be.
export function atlas(tiles: number, tile: number): { across: number; tile: number } {
	const across = Math.max(1, Math.ceil(Math.sqrt(tiles)));
	return { across, tile: Math.max(1, Math.min(tile, Math.floor(mostSpriteSide / across), Math.floor(Math.sqrt(mostSpritePixels) / across))) };
}
