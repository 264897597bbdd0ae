// So long is worked at a time, in milliseconds, before the page may answer.
const slice = 12;

// sliced does work that yields now and then, perhaps with the share that is done, and
// tells that before the page may answer; null: it was called off.
export async function sliced<T>(work: Generator<number | void, T>, signal?: AbortSignal, tell?: (share: number) => void): Promise<T | null> {
	for (let since = performance.now(); !signal?.aborted; ) {
		const { done, value } = work.next();
		if (done) return value;
		if (performance.now() - since < slice) continue;
		if (typeof value === "number") tell?.(value);
		await new Promise((resolve) => setTimeout(resolve));
		since = performance.now();
	}
	return null;
}

const piece = 1 << 20; // bytes

// textIn is a file's text, decoded in pieces, since a long one would take the page as
// long at once; as much of it as was read where that was called off.
export async function textIn(file: Blob, signal?: AbortSignal): Promise<string> {
	const decoder = new TextDecoder();
	let text = "";
	for (let at = 0; at < file.size && !signal?.aborted; at += piece) text += decoder.decode(await file.slice(at, at + piece).arrayBuffer(), { stream: true });
	return text + decoder.decode();
}
