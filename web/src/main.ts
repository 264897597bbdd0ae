import "./style/tokens.css";
import "./style/base.css";
import { mount } from "svelte";
import EngineWorker from "./engine/worker.ts?worker&inline";
import engine from "#built/engine.wasm.zst?url";
import exec from "#built/wasm_exec.js?url";
import App from "./App.svelte";
import { Session } from "./state/session.svelte";

const here = (url: string) => new URL(url, location.href).href;
const session = new Session({
	spawn: () => new EngineWorker(),
	programs: { exec: here(exec), engine: here(engine) },
	manifest: "./data/index.json",
});

const target = document.getElementById("app");
if (target) mount(App, { target, props: { session } });
