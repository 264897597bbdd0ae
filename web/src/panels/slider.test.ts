import { expect, test } from "vitest";
import { fromSlider, round, sliderSteps, toSlider } from "./slider";

const linear = { min: 1, max: 20, step: 1, log: false };
const log = { min: 1e-4, max: 0.5, step: 1e-4, log: true };

test("each step of a linear slider comes back", () => {
	for (let at = 0; at <= sliderSteps(linear); at++) expect(toSlider(linear, fromSlider(linear, at))).toBe(at);
});

test("the ends of a logarithmic slider are the ends of the range", () => {
	expect(fromSlider(log, 0)).toBe(1e-4);
	expect(fromSlider(log, sliderSteps(log))).toBe(0.5);
});

test("a logarithmic slider never falls back", () => {
	let last = 0;
	for (let at = 0; at <= sliderSteps(log); at++) {
		const value = fromSlider(log, at);
		expect(value).toBeGreaterThanOrEqual(last);
		last = value;
	}
});

test.each([[0.02504, 0.025], [0, 1e-4], [7, 0.5]])("%f is taken as %f", (given, want) => {
	expect(round(log, given)).toBe(want);
});
