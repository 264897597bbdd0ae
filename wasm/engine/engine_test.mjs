// Drives the built engine under Node through the protocol, as the page does in
// its worker.
//
//	node engine_test.mjs WASM_EXEC.JS ENGINE.WASM FIRST.WASM
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startEngine } from "./client.mjs";

const [wasmExec, wasm, firstWasm] = process.argv.slice(2);

// A text in which animals eat and stones lie, repeatable.
function story(lines) {
	let state = 1;
	const pick = (...words) => words[(state = (state * 48271) % 2147483647) % words.length];
	let text = "";
	for (let i = 0; i < lines; i++) {
		text += `The ${pick("cat", "dog", "fox")} eats ${pick("meat", "fish")} and ${pick("bread", "milk")}.\n`;
		text += `A ${pick("stone", "rock", "pebble")} lies ${pick("near", "under")} the ${pick("road", "river")}.\n`;
	}
	return text;
}

const engine = await startEngine(wasmExec, wasm);
const { labs } = await engine.call("labs");
const words = labs.find((l) => l.description.id === "words");
const params = { ...words.defaults, dim: 16, sample: 1, window: 3, epochs: 20, learningRate: 0.05 };

function begin(text, more = {}) {
	const file = new Blob([text]);
	const data = { id: "t", name: "t.txt", kind: "text", hash: "h" + text.length, bytes: file.size, column: "", url: "" };
	return engine.call("start", 0, { lab: "words", data, seed: 1, shard: 0, params, file, ...more });
}

const ended = (run) => engine.until((e) => e.event === "state" && e.run === run && e.state.state === "ended");
const neighbors = (word) => ({ query: { question: "neighbors", args: { word, count: "2" } }, beside: 0 });

test("trains, answers and shows a map", async () => {
	const { run } = await begin(story(1500));
	const prepared = await engine.call("prepare", run);
	assert.equal(prepared.state, "ready");
	assert.equal(prepared.progress.done, 0, "it trained before it was told to");
	const space = await engine.until((e) => e.event === "space" && e.run === run && e.name === "words");
	assert.equal(space.labels.offsets.length, space.rows + 1);
	await engine.call("project", run, { map: 0, space: "words", method: "live", dimensions: 2, numbers: {}, texts: {}, column: "", axes: [], columns: [], off: false });
	const frame = await engine.until((e) => e.event === "frame" && e.run === run);
	assert.equal(frame.coordinates.length, 2 * space.rows);
	assert.ok(frame.coordinates.every(Number.isFinite));

	const frames = () => engine.events.filter((e) => e.event === "frame" && e.run === run).length;
	const before = frames();
	await engine.call("run", run, { until: 0 });
	const { state } = await ended(run);
	assert.equal(state.progress.done, state.progress.total);
	assert.equal(frames(), before, "a frame came before the last was drawn");
	await engine.call("drawn", run, { map: 0, space: "words", version: frame.version });
	await engine.until((e) => e.event === "frame" && e.run === run && e.version === frame.version + 1);

	const answer = await engine.call("ask", run, neighbors("cat"));
	const [ranking] = answer.parts;
	assert.equal(ranking.kind, "ranking");
	assert.deepEqual(ranking.items.map((i) => i.label).sort(), ["dog", "fox"]);
	const { labels } = await engine.call("complete", run, { space: "", prefix: "p", limit: 5 });
	assert.deepEqual(labels, ["pebble"]);
	const trace = await engine.call("trace", run, { pick: { position: 30, text: "" } });
	assert.equal(trace.stages.at(-1).id, "update");

	const table = await engine.call("matrix", run, { space: "words", from: 2, count: 3 });
	assert.equal(table.total, space.rows);
	assert.equal(table.values.length, 3 * params.dim);
	const rest = await engine.call("matrix", run, { space: "", from: space.rows - 1, count: 4096 });
	assert.equal(rest.values.length, params.dim, "rows beyond the last came");
	await assert.rejects(engine.call("matrix", run, { space: "", from: space.rows, count: 1 }), { code: "field" });
	await assert.rejects(engine.call("matrix", run, { space: "", from: 0, count: 0 }), { code: "field" });

	for (const [metric, own] of [["cosine", 1], ["euclidean", 0]]) {
		const { values } = await engine.call("scores", run, { space: "", row: 2, metric });
		assert.equal(values.length, space.rows);
		assert.ok(Math.abs(values[2] - own) < 1e-5, `${metric} with itself is ${values[2]}`);
	}
	await assert.rejects(engine.call("scores", run, { space: "", row: space.rows, metric: "dot" }), { code: "field" });
	await assert.rejects(engine.call("scores", run, { space: "", row: 0, metric: "nothing" }), { code: "unknown" });

	await engine.call("stop", run);
	await assert.rejects(engine.call("pause", run), { code: "unknown" });
});

