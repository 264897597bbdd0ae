// The script of the map's document: starts the viewer, hears the pointer, the
// wheel and the keys in its stead, draws the labels, and offers the page its API.
import "./frame.css";
import viewer from "#built/viewer.wasm.zst?url";
import exec from "#built/wasm_exec.js?url";
import { instantiate } from "../engine/wasm";
import { apiVersion, type MapApi, type MapHandlers, type MapTheme, type View } from "./api";
import { Gate } from "./gate";
import { lineHeight, Overlay } from "./overlay";

// The functions that the viewer puts on the window, in device pixels.
interface Viewer {
	points(coordinates: Float32Array, version: number): string | null;
	colors(colors: Uint32Array): void;
	radii(radii: Float32Array): void;
	priorities(priorities: Float32Array): void;
	labelHeight(height: number): void;
	theme(accent: number, ink: number): void;
	still(still: boolean): void;
	select(row: number, neighbors: number[]): void;
	highlight(rows: number[]): void;
	point(row: number): void;
	flyTo(row: number): void;
	fit(): void;
	pan(dx: number, dy: number): void;
	zoom(x: number, y: number, factor: number): void;
	lookAt(x: number, y: number, zoom: number): void;
	at(x: number, y: number, reach: number): number;
	where(row: number): [number, number] | null;
	view(): [number, number, number] | null;
	ratio(): number;
}

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
			drawn(version: number, milliseconds: number, labels: Uint8Array<ArrayBuffer>): void;
			width(row: number): number;
			rest(): void;
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
		script.src = exec;
		script.onload = () => resolve();
		script.onerror = () => reject(new Error(`${exec} could not be loaded`));
		document.head.append(script);
	});
	const go = new window.Go();
	const instance = await instantiate(viewer, go.importObject);
	gate.install();
	await new Promise<void>((resolve, reject) => {
		window.nearspaceFrame = {
			ready: resolve,
			drawn(version, ms, labels) {
				frames++;
				milliseconds.push(ms);
				if (milliseconds.length > 100) milliseconds.shift();
				overlay.show(new Float32Array(labels.buffer), map().ratio());
				handlers?.drawn(version);
				tellView();
			},
			width: (row) => overlay.width(row, map().ratio()),
			rest: () => gate.shut(),
		};
		go.run(instance).then(() => reject(new Error("the map has stopped")), reject);
	});
	for (const canvas of document.querySelectorAll("body > canvas")) {
		canvas.setAttribute("tabindex", "0");
		canvas.setAttribute("role", "application");
		canvas.setAttribute("aria-label", document.title);
	}
	map().labelHeight(lineHeight * devicePixelRatio);
	hear();
}

function tellView(): void {
	const view = map().view();
	if (String(view) === lastView) return;
	lastView = String(view);
	handlers?.view(view && { x: view[0], y: view[1], zoom: view[2] });
}

// Pointing

let pointed = -1;

function point(row: number): void {
	if (row === pointed) return;
	pointed = row;
	change((m) => m.point(row));
	document.body.classList.toggle("pointing", row >= 0);
	handlers?.hover(row < 0 ? null : row);
}

function rowAt(event: { clientX: number; clientY: number }, reach: number): number {
	const ratio = map().ratio();
	return map().at(event.clientX * ratio, event.clientY * ratio, reach * ratio);
}

interface Finger {
	x: number;
	y: number;
}

// hear listens before Ebitengine does, and lets it hear nothing: it would keep
// Tab and the browser's keys from whoever uses them, and lose wheel turns.
function hear(): void {
	const fingers = new Map<number, Finger>();
	let dragged = 0;

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

	on("pointerdown", (event) => {
		if (event.button !== 0) return;
		if (event.target instanceof Element) event.target.setPointerCapture(event.pointerId);
		if (fingers.size === 0) dragged = 0;
		fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
	});
	on("pointermove", (event) => {
		const finger = fingers.get(event.pointerId);
		if (!finger) return point(rowAt(event, 8));
		const before = spread(fingers);
		const dx = event.clientX - finger.x;
		const dy = event.clientY - finger.y;
		finger.x = event.clientX;
		finger.y = event.clientY;
		dragged += Math.hypot(dx, dy);
		if (dragged < 4) return;
		const after = spread(fingers);
		const ratio = map().ratio();
		change((m) => {
			m.pan((dx * ratio) / fingers.size, (dy * ratio) / fingers.size);
			if (before && after) m.zoom(after.x * ratio, after.y * ratio, after.distance / before.distance);
		});
		document.body.classList.add("dragging");
	});
	const lift = (event: PointerEvent) => {
		const clicked = fingers.delete(event.pointerId) && fingers.size === 0 && dragged < 4 && event.type === "pointerup";
		if (fingers.size === 0) document.body.classList.remove("dragging");
		if (!clicked) return;
		const row = rowAt(event, event.pointerType === "touch" ? 18 : 8);
		handlers?.pick(row < 0 ? null : row);
	};
	on("pointerup", lift);
	on("pointercancel", lift);
	on("pointerout", (event) => {
		if (event.relatedTarget === null) point(-1);
	});
	on("wheel", (event) => {
		event.preventDefault();
		const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? innerHeight : 1;
		const factor = Math.exp(-event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.0016));
		const ratio = map().ratio();
		change((m) => m.zoom(event.clientX * ratio, event.clientY * ratio, Math.min(4, Math.max(0.25, factor))));
	});
	on("keydown", (event) => {
		if (event.metaKey || event.ctrlKey || event.altKey) return;
		const step = 60 * map().ratio();
		const middle = [(innerWidth / 2) * map().ratio(), (innerHeight / 2) * map().ratio()] as const;
		const keys: Record<string, (m: Viewer) => void> = {
			ArrowLeft: (m) => m.pan(step, 0),
			ArrowRight: (m) => m.pan(-step, 0),
			ArrowUp: (m) => m.pan(0, step),
			ArrowDown: (m) => m.pan(0, -step),
			"+": (m) => m.zoom(...middle, 1.3),
			"=": (m) => m.zoom(...middle, 1.3),
			"-": (m) => m.zoom(...middle, 1 / 1.3),
			"0": (m) => m.fit(),
		};
		const act = keys[event.key];
		if (act) change(act);
		if (act || handlers?.key(event.key)) event.preventDefault();
	});
	window.addEventListener("resize", () => gate.wake());
	window.addEventListener("focus", () => gate.wake());
	document.addEventListener("visibilitychange", () => gate.wake());
}

// spread is the middle of two fingers, and how far they are apart.
function spread(fingers: Map<number, Finger>): { x: number; y: number; distance: number } | null {
	const [a, b] = fingers.values();
	if (!a || !b) return null;
	return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, distance: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)) };
}

// premultiplied is an opaque colour as the viewer takes it.
function premultiplied(css: string): number {
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
	setPoints(coordinates, version) {
		change((m) => {
			const problem = m.points(coordinates, version);
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
		change((m) => m.theme(premultiplied(theme.accent), premultiplied(theme.ink)));
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
	lookAt: (view: View) => change((m) => m.lookAt(view.x, view.y, view.zoom)),
	where(row) {
		const at = map().where(row);
		const ratio = map().ratio();
		return at && { x: at[0] / ratio, y: at[1] / ratio };
	},
};
window.nearspaceMap = api;
