// What stands at the list of the axes of a PCA.
export const leading = {
	title: "The axes of the PCA",
	find: "What lies along the axes",
	again: "Find them again",
	finding: "Finding the axes",
	cancel: "Cancel",
	stale: "The vectors have changed since.",
	help: "The share of the spread along each axis, the rows farthest to its ends, and the dimensions that load most on it. Which end is + is chance.",
	axis: (n: number, share: string) => `Axis ${n}: ${share}`,
	draw: (n: number, where: string) => `Draw axis ${n} ${where}`,
	loadings: (list: string) => `Loadings of dimensions ${list}`,
};
