/// <reference types="vite/client" />
/// <reference types="svelte" />

declare module "#built/places.json" {
	const places: Record<"engine" | "viewer", [from: number, to: number]>;
	export default places;
}
