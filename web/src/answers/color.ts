// The scales of amounts: one for signed values, from blue through the ground to
// orange, and one for counts.

export type Rgb = readonly [number, number, number];

const signed = {
	light: { negative: [31, 111, 178], zero: [246, 246, 244], positive: [216, 104, 18] },
	dark: { negative: [92, 172, 236], zero: [35, 36, 45], positive: [240, 146, 66] },
} as const satisfies Record<string, { negative: Rgb; zero: Rgb; positive: Rgb }>;

// Dark blue to yellow through green, of even steps of lightness (after viridis).
const amounts: Rgb[] = [
	[68, 1, 84], [65, 68, 135], [42, 120, 142], [34, 168, 132], [122, 209, 81], [253, 231, 37],
];

// hueColor is one more for a class, by a turn of the hue that comes near none before
// it; those of every other turn are darker.
export function hueColor(i: number): Rgb {
	const hue = (i * 137.508 + 20) % 360;
	const light = i % 2 === 0 ? 0.58 : 0.42;
	const strength = 0.55 * Math.min(light, 1 - light);
	const channel = (n: number) => {
		const k = (n + hue / 30) % 12;
		return Math.round(255 * (light - strength * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
	};
	return [channel(0), channel(8), channel(4)];
}

function mix(a: Rgb, b: Rgb, t: number): Rgb {
	return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

// signedColor is that of a value from −1 to 1.
export function signedColor(theme: "light" | "dark", value: number): Rgb {
	const scale = signed[theme];
	const t = Math.min(1, Math.abs(value)) ** 0.8;
	return mix(scale.zero, value < 0 ? scale.negative : scale.positive, t);
}

// amountColor is that of a share from 0 to 1.
export function amountColor(share: number): Rgb {
	const at = Math.min(1, Math.max(0, share)) * (amounts.length - 1);
	const i = Math.min(amounts.length - 2, Math.floor(at));
	return mix(amounts[i]!, amounts[i + 1]!, at - i);
}

// textOn is black or white, whichever can be read on a colour (WCAG's relative
// luminance).
export function textOn([r, g, b]: Rgb): "#000" | "#fff" {
	const linear = (c: number) => (c <= 10.3 ? c / 3294 : ((c / 255 + 0.055) / 1.055) ** 2.4);
	return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) > 0.179 ? "#000" : "#fff";
}

export function css([r, g, b]: Rgb): string {
	return `rgb(${Math.round(r)} ${Math.round(g)} ${Math.round(b)})`;
}