test("a second map of a run is shown beside the first, and each is judged", async () => {
	const { run } = await begin(story(100), { params: { ...params, epochs: 1 } });
	await engine.call("run", run, { until: 0 });
	await ended(run);
	engine.events.length = 0;
	const judge = (map, more = {}) => engine.call("judge", run, { map, neighbors: 4, metric: "euclidean", all: false, ...more });
	const project = (map, method) => engine.call("project", run, { map, space: "", method, dimensions: 2, numbers: {}, texts: {}, column: "", axes: [], columns: [], off: false });
	await assert.rejects(judge(0), { code: "unknown" });
	await project(0, "pca");
	await project(1, "random");
	const first = await engine.until((e) => e.event === "frame" && e.map === 0);
	const second = await engine.until((e) => e.event === "frame" && e.map === 1);
	assert.notDeepEqual([...first.coordinates], [...second.coordinates]);
	const [pca, random] = [await judge(0), await judge(1)];
	assert.equal(pca.trusts.length, pca.rows);
	assert.equal(pca.looked, pca.rows);
	assert.ok(pca.shepard > random.shepard && pca.shepard <= 1, `PCA ${pca.shepard}, by chance ${random.shepard}`);
	await assert.rejects(judge(0, { metric: "nothing" }), { code: "unknown" });
	await assert.rejects(judge(2), { code: "unknown" });
	await assert.rejects(project(2, "pca"), { code: "unknown" });
	await engine.call("stop", run);
});

test("that a frame was drawn does not count for another map's", async () => {
	const { run } = await begin(story(100), { params: { ...params, epochs: 1 } });
	await engine.call("run", run, { until: 0 });
	await ended(run);
	engine.events.length = 0;
	const project = (method, off = false) => engine.call("project", run, { map: 0, space: "", method, dimensions: 2, numbers: {}, texts: {}, column: "", axes: [], columns: [], off });
	const versions = () => engine.events.filter((e) => e.event === "frame" && e.run === run).map((e) => e.version);
	const next = async () => (await engine.until((e) => e.event === "frame" && e.run === run && !seen.includes(e.version))).version;
	const seen = [];
	for (const how of ["pca", "random", null, "pca"]) {
		await project(how ?? "pca", how === null);
		if (how !== null) seen.push(await next());
	}
	assert.deepEqual(seen, [1, 2, 3]);
	assert.deepEqual(versions(), seen);
	await engine.call("stop", run);
});

test("of many points a sample is judged, and one can end that", async () => {
	const vectors = labs.find((l) => l.description.id === "vectors");
	const rows = Array.from({ length: 3000 }, (_, i) => `w${i} ${Math.sin(i)} ${Math.cos(3 * i)} ${Math.sin(7 * i)} ${Math.cos(i / 9)}`);
	const file = new Blob([`3000 4\n${rows.join("\n")}\n`]);
	const data = { id: "many", name: "v.vec", kind: "vectors", hash: "many", bytes: file.size, column: "", url: "" };
	const { run } = await engine.call("start", 0, { lab: "vectors", data, seed: 1, shard: 0, params: vectors.defaults, file });
	await engine.call("prepare", run);
	engine.events.length = 0;
	await engine.call("project", run, { map: 0, space: "", method: "pca", dimensions: 2, numbers: {}, texts: {}, column: "", axes: [], columns: [], off: false });
	await engine.until((e) => e.event === "map" && e.settled);
	const judge = (all) => engine.call("judge", run, { map: 0, neighbors: 10, metric: "cosine", all });
	const sampled = await judge(false);
	assert.equal(sampled.looked, 2000);
	assert.equal(sampled.trusts.filter(Number.isNaN).length, 1000);
	const long = judge(true);
	const last = engine.lastID();
	await engine.until((e) => e.event === "progress" && e.request === last);
	await engine.call("cancel", 0, { id: last });
	await assert.rejects(long, { code: "cancelled" });
	await engine.call("stop", run);
});

