import type { History } from "../store/database";

export const none = (): History => ({ step: [], loss: [], rate: [] });

// The chart has no more points than it can show; beyond that neighbours are
// joined, which keeps the whole run in the picture.
const most = 2000;

// note adds the reports of an event, of which each has its number, the speed and
// so many losses; it says whether any was new.
export function note(history: History, points: Float32Array, losses: number): boolean {
	let fresh = false;
	for (let at = 0; losses > 0 && at + 2 < points.length; at += 2 + losses) {
		const step = points[at]!;
		if (step <= (history.step.at(-1) ?? 0)) continue;
		fresh = true;
		history.step.push(step);
		history.rate.push(points[at + 1]!);
		history.loss.push(points[at + 2]!);
		if (losses > 1) {
			history.second ??= history.loss.slice(1).map(() => NaN);
			history.second.push(points[at + 3]!);
		}
		if (history.step.length > most) halve(history);
	}
	return fresh;
}

function halve(history: History): void {
	const pairs = (list: number[], join: (a: number, b: number) => number) => {
		const out: number[] = [];
		for (let i = 0; i + 1 < list.length; i += 2) out.push(join(list[i]!, list[i + 1]!));
		if (list.length % 2 === 1) out.push(list.at(-1)!);
		return out;
	};
	const mean = (a: number, b: number) => (a + b) / 2;
	history.step = pairs(history.step, (_, b) => b);
	history.loss = pairs(history.loss, mean);
	history.rate = pairs(history.rate, mean);
	if (history.second) history.second = pairs(history.second, mean);
}
