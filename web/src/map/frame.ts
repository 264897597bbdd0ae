// The script of the map's document: starts the viewer, hears the pointer, the
// wheel and the keys in its stead, draws the labels, and offers the page its API.
import { stepOf } from "./keys";
import "./frame.css";
import { compiled } from "../engine/compiled";
import { programs } from "../engine/programs";
import { apiVersion, changes, tools, type MapApi, type MapHandlers, type MapTheme, type View } from "./api";
import { Gate } from "./gate";
import { family, lineHeight, nameHeight, Overlay, size as fontSize } from "./overlay";

// A finger that rests so long, in milliseconds, is held.
const longPress = 450;

// The functions that the viewer puts on the window, in device pixels; bulk arrays
// are read as the bytes of their numbers.
interface Viewer {
	points(coordinates: Float32Array, version: number, dimensions: number): string | null;
	other(coordinates: Float32Array, dimensions: number): string | null;
	colors(colors: Uint32Array): void;
	colorsByCategory(categories: Int32Array, palette: Uint32Array, none: number): void;
	colorsByNumber(numbers: Float32Array, low: number, high: number, scale: Uint32Array, none: number): void;
	radii(radii: Float32Array): void;
	radiiByNumber(numbers: Float32Array, low: number, high: number, smallest: number, largest: number): void;
	lines(pairs: Uint32Array, colors: Uint32Array, widths: Float32Array): void;
	priorities(priorities: Float32Array): void;
	labelHeight(height: number, taller: number): void;
	relabel(): void;
	labelDensity(most: number, room: number): void;
	pinned(rows: Int32Array): void;
	guests(count: number): void;
	names(places: Float32Array, widths: Float32Array): void;
	atlas(pixels: Uint32Array, width: number, tile: number, size: number, tiles: Int32Array): void;
	tileSize(size: number): void;
	theme(accent: number, ink: number): void;
	still(still: boolean): void;
	select(row: number, neighbors: number[]): void;
	highlight(rows: number[]): void;
	point(row: number): void;
	selection(): Int32Array;
	setSelection(rows: Int32Array, how: number): void;
	selectInside(polygon: Float32Array, how: number): void;
	invertSelection(): void;
	bright(on: boolean): void;
	isolate(rows: Int32Array): void;
	hide(rows: Int32Array): void;
	showAll(): void;
	off(rows: Int32Array): void;
	onScreen(most: number): Int32Array;
	flyTo(row: number): void;
	fit(): void;
	reset(): void;
	lookAt(...view: number[]): void; // x, y, zoom, and in space z and the turn
	where(row: number): [number, number] | null;
	view(): number[] | null;
	ratio(): number;
	tool(tool: number): void;
	down(...pointer: PointerFields): void;
	move(...pointer: PointerFields): void;
	hold(id: number): void;
	up(...pointer: PointerFields): void;
	cancel(id: number): void;
	leave(): void;
	wheel(x: number, y: number, turned: number, pinched: boolean): void;
	key(key: string, shift: boolean): boolean;
	dragging(): boolean;
	contours(levels: Float32Array, smoothing: number, color: number): void;
	peaks(smoothing: number, prominence: number, lowest: number): [Float32Array, Int32Array] | null;
	overview(width: number, height: number): [Uint8Array<ArrayBuffer>, Float32Array];
	lookFrom(x: number, y: number, width: number, height: number): void;
	picture(width: number, height: number, scale: number): [number, number, Uint8Array<ArrayBuffer>, Float32Array<ArrayBuffer>, Float32Array, Float32Array];
	svg(width: number, height: number, font: string, size: number, ground: number, halo: number): Uint8Array<ArrayBuffer>;
}

// id, x, y, whether it is a finger, button, shift, ctrl, alt
type PointerFields = [number, number, number, boolean, number, boolean, boolean, boolean];

interface GoProgram {
	importObject: WebAssembly.Imports;
	run(instance: WebAssembly.Instance): Promise<void>;
}

declare global {
	interface Window {
		Go: new () => GoProgram;
		nearspaceViewer?: Viewer;
		nearspaceFrame?: {
			ready(): void;
			drawn(version: number, milliseconds: number, labels: Uint8Array<ArrayBuffer>, opacities: Float32Array, names: Float32Array): void;
			width(row: number): number;
			rest(): void;
			hover(row: number): void;
			pick(row: number): void;
			selected(): void;
			text(row: number): string;
			name(index: number): string;
		};
	}
}

