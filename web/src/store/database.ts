// What a visitor made is kept by the browser: files that were dropped, under
// their hash, and the states of runs. A record is put in one transaction, so
// that the old one stays until the new one is whole.
import type { Change, FileArray, Params, Progress } from "../engine/protocol";
import type { Bookmark } from "../state/bookmark";
import type { How } from "../state/metadata.svelte";

// DataRef names data as links and saves do: a built-in set by its id, a file of
// the visitor's by its hash.
export interface DataRef {
	id: string;
	name: string;
	kind: string;
	hash: string;
	bytes: number;
	column: string;
}

export interface OwnFile {
	hash: string;
	name: string;
	kind: string;
	bytes: number;
	lines: number;
	start: string;
	column: string;
	arrays?: FileArray[]; // from which one chooses; none before it was looked for
	added: number;
	blob: Blob;
}

// History is the losses and speeds of a run, one entry a report.
export interface History {
	step: number[];
	loss: number[];
	rate: number[];
	second?: number[]; // of a run that measures something beside its loss: the share that is right
}

export interface Save {
	id: string;
	lab: string;
	data: DataRef;
	params: Params;
	seed: number;
	progress: Progress;
	history: History;
	build: string;
	time: number;
	state: Blob;
	shards: Blob[]; // states of the further engines that trained with the first
	second?: boolean; // it was the second of two runs
}

// BookmarkList are the bookmarks of a lab and its data.
export interface BookmarkList {
	id: string;
	list: Bookmark[];
}

// JoinedTable is the table whose columns are joined to a space of a lab and its data.
export interface JoinedTable {
	id: string;
	file: File;
	how: How;
	published?: boolean; // it was read beside the site, and gives way to what is published later
}

// EditList is what was written over what is known of the rows of a space.
export interface EditList {
	id: string;
	changes: Change[];
}

// PictureFile is the picture whose tiles stand for the rows of a space.
export interface PictureFile {
	id: string;
	name: string;
	blob: Blob;
	tile: number; // side, pixels
}

// EdgesFile is the file of edges between the rows of a space.
export interface EdgesFile {
	id: string;
	file: File;
}

// RememberedMap is a map of a space that was remembered.
export interface RememberedMap {
	id: string;
	moment: { labels: string[]; coordinates: Float32Array; dimensions: number; fixed: boolean; reports: number; method: string };
}

export interface Stores {
	files: OwnFile;
	saves: Save;
	bookmarks: BookmarkList;
	tables: JoinedTable;
	edits: EditList;
	pictures: PictureFile;
	edges: EdgesFile;
	moments: RememberedMap;
}

// A store that is added makes another version of the database.
const version = 5;
const keys = { files: "hash", saves: "id", bookmarks: "id", tables: "id", edits: "id", pictures: "id", edges: "id", moments: "id" } as const;

// What is kept beside data, by the lab, the data and what is of these.
const beside = ["tables", "edits", "bookmarks", "pictures", "edges", "moments"] as const;
type Beside = (typeof beside)[number];

function promised<T>(request: IDBRequest<T>): Promise<T> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error("the browser's storage failed"));
	});
}

export class Database {
	// Without one the browser keeps nothing, and memory has to do.
	readonly #db: IDBDatabase | null;
	readonly #memory = { files: new Map<string, OwnFile>(), saves: new Map<string, Save>(), bookmarks: new Map<string, BookmarkList>(), tables: new Map<string, JoinedTable>(), edits: new Map<string, EditList>(), pictures: new Map<string, PictureFile>(), edges: new Map<string, EdgesFile>(), moments: new Map<string, RememberedMap>() };

	private constructor(db: IDBDatabase | null) {
		this.#db = db;
	}

	static async open(name = "nearspace"): Promise<Database> {
		try {
			const request = indexedDB.open(name, version);
			request.onupgradeneeded = () => {
				const db = request.result;
				for (const [store, keyPath] of Object.entries(keys)) {
					if (!db.objectStoreNames.contains(store)) db.createObjectStore(store, { keyPath });
				}
			};
			const db = await promised(request);
			// A newer page in another tab may want to change the stores.
			db.onversionchange = () => db.close();
			return new Database(db);
		} catch {
			return new Database(null);
		}
	}

	// lasting says whether a reload finds what is put.
	get lasting(): boolean {
		return this.#db !== null;
	}

	#store(store: keyof Stores, mode: IDBTransactionMode): IDBObjectStore | null {
		return this.#db?.transaction(store, mode).objectStore(store) ?? null;
	}

	async all<S extends keyof Stores>(store: S): Promise<Stores[S][]> {
		const kept = this.#store(store, "readonly");
		const found = kept ? await promised(kept.getAll()) : [...this.#memory[store].values()];
		return found as Stores[S][];
	}

	async get<S extends keyof Stores>(store: S, key: string): Promise<Stores[S] | null> {
		const kept = this.#store(store, "readonly");
		const found = kept ? await promised<unknown>(kept.get(key)) : this.#memory[store].get(key);
		return (found as Stores[S] | undefined) ?? null;
	}

	async put<S extends keyof Stores>(store: S, record: Stores[S]): Promise<void> {
		const kept = this.#store(store, "readwrite");
		if (!kept) {
			const key = "hash" in record ? record.hash : record.id;
			(this.#memory[store] as Map<string, Stores[S]>).set(key, record);
			return;
		}
		kept.put(record);
		await new Promise<void>((resolve, reject) => {
			const { transaction } = kept;
			transaction.oncomplete = () => resolve();
			transaction.onabort = () => reject(transaction.error ?? new Error("the browser's storage failed"));
		});
	}

	async remove(store: keyof Stores, key: string): Promise<void> {
		const kept = this.#store(store, "readwrite");
		if (kept) await promised(kept.delete(key));
		else this.#memory[store].delete(key);
	}

	// removeBeside removes what is kept beside data, in whatever lab. It returns what puts
	// that back.
	async removeBeside(data: string): Promise<() => Promise<void>> {
		const putBack = await Promise.all(beside.map((store) => this.#takeOut(store, data)));
		return async () => {
			for (const put of putBack) await put();
		};
	}

	// #takeOut takes the records of data out of a store, and returns what puts them back.
	async #takeOut<S extends Beside>(store: S, data: string): Promise<() => Promise<void>> {
		const found = (await this.all(store)).filter(({ id }) => id.split(" ")[1] === data);
		for (const { id } of found) await this.remove(store, id);
		return async () => {
			for (const record of found) await this.put(store, record);
		};
	}
}
