// What stands beside settings that were found.
export const found = {
	take: "Take these settings",
	help: "The form takes them over, and a new run begins with them, without a search.",
};
