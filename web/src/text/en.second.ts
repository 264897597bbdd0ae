// What stands at a second map of the same vectors.
export const second = {
	open: "Second map beside this one",
	help: "The same vectors by another method: what is pointed at, selected or chosen on one is so on the other. What holds by both is more likely to be in the vectors.",
	instead: "It takes the place of the second run.",
	way: "View of the second map",
	close: "Close the second map",
	replaced: "The second map has taken the place of the second run.",
	ended: "The comparison was ended.",
	earlier: "as a second run",
};
