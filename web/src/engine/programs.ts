// The programs that make built, in the order in which they are packed.
import engine from "#built/engine.wasm.part?url";
import places from "#built/places.json";
import viewer from "#built/viewer.wasm.part?url";
import exec from "#built/wasm_exec.js?url";
import type { Program } from "./wasm";

// A worker that is made from a blob needs whole addresses.
const here = (url: string) => new URL(url, location.href).href;

export const programs: { exec: string; engine: Program; viewer: Program } = {
	exec: here(exec),
	engine: { parts: [here(engine)], place: places.engine },
	viewer: { parts: [here(engine), here(viewer)], place: places.viewer },
};
