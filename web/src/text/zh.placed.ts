import type { placed as en } from "./en.placed";

const number = new Intl.NumberFormat("zh");

export const placed: typeof en = {
	title: "放置的点",
	help: "回答所涉及的向量（若干词之和、从未出现的词、新文本）旁有“放到地图上”。维数相同的向量文件，其各行也可放置。地图保持不变；放置的点外有菱形。",
	linear: "在这种地图上，新点恰在同样的轴所决定的位置。",
	neighbors: "在这种地图上，新点各自落在与它最近的行之间：新点之间不相排斥；与所有行都不像的点，也会落在相对最像的行之间。",
	place: "放到地图上",
	placeHelp: "这个向量在现有地图上会在哪里？其余一切不动。",
	otherSpace: (space) => `地图显示的不是空间 ${space}。`,
	placing: "正在放置……",
	cancel: "取消",
	goTo: "显示",
	remove: "移除",
	removeNamed: (name) => `移除 ${name}`,
	removed: "已移除放置的点。",
	near: (names) => `在地图上靠近 ${names.join("、")}。`,
	caption: (name) => `${name}（放置的点）`,
	clear: "取消选择",
	former: "放置在地图先前的状态上；地图静止后会重新放置。",
	gone: "尚未放到这张地图上。",
	none: "没有放置任何点。",
	file: "放置文件中的行……",
	opened: "或已在此处的文件",
	choose: "选择",
	rows: (count, of) => (count < of ? `${number.format(of)} 行中的前 ${number.format(count)} 行` : `${number.format(of)} 行`),
	more: (count) => `再显示 ${count} 个`,
	notInLink: "文件中的行不写入地址。",
	list: "放置的点",
	said: (name, names) => `${name} 已放置，靠近 ${names.join("、")}。`,
};
