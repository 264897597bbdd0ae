import { mostEdgeBytes, mostEdges } from "../state/lines";
import { mostBytes, mostSide } from "../state/tiles";
import type { lines as enLines, marks as enMarks, pictures as enPictures } from "./en.marks";

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

const number = new Intl.NumberFormat("zh");

export const pictures: typeof enPictures = {
	title: "以图片为点",
	help: `一张由方形小图逐行排成的图片（PNG、JPEG、WebP 等），第一格属于第一个点：每个点显示为自己的小图。图片随数据留在此浏览器中；文件最大 ${number.format(mostBytes / 2 ** 20)} MB。`,
	open: "打开图片",
	another: "打开另一张图片",
	reading: "正在读取……",
	cut: (file, width, height, tiles) => `${file}：${width} × ${height} 像素，${tiles} 格。`,
	tooFew: (rows) => `最后 ${rows} 个点没有小图，仍为圆点。小图边长对吗？`,
	smaller: (side) => `数量很多，每格保留为边长 ${side} 像素。`,
	show: "显示图片",
	tile: "小图在图片中的边长",
	size: "在地图上的大小",
	pixels: (n) => `${n} 像素`,
	remove: "移除图片",
	removed: (file) => `已移除 ${file} 的图片。`,
	of: (label) => `${label} 的图片`,
	problem(p) {
		switch (p.kind) {
			case "bytes":
				return `文件有 ${number.format(Math.round(p.bytes / 2 ** 20))} MB；最多 ${number.format(mostBytes / 2 ** 20)} MB。`;
			case "side":
				return `图片为 ${number.format(p.width)} × ${number.format(p.height)} 像素；每边最多 ${number.format(mostSide)}。`;
			case "tile":
				return `小图边长须为 1 到 ${number.format(p.most)} 的整数。`;
			case "unreadable":
				return "浏览器无法读取这张图片。";
			case "unfetched":
				return `找不到图片 ${p.url}。`;
		}
	},
};

export const lines: typeof enLines = {
	title: "点之间的线",
	by: "线",
	kinds: {
		none: { title: "无", help: "可按已知的列或文件把点连起来。" },
		sequence: { title: "序列", help: "值相同的行依次相连，起点处颜色较淡：可看出某物如何在空间中移动。" },
		names: { title: "列中的名称", help: "每行与其单元格中列出的名称相连，以逗号、分号或空格分隔：可看出相关的点是否相近。" },
		file: { title: "边的文件", help: `每行一条边：两个名称，可加权重，以制表符分隔。权重越大线越粗；负为蓝，正为橙。可拖放到此处；它随数据留在此浏览器中，最大 ${number.format(mostEdgeBytes / 2 ** 20)} MB。` },
	},
	noColumns: "这些点没有列；可在“点”中用表格添加。",
	column: "列",
	order: "顺序",
	byRow: "行的顺序",
	open: "打开边的文件",
	another: "打开另一个文件",
	reading: (name) => `正在读取 ${name}……`,
	cancel: "取消",
	remove: "移除此文件",
	removed: (file) => `已移除 ${file} 的边。`,
	sequences: (lines, groups) => `${lines} 条线，${groups} 个序列。`,
	lines: (lines) => `${lines} 条线。`,
	left: (n) => `另有 ${n} 条未显示：权重最小的，否则是最后的。`,
	unplaced: (n) => `${n} 行在顺序中没有位置。`,
	unknown: (n, names) => `${n} 个名称不属于任何点：${names.join("、")}……`,
	problem(e) {
		switch (e.kind) {
			case "line":
				return `第 ${number.format(e.line)} 行：应为两个名称，可加权重；实为“${e.found}”。`;
			case "many":
				return `边超过 ${number.format(mostEdges)} 条。`;
			case "bytes":
				return `文件最多 ${number.format(mostEdgeBytes / 2 ** 20)} MB。`;
			case "empty":
				return "文件中没有边。";
			case "unreadable":
				return "无法读取此文件。";
		}
	},
};
