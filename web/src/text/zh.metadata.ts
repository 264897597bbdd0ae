import type { metadata as en } from "./en.metadata";

export const metadata: typeof en = {
	title: "点的更多信息",
	open: "从表格添加列",
	another: "换一个表格",
	help: "表格（.tsv、.csv、.jsonl），每点一行，或含点的名称。数据留在本浏览器中，关闭页面后即消失。",
	joined: (file, rows, vectors, found, column) => `${file}：${rows} 行，${vectors} 个点，${column ? `按“${column}”列中的名称对应` : "按顺序对应"}；涉及 ${found} 个点。`,
	lost: (lost, unknown) => `${lost} 行不属于任何点${unknown.length > 0 ? `：${unknown.join("、")}……` : "。"}`,
	repeated: (n) => `${n} 行名称重复，以第一行为准。`,
	named: "这些点原本没有名称，现采用表格中的名称。",
	by: "行与点的对应",
	byRow: "按顺序",
	byLabel: "按名称",
	labels: "名称所在列",
	header: "第一行是列名",
	remove: "移除这些列",
	removed: (file) => `已移除 ${file} 的列。`,
	labelled: "标签",
	ownLabels: "名称",
	size: "大小",
	ownSize: "出现频次",
	byNumber: (column) => `数值：${column}`,
};
