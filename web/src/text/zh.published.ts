// 与站点一同发布的向量处的文字。
import type { published as en } from "./en.published";

const number = new Intl.NumberFormat("zh-CN");

export const published: typeof en = {
	set: "已发布的向量",
	failed: (why) => `无法打开已发布的向量：${why}`,
	problem(p) {
		switch (p.kind) {
			case "origin":
				return `${p.url} 在别处。只能打开与此页面一同发布的向量：页面不向他处发送请求。`;
			case "unread":
				return `无法读取 ${p.url}：${p.detail}。`;
			case "json":
				return `${p.url} 不是 JSON：${p.detail}。`;
			case "field":
				return `${p.url}：缺少 ${p.field}，或其内容与 TensorFlow Projector 的格式不符。`;
			case "name":
				return `${p.url} 中没有“${p.name}”，只有${p.names.map((n) => `“${n}”`).join("、")}。`;
			case "bytes":
				return `${p.url} 有 ${number.format(p.got)} 字节；该形状的数应有 ${number.format(p.want)} 字节。`;
		}
	},
};
