import type { colors as enColors, faith as enFaith } from "./en.view";

const number = new Intl.NumberFormat("zh");

export const faith: typeof enFaith = {
	title: "忠实程度",
	help: "两三个坐标的地图不可能保留向量之间的全部远近。这里用向量本身来检验地图。",
	judge: "检验这张地图",
	again: "重新检验",
	cancel: "取消",
	judging: (percent) => `正在检验，${percent}`,
	neighbors: "近邻数",
	neighborsHelp: (most) => `每行考虑多少个最近的行，至多 ${most}。`,
	metric: "向量远近按",
	measures: {
		trust: { title: "可信度", help: "图上的近邻在向量中是否也近。1：没有虚假的近邻。" },
		continuity: { title: "连续度", help: "相近的向量在图上是否仍在一起。1：没有被拆散的。" },
		preserved: { title: "保留的近邻", help: "每行最近的行中，有多大份额在图上仍是最近的。" },
		shepard: { title: "距离", help: "谢泼德：向量中更远的，图上是否也更远（秩相关）。" },
	},
	first: "这张地图",
	second: "第二张地图",
	looked: (looked, rows) => `检验了 ${rows} 个点中的 ${looked} 个样本，每个都与全部点比较。其余为灰色。`,
	lookedAll: (rows) => `检验了全部 ${rows} 个点。`,
	all: "检验每个点（较慢）",
	stale: "此后地图已变。",
	tooFew: "点太少，无法检验。",
	show: (measure) => `用颜色显示${measure}`,
	asColors: "用颜色显示",
	color: (measure) => `忠实程度：${measure}`,
	unlooked: "灰色：未检验",
};

export const colors: typeof enColors = {
	metric: "相似按",
	others: (n) => `其他（${number.format(n)} 类）`,
	only: (name) => `只显示${name}`,
	onlyShort: "仅此",
};