test("a sum of words and the rows of a file are placed on a map, which stays", async () => {
	const { run } = await begin(story(300), { params: { ...params, epochs: 1 } });
	await engine.call("run", run, { until: 0 });
	await ended(run);
	engine.events.length = 0;
	const asked = (question, args) => ({ map: 0, query: { question, args }, name: "", most: 0 });
	const sum = (expression) => engine.call("place", run, asked("expression", { expression }));
	await assert.rejects(sum("cat + dog"), { code: "unknown" }, "on a map that is not there");
	const settled = () => engine.until((e) => e.event === "map" && e.settled);
	for (const [method, dimensions] of [["pca", 2], ["pca", 3], ["random", 2], ["umap", 2], ["tsne", 3]]) {
		engine.events.length = 0;
		await engine.call("project", run, { map: 0, space: "words", method, dimensions, numbers: ["umap", "tsne"].includes(method) ? { rounds: 50 } : {}, texts: {}, column: "", axes: [], columns: [], off: false });
		await settled();
		const frames = engine.events.filter((e) => e.event === "frame");
		const placed = await sum("2*cat - cat + dog - dog + fox");
		assert.deepEqual([placed.space, placed.dimensions, placed.coordinates.length, placed.of], ["words", dimensions, dimensions, 1]);
		assert.equal(new TextDecoder().decode(placed.labels.bytes), "cat + fox");
		assert.ok([...placed.coordinates].every(Number.isFinite));
		assert.ok(placed.version >= frames.at(-1).version);
		await assert.rejects(sum("cat"), { code: "noVector" });
		await assert.rejects(sum("nonesuch + cat"), { code: "unknownLabels" });
	}

	// The space's own rows are at their own places, and only so many are taken.
	engine.events.length = 0;
	await engine.call("project", run, { map: 0, space: "words", method: "pca", dimensions: 2, numbers: {}, texts: {}, column: "", axes: [], columns: [], off: false });
	const frame = await engine.until((e) => e.event === "frame");
	const { pieces } = await engine.call("export", run, { space: "words", format: "word2vec", precision: "f4", tile: 0 });
	const rows = (file, most) => engine.call("place", run, { ...asked("", {}), name: "v.vec", most, file });
	const placed = await rows(new Blob(pieces), 5);
	assert.equal(placed.labels.offsets.length, 6);
	assert.equal(placed.coordinates.length, 10);
	assert.ok(placed.of > 5);
	for (const [i, v] of placed.coordinates.entries()) assert.ok(Math.abs(v - frame.coordinates[i]) < 1e-4, `${v} is not ${frame.coordinates[i]}`);
	await assert.rejects(rows(new Blob(["2 3\na 1 2 3\nb 4 5 6\n"]), 5), { code: "noPlace", args: { dim: "3", want: "16" } });
	await assert.rejects(rows(new Blob(["no vectors at all"]), 5));
	await assert.rejects(rows("no file", 5), { code: "field" });
	await engine.call("stop", run);
});

test("a saved run goes on to the same vectors, and stops at a report", async () => {
	const text = story(4000);
	const { run: whole } = await begin(text);
	await engine.call("run", whole, { until: 0 });
	await ended(whole);
	const want = await engine.call("ask", whole, neighbors("stone"));

	const { run: half } = await begin(text);
	await engine.call("run", half, { until: 7 });
	const stopped = await engine.until((e) => e.event === "progress" && e.run === half && e.state === "paused");
	assert.equal(stopped.progress.reports, 7);
	const { pieces } = await engine.call("save", half);
	const save = new Uint8Array(await new Blob(pieces).arrayBuffer());
	const { run: resumed } = await begin(text, { save });
	await engine.call("run", resumed, { until: 0 });
	await ended(resumed);
	assert.deepEqual(await engine.call("ask", resumed, neighbors("stone")), want);
	await assert.rejects(begin(text, { save, seed: 2 }), { code: "otherSave" });
});

test("pauses during training and steps to the next report", async () => {
	const { run } = await begin(story(20000));
	await engine.call("run", run, { until: 0 });
	await engine.until((e) => e.event === "progress" && e.run === run && e.progress.phase === "train");
	const paused = await engine.call("pause", run);
	assert.equal(paused.state, "paused");
	const { progress } = await engine.call("pause", run);
	const stepped = await engine.call("step", run);
	assert.equal(stepped.progress.reports, progress.reports + 1);
	await engine.call("stop", run);
});

test("two shards exchange what they learn and end alike", async () => {
	const shared = { params: { ...params, workers: 2 } };
	const shards = [await begin(story(1500), { ...shared, shard: 0 }), await begin(story(1500), { ...shared, shard: 1 })];
	assert.deepEqual(shards.map((s) => s.shards), [2, 2]);
	const runs = shards.map((s) => s.run);
	let rounds = 0;
	const waiting = new Map();
	const stop = engine.listen((e) => {
		if (e.event !== "delta" || !runs.includes(e.run)) return;
		waiting.set(e.run, e.values);
		if (waiting.size < 2) return;
		const deltas = runs.map((run) => waiting.get(run));
		waiting.clear();
		rounds++;
		runs.forEach((run, own) => void engine.call("merge", run, { deltas: deltas.map((d, i) => (i === own ? null : d)) }));
	});
	for (const run of runs) await engine.call("run", run, { until: 0 });
	const states = await Promise.all(runs.map(ended));
	stop();
	assert.ok(rounds > 1, `${rounds} rounds`);
	assert.equal(states[0].state.progress.done, states[0].state.progress.total);
	const [a, b] = await Promise.all(runs.map((run) => engine.call("ask", run, neighbors("cat"))));
	assert.deepEqual(a.parts[0].items, b.parts[0].items);
	assert.deepEqual(a.parts[0].items.map((i) => i.label).sort(), ["dog", "fox"]);
});

test("a shard that waits for the others can be paused", async () => {
	const { run } = await begin(story(1500), { params: { ...params, workers: 2 }, shard: 1 });
	await engine.call("run", run, { until: 0 });
	await engine.until((e) => e.event === "delta" && e.run === run);
	assert.equal((await engine.call("pause", run)).state, "paused");
	await assert.rejects(engine.call("merge", run, { deltas: [new Float32Array(2)] }), (e) => e.message.includes("1 deltas of 2 shards"));
	await engine.call("stop", run);
});

