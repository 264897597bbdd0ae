import type { second as enSecond } from "./en.second";

export const second: typeof enSecond = {
	open: "在旁边加第二张图",
	help: "同样的向量用另一种方法显示：在一张图上指向、选中或选取的，在另一张图上也是如此。两种方法都显示的，更可能确在向量之中。",
	instead: "它会取代第二次运行。",
	way: "第二张图的视图",
	close: "关闭第二张图",
	replaced: "第二张图取代了第二次运行。",
	ended: "比较已结束。",
	earlier: "作为第二次运行",
};
