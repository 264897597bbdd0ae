import type { leading as english } from "./en.leading";

export const leading: typeof english = {
	title: "主成分各轴",
	find: "各轴上有什么",
	again: "重新查找",
	finding: "正在查找各轴",
	cancel: "取消",
	stale: "向量此后已有变化。",
	help: "每条轴占总散布的比例、离两端最远的行，以及载荷最大的维度。哪一端为正是偶然的。",
	axis: (n, share) => `轴 ${n}：${share}`,
	draw: (n, where) => `把轴 ${n} 画在${where}`,
	loadings: (list) => `各维度的载荷 ${list}`,
};
