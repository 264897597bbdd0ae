import { attempt, both, formula, see, text, type Chapter } from "../chapter";

// grouped is a link to a toy set, shown in a way, with its groups.
const grouped = (data: string, way: string, groups: string) => `lab=vectors&data=${data}&map=${way}&map.metric=euclidean&map.groups=${groups},euclidean`;

export const groups: Chapter = {
	id: "groups-of-rows",
	title: both("Groups of rows", "行的分组"),
	labs: ["vectors", "words"],
	pages: [
		{
			id: "groups",
			title: both("k-means: so many centres", "k-means：若干中心"),
			parts: [
				text(
					"k-means gives each row the nearest of k centres and moves each centre to the mean of its rows, again and again, until nothing changes. What becomes small is",
					"k-means 让每行归于 k 个中心中最近的一个，再把每个中心移到其各行的平均处，如此反复，直到不再变化。由此变小的是",
				),
				formula(String.raw`\sum_i\lVert x_i-c(x_i)\rVert^2`),
				text(
					"So it takes groups to be round and alike in width, and it always finds k of them, in noise too. Another seed may end elsewhere. Whether there are groups is another question: with a the mean distance of a row to its own group and b that to the next one, the silhouette",
					"因此它假定各组是圆的、宽度相近，而且总能找到 k 组，在噪声中也一样。换一个种子可能得到别的结果。是否真有组是另一回事：设 a 为一行到本组的平均距离，b 为到邻组的平均距离，则轮廓系数",
				),
				formula(String.raw`s=\frac{b-a}{\max(a,b)}`),
				text(
					"is near 1 if they lie apart and near 0 if not. Compare several k.",
					"在各组分离时接近 1，否则接近 0。请比较几个 k。",
				),
				attempt("Nine clouds in three", "九团分三组", grouped("groups", "random,2", "kmeans,3"), "map"),
				attempt("Two lines, cut across", "两条线被拦腰切开", grouped("lines", "dimensions,2", "kmeans,2"), "map"),
				attempt("Six groups of noise", "噪声的六组", grouped("noise", "random,2", "kmeans,6"), "map"),
				see("groups-by-density", "map"),
			],
		},
		{
			id: "groups-by-density",
			title: both("HDBSCAN: what lies dense", "HDBSCAN：密集之处"),
			parts: [
				text(
					"HDBSCAN asks where rows lie dense. With κ the distance to a row’s m-th nearest, itself the first, two rows are as far apart as",
					"HDBSCAN 问哪里密集。设 κ 为到第 m 近的行（自身为第一）的距离，两行之间的距离取",
				),
				formula(String.raw`d(x,y)=\max\bigl(\kappa(x),\,\kappa(y),\,\lVert x-y\rVert\bigr)`),
				text(
					"Cut all that is longer than some length, then shorten the length: what hangs together comes apart. Parts that have the smallest size and last longest are the groups, whatever their shape; rows that drop off before are in none.",
					"剪断所有长于某一长度的连接，再逐步缩短这一长度：连成一片的便分开。不小于最小规模且存续最久的部分就是组，形状不限；此前脱落的行不属于任何组。",
				),
				text(
					"It takes for granted only that groups are denser than what lies between. With many dimensions little is dense, and most words are in no group. On a map of neighbours much looks dense, also what the map itself pushed together.",
					"它只假定组内比组间更密。维度多时很少有密集之处，多数词不入组。而在近邻地图上，许多地方看似密集，其中也有地图自己挤到一起的。",
				),
				attempt("Two lines, apart", "两条线，分开", grouped("lines", "dimensions,2", "hdbscan,10"), "map"),
				attempt("Two linked rings", "相扣的两环", grouped("rings", "dimensions,3", "hdbscan,10"), "map"),
				attempt("Noise", "噪声", grouped("noise", "random,2", "hdbscan,10"), "map"),
				see("groups"),
			],
		},
	],
};
