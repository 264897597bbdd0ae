import { attempt, both, formula, see, table, text, type Chapter } from "../chapter";

// map is a link to a toy set, shown in a way.
const map = (data: string, way: string, ...settings: string[]) => ["lab=vectors", `data=${data}`, `map=${way}`, ...settings.map((s) => `map.${s}`)].join("&");

// neighbors is one to a map of neighbours. In toy sets lengths matter.
const neighbors = (data: string, way: string, ...settings: string[]) => map(data, way, "metric=euclidean", ...settings);

// placed puts a sum of words on it.
const placed = (expression: string) => `look.placed.0=${encodeURIComponent(`expression?${new URLSearchParams({ expression })}`)}`;

export const ways: Chapter = {
	id: "ways",
	title: both("Ways to see an embedding", "观看嵌入的方式"),
	labs: ["vectors", "words"],
	pages: [
		{
			id: "ways-to-see",
			title: both("What a map keeps", "地图保留什么"),
			parts: [
				text(
					"A vector of a hundred numbers has no place on a screen of two. Each way of showing it keeps something and gives the rest up; whoever knows what is given up is not misled.",
					"一百个数的向量在二维屏幕上没有现成的位置。每种显示方式都保留一些、舍弃其余；知道舍弃了什么，就不会被误导。",
				),
				table(
					[both("way", "方式"), both("keeps", "保留"), both("gives up", "舍弃")],
					[both("table of numbers", "数值表"), both("everything", "一切"), both("the overview", "总览")],
					[both("PCA", "PCA"), both("distances along two directions", "两个方向上的距离"), both("all other directions", "其余方向")],
					[both("t-SNE", "t-SNE"), both("who is near whom", "谁与谁相邻"), both("sizes, gaps, distances", "大小、空隙、距离")],
					[both("UMAP", "UMAP"), both("a graph of neighbours", "近邻图"), both("the same, mostly", "大体相同")],
					[both("axes", "自选轴"), both("likeness to words you choose", "与所选词的相似"), both("what is like neither end", "与两端都不像的")],
				),
				text(
					"This chapter uses toy sets: points of which one knows how they lie. Here are nine clouds in 20 dimensions, three and three together.",
					"本章用玩具数据：形状已知的点。这里是 20 维中的九团，每三团成一组。",
				),
				attempt("The numbers", "数值本身", `${map("groups", "pca,2")}&tab=matrix`, "matrix"),
				attempt("PCA: three groups", "PCA：三组", map("groups", "pca,2"), "map"),
				attempt("t-SNE: nine clouds", "t-SNE：九团", neighbors("groups", "tsne,2", "perplexity=10"), "map"),
				see("map", "honest-reading"),
			],
		},
		{
			id: "numbers-as-they-are",
			title: both("The numbers as they are", "原样的数值"),
			parts: [
				text(
					"A heat map gives each number a colour: blue below zero, orange above. Nothing is lost. Rows that are alike look alike; a column of one colour is a direction that all rows share.",
					"热图给每个数一种颜色：负为蓝，正为橙。什么也没有丢失。相似的行看起来相似；一列同色，说明所有行共有这个方向。",
				),
				text(
					"Raw dimensions take two of the numbers as coordinates. Of vectors with two dimensions that is the whole truth, and the measure for every other map of them. Of learnt vectors it is one corner of a hundred: their single dimensions rarely mean anything, as turning the whole space would change them all and no distance.",
					"原始维度取其中两个数作坐标。对二维向量这就是全部真相，也是衡量其他地图的标准。对学到的向量，它只是百分之一角：单个维度很少有意义，因为旋转整个空间会改变所有维度，却不改变任何距离。",
				),
				attempt("Groups of clouds as numbers", "成组的团的数值", `${map("groups", "pca,2")}&tab=matrix`, "matrix"),
				attempt("Three clouds as they are", "三团的原样", neighbors("sizes", "dimensions,2"), "map"),
				attempt("Two of a hundred dimensions of noise", "噪声一百维中的两维", neighbors("noise", "dimensions,2"), "map"),
			],
		},
		{
			id: "pca-shadow",
			title: both("PCA: a shadow", "PCA：影子"),
			parts: [
				text(
					"PCA turns the space until most of the spread lies in the plane of the screen, and drops the rest. With μ the mean and v the directions:",
					"PCA 旋转空间，使最多的方差落在屏幕平面上，其余丢弃。μ 为平均，v 为方向：",
				),
				formula(String.raw`y_k=(x-\mu)\cdot v_k,\qquad\text{share}=\frac{\lambda_1+\lambda_2}{\sum_k\lambda_k}`),
				text(
					"What is far apart on the map is far apart. The reverse does not hold: a shadow lays things over each other. The knot is one line that never meets itself; its shadow crosses three times. The share below the map says how much you see: 91 % of the knot, but 5 % of the noise, where each of the 100 directions counts about alike.",
					"图上相距远，实际也远。反之不成立：影子会把东西叠在一起。绳结是一条从不自交的线，影子却交叉三次。图下的占比说明看到了多少：绳结为 91%，噪声仅 5%，因为 100 个方向几乎同等重要。",
				),
				attempt("The knot’s shadow crosses itself", "绳结的影子自交", map("knot", "pca,2"), "map"),
				attempt("In space it does not: turn it", "空间中并不自交：转动看看", map("knot", "pca,3"), "map"),
				attempt("5 % of the noise", "噪声的 5%", map("noise", "pca,2"), "map"),
			],
		},
		{
			id: "pca-waves",
			title: both("PCA: waves from nothing", "PCA：无中生有的波"),
			parts: [
				text(
					"A walk that goes each step in a direction of pure chance has no plan. Yet its PCA is a smooth bow, and the next axes are waves, each with half a wave more than the one before. In many dimensions that is always so: axis k is a cosine, and holds this share of the spread (Antognini and Sohl-Dickstein, 2018):",
					"每一步方向都随机的游走没有任何计划。它的 PCA 却是一道平滑的弓形，后续各轴是波，每轴比前一轴多半个波。高维时总是如此：第 k 轴是余弦，占方差（Antognini、Sohl-Dickstein，2018）：",
				),
				formula(String.raw`\frac{6}{\pi^2k^2}=61\,\%,\;15\,\%,\;7\,\%,\;\dots`),
				text(
					"So a bow or a loop in the PCA of anything that drifts, as training or time does, is no discovery. Look at several pairs of axes, and at directions drawn at random, which favour no wave.",
					"因此，凡随时间漂移之物（训练、时间序列），其 PCA 中的弓形或环都不是发现。应多看几对轴，也看随机方向，它们不偏爱任何波。",
				),
				attempt("Axes 1 and 2: a bow", "第 1、2 轴：弓形", map("walk", "pca,2"), "map"),
				attempt("Axes 2 and 3: a loop", "第 2、3 轴：环", map("walk", "pca,2", "columns=1,2"), "map"),
				attempt("Two directions at random", "两个随机方向", neighbors("walk", "random,2"), "map"),
			],
		},
		{
			id: "tsne-how",
			title: both("t-SNE: who is near whom", "t-SNE：谁与谁相邻"),
			parts: [
				text(
					"Each row gives its neighbours shares p that fall with distance; points on the map get shares q in the same way, with longer tails; the map is moved until both agree best (van der Maaten and Hinton, 2008).",
					"每一行按距离递减给近邻分配份额 p；图上的点同样得到份额 q，但尾部更长；移动各点，直到两者最一致（van der Maaten、Hinton，2008）。",
				),
				formula(String.raw`\min_y\sum_{ij}p_{ij}\log\frac{p_{ij}}{q_{ij}},\qquad q_{ij}\propto\frac{1}{1+\lVert y_i-y_j\rVert^2}`),
				text(
					"The perplexity says among how many neighbours a row divides its share. It cannot exceed the number of rows; here it counts for at most a third of them. There is no right one: small ones see clumps within clumps, large ones the whole. Look at several.",
					"困惑度表示每行把份额分给多少近邻。它不能超过行数；这里最多算到行数的三分之一。没有唯一正确的值：小的看到团中之团，大的看到整体。应看多个值。",
				),
				attempt("Perplexity 3", "困惑度 3", neighbors("groups", "tsne,2", "perplexity=3"), "map"),
				attempt("10", "10", neighbors("groups", "tsne,2", "perplexity=10"), "map"),
				attempt("100", "100", neighbors("groups", "tsne,2", "perplexity=100"), "map"),
				see("honest-reading"),
			],
		},
		{
			id: "tsne-sizes",
			title: both("Sizes on the map", "图上的大小"),
			parts: [
				text(
					"Three clouds of a hundred points, one ten times as wide as another. As they are, one sees it. t-SNE draws them all alike: each row measures distance by its own neighbourhood, so that dense places are spread out and loose ones drawn together. The size of a clump on such a map is no size.",
					"三团各一百点，一团的宽度是另一团的十倍。原样一看便知。t-SNE 却把它们画得一样大：每行以自己的邻域为尺度，密处被摊开，疏处被收紧。这种图上团的大小不是大小。",
				),
				text(
					"It also hides that one cloud lies within another. Around one middle in 50 dimensions lie a narrow cloud and one twenty times as wide: PCA shows a kernel in a haze, t-SNE two crowds of nearly the same density.",
					"它还掩盖一团在另一团之中。50 维里有同心的两团，一窄一宽，相差二十倍：PCA 显示雾中之核，t-SNE 显示密度几乎相同的两群。",
				),
				attempt("As they are", "原样", neighbors("sizes", "dimensions,2"), "map"),
				attempt("By t-SNE: three alike", "t-SNE：三团一样大", neighbors("sizes", "tsne,2"), "map"),
				attempt("A cloud within a cloud, by PCA", "团中之团，PCA", map("nested", "pca,2"), "map"),
				attempt("The same by t-SNE", "同样，t-SNE", neighbors("nested", "tsne,2"), "map"),
			],
		},
		{
			id: "tsne-distances",
			title: both("Distances between clumps", "团之间的距离"),
			parts: [
				text(
					"Two clouds lie side by side, the third five times as far off. t-SNE puts all three about equally far from each other: beyond the nearest neighbours every share is about zero, and zero says nothing about how far.",
					"两团并排，第三团在五倍之外。t-SNE 把三者画得大致等距：近邻之外份额都接近零，而零说明不了有多远。",
				),
				text(
					"A perplexity larger than a cloud reaches from one to the next. On the groups, 10 sees nine clouds and loses which belong together; a second perplexity of 120 beside it keeps both. On these three clouds even the largest does not bring the distances back, so ask for numbers, or look at PCA too.",
					"大于团的困惑度能从一团触及另一团。在成组的团上，10 看到九团却失去分组；再加第二困惑度 120，两者兼得。而在这三团上，最大的值也找不回距离，因此应直接问数值，或同时看 PCA。",
				),
				attempt("As they are", "原样", neighbors("distances", "dimensions,2"), "map"),
				attempt("By t-SNE", "t-SNE", neighbors("distances", "tsne,2"), "map"),
				attempt("Groups, perplexity 10", "成组的团，困惑度 10", neighbors("groups", "tsne,2", "perplexity=10"), "map"),
				attempt("Groups, 10 and 120", "成组的团，10 与 120", neighbors("groups", "tsne,2", "perplexity=10", "secondPerplexity=120"), "map"),
			],
		},
		{
			id: "clumps-of-noise",
			title: both("Clumps of noise", "噪声成团"),
			parts: [
				text(
					"300 points that chance placed in 100 dimensions have no structure at all. With a perplexity of 2 they fall into crumbs: each row must have somebody near, and chance always finds somebody. With 30 they are what they are, an even ball.",
					"随机放在 100 维中的 300 点毫无结构。困惑度为 2 时它们碎成小团：每行总得有近邻，偶然总会找到。困惑度为 30 时它们现出原形：均匀的一团。",
				),
				text(
					"The three classes are chance too. A map that is told of them, at full strength, still draws three fine clumps: it shows the labels, not the vectors. Never show a map pulled by classes as a proof of those classes.",
					"三个类别也是随机的。把类别以最大强度告诉地图，它仍画出三个漂亮的团：显示的是标签，不是向量。切勿用受类别牵引的地图来证明这些类别。",
				),
				attempt("Perplexity 2: crumbs", "困惑度 2：碎团", neighbors("noise", "tsne,2", "perplexity=2"), "map"),
				attempt("Perplexity 30", "困惑度 30", neighbors("noise", "tsne,2"), "map"),
				attempt("Pulled by chance classes", "受随机类别牵引", neighbors("noise", "tsne,2", "column=class", "supervision=1"), "map"),
			],
		},
		{
			id: "bent-and-torn",
			title: both("Bent and torn", "弯折与撕裂"),
			parts: [
				text(
					"Neighbours can be kept while the shape is not. Two straight parallel lines become bent worms, and the order along each is all that is true. The knot, at a perplexity of 2, is torn to pieces whose ends were neighbours. Linked rings cannot lie flat as they are, so t-SNE lays them side by side: that they were linked is gone.",
					"近邻保住了，形状未必。两条平行直线变成弯曲的虫，只有沿线的次序是真的。困惑度为 2 时，绳结断成几段，断口本是近邻。相扣的环无法原样摊平，t-SNE 便把它们并排放下：相扣这一事实消失了。",
				),
				text(
					"UMAP opens the knot to a circle: as a closed line it is one, and so that map is right about neighbours and silent about the knot.",
					"UMAP 把绳结打开成圆：作为闭合的线，它的确是圆；这张图对近邻没错，对结则一字不提。",
				),
				attempt("Two lines, perplexity 5", "两条线，困惑度 5", neighbors("lines", "tsne,2", "perplexity=5"), "map"),
				attempt("The knot torn", "撕裂的绳结", neighbors("knot", "tsne,2", "perplexity=2"), "map"),
				attempt("The knot opened by UMAP", "UMAP 打开的绳结", neighbors("knot", "umap,2"), "map"),
				attempt("Rings unlinked", "解开的环", neighbors("rings", "tsne,2"), "map"),
				attempt("Rings as they are, in space", "环的原样，在空间中", neighbors("rings", "dimensions,3"), "map"),
			],
		},
		{
			id: "unfinished-maps",
			title: both("Maps that are not done", "未完成的地图"),
			parts: [
				text(
					"Maps of neighbours come about in rounds. Stopped too early they show pinched and scattered shapes that are of the method, not of the vectors: after 50 rounds the lines are a smear with points flung out of it. The bar below the map says which round it is; wait until nothing moves, then give it 250 more and see whether it stays.",
					"近邻地图是一轮轮形成的。停得太早，会出现挤压、散落的形状，那来自方法而非向量：50 轮后，两条线是一抹带飞点的污迹。图下的条显示第几轮；等它不再移动，再加 250 轮，看是否保持。",
				),
				text(
					"Start matters as well. From PCA the large shape has a reason; from random places it is chance, and another start gives another arrangement. What comes back from several starts, and after a shake, is in the vectors.",
					"起点也有影响。从 PCA 起，大形状有依据；从随机位置起则是偶然，换个起点就换个布局。多个起点、摇动之后仍重现的，才属于向量。",
				),
				attempt("50 rounds", "50 轮", neighbors("lines", "tsne,2", "rounds=50"), "map"),
				attempt("1000 rounds", "1000 轮", neighbors("lines", "tsne,2"), "map"),
				attempt("Groups from a random start", "成组的团，随机起点", neighbors("groups", "tsne,2", "perplexity=10", "start=random"), "map"),
				attempt("From PCA", "从 PCA 起", neighbors("groups", "tsne,2", "perplexity=10"), "map"),
			],
		},
		{
			id: "umap-how",
			title: both("UMAP: a graph laid out", "UMAP：铺开的图"),
			parts: [
				text(
					"UMAP joins each row to its nearest ones, and lays that graph out: joined points pull, others push (McInnes, Healy and Melville, 2018). On the map an edge counts by",
					"UMAP 把每行与最近的行相连，再铺开这张图：相连者相吸，其余相斥（McInnes、Healy、Melville，2018）。图上一条边的权重为",
				),
				formula(String.raw`w_{ij}=\frac{1}{1+a\lVert y_i-y_j\rVert^{2b}}`),
				text(
					"where a and b follow from the least distance. That setting alone makes clumps tight or loose, whatever the vectors: a taste, not a finding. Neighbours play the part of perplexity: few tear a sheet to strips, many see the whole. Sizes and gaps mean as little as t-SNE’s, and clouds five times as far off lie no farther.",
					"a、b 由最小距离决定。单凭这一设置就能使团或紧或松，与向量无关：是口味，不是发现。近邻数相当于困惑度：少则把整张纸撕成条，多则看到整体。大小与空隙和 t-SNE 一样没有意义，五倍之外的团也不会更远。",
				),
				attempt("Least distance 0.001", "最小距离 0.001", neighbors("sizes", "umap,2", "minDist=0.001"), "map"),
				attempt("Least distance 1", "最小距离 1", neighbors("sizes", "umap,2", "minDist=1"), "map"),
				attempt("A sheet, 5 neighbours", "卷纸，5 个近邻", neighbors("roll", "umap,2", "neighbors=5"), "map"),
				attempt("A sheet, 25 neighbours", "卷纸，25 个近邻", neighbors("roll", "umap,2", "neighbors=25"), "map"),
			],
		},
		{
			id: "new-points",
			title: both("New points on an old map", "旧图上的新点"),
			parts: [
				text(
					"What is none of the rows can be placed on a map that is there: a sum of words, a word that never occurred, a new text, the rows of a file. Nothing else moves. Along axes, as in PCA, its place is exact.",
					"不属于各行的东西也可放到已有的地图上：若干词之和、从未出现的词、新文本、文件中的行。其余一切不动。沿轴（如 PCA）的位置是精确的。",
				),
				text(
					"On a map of neighbours there is no formula for a place. Each new point starts at the one of its nearest rows that is most in their middle, and goes on as the map’s points did, by itself. So new points that are like each other make no clump of their own, and what is unlike every row still lands among the least unlike: ask how near its nearest are.",
					"近邻地图没有位置的公式。每个新点从最近各行中最居中的一行出发，像图上的点那样各自移动。因此彼此相似的新点不会自成一团；与所有行都不像的，也会落在相对最像的行之间：请问问它与最近的行有多近。",
				),
				attempt("Between red and yellow, along axes", "红黄之间，沿轴", `${map("colors", "pca,2")}&${placed("0.5*red + 0.5*yellow")}`, "map"),
				attempt("Among neighbours", "在近邻之间", `${map("colors", "umap,2")}&${placed("0.5*red + 0.5*yellow")}`, "map"),
				attempt("How near are its nearest?", "最近的有多近？", `${map("colors", "umap,2")}&${placed("0.5*red + 0.5*yellow")}&ask=expression&${new URLSearchParams({ "a.expression": "0.5*red + 0.5*yellow" })}`, "ask"),
				see("honest-reading"),
			],
		},
		{
			id: "axes-with-meaning",
			title: both("Axes that mean something", "有意义的轴"),
			parts: [
				text(
					"The axes of t-SNE and UMAP mean nothing, those of PCA what the data makes them. You can also choose: an axis runs from some words to others, and a row stands where its likeness puts it.",
					"t-SNE 与 UMAP 的轴没有意义，PCA 的轴由数据决定。你也可以自选：一条轴从一些词到另一些词，每行按相似程度站在轴上。",
				),
				formula(String.raw`y=x\cdot\frac{b-a}{\lVert b-a\rVert},\qquad a,b\text{ the means of the ends}`),
				text(
					"Such a map answers a question, and only that one: what is far from both ends stands in the middle for want of a better place. Discriminants are the directions that tell given classes apart best. With 100 dimensions and 300 rows they part even classes of chance.",
					"这种图只回答一个问题：与两端都无关的，只因无处可放而站在中间。判别方向是最能分开给定类别的方向。100 维、300 行时，连随机的类别也能分开。",
				),
				attempt("Colours: blue to yellow, green to red", "颜色：蓝到黄，绿到红", "lab=vectors&data=colors&map=axes,2&map.axis1=blue | yellow&map.axis2=green | red", "map"),
				attempt("Discriminants of the groups", "各组的判别方向", neighbors("groups", "discriminants,2", "column=class"), "map"),
				attempt("Of chance classes", "随机类别的判别方向", neighbors("noise", "discriminants,2", "column=class"), "map"),
			],
		},
		{
			id: "honest-reading",
			title: both("Reading a map honestly", "诚实地读图"),
			parts: [
				table(
					[both("before you believe", "在相信之前"), both("do this", "先做这个")],
					[both("a clump", "一个团"), both("look at a second perplexity, and shake", "换个困惑度，并摇动")],
					[both("its size, a gap, a distance", "大小、空隙、距离"), both("look at PCA, or ask for the number", "看 PCA，或直接问数值")],
					[both("that two rows are alike", "两行相似"), both("ask for neighbours: all dimensions count", "问近邻：所有维度都算")],
					[both("a bow or a loop", "弓形或环"), both("look at other axes", "看其他轴")],
					[both("that classes come apart", "类别分开"), both("look at a map that was not told of them", "看一张不知道类别的图")],
				),
				text(
					"What several ways agree on is likely to be in the vectors. More on this, with pictures: “How to Use t-SNE Effectively” by Wattenberg, Viégas and Johnson, 2016, and “Understanding UMAP” by Coenen and Pearce, 2019.",
					"多种方式一致之处，才可能属于向量。更多图例见 Wattenberg、Viégas、Johnson 2016 年的“How to Use t-SNE Effectively”，以及 Coenen、Pearce 2019 年的“Understanding UMAP”。",
				),
				attempt("A point, and its neighbours in all dimensions", "一个点及其全维近邻", `${map("groups", "pca,2")}&select=A+1&ask=neighbors&a.word=A+1&a.metric=euclidean`, "ask"),
				attempt("The sheet as PCA shows it", "PCA 眼中的卷纸", map("roll", "pca,2"), "map"),
				attempt("And as UMAP does", "UMAP 眼中的卷纸", neighbors("roll", "umap,2", "neighbors=25"), "map"),
				see("ways-to-see", "map"),
			],
		},
	],
};
