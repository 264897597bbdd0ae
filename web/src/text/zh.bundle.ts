// TensorFlow Projector 打包文件中，向量与标签之外的内容处的文字。
import type { bundle as en } from "./en.bundle";

const number = new Intl.NumberFormat("zh-CN");

export const bundle: typeof en = {
	title: "向量与标签之外",
	present: "保存时的视图",
	tensors: { text: "写成文字（vectors.tsv）", f4: "32 位原始数（tensors.bytes）" },
	bookmarks: "书签（bookmarks.json）",
	bookmarksHelp: "当前视图和这些向量的书签，以 Projector 所能容纳的为限：PCA、t-SNE、UMAP 和词间轴，选中与显示的点，颜色和标签，但不记所看的位置。t-SNE 与 UMAP 连同各点的位置一起写入：正显示的图，以及自打开此页面以来保存的图。",
	pictures: "图片（sprite.png）",
	picturesHelp: "每个点一格，按点的顺序。",
	noPictures: "这些点没有图片。",
	use: "解压到此页面旁，以 ?config=文件夹/projector_config.json 打开；TensorFlow Projector 也同样打开，TensorBoard 则放入日志文件夹。",
	views: (held, left) => `其中书签：${number.format(held)} 个视图。${left > 0 ? `另有 ${number.format(left)} 个无法写入：Projector 没有这种图，或其位置未知。` : ""}`,
	notRead: (n) => `Projector 的书签中有 ${number.format(n)} 个在此没有对应，已略去。`,
};