test("vectors leave in files, and a script repeats the run", async () => {
	const { run } = await begin(story(100), { params: { ...params, epochs: 1 } });
	await engine.call("run", run, { until: 0 });
	await ended(run);
	const { spaces, formats, takeaways } = await engine.call("offers", run);
	assert.deepEqual(spaces, ["words", "context"]);
	assert.equal(formats[0].id, "word2vec");
	const text = async ({ pieces }) => new Blob(pieces).text();
	for (const { id, precisions } of formats) {
		const file = await engine.call("export", run, { space: "", format: id, precision: precisions.at(-1), tile: 0 });
		assert.ok(file.pieces.reduce((sum, piece) => sum + piece.length, 0) > 100, id);
		if (id === "word2vec") assert.match(await text(file), /^\d+ 16\n/);
	}
	const beside = { sprite: new TextEncoder().encode("a picture"), bookmarks: new TextEncoder().encode("[a view]") };
	const bundle = await text(await engine.call("export", run, { space: "", format: "projector", precision: "f4", tile: 24, ...beside }));
	for (const part of ["a picture", "[a view]", '"singleImageDim": [24, 24]', '"tensorPath": "tensors.bytes"']) assert.ok(bundle.includes(part), part);
	await assert.rejects(engine.call("export", run, { space: "", format: "projector", precision: "f4", tile: 0, sprite: "a text" }));
	assert.deepEqual(takeaways.map((t) => t.id), ["gensim", "fasttext", "pytorch"]);
	assert.match(await text(await engine.call("take", run, { id: "gensim" })), /Word2Vec/);
	await assert.rejects(engine.call("take", run, { id: "nothing" }));
	await assert.rejects(engine.call("export", run, { space: "", format: "word2vec", precision: "i1", tile: 0 }));

	const whole = (await text(await engine.call("export", run, { space: "", format: "glove", precision: "f4", tile: 0 }))).split("\n");
	const some = await engine.call("export", run, { space: "", format: "glove", precision: "f4", tile: 0, rows: Int32Array.of(3, 1) });
	assert.equal(await text(some), `${whole[3]}\n${whole[1]}\n`);
	assert.equal(some.rows, 2);
	for (const rows of [new Int32Array(0), Int32Array.of(-1), Int32Array.of(100000), [1]]) {
		await assert.rejects(engine.call("export", run, { space: "", format: "glove", precision: "f4", tile: 0, rows }));
	}
});

test("maps a space by its neighbours, shows each round, and can be stopped", async () => {
	const { run } = await begin(story(100), { params: { ...params, epochs: 1 } });
	await engine.call("run", run, { until: 0 });
	await ended(run);
	const { maps } = await engine.call("labs");
	const project = (method, more = {}) => engine.call("project", run, { map: 0, space: "", method, dimensions: 3, numbers: {}, texts: {}, column: "", axes: [], columns: [], off: false, ...more });
	const draw = engine.listen((e) => {
		if (e.event === "frame" && e.run === run) void engine.call("drawn", run, { map: e.map, space: e.space, version: e.version });
	});
	for (const { id } of maps.filter((m) => !["axes", "discriminants"].includes(m.id))) {
		engine.events.length = 0;
		await project(id, { numbers: id === "tsne" ? { perplexity: 3, rounds: 100 } : id === "umap" ? { neighbors: 4, rounds: 100 } : {} });
		const frame = await engine.until((e) => e.event === "frame" && e.run === run);
		assert.equal(frame.dimensions, 3);
		assert.ok(frame.coordinates.every(Number.isFinite), id);
		if (id !== "live") await engine.until((e) => e.event === "map" && e.settled);
	}
	engine.events.length = 0;
	await project("axes", { dimensions: 2, axes: ["cat dog | stone rock", "eats | lies"] });
	await engine.until((e) => e.event === "frame" && e.run === run);

	await project("tsne", { numbers: { perplexity: 3, rounds: 10000 } });
	await engine.until((e) => e.event === "map" && e.stage === "rounds");
	await engine.call("steer", run, { map: 0, pause: true, rounds: 0, perturb: 0 });
	const at = engine.events.findLast((e) => e.event === "map").done;
	await new Promise((resolve) => setTimeout(resolve, 300));
	assert.ok(engine.events.findLast((e) => e.event === "map").done <= at + 20, "it went on");

	await project("dimensions", { dimensions: 2, columns: [3, 1] });
	await assert.rejects(project("dimensions", { columns: [3, 1] }), (e) => e.code === "settingRange");
	await assert.rejects(project("nothing"), { code: "unknown" });
	await assert.rejects(project("tsne", { numbers: { perplexity: 1e9 } }), (e) => /perplexity/.test(e.message));
	await assert.rejects(project("tsne", { numbers: { nothing: 1 } }));
	await assert.rejects(project("axes", { axes: ["cat"] }));
	draw();
	await engine.call("stop", run);
});

