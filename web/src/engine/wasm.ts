// Some hosts unpack what is stored compressed and say so, others hand it out as
// it lies there: the first bytes tell.
const gzip = [0x1f, 0x8b];

// instantiate streams a program that is stored with gzip, or plain, into the
// compiler. Progress is in bytes as they arrive; total is 0 if the host is
// silent about it.
export async function instantiate(
	url: string,
	imports: WebAssembly.Imports,
	progress: (done: number, total: number) => void = () => {},
): Promise<WebAssembly.Instance> {
	const response = await fetch(url);
	if (!response.ok || !response.body) throw new Error(`${url}: HTTP ${response.status}`);
	const encoded = response.headers.has("content-encoding");
	const total = encoded ? 0 : Number(response.headers.get("content-length") ?? 0);
	const reader = response.body.getReader();
	const first = await reader.read();
	let done = 0;
	const count = (piece: Uint8Array) => progress((done += piece.length), total);
	const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
		start(controller) {
			if (first.value) {
				count(first.value);
				controller.enqueue(first.value);
			}
		},
		async pull(controller) {
			const next = await reader.read();
			if (next.done) return controller.close();
			count(next.value);
			controller.enqueue(next.value);
		},
		cancel: (reason) => reader.cancel(reason),
	});
	const packed = first.value?.[0] === gzip[0] && first.value?.[1] === gzip[1];
	const program = packed ? body.pipeThrough(new DecompressionStream("gzip")) : body;
	const headers = { "content-type": "application/wasm" };
	const { instance } = await WebAssembly.instantiateStreaming(new Response(program, { headers }), imports);
	return instance;
}
