import type { edits as en } from "./en.edits";

export const edits: typeof en = {
	title: "修改名称和值",
	help: "保存或导出时包含这些修改。修改不会保存在本浏览器中：重新加载或换一个表格后即丢失。",
	none: "请选中一个点，或选取若干点。",
	whom: "对象",
	chosen: (n) => `选取的 ${n} 个点`,
	what: "修改",
	label: "名称",
	fresh: "新的一列",
	column: "列名",
	value: "改为",
	empty: "留空表示未知。",
	do: "修改",
	taken: "已有同名的列。",
	renamed: (before, now) => `“${before}”已改名为“${now}”。`,
	put: (column, text, n) => `${n} 个点的“${column}”现为${text === "" ? "未知" : `“${text}”`}。`,
};
