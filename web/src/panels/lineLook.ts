// How lines look: in their sequence's colour, paler where it begins; the heavier, the
// wider, in orange and blue where there are weights of both signs.
import type { Lines } from "../state/lines";
import { classColor, property } from "../style/palette";
import type { Rgb } from "../answers/color";

export interface LineLook {
	colors: Uint32Array<ArrayBuffer>;
	widths: Float32Array<ArrayBuffer>;
}

const [thinnest, widest] = [0.75, 4];

export function lineLook({ group, along, weights }: Lines): LineLook {
	const known = new Map<number, Rgb>();
	const ofGroup = (place: number) => {
		const color = known.get(place) ?? classColor(place);
		known.set(place, color);
		return color;
	};
	const [soft, negative, positive] = [property("--soft-ink"), property("--negative"), property("--positive")];
	const signed = weights.some((w) => w < 0);
	const weighted = weights.some((w) => Math.abs(w) !== 1);
	const colors = Uint32Array.from(group, (place, i) => {
		if (place >= 0) return premultiplied(ofGroup(place), 0.35 + 0.6 * (along[i] ?? 1));
		const w = weights[i] ?? 1;
		return premultiplied(!signed ? soft : w < 0 ? negative : positive, weighted ? 0.3 + 0.6 * Math.abs(w) : 0.6);
	});
	const widths = Float32Array.from(group, (place, i) => (place >= 0 ? 1.6 : weighted ? thinnest + (widest - thinnest) * Math.sqrt(Math.abs(weights[i] ?? 1)) : 1));
	return { colors, widths };
}

function premultiplied([r, g, b]: Rgb, alpha: number): number {
	const part = (v: number) => Math.round(v * alpha);
	return ((Math.round(255 * alpha) << 24) | (part(b) << 16) | (part(g) << 8) | part(r)) >>> 0;
}