const gate = new Gate();
const canvas = document.getElementById("labels");
if (!(canvas instanceof HTMLCanvasElement)) throw new Error("the document has no canvas for labels");
const overlay = new Overlay(canvas);
const milliseconds: number[] = [];
let frames = 0;
let handlers: MapHandlers | null = null;
let lastView = "null";

function map(): Viewer {
	if (!window.nearspaceViewer) throw new Error("the map is not ready");
	return window.nearspaceViewer;
}

// change does something to the map and sees that it is drawn.
function change(how: (map: Viewer) => void): void {
	how(map());
	gate.wake();
}

async function start(): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		const script = document.createElement("script");
		script.src = programs.exec;
		script.onload = () => resolve();
		script.onerror = () => reject(new Error(`${programs.exec} could not be loaded`));
		document.head.append(script);
	});
	const go = new window.Go();
	const instance = await WebAssembly.instantiate(await compiled(programs.viewer), go.importObject);
	gate.install();
	await new Promise<void>((resolve, reject) => {
		window.nearspaceFrame = {
			ready: resolve,
			drawn(version, ms, labels, opacities, names) {
				frames++;
				milliseconds.push(ms);
				if (milliseconds.length > 100) milliseconds.shift();
				overlay.show(new Float32Array(labels.buffer), opacities, names, map().ratio());
				handlers?.drawn(version);
				tellView();
			},
			width: (row) => overlay.width(row, map().ratio()),
			rest: () => gate.shut(),
			hover: (row) => pointAt(row),
			pick: (row) => handlers?.pick(row < 0 ? null : row),
			selected: () => handlers?.selected?.(map().selection()),
			text: (row) => overlay.labels[row] ?? "",
			name: (index) => overlay.names[index] ?? "",
		};
		go.run(instance).then(() => reject(new Error("the map has stopped")), reject);
	});
	for (const canvas of document.querySelectorAll("body > canvas")) {
		canvas.setAttribute("tabindex", "0");
		canvas.setAttribute("role", "application");
		canvas.setAttribute("aria-label", document.title);
	}
	map().labelHeight(lineHeight * devicePixelRatio, (nameHeight - lineHeight) * devicePixelRatio);
	hear();
}

function tellView(): void {
	const view = map().view();
	if (String(view) === lastView) return;
	lastView = String(view);
	handlers?.view(view && viewOf(view));
}

function viewOf([x = 0, y = 0, zoom = 1, z, ...turn]: number[]): View {
	const [a = 0, b = 0, c = 0, d = 1] = turn;
	return z === undefined ? { x, y, zoom } : { x, y, zoom, z, turn: [a, b, c, d] };
}

function pointAt(row: number): void {
	document.body.classList.toggle("pointing", row >= 0);
	handlers?.hover(row < 0 ? null : row);
}

