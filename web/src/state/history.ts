import type { Progress } from "../engine/protocol";
import type { History } from "../store/database";

export const none = (): History => ({ step: [], loss: [], rate: [] });

// The chart has no more points than it can show; beyond that neighbours are
// joined, which keeps the whole run in the picture.
const most = 2000;

// note adds a report, if there is a new one.
export function note(history: History, progress: Progress): boolean {
	const loss = progress.losses[0];
	const last = history.step.at(-1) ?? 0;
	if (!loss || progress.reports <= last) return false;
	history.step.push(progress.reports);
	history.loss.push(loss.value);
	history.rate.push(progress.rate);
	if (history.step.length > most) halve(history);
	return true;
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
}
