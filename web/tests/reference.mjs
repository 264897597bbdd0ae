// Trains the words lab under Node, as the page does in its worker, and prints
// the answers to the data set's example questions as JSON.
//
//	node reference.mjs WASM_EXEC.JS ENGINE.WASM DATA-FOLDER SET
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { startEngine } from "../../wasm/engine/client.mjs";

const [wasmExec, wasm, folder, id] = process.argv.slice(2);
const set = JSON.parse(await readFile(join(folder, "index.json"), "utf8")).find((s) => s.id === id);
const engine = await startEngine(wasmExec, wasm);
const { labs } = await engine.call("labs");
const lab = labs.find((l) => l.description.id === "words");

const data = { id, name: set.title.en, kind: set.kind, hash: set.hash, bytes: set.bytes, column: set.column, url: "" };
const file = new Blob([await readFile(join(folder, set.file))]);
const { run } = await engine.call("start", 0, { lab: "words", data, file, params: lab.defaults, seed: 1, shard: 0 });
await engine.call("run", run, { until: 0 });
const { state } = await engine.until((e) => e.event === "state" && e.run === run);

const answers = [];
for (const example of lab.description.examples.filter((e) => e.data === id)) {
	const { parts } = await engine.call("ask", run, { query: example.query, beside: 0 });
	const { title } = lab.description.questions.find((q) => q.id === example.query.question);
	answers.push({ question: title.en, title: example.title.en, expect: example.expect, every: example.every, rows: parts.flatMap(rowsOf) });
}

// rowsOf is a part's rows as a table shows them: each label, and the number of a ranking.
function rowsOf(part) {
	if (part.kind === "ranking") return part.items.map((i) => [i.label, i.value]);
	return part.kind === "table" ? part.rows.map((row) => [row[0].text]) : [];
}

process.stdout.write(JSON.stringify({ state: state.state, losses: state.progress.losses.map((l) => l.value), answers }));
process.exit();
