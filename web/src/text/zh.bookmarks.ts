// 地图书签处的文字。
import type { bookmarks as en } from "./en.bookmarks";

const number = new Intl.NumberFormat("zh-CN");

export const bookmarks: typeof en = {
	title: "书签",
	open: "书签：可随时回到的地图视图",
	help: "书签记下各点的排布、颜色与大小，哪些被选中、单独显示或隐藏，以及所看的位置。它与此数据一同保存在此浏览器中。",
	name: "名称",
	keep: "保存此视图",
	none: "还没有书签。",
	list: "已保存的视图",
	go: (name) => `前往 ${name}`,
	rename: (name) => `重命名 ${name}`,
	remove: (name) => `删除 ${name}`,
	removed: (name) => `书签“${name}”已删除。`,
	save: "存为文件",
	take: "打开文件",
	chosen: (n) => `选中 ${number.format(n)} 个`,
	notKept: (why) => `浏览器无法保存书签；关闭页面后它将消失。${why}`,
	problem(p) {
		switch (p.kind) {
			case "json":
				return `文件不是 JSON：${p.detail}。`;
			case "other":
				return "文件中没有此页面的书签。";
			case "many":
				return `文件中的书签多于 ${number.format(p.most)} 个。`;
			case "bytes":
				return `文件大于 ${number.format(p.most / 2 ** 20)} MB。`;
			case "entry":
				return `文件中第 ${number.format(p.place)} 个书签没有${p.field === "name" ? "名称" : "可读的链接"}。未取用任何一个。`;
		}
	},
};