// hear listens before Ebitengine does, and lets it hear nothing: it would keep
// Tab and the browser's keys from whoever uses them, and lose wheel turns.
function hear(): void {
	const on = <K extends keyof WindowEventMap>(name: K, listen: (event: WindowEventMap[K]) => void) =>
		window.addEventListener(
			name,
			(event) => {
				event.stopImmediatePropagation();
				listen(event);
			},
			{ capture: true, passive: false },
		);
	for (const name of ["mousedown", "mouseup", "mousemove", "touchstart", "touchmove", "touchend", "touchcancel", "keyup", "keypress"] as const) on(name, () => {});
	on("contextmenu", (event) => event.preventDefault());

	const fields = (e: PointerEvent): PointerFields => {
		const ratio = map().ratio();
		return [e.pointerId, e.clientX * ratio, e.clientY * ratio, e.pointerType === "touch", Math.max(0, e.button), e.shiftKey, e.ctrlKey || e.metaKey, e.altKey];
	};
	const dragged = () => document.body.classList.toggle("dragging", map().dragging());
	let held: ReturnType<typeof setTimeout> | undefined;
	on("pointerdown", (event) => {
		clearTimeout(held);
		held = setTimeout(() => change((m) => m.hold(event.pointerId)), longPress);
		if (event.target instanceof Element) event.target.setPointerCapture(event.pointerId);
		change((m) => m.down(...fields(event)));
	});
	on("pointermove", (event) => {
		change((m) => m.move(...fields(event)));
		dragged();
	});
	on("pointerup", (event) => {
		clearTimeout(held);
		change((m) => m.up(...fields(event)));
		dragged();
	});
	on("pointercancel", (event) => {
		clearTimeout(held);
		change((m) => m.cancel(event.pointerId));
		dragged();
	});
	on("pointerout", (event) => {
		if (event.relatedTarget === null) change((m) => m.leave());
	});
	on("wheel", (event) => {
		event.preventDefault();
		const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? innerHeight : 1;
		const ratio = map().ratio();
		change((m) => m.wheel(event.clientX * ratio, event.clientY * ratio, event.deltaY * unit, event.ctrlKey));
	});
	on("keydown", (event) => {
		const step = stepOf(event);
		if (step && handlers?.key(step)) event.preventDefault();
		if (event.metaKey || event.ctrlKey || event.altKey) return;
		const used = map().key(event.key, event.shiftKey);
		gate.wake();
		if (used || handlers?.key(event.key)) event.preventDefault();
	});
	window.addEventListener("resize", () => gate.wake());
	window.addEventListener("focus", () => gate.wake());
	document.addEventListener("visibilitychange", () => gate.wake());
}

// opaque is a colour as the viewer takes it.
function opaque(css: string): number {
	const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
	if (!probe) return 0xff000000;
	probe.fillStyle = css;
	probe.fillRect(0, 0, 1, 1);
	const [r = 0, g = 0, b = 0] = probe.getImageData(0, 0, 1, 1).data;
	return (0xff000000 | (b << 16) | (g << 8) | r) >>> 0;
}

const ready = start();

