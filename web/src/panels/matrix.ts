// The rows of a run's table, fetched in blocks as they come into view, and the
// measures of the heat map that shows them.
import type { Engine } from "../engine/client";

// blockRows is how many rows are fetched at a time.
export const blockRows = 256;

// Zooms are the heights of a row, in pixels.
export const zooms = [3, 6, 10, 16, 24, 32] as const;

interface Block {
	values: Float32Array;
	beat: string;
	pending: boolean;
}

export class Matrix {
	dim = 0;
	most = 1e-20; // the largest absolute value seen
	#blocks = new Map<number, Block>();

	constructor(
		private readonly engine: Engine,
		private readonly run: number,
		private readonly space: string,
		private readonly changed: () => void,
	) {}

	// row returns a row as it was last fetched, and sees that it is fetched if it
	// is older than the beat.
	row(i: number, beat: string): Float32Array | null {
		const start = i - (i % blockRows);
		const block = this.#blocks.get(start);
		if (!block || (block.beat !== beat && !block.pending)) void this.#fetch(start, beat);
		const values = this.#blocks.get(start)?.values;
		const from = (i - start) * this.dim;
		return values && values.length >= from + this.dim && this.dim > 0 ? values.subarray(from, from + this.dim) : null;
	}

	async #fetch(start: number, beat: string): Promise<void> {
		const old = this.#blocks.get(start);
		this.#blocks.set(start, { values: old?.values ?? new Float32Array(), beat, pending: true });
		try {
			const found = await this.engine.call("matrix", this.run, { space: this.space, from: start, count: blockRows });
			this.dim = found.dim;
			let most = 0;
			for (const v of found.values) most = Math.max(most, Math.abs(v));
			// The scale grows at once and shrinks never, so that a fading table is seen to fade.
			this.most = Math.max(this.most, most);
			this.#blocks.set(start, { values: found.values, beat, pending: false });
			this.changed();
		} catch {
			// The run is gone or not ready; the next beat tries again.
			this.#blocks.delete(start);
		}
	}
}
