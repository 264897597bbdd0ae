// stepOf says whether a key steps back or forth, on any system.
export function stepOf(event: KeyboardEvent): "undo" | "redo" | null {
	if (event.altKey || !(event.ctrlKey || event.metaKey)) return null;
	const key = event.key.toLowerCase();
	if (key === "z") return event.shiftKey ? "redo" : "undo";
	return key === "y" && event.ctrlKey ? "redo" : null;
}
