// What the map's sheets hold, which is loaded when one is opened first.
export { default as BookmarksForm } from "./BookmarksForm.svelte";
export { default as ColorForm } from "./ColorForm.svelte";
export { default as FaithForm } from "./FaithForm.svelte";
export { default as GroupsForm } from "./GroupsForm.svelte";
export { default as LinesForm } from "./LinesForm.svelte";
export { default as MapSheet } from "./MapSheet.svelte";
export { default as MarksForm } from "./MarksForm.svelte";
export { default as OverlayForm } from "./OverlayForm.svelte";
export { default as PicturesForm } from "./PicturesForm.svelte";
export { default as PointsSheet } from "./PointsSheet.svelte";
export { default as RangeForm } from "./RangeForm.svelte";
export { default as SecondForm } from "./SecondForm.svelte";
export { default as WayForm } from "./WayForm.svelte";
