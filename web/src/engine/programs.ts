// The programs that make built, in the order in which they are packed.
import whole from "#built/engine.wasm.part?url";
import first from "#built/first.wasm.part?url";
import places from "#built/places.json";
import viewer from "#built/viewer.wasm.part?url";
import exec from "#built/wasm_exec.js?url";
import type { Program } from "./wasm";

// A worker that is made from a blob needs whole addresses.
const here = (url: string) => new URL(url, location.href).href;

export const programs: { exec: string; first: Program; viewer: Program; whole: Program } = {
	exec: here(exec),
	first: { parts: [here(first)], place: places.first },
	viewer: { parts: [here(first), here(viewer)], place: places.viewer },
	whole: { parts: [here(first), here(viewer), here(whole)], place: places.engine },
};