// The largest distance of a point from where it was, as a share of the map's spread.
function jump(before, after) {
	const middle = [0, 1].map((j) => before.reduce((sum, v, i) => (i % 2 === j ? sum + v : sum), 0) / (before.length / 2));
	const spread = Math.sqrt(before.reduce((sum, v, i) => sum + (v - middle[i % 2]) ** 2, 0) / before.length);
	let far = 0;
	for (let i = 0; i < before.length; i += 2) far = Math.max(far, Math.hypot(after[i] - before[i], after[i + 1] - before[i + 1]));
	return far / spread;
}

test("a map goes on when words are added, and is made anew with other settings", async () => {
	// Many words, so that few rounds lie between two frames.
	let number = 0;
	const text = story(2000).replace(/cat|stone/g, (word) => word + (number++ % 400));
	const more = new Blob([text.replaceAll("dog", "wolf").replaceAll("pebble", "boulder")]);
	const then = { id: "then", name: "then.txt", kind: "text", hash: "then", bytes: more.size, column: "", url: "", file: more };
	const { run } = await begin(text, { params: { ...params, epochs: 5, minCount: 1, then: "then" }, files: [then] });
	await engine.call("prepare", run);
	const frames = [];
	const draw = engine.listen((e) => {
		if (e.event !== "frame" || e.run !== run) return;
		frames.push(e);
		void engine.call("drawn", run, { map: e.map, space: e.space, version: e.version });
	});
	const settled = () => engine.until((e) => e.event === "map" && e.run === run && e.settled);
	const project = (more) => engine.call("project", run, { map: 0, space: "", method: "tsne", dimensions: 2, texts: {}, column: "", axes: [], columns: [], off: false, ...more });
	await project({ numbers: { perplexity: 3, rounds: 400 } });
	await settled();
	engine.events.length = 0;
	await engine.call("run", run, { until: 0 });
	await ended(run);
	const rows = frames[0].coordinates.length;
	await engine.until((e) => e.event === "frame" && e.run === run && e.coordinates.length > rows);
	engine.events.length = 0;
	await settled();
	const first = frames.findIndex((f) => f.coordinates.length > rows);
	assert.equal(frames[first].coordinates.length, rows + 4, "two words came");
	// How many rounds lie between two frames is the machine's: one begun anew would have
	// left them all in one spot, and would count its rounds from 0.
	assert.ok(jump(frames[first - 1].coordinates, frames[first].coordinates) < 1, "the words that were there jumped");
	const grown = engine.events.findLast((e) => e.event === "map" && e.run === run);
	assert.ok(grown.total > 400, "the map began anew");
	assert.equal(grown.grown, true);

	const made = async (numbers) => {
		engine.events.length = 0;
		await project({ numbers });
		const end = await settled();
		assert.equal(end.grown, false);
		await engine.until((e) => e.event === "frame" && e.run === run && e.version === end.version);
		return frames.at(-1).coordinates.slice();
	};
	const first2 = await made({ perplexity: 2.5, rounds: 60 });
	assert.notDeepEqual(await made({ perplexity: 4, rounds: 60 }), first2);
	assert.deepEqual(await made({ perplexity: 2.5, rounds: 60 }), first2, "the way to these settings counts");
	draw();
	await engine.call("stop", run);
});

test("groups rows while a run trains, and keeps the groups' numbers and names", async () => {
	const { run } = await begin(story(1500));
	await engine.call("prepare", run);
	const space = await engine.until((e) => e.event === "space" && e.run === run && e.name === "words");
	const labels = space.labels.offsets.slice(1).reduce((all, end, i) => [...all, new TextDecoder().decode(space.labels.bytes.slice(space.labels.offsets[i], end))], []);
	const asked = { space: "", method: "kmeans", map: false, metric: "cosine", groups: 4, minSize: 2, minSamples: 0, leaves: false, seed: 1, keep: true };
	const group = (more = {}) => engine.call("group", run, { ...asked, ...more });
	await engine.call("run", run, { until: 0 });
	const during = await group();
	assert.equal(during.codes.length, space.rows);
	await ended(run);
	await group();

	const of = (found, word) => found.codes[labels.indexOf(word)];
	const found = await group();
	assert.equal(found.column, "groups");
	assert.equal(new Set(found.names).size, 4);
	for (const alike of [["cat", "dog", "fox"], ["stone", "rock", "pebble"]]) assert.equal(new Set(alike.map((word) => of(found, word))).size, 1, `${alike}`);
	assert.notEqual(of(found, "cat"), of(found, "stone"));
	const names = found.names.map((_, i) => `group ${i}`);
	await engine.call("regroup", run, { space: "", names });
	const again = await group({ seed: 7 });
	assert.equal(again.names[of(again, "cat")], `group ${of(found, "cat")}`);
	assert.equal(of(again, "cat"), of(found, "cat"));
	await assert.rejects(engine.call("regroup", run, { space: "", names: ["one"] }), { code: "field" });

	// What there was before comes back, and nothing of it is left where there was none.
	await engine.call("regroup", run, { space: "", names: [] });
	const columns = async () => {
		await engine.call("edit", run, { space: "", changes: [] }); // tells the space anew
		return engine.events.findLast((e) => e.event === "space" && e.run === run && e.name === "words").columns.map((c) => c.name);
	};
	assert.deepEqual(await columns(), []);
	await engine.call("regroup", run, { space: "", names, codes: Int32Array.from(found.codes) });
	assert.deepEqual(await columns(), ["groups"]);
	await assert.rejects(engine.call("regroup", run, { space: "", names: ["one"], codes: Int32Array.from(found.codes) }), { code: "field" });

	const dense = await group({ method: "hdbscan", minSize: 2 });
	assert.equal(dense.probabilities.length, space.rows);
	await assert.rejects(group({ groups: 1e6 }), { code: "settingRange" });
	await assert.rejects(group({ map: true }), { code: "unknown" });

	const codes = new Int32Array(space.rows).fill(-1);
	for (const word of ["cat", "dog", "fox"]) codes[labels.indexOf(word)] = 0;
	const named = await engine.call("name", run, { space: "", codes });
	assert.deepEqual(named.names.map((name) => name.split(", ").sort()), [["cat", "dog", "fox"]]);
	await assert.rejects(engine.call("name", run, { space: "", codes: new Int32Array(1) }), { code: "field" });
	await engine.call("stop", run);
});

