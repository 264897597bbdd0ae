// The colours of classes, as the tokens have them in the theme that is shown, and
// further ones.
import { css, hueColor, type Rgb } from "../answers/color";

export const classColors = 12;

// token is the name of a class's colour; of none that of what has none.
export function token(place: number | null): string {
	return place === null ? "--strong-line" : `--class-${place + 1}`;
}

// paint is a colour as a style has it.
export function paint(place: number | null): string {
	return place !== null && place >= classColors ? css(hueColor(place - classColors)) : `var(${token(place)})`;
}

// classColor reads a token.
export function classColor(place: number | null): Rgb {
	if (place !== null && place >= classColors) return hueColor(place - classColors);
	return property(token(place));
}

// property reads a colour of the tokens.
export function property(name: string): Rgb {
	const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
	const part = (i: number) => Number.parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
	return [part(0), part(1), part(2)];
}
