// A blank that takes the lines of a test may name a file that is kept, by its hash
// and, to ask for it, its name. So a link stays short.
const sign = "file:";

export interface TestFile {
	hash: string;
	name: string;
}

export const naming = ({ hash, name }: TestFile) => `${sign}${hash} ${name}`;

// named is the file that a value names; null: it is a test itself.
export function named(value: string): TestFile | null {
	const [, hash, name] = /^file:([\w-]{1,128}) (.+)$/s.exec(value) ?? [];
	return hash && name ? { hash, name } : null;
}
