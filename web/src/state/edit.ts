// Changes are what a visitor has written over what is known of the points: cells of a
// column, or labels, whose column has no name.
import type { Change } from "../engine/protocol";

// withChange returns changes with a further one, one for each column: what was written last
// holds, and a column that was removed is no more.
export function withChange(changes: Change[], next: Change): Change[] {
	const [others, mine] = [changes.filter((c) => c.column !== next.column), changes.filter((c) => c.column === next.column)];
	if (next.remove) return [...others, next];
	const cells = new Map<number, string>();
	for (const c of [...mine, next]) c.rows.forEach((row, i) => cells.set(row, c.texts[i] ?? ""));
	// A column that was removed and is written anew begins empty.
	return [...others, ...mine.filter((c) => c.remove), { ...next, rows: [...cells.keys()], texts: [...cells.values()] }];
}
