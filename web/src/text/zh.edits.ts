// 修改标签与列之处的文字。
import type { edits as en } from "./en.edits";

const number = new Intl.NumberFormat("zh-CN");

export const edits: typeof en = {
	title: "修改标签与列",
	help: "所写内容与此数据一同保存在此浏览器中，并随点与向量一起导出。",
	label: "所选点的标签",
	select: "在地图上选择一个点，即可修改其标签。",
	column: "列",
	fresh: "新建一列",
	name: "新列的名称",
	value: "值",
	give: (n) => `写入选中的 ${number.format(n)} 个点`,
	giveOne: "写入所选的点",
	remove: (column) => `删除列“${column}”`,
	renamed: (before, now) => `“${before}”现名“${now}”。`,
	written: (column, n) => `已修改 ${number.format(n)} 个点的“${column}”。`,
	removed: (column) => `列“${column}”已删除。`,
};
