// A Side is a run that is looked at, in one way, with what is drawn of it. Two may stand
// beside each other; what is chosen or pointed at in one is so in the other.
import type { FrameEvent } from "../engine/protocol";
import type { History } from "../store/database";
import type { Faith } from "./faith.svelte";
import type { Looking } from "./looking.svelte";
import type { Mapping } from "./mapping.svelte";
import type { Run } from "./session.svelte";
import type { Space } from "./space";

export interface Side {
	readonly run: Run | null;
	readonly history: { of: History; version: number };
	readonly spaces: Space[];
	readonly space: Space | null; // the one that is shown
	readonly frame: FrameEvent | null;
	readonly mapping: Mapping; // how it is shown
	readonly looking: Looking;
	readonly faith: Faith | null; // null: it cannot be judged
	// Rows of its space.
	readonly selected: number | null;
	readonly pointed: number | null;
	readonly neighbors: number[]; // of the one that is selected
}
