import { attempt, both, formula, same, see, table, text, type Chapter } from "../chapter";

export const families: Chapter = {
	id: "families",
	title: both("Families of word vectors", "词向量的家族"),
	labs: ["subwords", "cooccurrence", "documents"],
	pages: [
		{
			id: "what-negatives-optimise",
			title: both("What negative sampling optimises", "负采样在优化什么"),
			parts: [
				text(
					"With K negatives drawn from the text itself, and vectors long enough, the best score of a pair is known (Levy and Goldberg, 2014): the pair’s pointwise mutual information, less log K.",
					"若 K 个负样本取自文本本身，且向量足够长，则词对的最优得分是已知的（Levy、Goldberg，2014）：该词对的点互信息减去 log K。",
				),
				formula(String.raw`w_i\cdot c_j=\log\frac{P(i,j)}{P(i)\,P(j)}-\log K`),
				text(
					"So skip-gram factorises a matrix that it never builds: it sees one cell at a time, frequent cells more often. More negatives lower all scores alike; the order of the neighbours hardly changes.",
					"因此 skip-gram 在分解一个从不建立的矩阵：每次只看一格，高频的格看得更多。负样本更多时所有得分一同降低，近邻的次序几乎不变。",
				),
				text(
					"GloVe factorises such a matrix openly.",
					"GloVe 则公开地分解这样的矩阵。",
				),
				attempt("One negative", "一个负样本", "lab=words&data=sotu&p.negative=1&seed=1&step=200&ask=neighbors&a.word=gold", "param-negative"),
				attempt("Twenty negatives", "二十个负样本", "lab=words&data=sotu&p.negative=20&seed=1&step=200&ask=neighbors&a.word=gold", "param-negative"),
				see("glove", "skip-gram"),
			],
		},
		{
			id: "cbow",
			title: both("CBOW: the window as one", "CBOW：合一的窗口"),
			parts: [
				text(
					"Skip-gram asks each word of a window for the centre. CBOW adds the window up first, and asks once.",
					"skip-gram 让窗口中的每个词各自预测中心词；CBOW 先把窗口合为一个向量，再预测一次。",
				),
				formula(String.raw`h=\frac1n\sum_{i\in\text{window}}w_i,\qquad L=-\log\sigma(h\cdot c_o)-\sum_{k=1}^{K}\log\sigma(-h\cdot c_k)`),
				text(
					"That is several times less work, and a smoother signal: frequent words do well. Rare words share each step with their neighbours and learn less from it, so on a small text skip-gram is the better choice.",
					"工作量少了数倍，信号也更平滑：高频词受益。罕见词要与邻词分享每一步，学得较少；因此文本较小时，skip-gram 更好。",
				),
				attempt("Skip-gram", "skip-gram", "lab=words&data=sotu&p.architecture=skipgram&seed=1&step=300&ask=neighbors&a.word=silver", "param-architecture"),
				attempt("CBOW", "CBOW", "lab=words&data=sotu&p.architecture=cbow&seed=1&step=300&ask=neighbors&a.word=silver", "param-architecture"),
			],
		},
		{
			id: "hierarchical-softmax",
			title: both("A tree in place of negatives", "以树代替负样本"),
			parts: [
				text(
					"Softmax over V words costs V products a step. Hierarchical softmax puts the words at the leaves of a Huffman tree and asks only the way to one leaf: at each fork, left or right?",
					"对 V 个词做 softmax，每步需 V 次点积。层次 softmax 把词放在 Huffman 树的叶上，只问通往某片叶的路：每个分叉处，向左还是向右？",
				),
				formula(String.raw`P(o\mid w)=\prod_{n\in\text{path}(o)}\sigma(\pm\,w\cdot c_n)`),
				text(
					"Frequent words have short ways, so a step costs about the entropy of the text: some ten forks. The probabilities are exact and sum to one, which those of negative sampling do not. The rows c belong to forks, not to words.",
					"高频词路径短，所以每步的开销约等于文本的熵：十个左右的分叉。这些概率是精确的，总和为一；负采样的则不然。行 c 属于分叉，而不属于词。",
				),
				attempt("Train by the tree", "用树训练", "lab=words&data=sotu&p.loss=hierarchical&seed=1&step=200&ask=neighbors&a.word=gold", "param-loss"),
				attempt("One window’s forks", "看一个窗口的各分叉", "lab=words&data=sotu&p.loss=hierarchical&seed=1&step=100&inside=40", "inside"),
			],
		},
		{
			id: "subwords",
			title: both("Why subwords", "为什么要子词"),
			parts: [
				text(
					"To word2vec, “settle”, “settler” and “resettlement” are three unrelated ids, and a word it has not seen has no vector. fastText (Bojanowski and others, 2017) cuts `<settler>` into its runs of three to six letters, gives each run a row, and takes the mean.",
					"对 word2vec 而言，“settle”“settler”“resettlement”是三个互不相干的编号，没见过的词没有向量。fastText（Bojanowski 等，2017）把 `<settler>` 切成三到六个字母的片段，每个片段一行，再取平均。",
				),
				formula(String.raw`v(w)=\frac{1}{|G_w|+1}\Bigl(u_w+\sum_{g\in G_w}z_g\Bigr)`),
				text(
					"Rare forms learn from common ones, and any string has a vector. Runs are hashed into a fixed number of rows, so some share one. What is lost is distance between words that only look alike.",
					"罕见词形从常见词形学习，任何字符串都有向量。片段经散列落入固定数目的行，有些会共用一行。代价是：仅仅形似的词也会靠近。",
				),
				attempt("Ask for a word that is not in the text", "问一个文本中没有的词", "lab=subwords&data=sotu&seed=1&step=100", "ask"),
				attempt("The same words without subwords", "同样的词，不用子词", "lab=words&data=sotu&seed=1&step=100&ask=neighbors&a.word=settlers", "ask"),
			],
		},
		{
			id: "glove",
			title: both("GloVe: count first", "GloVe：先计数"),
			parts: [
				text(
					"GloVe (Pennington, Socher and Manning, 2014) goes through the text once and counts how often word j stands near word i, a word at distance d counting 1/d. Then it fits the logarithms of these counts X.",
					"GloVe（Pennington、Socher、Manning，2014）只通读文本一次，统计词 j 出现在词 i 附近的次数，距离为 d 的词计 1/d。然后拟合这些计数 X 的对数。",
				),
				formula(String.raw`J=\sum_{X_{ij}>0}f(X_{ij})\bigl(w_i\cdot\tilde w_j+b_i+\tilde b_j-\log X_{ij}\bigr)^2`),
				formula(String.raw`f(x)=\min\bigl(1,(x/x_{\max})^{3/4}\bigr)`),
				text(
					"f keeps rare pairs, whose counts are chance, from weighing as much as frequent ones. Each pair is seen once an iteration however often it occurs, so a long text costs hardly more than its distinct pairs.",
					"f 使计数近乎偶然的罕见词对不与高频词对同等分量。无论出现多少次，每对每轮只看一次，所以长文本的开销大致只取决于不同词对的数目。",
				),
				attempt("The matrix as a picture", "把矩阵看作图", "lab=cooccurrence&data=sotu&seed=1", "ask"),
				attempt("GloVe beside the others", "与其他家族并排的 GloVe", "lab=words&data=sotu&p.family=glove&p.learningRate=0.05&p.epochs=25&p.window=15&seed=1&step=50&ask=neighbors&a.word=gold", "param-family"),
			],
		},
		{
			id: "documents",
			title: both("Vectors of whole texts", "整篇文本的向量"),
			parts: [
				text(
					"A paragraph vector (Le and Mikolov, 2014) is a row for each document, trained like a word’s. PV-DBOW lets the document alone predict its words; PV-DM adds it to the window of each place.",
					"段落向量（Le、Mikolov，2014）为每篇文档设一行，像词的行一样训练。PV-DBOW 只让文档预测其中的词；PV-DM 则把文档加入每处的窗口。",
				),
				formula(String.raw`\text{DBOW: }h=d,\qquad\text{DM: }h=\tfrac{1}{n+1}\Bigl(d+\sum_i w_i\Bigr)`),
				text(
					"A new text gets a row too: the words are frozen, and only its own row is trained for some rounds. Two inferences differ a little unless they begin with the same seed, as they do here.",
					"新文本也能得到一行：冻结所有词，只训练它自己的行若干轮。除非从同一种子开始（此处即如此），两次推断会略有不同。",
				),
				attempt("Documents on a map", "地图上的文档", "lab=documents&data=sotu&seed=1", "map"),
			],
		},
		{
			id: "choosing-settings",
			title: both("Choosing the settings", "如何选择设置"),
			parts: [
				table(
					[both("setting", "设置"), both("to begin with", "起点"), both("change it when", "何时更改")],
					[both("dimensions", "维数"), same("100"), both("300 from 100 million words on; 50 below one million", "上亿词用 300，不足百万词用 50")],
					[both("window", "窗口"), same("5"), both("2 for words that can replace each other, 10 for words of one subject", "要可互换的词用 2，要同主题的词用 10")],
					[both("negatives", "负样本"), same("5"), both("10 to 20 for small texts", "小文本用 10–20")],
					[both("minimum count", "最少次数"), same("5"), both("lower it for small texts, with care: one occurrence teaches little", "小文本可降低，但只出现一次的词学不到什么")],
					[both("epochs", "轮数"), same("5"), both("more for small texts, until the neighbours stop changing", "小文本多些，直到近邻不再变化")],
				),
				text(
					"Change one thing at a time, and compare with the same seed: the second run stands beside the first.",
					"一次只改一处，并用同一种子比较：第二次运行显示在第一次旁边。",
				),
				attempt("A window of 2", "窗口为 2", "lab=words&data=sotu&p.window=2&seed=1&step=300&ask=neighbors&a.word=senate", "param-window"),
				attempt("A window of 15", "窗口为 15", "lab=words&data=sotu&p.window=15&seed=1&step=300&ask=neighbors&a.word=senate", "param-window"),
				see("what-is-geometry", "thinning"),
			],
		},
	],
};
