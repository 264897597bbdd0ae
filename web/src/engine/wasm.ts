import { XzReadableStream } from "xz-decompress";

// A Program as it is stored: in the last of parts of what is packed as one, from
// one byte to another of what all of them unpack to. See pack.mjs.
export interface Program {
	parts: string[];
	place: [from: number, to: number];
}

// Progress is in bytes as they arrive; total is 0 if the host is silent about it.
export type Progress = (done: number, total: number) => void;

type Bytes = Uint8Array<ArrayBuffer>;

// compile compiles a program while it arrives.
export async function compile({ parts, place }: Program, progress: Progress): Promise<WebAssembly.Module> {
	const program = within(unpacked(await load(parts, progress)), place);
	return WebAssembly.compileStreaming(new Response(stream(program), { headers: { "content-type": "application/wasm" } }));
}

function unpacked(packed: AsyncIterable<Bytes>): AsyncIterable<Bytes> {
	return pieces(new XzReadableStream(stream(packed)) as ReadableStream<Bytes>);
}

// within gives what lies from one byte to another. What follows is not asked for: it
// may not be there.
async function* within(all: AsyncIterable<Bytes>, [from, to]: [number, number]): AsyncGenerator<Bytes> {
	let at = 0;
	for await (const piece of all) {
		const end = at + piece.length;
		if (end > from) yield piece.slice(Math.max(0, from - at), Math.min(piece.length, to - at));
		if ((at = end) >= to) return;
	}
	throw new Error(`what is packed ends at ${at} of ${to} bytes`);
}

type Loaded = Response & { body: ReadableStream<Bytes> };

// load begins to load all parts, and gives the bytes of one after the other.
async function load(parts: string[], progress: Progress): Promise<AsyncIterable<Bytes>> {
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
		for await (const piece of pieces(body)) {
			heard((done += piece.length));
			yield piece;
		}
	}
}

// pieces are those of a stream, which not every browser gives by itself.
async function* pieces(source: ReadableStream<Bytes>): AsyncGenerator<Bytes> {
	const reader = source.getReader();
	try {
		for (let piece = await reader.read(); piece.value; piece = await reader.read()) yield piece.value;
	} finally {
		await reader.cancel();
	}
}

function stream(source: AsyncIterable<Bytes>): ReadableStream<Bytes> {
	const pieces = source[Symbol.asyncIterator]();
	return new ReadableStream<Bytes>(
		{
			async pull(out) {
				const { value, done } = await pieces.next();
				if (done) out.close();
				else out.enqueue(value);
			},
			async cancel() {
				await pieces.return?.();
			},
		},
		{ highWaterMark: 0 },
	);
}