test("says what is wrong and where", async () => {
	await assert.rejects(engine.call("fly"), { code: "unknown" });
	await assert.rejects(engine.call("start", 0, { lab: "words" }), { code: "field" });
	await assert.rejects(begin("x", { params: { ...params, dim: 1.5 } }), { code: "field", args: { path: "start.params.dim", want: "a whole number", got: "1.5" } });
	await assert.rejects(begin("x", { params: { ...params, dim: 0 } }), { code: "parameterRange" });
	const { run } = await begin("one\ntw\xff".replace("\xff", "\0"));
	await assert.rejects(engine.call("ask", run, neighbors("one")), { code: "notReady" });
	await engine.call("run", run, { until: 0 });
	const failed = await engine.until((e) => e.event === "state" && e.run === run);
	assert.equal(failed.state.state, "failed");
	assert.equal(failed.state.problem.code, "notText");
	assert.equal(failed.state.problem.args.line, "2");
});

test("inspects a file, refuses a broken one, and can be cancelled", async () => {
	const good = await engine.call("inspect", 0, { name: "a.txt", file: new Blob(["one\ntwo"]) });
	assert.equal(good.lines, 2);
	assert.equal(good.hash.length, 64);
	await assert.rejects(engine.call("inspect", 0, { name: "b", file: new Blob([new Uint8Array([0x1f, 0x8b, 1, 2])]) }), { code: "damagedGzip" });
	await assert.rejects(engine.call("inspect", 0, { name: "c", file: new Blob([]) }), { code: "empty" });
	const long = engine.call("inspect", 0, { name: "d", file: new Blob(["some text\n".repeat(8e6)]) });
	const refused = assert.rejects(long, { code: "cancelled" });
	await engine.call("cancel", 0, { id: engine.lastID() });
	await refused;
});

test("opens the layer: trains on numbers, shows the table, and walks through a step", async () => {
	const layer = labs.find((l) => l.description.id === "layer");
	assert.equal(layer.description.data, "colors");
	let table = "name\tred\tblue\n";
	for (const [word, share] of [["dark", 0.3], ["light", 0.9], ["pale", 0.7]])
		for (const [hue, red, blue] of [["red", 250, 10], ["blue", 10, 250], ["violet", 180, 200]])
			table += `${word} ${hue}\t${share * red}\t${share * blue}\n`;
	const file = new Blob([table]);
	const inspected = await engine.call("inspect", 0, { name: "t.tsv", file });
	assert.deepEqual([inspected.kind, inspected.column], ["targets", "name"]);
	const data = { id: "t", name: "t.tsv", kind: inspected.kind, hash: inspected.hash, bytes: file.size, column: inspected.column, url: "" };
	const { run } = await engine.call("start", 0, { lab: "layer", data, seed: 1, shard: 0, params: { ...layer.defaults, epochs: 100 }, file });
	await engine.call("prepare", run);
	const read = () => engine.call("matrix", run, { space: "words", from: 0, count: 100 });
	const before = await read();
	assert.deepEqual([before.total, before.dim, before.values.length], [7, 8, 56]);
	assert.ok(before.values.subarray(0, 8).every((v) => v === 0), "the padding row is not zero");

	const trace = await engine.call("trace", run, { pick: { position: -1, text: "" } });
	assert.deepEqual(trace.stages.map((s) => s.id), ["ids", "lookup", "onehot", "combine", "head", "loss", "backward", "rows", "coalesce", "optimizer", "update"]);
	const update = trace.stages.at(-1).out[0];
	assert.equal(update.values.length, update.rows.length * 8);
	assert.deepEqual((await read()).values, before.values, "looking trained the table");
	await engine.call("step", run);
	const after = await read();
	assert.ok(after.version > before.version);
	assert.notDeepEqual(after.values, before.values);
	await engine.call("run", run, { until: 0 });
	await ended(run);
	const predict = async (text) => (await engine.call("ask", run, { query: { question: "predict", args: { text } }, beside: 0 })).parts[0].rows[0].map((c) => c.number);
	const [dark, light] = [await predict("dark blue"), await predict("light blue")];
	assert.ok(dark[1] < light[1] - 80, `dark blue has ${dark}, light blue ${light}`);
	await assert.rejects(engine.call("trace", run, { pick: { position: 0, text: "drak blue" } }), { code: "unknownLabels", args: { labels: "drak", suggestions: "dark" } });
	await assert.rejects(engine.call("start", 0, { lab: "layer", data, seed: 1, shard: 0, params: { ...layer.defaults, tied: true }, file }), { code: "parameterConflict" });
	await engine.call("stop", run);
});

