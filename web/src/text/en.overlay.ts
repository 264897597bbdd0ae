// What stands at another map that is laid under the first.
import { mostKeptPoints } from "../state/movement";

const number = new Intl.NumberFormat("en");

export const overlay = {
	title: "Movement",
	help: "A line leads from each point to where it is on another map, laid over this one as well as turning, mirroring and scaling it can. While points are chosen, theirs alone.",
	from: "Seen from",
	none: "nothing: no lines",
	sources: { second: "the second map", rival: "the second run", moment: "the map that was remembered" },
	remember: "Remember this map",
	rememberHelp: `Remember it, go on training or take another method, and see what has moved. It stays in this browser, with these data, if it has at most ${number.format(mostKeptPoints)} points.`,
	forget: "Forget it",
	moment: (method: string, step: number) => `Remembered: ${method}, at step ${number.format(step)}.`,
	apart: "One of the maps is in the plane, the other in space: no line joins them.",
	absent: "The other map is not there yet.",
	median: (share: string, n: number, chosen: boolean) => `Half of ${chosen ? "the chosen" : "all"} ${number.format(n)} points lie farther than ${share} of the map's spread from there.`,
	farthest: "Moved most",
	go: (label: string) => `Fly to ${label}`,
	gone: (method: string, step: number) => `The map that was remembered (${method}, at step ${number.format(step)}) is not in this browser: it stays where it was remembered. Remember a map anew to see what moves.`,
	noRival: "There is no second run now: compare one anew, and its map lies under this one again.",
	noSecond: "There is no second map now: open one, and it lies under this one again.",
};
