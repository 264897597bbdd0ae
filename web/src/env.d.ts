/// <reference types="vite/client" />
/// <reference types="svelte" />

declare module "#built/places.json" {
	const places: Record<"first" | "viewer" | "engine", [from: number, to: number]>;
	export default places;
}

// What the whole engine says of its labs.
declare module "#built/labs.json" {
	const labs: import("./engine/protocol").Labs;
	export default labs;
}