test("opens a file of vectors, and gives it back in another format", async () => {
	const vectors = labs.find((l) => l.description.id === "vectors");
	const head = new TextEncoder().encode("2 3\nnew_york ");
	const numbers = (...list) => new Uint8Array(new Float32Array(list).buffer);
	const file = new Blob([head, numbers(1, 0.5, -2), new TextEncoder().encode("\n北京 "), numbers(0.25, 1, -1)]);
	const found = await engine.call("inspect", 0, { name: "v.bin", file });
	assert.equal(found.kind, "vectors");
	const data = { id: "v", name: "v.bin", kind: found.kind, hash: found.hash, bytes: file.size, column: "", url: "" };
	const { run } = await engine.call("start", 0, { lab: "vectors", data, seed: 1, shard: 0, params: vectors.defaults, file });
	assert.equal((await engine.call("prepare", run)).state, "ended");
	const answer = await engine.call("ask", run, { query: { question: "neighbors", args: { word: "new_york", count: "1" } }, beside: 0 });
	assert.equal(answer.parts[0].items[0].label, "北京");
	const { pieces } = await engine.call("export", run, { space: "", format: "jsonl", precision: "f4", tile: 0 });
	assert.deepEqual((await new Blob(pieces).text()).split("\n").slice(0, 2).map((l) => JSON.parse(l)), [
		{ label: "new_york", vector: [1, 0.5, -2] }, { label: "北京", vector: [0.25, 1, -1] },
	]);

	const cut = file.slice(0, file.size - 2);
	const { run: other } = await engine.call("start", 0, { lab: "vectors", data: { ...data, bytes: cut.size }, seed: 1, shard: 0, params: vectors.defaults, file: cut });
	assert.equal((await engine.call("prepare", other)).problem.code, "badVectors");
	assert.equal((await engine.call("matrix", other, { space: "", from: 0, count: 9 })).total, 1, "what was read before the error is lost");
	await assert.rejects(engine.call("inspect", 0, { name: "m.model", file: new Blob([new Uint8Array([0x80, 4, 0x95])]) }), { code: "pickle" });
});

test("trains a classifier of JSONL, looks for its settings, and gives its model to the lab of vectors", async () => {
	const classifier = labs.find((l) => l.description.id === "classifier");
	const lines = story(60).trim().split("\n").map((text) => JSON.stringify({ text, label: /eats/.test(text) ? "animals" : "stones" }));
	const file = new Blob([lines.join("\n")]);
	const { kind, hash, column } = await engine.call("inspect", 0, { name: "t.jsonl", file });
	const data = { id: "t", name: "t.jsonl", kind, hash, bytes: file.size, column, url: "" };
	const { run } = await engine.call("start", 0, { lab: "classifier", data, seed: 1, shard: 0, params: { ...classifier.defaults, dim: 8, trials: 3 }, file });
	await engine.call("prepare", run);
	await engine.call("run", run, { until: 0 });
	const { state } = await ended(run);
	assert.equal(state.progress.losses.length, 2);
	assert.match(state.progress.notes.map((n) => n.en).join(" "), /120 texts|The best of 3 trials has 1\.000/);
	const ask = (question, args = {}) => engine.call("ask", run, { query: { question, args }, beside: 0 });
	assert.equal((await ask("predict", { text: "the fox eats" })).parts[0].items[0].label, "animals");
	assert.equal((await ask("trials")).params.trials, "0");
	assert.deepEqual((await ask("test")).parts.map((p) => p.kind), ["prose", "table", "matrix"]);
	const { pieces } = await engine.call("take", run, { id: "model" });
	const model = new Blob(pieces);
	const found = await engine.call("inspect", 0, { name: "c.bin", file: model });
	const vectors = labs.find((l) => l.description.id === "vectors");
	const { run: other } = await engine.call("start", 0, { lab: "vectors", data: { id: "c", name: "c.bin", kind: found.kind, hash: found.hash, bytes: model.size, column: "", url: "" }, seed: 1, shard: 0, params: vectors.defaults, file: model });
	await engine.call("prepare", other);
	const again = await engine.call("ask", other, { query: { question: "predict", args: { text: "a pebble lies" } }, beside: 0 });
	assert.equal(again.parts[0].items[0].label, "stones");
	await engine.call("stop", run);
	await engine.call("stop", other);
});

