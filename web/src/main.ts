import "./style/tokens.css";
import "./style/base.css";
import { mount } from "svelte";
import EngineWorker from "./engine/worker.ts?worker&inline";
import labs from "#built/labs.json";
import App from "./App.svelte";
import { programs } from "./engine/programs";
import { Session } from "./state/session.svelte";

const session = new Session({
	spawn: () => new EngineWorker(),
	programs,
	labs,
	manifest: "./data/index.json",
});

const target = document.getElementById("app");
if (target) mount(App, { target, props: { session } });
