// A gate around requestAnimationFrame: while it is shut, callbacks are kept, so
// that a loop of frames costs nothing until something wakes it.
export class Gate {
	#open = true;
	#kept: FrameRequestCallback[] = [];
	#native = window.requestAnimationFrame.bind(window);

	// install takes the place of the window's function, for good.
	install(): void {
		window.requestAnimationFrame = (callback) => {
			if (this.#open) return this.#native(callback);
			this.#kept.push(callback);
			return 0;
		};
	}

	shut(): void {
		this.#open = false;
	}

	wake(): void {
		this.#open = true;
		for (const callback of this.#kept.splice(0)) this.#native(callback);
	}
}
