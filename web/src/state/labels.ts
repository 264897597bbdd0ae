import type { Strings } from "../engine/protocol";

// decodeLabels cuts the blob of all labels. Where every byte is a character the
// decoded text is cut, which is many times faster than decoding each label.
export function decodeLabels({ bytes, offsets }: Strings): string[] {
	const decoder = new TextDecoder();
	const whole = decoder.decode(bytes);
	const cut = (from: number, to: number) =>
		whole.length === bytes.length ? whole.slice(from, to) : decoder.decode(bytes.subarray(from, to));
	return Array.from({ length: Math.max(0, offsets.length - 1) }, (_, i) => cut(offsets[i]!, offsets[i + 1]!));
}
