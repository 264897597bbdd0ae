import type { range as en } from "./en.range";

export const range: typeof en = {
	title: "仅显示此范围内的数值",
	column: "列",
	counted: "出现频次",
	low: "从",
	high: "到",
	slider: (end, column) => `${end}，${column}，滑块`,
	typed: (end, column) => `${end}，${column}`,
	help: "范围外的点以及此列没有数值的点不显示。范围包含两端。",
	between: (column, low, high) => `${column}：${low} 至 ${high}`,
	remove: (column) => `显示 ${column} 的全部数值`,
	left: (n, all) => `${all} 个点中有 ${n} 个在范围内。`,
};
