import type { overlay as enOverlay } from "./en.overlay";
import { mostKeptPoints } from "../state/movement";

const number = new Intl.NumberFormat("zh");

export const overlay: typeof enOverlay = {
	title: "移动",
	help: "每个点有一条线通向它在另一张图上的位置；另一张图经旋转、镜像和缩放，尽量与此图重合。选取了点时，只画这些点的线。",
	from: "对照",
	none: "无：不画线",
	sources: { second: "第二张图", rival: "第二次运行", moment: "记住的图" },
	remember: "记住这张图",
	rememberHelp: `记住它，再继续训练或换一种方法，看什么移动了。不超过 ${number.format(mostKeptPoints)} 个点的图随数据留在此浏览器中。`,
	forget: "忘掉它",
	moment: (method, step) => `已记住：${method}，第 ${number.format(step)} 步。`,
	apart: "一张图是二维，另一张是三维：没有线相连。",
	absent: "另一张图还没有。",
	median: (share, n, chosen) => `${chosen ? "所选" : "全部"} ${number.format(n)} 个点中，一半离那里超过此图散布的 ${share}。`,
	farthest: "移动最多",
	go: (label) => `飞到 ${label}`,
	gone: (method, step) => `记住的图（${method}，第 ${number.format(step)} 步）不在此浏览器中：它留在记住它的地方。请重新记住一张图，再看什么移动了。`,
	noRival: "现在没有第二次运行：重新比较一次，它的图就会再垫在此图之下。",
	noSecond: "现在没有第二张图：打开一张，它就会再垫在此图之下。",
};
