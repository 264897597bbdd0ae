import type { marks as enMarks } from "./en.marks";

export const marks: typeof enMarks = {
	title: "地图上",
	minimap: "所有点的全图。拖动框或按方向键移动地图。",
	overview: "全图",
	when: { zoomed: "放大时显示", always: "总是显示", never: "不显示" },
	labels: "标签",
	densities: ["无", "少", "适中", "多", "放得下的全部"],
	pin: "总是标注",
	unpinShort: "不再总是标注",
	unpin: (label) => `不再总是标注 ${label}`,
	pinChosen: "总是标注所选的点",
	unpinAll: "全部取消",
	pinned: "总是标注的点",
	pinHelp: "无论周围有什么、用哪种方法，这些点都带着标签。在地图上选中一个点时也可以这样设置。",
};
