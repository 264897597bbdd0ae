import type { Item } from "../state/space";
import { zooms } from "./matrix";

// MatrixView is where one looks at: matrices side by side share it.
export class MatrixView {
	top = $state(0); // scrolled so far, in pixels
	zoom = $state(3);
	used = $state(false); // only rows of the example
	cursor = $state.raw<{ item: Item; column: number } | null>(null);

	zoomBy(steps: number): void {
		const before = zooms[this.zoom] ?? 1;
		this.zoom = Math.min(zooms.length - 1, Math.max(0, this.zoom + steps));
		this.top = (this.top * (zooms[this.zoom] ?? 1)) / before;
	}
}
