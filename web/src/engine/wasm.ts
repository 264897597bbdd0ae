import { Decompress } from "fzstd";

// Programs are stored packed with Zstandard; a host that unpacks what it hands
// out, or a program that is stored plain, is known by the first bytes.
const magic = [0x28, 0xb5, 0x2f, 0xfd];

// instantiate streams a program into the compiler, unpacking it as it arrives.
// Progress is in bytes as they arrive; total is 0 if the host is silent about it.
export async function instantiate(
	url: string,
	imports: WebAssembly.Imports,
	progress: (done: number, total: number) => void = () => {},
): Promise<WebAssembly.Instance> {
	const response = await fetch(url);
	if (!response.ok || !response.body) throw new Error(`${url}: HTTP ${response.status}`);
	const total = response.headers.has("content-encoding") ? 0 : Number(response.headers.get("content-length") ?? 0);
	const headers = { "content-type": "application/wasm" };
	const program = unpacked(response.body.getReader(), (done) => progress(done, total));
	const { instance } = await WebAssembly.instantiateStreaming(new Response(program, { headers }), imports);
	return instance;
}

type Bytes = Uint8Array<ArrayBuffer>;

function unpacked(source: ReadableStreamDefaultReader<Bytes>, progress: (done: number) => void): ReadableStream<Bytes> {
	let done = 0;
	let unpack: Decompress | null = null;
	return new ReadableStream<Bytes>({
		// A stream is asked again only after it has given something.
		async pull(out) {
			let given = false;
			const give = (piece: Uint8Array) => {
				given ||= piece.length > 0;
				if (piece.length > 0) out.enqueue(new Uint8Array(piece));
			};
			while (!given) {
				const { value } = await source.read();
				if (!value) {
					unpack?.push(new Uint8Array(), true);
					return out.close();
				}
				if (done === 0 && magic.every((byte, i) => value[i] === byte)) unpack = new Decompress(give);
				progress((done += value.length));
				if (unpack) {
					unpack.ondata = give;
					unpack.push(value);
				} else give(value);
			}
		},
		cancel: (reason) => source.cancel(reason),
	});
}
