// How figures are printed.
export function print(name: string, value: string): void {
	console.log(`${name.padEnd(58)} ${value}`);
}

export function median(values: number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
