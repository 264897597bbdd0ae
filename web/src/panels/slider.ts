// A slider's whole steps, linear or logarithmic, and the values they stand for.
import type { Field } from "../engine/protocol";

type Range = Pick<Field, "min" | "max" | "step" | "log">;

const logSteps = 200;

export function sliderSteps(f: Range): number {
	return f.log ? logSteps : Math.round((f.max - f.min) / f.step);
}

export function toSlider(f: Range, value: number): number {
	return f.log
		? Math.round((Math.log(value / f.min) / Math.log(f.max / f.min)) * logSteps)
		: Math.round((value - f.min) / f.step);
}

export function fromSlider(f: Range, at: number): number {
	if (!f.log) return round(f, f.min + at * f.step);
	const value = f.min * (f.max / f.min) ** (at / logSteps);
	return round(f, Number(value.toPrecision(2)));
}

// round moves a value to the step and into the range.
export function round(f: Range, value: number): number {
	const steps = Math.round((value - f.min) / f.step);
	return Number(Math.min(f.max, Math.max(f.min, f.min + steps * f.step)).toPrecision(12));
}