const api: MapApi = {
	version: apiVersion,
	ready,
	get frames() {
		return frames;
	},
	milliseconds,
	listen(to: MapHandlers) {
		handlers = to;
	},
	setPoints(coordinates, version, dimensions = 2) {
		change((m) => {
			const problem = m.points(coordinates, version, dimensions);
			if (problem) throw new Error(problem);
		});
	},
	setRows(labels, priorities, colors, radii) {
		overlay.labels = labels;
		change((m) => {
			const ratio = m.ratio();
			m.colors(colors);
			m.radii(radii.map((r) => r * ratio));
			m.priorities(priorities);
		});
	},
	setTheme(theme: MapTheme) {
		overlay.theme = theme;
		change((m) => m.theme(opaque(theme.accent), opaque(theme.ink)));
	},
	setStill: (still) => change((m) => m.still(still)),
	setName(name) {
		document.title = name;
		document.querySelector("main")?.setAttribute("aria-label", name);
		document.querySelector("body > canvas")?.setAttribute("aria-label", name);
	},
	select: (row, neighbors) => change((m) => m.select(row ?? -1, neighbors)),
	highlight: (rows) => change((m) => m.highlight(rows)),
	point: (row) => change((m) => m.point(row ?? -1)),
	flyTo: (row) => change((m) => m.flyTo(row)),
	fit: () => change((m) => m.fit()),
	lookAt: ({ x, y, zoom, z, turn }: View) => change((m) => (z !== undefined && turn ? m.lookAt(x, y, zoom, z, ...turn) : m.lookAt(x, y, zoom))),
	where(row) {
		const at = map().where(row);
		const ratio = map().ratio();
		return at && { x: at[0] / ratio, y: at[1] / ratio };
	},

	setTool(tool) {
		document.body.classList.toggle("choosing", tool !== "hand");
		change((m) => m.tool(tools.indexOf(tool)));
	},
	reset: () => change((m) => m.reset()),
	selection: () => map().selection(),
	setSelection: (rows, how) => change((m) => m.setSelection(rows, changes.indexOf(how))),
	selectInside: (polygon, how) => change((m) => m.selectInside(Float32Array.from(polygon, (v) => v * m.ratio()), changes.indexOf(how))),
	invertSelection: () => change((m) => m.invertSelection()),
	dimOthers: (on) => change((m) => m.bright(!on)),
	isolate: (rows) => change((m) => m.isolate(rows)),
	hide: (rows) => change((m) => m.hide(rows)),
	showAll: () => change((m) => m.showAll()),
	switchOff: (rows) => change((m) => m.off(rows)),
	onScreen: (most) => map().onScreen(most),
	colorByCategory: (categories, palette, none) => change((m) => m.colorsByCategory(categories, palette, none)),
	colorByNumber: (numbers, low, high, scale, none) => change((m) => m.colorsByNumber(numbers, low, high, scale, none)),
	sizeByNumber: (numbers, low, high, smallest, largest) => change((m) => m.radiiByNumber(numbers, low, high, smallest * m.ratio(), largest * m.ratio())),
	setLabels(labels) {
		overlay.labels = labels;
		change((m) => m.relabel());
	},
	setLabelDensity: (most, room) => change((m) => m.labelDensity(most, room * m.ratio())),
	pinLabels: (rows) => change((m) => m.pinned(rows)),
	setGuests: (count) => change((m) => m.guests(count)),
	setNames(names) {
		overlay.names = names.map((name) => name.text);
		const places = names.flatMap(({ x, y, z = 0 }) => [x, y, z]);
		change((m) => m.names(Float32Array.from(places), Float32Array.from(names, ({ text }) => overlay.nameWidth(text, m.ratio()))));
	},
	setPictures(pictures) {
		change((m) => {
			if (pictures) {
				const { data, width } = pictures.picture;
				m.atlas(new Uint32Array(data.buffer, data.byteOffset, data.length / 4), width, pictures.tile, pictures.size * m.ratio(), pictures.tiles);
			} else m.atlas(new Uint32Array(), 0, 0, 0, new Int32Array());
		});
	},
	setPictureSize: (size) => change((m) => m.tileSize(size * m.ratio())),
	setLines: (pairs, colors = new Uint32Array(), widths = new Float32Array()) => change((m) => m.lines(pairs, colors, widths.map((w) => w * m.ratio()))),
	setOther(coordinates, dimensions = 2) {
		change((m) => {
			const problem = m.other(coordinates, dimensions);
			if (problem) throw new Error(problem);
		});
	},
	setContours(contours) {
		change((m) => m.contours(Float32Array.from(contours?.levels ?? []), contours?.smoothing ?? 1, opaque(contours?.color ?? "#000")));
	},
	hills(smoothing, prominence, lowest) {
		const [tops, of] = map().peaks(smoothing, prominence, lowest) ?? [new Float32Array(), new Int32Array()];
		const hills = Array.from({ length: tops.length / 4 }, (_, i) => {
			const [x = 0, y = 0, height = 0, points = 0] = tops.subarray(4 * i, 4 * i + 4);
			return { x, y, height, points };
		});
		return { hills, of };
	},
	async png(width, height, scale, ground) {
		const [w, h, pixels, labels, names, opacities] = map().picture(width, height, scale);
		const canvas = new OffscreenCanvas(w, h);
		const context = canvas.getContext("2d");
		if (!context) throw new Error("this browser draws no picture");
		context.drawImage(await createImageBitmap(new ImageData(new Uint8ClampedArray(pixels.buffer), w, h)), 0, 0);
		overlay.write(context, labels, opacities, names, scale);
		if (ground) {
			context.globalCompositeOperation = "destination-over";
			context.fillStyle = ground;
			context.fillRect(0, 0, w, h);
		}
		return canvas.convertToBlob({ type: "image/png" });
	},
	svg(width, height, ground) {
		return new Blob([map().svg(width, height, family, fontSize, ground ? opaque(ground) : 0, opaque(ground ?? overlay.theme.ground))], { type: "image/svg+xml" });
	},
	overview(width, height) {
		const ratio = map().ratio();
		const [w, h] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
		const [pixels, screen] = map().overview(w, h);
		return { picture: new ImageData(new Uint8ClampedArray(pixels.buffer), w, h), screen: Array.from(screen, (v) => v / ratio) };
	},
	lookFrom(x, y, width, height) {
		change((m) => m.lookFrom(x * m.ratio(), y * m.ratio(), Math.max(1, Math.round(width * m.ratio())), Math.max(1, Math.round(height * m.ratio()))));
	},
};
window.nearspaceMap = api;
