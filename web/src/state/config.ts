// A Config says which vectors are published beside the site: TensorFlow Projector's
// configuration, whose paths are meant from where it lies.

// Embedding is one set of vectors that a configuration names.
export interface Embedding {
	name: string;
	tensor: URL;
	shape: [number, number] | null; // rows and columns of raw numbers
	metadata: URL | null;
	bookmarks: URL | null;
	sprite: { url: URL; tile: number } | null;
}

export type ConfigProblem =
	| { kind: "origin"; url: string }
	| { kind: "unread"; url: string; detail: string }
	| { kind: "json"; url: string; detail: string }
	| { kind: "field"; url: string; field: string }
	| { kind: "name"; url: string; name: string; names: string[] }
	| { kind: "bytes"; url: string; want: number; got: number };

export class BadConfig extends Error {
	constructor(readonly problem: ConfigProblem) {
		super(problem.kind);
	}
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

// beside resolves an address that must be of the site's own origin.
export function beside(path: string, base: URL): URL {
	let url: URL;
	try {
		url = new URL(path, base);
	} catch {
		throw new BadConfig({ kind: "unread", url: path, detail: "URL" });
	}
	if (url.origin !== base.origin) throw new BadConfig({ kind: "origin", url: url.href });
	return url;
}

const isSize = (value: unknown): value is number => typeof value === "number" && Number.isInteger(value) && value > 0;

// parseConfig reads a configuration that lies at an address.
export function parseConfig(text: string, url: URL): Embedding[] {
	let config: unknown;
	try {
		config = JSON.parse(text);
	} catch (error) {
		throw new BadConfig({ kind: "json", url: url.href, detail: error instanceof Error ? error.message : String(error) });
	}
	const wrong = (field: string) => new BadConfig({ kind: "field", url: url.href, field });
	const list: unknown = isObject(config) ? config.embeddings : null;
	if (!Array.isArray(list) || list.length === 0) throw wrong("embeddings");
	return (list as unknown[]).map((entry, i) => {
		const at = `embeddings[${i}]`;
		if (!isObject(entry)) throw wrong(at);
		const { tensorName, tensorPath, tensorShape, metadataPath, bookmarksPath, sprite } = entry;
		if (typeof tensorPath !== "string" || tensorPath === "") throw wrong(`${at}.tensorPath`);
		if (metadataPath !== undefined && typeof metadataPath !== "string") throw wrong(`${at}.metadataPath`);
		if (bookmarksPath !== undefined && typeof bookmarksPath !== "string") throw wrong(`${at}.bookmarksPath`);
		const sizes: unknown[] = Array.isArray(tensorShape) ? tensorShape : [];
		const [rows, columns] = sizes;
		if (tensorShape !== undefined && !(sizes.length === 2 && isSize(rows) && isSize(columns))) throw wrong(`${at}.tensorShape`);
		return {
			name: typeof tensorName === "string" && tensorName !== "" ? tensorName : tensorPath,
			tensor: beside(tensorPath, url),
			shape: isSize(rows) && isSize(columns) ? [rows, columns] : null,
			metadata: metadataPath ? beside(metadataPath, url) : null,
			bookmarks: bookmarksPath ? beside(bookmarksPath, url) : null,
			sprite: sprite === undefined ? null : spriteOf(sprite, `${at}.sprite`, url, wrong),
		};
	});
}

function spriteOf(sprite: unknown, at: string, url: URL, wrong: (field: string) => BadConfig): Embedding["sprite"] {
	if (!isObject(sprite)) throw wrong(at);
	const [tile, height]: unknown[] = Array.isArray(sprite.singleImageDim) ? sprite.singleImageDim : [];
	if (typeof sprite.imagePath !== "string" || sprite.imagePath === "") throw wrong(`${at}.imagePath`);
	if (!isSize(tile) || tile !== height) throw wrong(`${at}.singleImageDim`);
	return { url: beside(sprite.imagePath, url), tile };
}

// isText says whether a tensor's numbers are written out, as the projector has it.
export function isText(url: URL): boolean {
	return /\.(tsv|txt|csv)(\.gz)?$/i.test(url.pathname);
}

// arrayOf makes raw numbers of four bytes, little-endian, a NumPy array, which says
// itself what it is.
export function arrayOf(bytes: Blob, [rows, columns]: [number, number], url: URL): Blob {
	const want = 4 * rows * columns;
	if (bytes.size !== want) throw new BadConfig({ kind: "bytes", url: url.href, want, got: bytes.size });
	const about = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
	const header = `${about.padEnd(64 * Math.ceil((about.length + 11) / 64) - 11)}\n`;
	const start = Uint8Array.of(0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, header.length & 0xff, header.length >> 8);
	return new Blob([start, header, bytes]);
}
