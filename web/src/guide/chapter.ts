// What the guide is made of. The chapters themselves are loaded when the guide
// is opened; this is all of it that an address or a test needs before.
import type { Text } from "../engine/protocol";

// A Chapter is a row of short pages on one subject.
export interface Chapter {
	id: string;
	title: Text;
	labs: readonly string[]; // the labs beside which it is to be read
	pages: readonly Page[];
}

// A Page has an id that addresses hold, so it never changes.
export interface Page {
	id: string;
	title: Text;
	parts: readonly Part[];
}

export type Part =
	// Words between backquotes are code.
	| { kind: "text"; text: Text }
	| { kind: "formula"; tex: string }
	| { kind: "code"; language: "python" | "go"; source: string }
	| { kind: "table"; head: readonly Text[]; rows: readonly (readonly Text[])[] }
	// A try sets the lab to what its link says, which is written as in an
	// address, and lights up the part of the page with that data-part.
	| { kind: "try"; title: Text; link: string; light?: string }
	// See names other pages.
	| { kind: "see"; pages: readonly string[] };

export const both = (en: string, zh: string): Text => ({ en, zh });
export const same = (text: string): Text => ({ en: text, zh: text });

export const text = (en: string, zh: string): Part => ({ kind: "text", text: { en, zh } });
export const formula = (tex: string): Part => ({ kind: "formula", tex });
export const python = (source: string): Part => ({ kind: "code", language: "python", source: source.trim() });
export const go = (source: string): Part => ({ kind: "code", language: "go", source: source.trim() });
export const table = (head: readonly Text[], ...rows: (readonly Text[])[]): Part => ({ kind: "table", head, rows });
export const see = (...pages: string[]): Part => ({ kind: "see", pages });

export function attempt(en: string, zh: string, link: string, light?: string): Part {
	const part = { kind: "try", title: { en, zh }, link } as const;
	return light === undefined ? part : { ...part, light };
}

// pageId reads the id of a page from an address: what cannot be one is "", the
// page that fits the lab.
export function pageId(text: string | null): string {
	return text !== null && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text) ? text : "";
}

// A Place is a page, where it stands and what is around it.
export interface Place {
	chapter: Chapter;
	page: Page;
	number: number; // from 1 on
	of: number;
	before: Page | undefined;
	after: Page | undefined;
}

// placeOf finds the page with an id, or the first that fits the lab.
export function placeOf(chapters: readonly Chapter[], id: string, lab: string): Place | undefined {
	const all = chapters.flatMap((chapter) => chapter.pages.map((page) => ({ chapter, page })));
	const named = all.findIndex(({ page }) => page.id === id);
	const fitting = all.findIndex(({ chapter }) => chapter.labs.includes(lab));
	const at = named >= 0 ? named : Math.max(0, fitting);
	const found = all[at];
	return found && { ...found, number: at + 1, of: all.length, before: all[at - 1]?.page, after: all[at + 1]?.page };
}
