// A list of very many rows of one height shows those alone that are in sight.

// Browsers make nothing taller; a longer list is scrolled through in larger steps.
const tallest = 8_000_000;

// A List is count rows of a height, of which room is in sight, in pixels.
export interface List {
	count: number;
	height: number;
	room: number;
}

// tall is the height of what is scrolled.
export function tall({ count, height }: List): number {
	return Math.min(count * height, tallest);
}

// The row that is at the upper edge, with its fraction, for each pixel scrolled.
function pace(list: List): number {
	const way = tall(list) - list.room;
	return way > 0 ? (list.count - list.room / list.height) / way : 0;
}

// windowAt are the rows from first to before end that are in sight when so much is
// scrolled, and where the first stands.
export function windowAt(list: List, scrolled: number): { first: number; end: number; top: number } {
	const edge = Math.max(0, scrolled) * pace(list);
	const first = Math.min(Math.floor(edge), Math.max(0, list.count - 1));
	const end = Math.min(list.count, Math.ceil(edge + list.room / list.height));
	return { first, end: Math.max(first, end), top: scrolled - (edge - first) * list.height };
}

// scrollTo is how much is to be scrolled for a row to be in sight: as it is, if it is.
export function scrollTo(list: List, scrolled: number, row: number): number {
	const step = pace(list);
	if (step === 0) return 0;
	const edge = scrolled * step;
	if (row < edge) return row / step;
	const last = row + 1 - list.room / list.height;
	return last > edge ? last / step : scrolled;
}

// moved is where a key brings one from a row; null: it is no key of a list.
export function moved({ count, height, room }: List, row: number, key: string): number | null {
	const page = Math.max(1, Math.floor(room / height) - 1);
	const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count };
	const step = steps[key];
	return step === undefined ? null : Math.min(Math.max(row + step, 0), count - 1);
}
