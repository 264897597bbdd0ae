// What stands beside settings that were found.
export const found = {
	take: "采用这些设置",
	help: "表单采用这些设置，并以之开始新的运行，不再调参。",
};
