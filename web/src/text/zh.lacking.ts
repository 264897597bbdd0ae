// 链接或书签所依据而本浏览器没有的表格处的文字。
import type { lacking as en } from "./en.lacking";

export const lacking: typeof en = {
	missing: (file, columns) => `所显示的内容依据表格 ${file} 中的列${columns.map((name) => `“${name}”`).join("、")}，而本浏览器没有该表格。请将其拖放到此处，或打开它。`,
	open: "打开表格",
	without: "不用它，继续",
};
