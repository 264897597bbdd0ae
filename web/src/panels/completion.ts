// Words within an expression such as king - "new york" + woman.

export interface Word {
	from: number;
	to: number;
	text: string;
}

const between = /[\s+\-*()",;、，；]/;

// wordAt returns the word that ends at or goes on over the cursor; within quotes
// it is all since the opening one.
export function wordAt(text: string, cursor: number): Word {
	const quotes = [...text.slice(0, cursor).matchAll(/"/g)].map((m) => m.index);
	if (quotes.length % 2 === 1) {
		const from = (quotes.at(-1) ?? 0) + 1;
		const end = text.indexOf('"', from);
		const to = end < 0 ? text.length : end;
		return { from, to, text: text.slice(from, to) };
	}
	let from = cursor;
	while (from > 0 && !between.test(text[from - 1] ?? " ")) from--;
	let to = cursor;
	while (to < text.length && !between.test(text[to] ?? " ")) to++;
	return { from, to, text: text.slice(from, to) };
}

// replaceWord puts a label in a word's place, in quotes if it needs them.
export function replaceWord(text: string, word: Word, label: string): string {
	const quoted = text[word.from - 1] === '"';
	const safe = quoted || !between.test(label) ? label : `"${label}"`;
	return text.slice(0, word.from) + safe + text.slice(word.to);
}
