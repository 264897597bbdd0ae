// Writes what the built engine says of its labs, for the page to know while a
// smaller program runs.
//
//	node labs.mjs WASM_EXEC.JS ENGINE.WASM LABS.JSON
import { writeFileSync } from "node:fs";
import { startEngine } from "./client.mjs";

const [wasmExec, wasm, labs] = process.argv.slice(2);
const engine = await startEngine(wasmExec, wasm);
writeFileSync(labs, JSON.stringify(await engine.call("labs")));
process.exit();
