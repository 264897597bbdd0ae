// When the small picture of all points is of use, and what of it is on the screen.
export const minimaps = ["zoomed", "always", "never"] as const;
export type Minimap = (typeof minimaps)[number];

export interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

// boxOf holds a polygon's corners, x and y in turn; null if there are none.
export function boxOf(corners: number[]): Box | null {
	if (corners.length < 2) return null;
	const [xs, ys] = [corners.filter((_, i) => i % 2 === 0), corners.filter((_, i) => i % 2 === 1)];
	return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

// covered is the share of a picture that lies in a box.
export function covered({ left, top, right, bottom }: Box, width: number, height: number): number {
	const along = (from: number, to: number, length: number) => Math.max(0, Math.min(to, length) - Math.max(from, 0)) / length;
	return along(left, right, width) * along(top, bottom, height);
}

// zoomed says whether so much of the whole on the screen leaves much of it off; near
// the edge it stays as it was, so that nothing flickers.
export function zoomed(share: number, was: boolean): boolean {
	return share < (was ? 0.9 : 0.7);
}

// moved is the middle that a key moves a frame's to, a quarter of it further; null if
// the key moves nothing.
export function moved({ left, top, right, bottom }: Box, key: string): { x: number; y: number } | null {
	const [x, y, across, up] = [(left + right) / 2, (top + bottom) / 2, (right - left) / 4, (bottom - top) / 4];
	switch (key) {
		case "ArrowLeft":
			return { x: x - across, y };
		case "ArrowRight":
			return { x: x + across, y };
		case "ArrowUp":
			return { x, y: y - up };
		case "ArrowDown":
			return { x, y: y + up };
		default:
			return null;
	}
}
