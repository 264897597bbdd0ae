// The labels over the map, in the fonts of whoever looks.
import type { MapTheme } from "./api";

// A label's numbers as the viewer sends them, and its marks.
const fields = 4;
const nameFields = 3; // index, left, top
const marks = { plain: 0, dimmed: 1, joined: 2, selected: 3, pointed: 4 } as const;

export const family = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';
export const size = 12.5;
export const lineHeight = 16;
export const nameHeight = 22;

const nameFont = (ratio: number) => `600 ${((size * nameHeight) / lineHeight) * ratio}px ${family}`;

type Ink = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export class Overlay {
	labels: string[] = [];
	names: string[] = []; // of places
	theme: MapTheme = { ground: "#fff", ink: "#000", softInk: "#555", accent: "#43a" };
	#canvas: HTMLCanvasElement;
	#context: CanvasRenderingContext2D;
	#shown = new Float32Array();
	#opacities = new Float32Array();
	#named = new Float32Array();
	#ratio = 1;

	constructor(canvas: HTMLCanvasElement) {
		const context = canvas.getContext("2d");
		if (!context) throw new Error("this browser draws no text on a canvas");
		this.#canvas = canvas;
		this.#context = context;
	}

	// width returns that of a row's label in device pixels, 0 if it has none.
	width(row: number, ratio: number): number {
		const label = this.labels[row];
		if (!label) return 0;
		this.#context.font = `${size * ratio}px ${family}`;
		return this.#context.measureText(label).width + 2 * ratio;
	}

	nameWidth(name: string, ratio: number): number {
		this.#context.font = nameFont(ratio);
		return this.#context.measureText(name).width + 2 * ratio;
	}

	show(shown: Float32Array<ArrayBuffer>, opacities: Float32Array, named: Float32Array, ratio: number): void {
		this.#shown = shown;
		[this.#opacities, this.#named] = [Float32Array.from(opacities), Float32Array.from(named)];
		this.#ratio = ratio;
		this.draw();
	}

	draw(): void {
		const width = Math.round(innerWidth * this.#ratio);
		const height = Math.round(innerHeight * this.#ratio);
		if (this.#canvas.width !== width) this.#canvas.width = width;
		if (this.#canvas.height !== height) this.#canvas.height = height;
		this.#context.clearRect(0, 0, width, height);
		this.write(this.#context, this.#shown, this.#opacities, this.#named, this.#ratio);
	}

	// write puts labels and names on a picture. The chosen ones come first in the list
	// and are drawn last.
	write(c: Ink, shown: Float32Array, opacities: Float32Array, named: Float32Array, ratio: number): void {
		for (let i = 0; i < named.length; i += nameFields) {
			const [index = 0, left = 0, top = 0] = named.subarray(i, i + nameFields);
			this.#pen(c, nameFont(ratio), ratio);
			c.fillStyle = this.theme.ink;
			c.lineWidth = 5 * ratio;
			stroked(c, this.names[index] ?? "", left, top + (nameHeight / 2) * ratio);
		}
		for (let i = shown.length - fields; i >= 0; i -= fields) {
			const [row = 0, left = 0, top = 0, mark = 0] = shown.subarray(i, i + fields);
			this.#label(c, this.labels[row] ?? "", left, top, mark, opacities[i / fields] ?? 1, ratio);
		}
	}

	#label(c: Ink, text: string, left: number, top: number, mark: number, opacity: number, ratio: number): void {
		const chosen = mark >= marks.selected;
		this.#pen(c, `${chosen ? "600 " : ""}${size * ratio}px ${family}`, ratio);
		c.fillStyle = mark === marks.selected ? this.theme.accent : mark === marks.plain || mark === marks.dimmed ? this.theme.softInk : this.theme.ink;
		c.globalAlpha = (mark === marks.dimmed ? 0.5 : 1) * opacity;
		stroked(c, text, left, top + (lineHeight / 2) * ratio);
		c.globalAlpha = 1;
	}

	#pen(c: Ink, font: string, ratio: number): void {
		c.font = font;
		c.textBaseline = "middle";
		c.lineJoin = "round";
		c.lineWidth = 3.5 * ratio;
		c.strokeStyle = this.theme.ground;
	}
}

// stroked writes a text with a halo.
function stroked(c: Ink, text: string, left: number, middle: number): void {
	c.strokeText(text, left, middle);
	c.fillText(text, left, middle);
}
