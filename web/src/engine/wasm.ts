import { decompress, Decompress } from "fzstd";

// A Program as it is stored: parts of one Zstandard frame, the last of which holds
// it, from one byte to another of what all of them unpack to. See pack.mjs.
export interface Program {
	parts: string[];
	place: [from: number, to: number];
}

// Progress is in bytes as they arrive; total is 0 if the host is silent about it.
export type Progress = (done: number, total: number) => void;

type Bytes = Uint8Array<ArrayBuffer>;

// instantiate starts a program in a worker. One in a single part is compiled while
// it arrives.
export async function instantiate(program: Program, imports: WebAssembly.Imports, progress: Progress = () => {}): Promise<WebAssembly.Instance> {
	const { parts: [first, ...more], place: [, to] } = program;
	if (first === undefined || more.length > 0) return (await WebAssembly.instantiate(await unpack(program, progress), imports)).instance;
	const response = await load(first);
	const total = sizeOf(response);
	const stream = unpacked(response.body.getReader(), to, (done) => progress(done, total));
	const { instance } = await WebAssembly.instantiateStreaming(new Response(stream, { headers: { "content-type": "application/wasm" } }), imports);
	return instance;
}

// Each part but the last ends with an empty block that says it is the last.
const end = 3;

// What is unpacked ends with the block in which the program does.
const block = 1 << 17;

// unpack loads the parts and unpacks all at once, which takes some tenths of a
// second.
export async function unpack({ parts, place: [from, to] }: Program, progress: Progress = () => {}): Promise<Bytes> {
	const responses = await Promise.all(parts.map(load));
	const total = responses.some((r) => sizeOf(r) === 0) ? 0 : responses.reduce((sum, r) => sum + sizeOf(r), 0);
	let done = 0;
	const stored = await Promise.all(responses.map((r) => bytes(r, (size) => progress((done += size), total))));
	const whole = stored.map((part, i) => (i < parts.length - 1 ? part.subarray(0, -end) : part));
	return decompress(joined(whole), new Uint8Array(to + block)).slice(from, to) as Bytes;
}

type Loaded = Response & { body: ReadableStream<Bytes> };

// load takes a part from the browser's store if it is there: its name has its hash.
async function load(url: string): Promise<Loaded> {
	const response = await fetch(url, { cache: "force-cache" });
	if (!response.ok || !response.body) throw new Error(`${url}: HTTP ${response.status}`);
	return response as Loaded;
}

function sizeOf(response: Response): number {
	return response.headers.has("content-encoding") ? 0 : Number(response.headers.get("content-length") ?? 0);
}

async function bytes(response: Loaded, heard: (size: number) => void): Promise<Bytes> {
	const pieces: Bytes[] = [];
	const reader = response.body.getReader();
	for (let piece = await reader.read(); piece.value; piece = await reader.read()) {
		pieces.push(piece.value);
		heard(piece.value.length);
	}
	return joined(pieces);
}

function joined(pieces: Bytes[]): Bytes {
	const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
	let at = 0;
	for (const piece of pieces) {
		whole.set(piece, at);
		at += piece.length;
	}
	return whole;
}

// unpacked is the program that begins what a part unpacks to.
function unpacked(source: ReadableStreamDefaultReader<Bytes>, length: number, progress: (done: number) => void): ReadableStream<Bytes> {
	let done = 0;
	let left = length;
	const unpack = new Decompress();
	return new ReadableStream<Bytes>({
		// A stream is asked again only after it has given something.
		async pull(out) {
			let given = false;
			unpack.ondata = (piece) => {
				const taken = piece.slice(0, left);
				left -= taken.length;
				if (taken.length === 0) return;
				given = true;
				out.enqueue(taken as Bytes);
			};
			while (!given) {
				const { value } = await source.read();
				if (!value) {
					unpack.push(new Uint8Array(), true);
					return out.close();
				}
				progress((done += value.length));
				unpack.push(value);
			}
		},
		cancel: (reason) => source.cancel(reason),
	});
}
