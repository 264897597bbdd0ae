import { describe, expect, it } from "vitest";
import { none, note } from "./history";

const points = (...numbers: number[]) => new Float32Array(numbers);

describe("the history of a run", () => {
	it("takes every report of an event, with its speed, its loss and what is measured beside", () => {
		const history = none();
		expect(note(history, points(1, 50, 4, 0.5, 2, 60, 3, 0.25), 2)).toBe(true);
		expect(history).toEqual({ step: [1, 2], rate: [50, 60], loss: [4, 3], second: [0.5, 0.25] });
	});

	it("leaves out what it has", () => {
		const history = none();
		note(history, points(1, 50, 4, 2, 60, 3), 1);
		expect(note(history, points(2, 60, 3), 1)).toBe(false);
		expect(note(history, points(2, 60, 3, 3, 70, 2), 1)).toBe(true);
		expect(history.step).toEqual([1, 2, 3]);
	});

	it("joins neighbours when there are more than a chart shows", () => {
		const history = none();
		for (let i = 1; i <= 2001; i++) note(history, points(i, 1, i), 1);
		expect(history.step.length).toBe(1001);
		expect(history.step.at(-1)).toBe(2001);
		expect(history.loss[0]).toBe(1.5);
	});
});
