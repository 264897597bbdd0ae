import { attempt, both, formula, same, see, table, text, type Chapter } from "../chapter";

// index is a link to the question of the index, asked of a row.
const index = (data: string, word: string, ...args: string[]) => ["lab=vectors", `data=${data}`, "ask=index", `a.word=${word}`, "a.metric=euclidean", ...args.map((a) => `a.${a}`)].join("&");

// coarse are settings with which an index is quick and misses some.
const coarse = ["m=4", "construction=10", "ef=10", "count=5"];

export const neighbours: Chapter = {
	id: "finding-neighbours",
	title: both("Finding neighbours", "查找近邻"),
	labs: ["vectors"],
	pages: [
		{
			id: "near-rows",
			title: both("All rows, or nearly all of the nearest", "比较所有行，还是找到几乎全部近邻"),
			parts: [
				text(
					"Who is nearest? The sure way compares the question with every row: n rows of d numbers are n·d products, and nothing is missed.",
					"谁最近？最稳妥的方法是与每一行比较：n 行、每行 d 个数，共 n·d 次乘法，不会漏掉任何一个。",
				),
				formula(String.raw`\text{nearest}(q)=\operatorname*{arg\,max}_{i\le n}\ \frac{q\cdot x_i}{\lVert q\rVert\,\lVert x_i\rVert}`),
				text(
					"Here that is what every other question does. For a hundred thousand words it takes some milliseconds, and for a thousand a hundredth of one: an index would only be in the way. It is worth its while when there are millions of rows, or thousands of questions a second. Then one gives up being sure, and counts how much is lost: recall@k is the share of the k nearest that are found.",
					"本页其他问题都是这样做的。十万个词只需几毫秒，一千个词只需百分之一毫秒，索引反而碍事。当行数达百万，或每秒有上千次查询时，索引才值得。那时放弃“必定找全”，改为统计损失：recall@k 是 k 个近邻中被找到的比例。",
				),
				attempt("By all rows: what is near pink?", "比较所有行：“pink”附近有什么？", "lab=vectors&data=colors&ask=neighbors&a.word=pink&a.metric=euclidean", "ask"),
				attempt("By an index, beside all rows", "用索引，并与逐行比较对照", index("colors", "pink"), "ask"),
				see("graph-of-rows"),
			],
		},
		{
			id: "graph-of-rows",
			title: both("HNSW: a graph with express lines", "HNSW：带快车线的图"),
			parts: [
				text(
					"Link each row to near ones, and a search can walk: from wherever it is to the linked row that is nearest to the question, until none is nearer. Two things go wrong. From afar there are many steps, so some rows, fewer on each level, are linked over long ways too: one begins on top and changes down, as from an express to a local train.",
					"把每行与近处的行相连，搜索便可行走：从所在之处走到离问题最近的相连行，直到没有更近的。有两个问题。其一，从远处出发步数太多；于是让一部分行（每层更少）也有远程链接：从顶层出发逐层下降，如同从快车换乘慢车。",
				),
				formula(String.raw`l=\lfloor-\ln u\,/\ln M\rfloor,\qquad P(\text{level}\ge l)=M^{-l}`),
				text(
					"And a walk can end where no link leads on, though something nearer lies elsewhere. So on the lowest level it keeps the ef best rows that it has met and goes on from each (Malkov and Yashunin, 2016 and 2018). The answer shows the way down, and how many rows each level has.",
					"其二，行走可能停在死角，而更近的在别处。因此在最底层，它保留遇到的最好的 ef 行，并从每一行继续走（Malkov 与 Yashunin，2016、2018）。答案会列出下降的路和各层的行数。",
				),
				attempt("The way to blue, down many levels", "经多层下降到“blue”", index("colors", "blue", "m=3", "construction=20"), "ask"),
				attempt("With M 16 there are few levels", "M 为 16 时层数很少", index("colors", "blue"), "ask"),
				see("ef-and-recall"),
			],
		},
		{
			id: "ef-and-recall",
			title: both("What M and ef do", "M 与 ef 的作用"),
			parts: [
				table(
					[both("setting", "设置"), both("more of it", "调大"), both("costs", "代价")],
					[same("M"), both("more ways lead to each row", "通往每行的路更多"), both("memory, time to build", "内存、构建时间")],
					[same("efConstruction"), both("better links", "链接更好"), both("time to build", "构建时间")],
					[same("ef"), both("fewer misses", "漏掉更少"), both("time for each question", "每次查询的时间")],
					[both("8 bits", "8 位"), both("a quarter of the memory for rows", "行只占四分之一内存"), both("distances about 1 % off", "距离误差约 1%")],
				),
				text(
					"Only ef can change after building: turn it up until the recall is enough. Too few links cannot be made good by it. How hard a space is depends on how it lies: with the same settings nearly all near colours are found, of three numbers each, and some six in ten in a hundred dimensions of noise, where everything is about equally far. A walk has a hundred dimensions too, but each of its rows is near the one before; nearly all are found. The graph follows what is related.",
					"建成后只有 ef 可改：调到召回率足够为止。链接太少则无法靠它弥补。空间的难易取决于其形状：同样的设置，三个数的颜色几乎全部找到，而一百维噪声中只找到约六成，因为那里一切几乎等远。随机游走也有一百维，但每行都靠近前一行，几乎全部找到。图沿着关联走。",
				),
				attempt("Colours, M 4, ef 10", "颜色，M 4，ef 10", index("colors", "pink", ...coarse), "ask"),
				attempt("Noise, the same", "噪声，设置相同", index("noise", "A 1", ...coarse), "ask"),
				attempt("A walk, the same", "随机游走，设置相同", index("walk", "A 1", ...coarse), "ask"),
				attempt("Noise, M 16", "噪声，M 16", index("noise", "A 1", "ef=10", "count=5"), "ask"),
				attempt("Too few links: M 2", "链接太少：M 2", index("colors", "pink", "m=2", "construction=4", "ef=32"), "ask"),
				see("near-rows"),
			],
		},
	],
};
