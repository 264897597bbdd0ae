// Shades are numbers of the points made shares of a scale, for their colours.

export interface Shades {
	shares: Float32Array; // from 0 to 1; NaN: no colour of the scale
	low: number;
	high: number;
}

// shadesBetween lays numbers on a scale.
export function shadesBetween(values: Float32Array, low: number, high: number): Shades {
	const span = high - low || 1;
	return { shares: values.map((v) => Math.min(1, Math.max(0, (v - low) / span))), low, high };
}

// shadesOf lays numbers on a scale that nearly all of them fit on: the ends are
// what a fiftieth is below or above, and with a step the nearest multiples beyond
// those.
export function shadesOf(values: Float32Array, step = 0): Shades {
	const sorted = values.filter(Number.isFinite).sort();
	const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
	const [low, high] = [at(0.02), at(0.98)];
	return step > 0 ? shadesBetween(values, Math.floor(low / step) * step, Math.ceil(high / step) * step) : shadesBetween(values, low, high);
}

// turned has the small numbers at the scale's upper end.
export function turned({ shares, low, high }: Shades): Shades {
	return { shares: shares.map((s) => 1 - s), low: high, high: low };
}