test("metadata is joined to a space, edited, exported and taken away", async () => {
	const vectors = new Blob(["cat 1 0 0.5\ndog 0.9 0.1 0.5\nstone 0 1 0.25\n"]);
	const data = { id: "v", name: "v.txt", kind: "vectors", hash: "m", bytes: vectors.size, column: "", url: "" };
	const lab = labs.find((l) => l.description.id === "vectors");
	const { run } = await engine.call("start", 0, { lab: "vectors", data, seed: 1, shard: 0, params: lab.defaults, file: vectors });
	await engine.call("prepare", run);
	const text = new TextDecoder();
	const known = () => {
		const space = engine.events.findLast((e) => e.event === "space" && e.run === run);
		return { labels: text.decode(space.labels.bytes), columns: space.columns.map((c) => c.name).join(" "), space };
	};
	const join = { space: "", header: "", by: "", column: "", remove: false };
	const edit = (...changes) => engine.call("edit", run, { space: "", changes });
	const change = { column: "kind", rows: [0], texts: ["pet"], remove: false };

	const joined = await engine.call("join", run, { ...join, file: new Blob(["word\tkind\tlegs\nstone\tthing\t0\ndog\tanimal\t4\nox\tanimal\t4\n"]) });
	assert.equal(joined.by, "label");
	assert.deepEqual([joined.found, joined.lost, joined.unknown], [2, 1, ["ox"]]);
	assert.equal(known().columns, "kind legs");
	assert.deepEqual([...known().space.columns[1].numbers].map(String), ["NaN", "4", "0"]);

	await edit(change, { column: "", rows: [1], texts: ["hound"], remove: false });
	await assert.rejects(edit({ ...change, texts: ["x"] }, { column: "legs", rows: [0], texts: ["many"], remove: false }), { code: "notPut" });
	const { pieces } = await engine.call("export", run, { space: "", format: "tsv", precision: "f4", tile: 0 });
	assert.equal(text.decode(Buffer.concat(pieces)).split("\n")[1].replace(/\[.*\]/, "[]"), "cat\t[]\tpet\t");
	assert.equal(known().labels, "cathoundstone");

	await assert.rejects(engine.call("join", run, { ...join, file: new Blob(["word\tkind\na\n"]) }), { code: "badMetadata" });
	assert.equal(known().columns, "kind legs", "what was there is lost");
	await engine.call("join", run, { ...join, remove: true });
	assert.deepEqual([known().labels, known().columns], ["catdogstone", ""]);
	await engine.call("stop", run);
});

test("cuts Chinese by the platform's dictionary", async () => {
	const { run } = await begin("我们爱北京大学。\n".repeat(20), { params: { ...params, minCount: 1 } });
	await engine.call("prepare", run);
	const { labels } = await engine.call("complete", run, { space: "", prefix: "", limit: 20 });
	assert.ok(labels.includes("我们"), labels.join(" "));
});

// The engine never ends by itself.
after(() => setTimeout(() => process.exit(), 100).unref());

test("the first program says what it has not, and the whole one goes on with its runs", async () => {
	const first = await startEngine(wasmExec, firstWasm);
	const known = (await first.call("labs")).labs;
	assert.deepEqual(known, labs.filter((l) => l.description.id === "words"), "the programs know other words labs");

	const text = story(1500);
	const file = new Blob([text]);
	const data = { id: "t", name: "t.txt", kind: "text", hash: "h" + text.length, bytes: file.size, column: "", url: "" };
	const start = { lab: "words", data, seed: 1, shard: 0, params, file };
	for (const [op, run, args] of [
		["start", 0, { ...start, lab: "layer" }],
		["start", 0, { ...start, params: { ...params, family: "glove" } }],
		["start", 0, { ...start, params: { ...params, workers: 2 } }],
		["inspect", 0, { name: "t.txt", file }],
		["offers", 1, {}],
	]) await assert.rejects(first.call(op, run, args), { code: "absent" }, op);

	const begun = await first.call("start", 0, start);
	await first.call("prepare", begun.run);
	await first.call("step", begun.run);
	const half = await first.call("save", begun.run);
	await first.call("run", begun.run, { until: 0 });
	const alone = await first.until((e) => e.event === "state" && e.run === begun.run && e.state.state === "ended");

	const number = 77;
	await engine.call("start", number, { ...start, save: new Uint8Array(Buffer.concat(half.pieces)) });
	await engine.call("prepare", number);
	await engine.call("run", number, { until: 0 });
	const { state } = await ended(number);
	assert.deepEqual(state.progress.losses, alone.state.progress.losses);
	assert.deepEqual(await engine.call("ask", number, neighbors("cat")), await first.call("ask", begun.run, neighbors("cat")));
	await assert.rejects(engine.call("start", number, start), { code: "field" });
});
