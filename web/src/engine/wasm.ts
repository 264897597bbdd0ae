import { Unpacker } from "./lzma";

// A Program as it is stored: in the last of parts of what is packed as one, from
// one byte to another of what all of them unpack to. See pack.mjs.
export interface Program {
	parts: string[];
	place: [from: number, to: number];
}

// Progress is in bytes as they arrive; total is 0 if the host is silent about it.
export type Progress = (done: number, total: number) => void;

type Bytes = Uint8Array<ArrayBuffer>;

// instantiate starts a program in a worker. It is compiled while it arrives.
export async function instantiate(program: Program, imports: WebAssembly.Imports, progress: Progress = () => {}): Promise<WebAssembly.Instance> {
	const unpacking = unpacked(program.place, await load(program.parts, progress));
	const response = new Response(stream(unpacking), { headers: { "content-type": "application/wasm" } });
	return (await WebAssembly.instantiateStreaming(response, imports)).instance;
}

// unpack loads a program, which takes some tenths of a second to unpack alone.
export async function unpack({ parts, place: [from, to] }: Program): Promise<Bytes> {
	const program = new Uint8Array(to - from);
	let at = 0;
	for await (const piece of unpacked([from, to], await load(parts))) {
		program.set(piece, at);
		at += piece.length;
	}
	return program;
}

// unpacked gives what lies from one byte to another, as what is packed arrives.
async function* unpacked([from, to]: [number, number], packed: AsyncIterable<Bytes>): AsyncGenerator<Bytes> {
	const unpacker = new Unpacker(new Uint8Array(to));
	let given = from;
	for await (const piece of packed) {
		unpacker.push(piece);
		if (unpacker.at > given) yield unpacker.out.slice(given, (given = unpacker.at));
	}
	unpacker.end();
	yield unpacker.out.slice(given);
}

type Loaded = Response & { body: ReadableStream<Bytes> };

// load begins to load all parts, and gives the bytes of one after the other.
async function load(parts: string[], progress: Progress = () => {}): Promise<AsyncIterable<Bytes>> {
	const responses = await Promise.all(parts.map(begin));
	const total = responses.some((r) => sizeOf(r) === 0) ? 0 : responses.reduce((sum, r) => sum + sizeOf(r), 0);
	return bytes(responses, (done) => progress(done, total));
}

// begin takes a part from the browser's store if it is there: its name has its hash.
async function begin(url: string): Promise<Loaded> {
	const response = await fetch(url, { cache: "force-cache" });
	if (!response.ok || !response.body) throw new Error(`${url}: HTTP ${response.status}`);
	return response as Loaded;
}

function sizeOf(response: Response): number {
	return response.headers.has("content-encoding") ? 0 : Number(response.headers.get("content-length") ?? 0);
}

async function* bytes(responses: Loaded[], heard: (done: number) => void): AsyncGenerator<Bytes> {
	let done = 0;
	for (const { body } of responses) {
		const reader = body.getReader();
		for (let piece = await reader.read(); piece.value; piece = await reader.read()) {
			heard((done += piece.value.length));
			yield piece.value;
		}
	}
}

function stream(pieces: AsyncGenerator<Bytes>): ReadableStream<Bytes> {
	return new ReadableStream<Bytes>({
		async pull(out) {
			const { value, done } = await pieces.next();
			if (done) out.close();
			else out.enqueue(value);
		},
		async cancel() {
			await pieces.return(undefined);
		},
	});
}
