export type Catalogue = typeof import("./en").en;
export { language, languages } from "./language.svelte";
