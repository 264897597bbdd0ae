import { attempt, both, formula, see, text, type Chapter } from "../chapter";

export const words: Chapter = {
	id: "word-vectors",
	title: both("Word vectors", "词向量"),
	labs: ["words"],
	pages: [
		{
			id: "words",
			title: both("Words as vectors", "词作为向量"),
			parts: [
				text(
					"An embedding gives every word of a vocabulary a row of numbers, its vector. At first they are random. Training moves the rows until words that are used alike point the same way.",
					"嵌入为词表中的每个词分配一行数字，即词向量。起初这些数字是随机的。训练移动各行，直到用法相近的词指向相近的方向。",
				),
				text(
					"The text here is all there is: no dictionary, no grammar, nothing trained elsewhere. What the vectors know, they learnt from which words stand near which.",
					"这里只有这份文本：没有词典，没有语法，也没有别处训练的模型。向量所知的一切，都来自哪些词与哪些词相邻。",
				),
				text(
					"Ask for the neighbours of a word before training and again after: chance turns into sense.",
					"在训练前后各问一次某个词的近邻：偶然变为有意义。",
				),
				attempt(
					"“war” before training", "训练前的“war”",
					"lab=words&data=sotu&seed=1&ask=neighbors&a.word=war", "ask",
				),
				attempt(
					"“war” after four million words", "训练四百万词之后的“war”",
					"lab=words&data=sotu&seed=1&step=400&ask=neighbors&a.word=war&select=war", "ask",
				),
				attempt("Begin anew, and press play", "重新开始，然后按开始", "lab=words&data=sotu&seed=1", "play"),
			],
		},
		{
			id: "skip-gram",
			title: both("Skip-gram with negative sampling", "带负采样的 skip-gram"),
			parts: [
				text(
					"A window slides over the text. The row of each word in it learns to tell the word in the middle, o, from K random ones, the negatives (Mikolov and others, 2013).",
					"一个窗口在文本上滑动。窗口中每个词的行学着把中心词 o 与 K 个随机词（负样本）区分开（Mikolov 等，2013）。",
				),
				formula(String.raw`L=-\log\sigma(w_i\cdot c_o)-\sum_{k=1}^{K}\log\sigma(-w_i\cdot c_k)`),
				text(
					"There are two tables: W, whose rows w are the vectors that you see, and C, whose rows c stand for words as something to predict. σ turns a score into a probability. The loss falls as real pairs score high and random ones low.",
					"有两张表：W 的各行 w 就是你看到的向量；C 的各行 c 表示作为预测对象的词。σ 将得分变为概率。真实词对得分高、随机词对得分低时，损失下降。",
				),
				text(
					"Only the rows that a window looks up get a gradient. A step costs the same whether the vocabulary has a thousand words or a million.",
					"只有窗口查到的行得到梯度。无论词表有一千词还是一百万词，每一步的开销都相同。",
				),
				attempt(
					"One window, step by step", "逐步看一个窗口",
					"lab=words&data=sotu&seed=1&step=100&inside=40", "inside",
				),
				attempt(
					"One negative instead of five", "负样本由五个减为一个",
					"lab=words&data=sotu&p.negative=1&seed=1&step=100", "param-negative",
				),
			],
		},
		{
			id: "thinning",
			title: both("Frequent words, drawn and left out", "高频词：抽取与略去"),
			parts: [
				text(
					"A few words make up much of any text. If every “the” counted, most windows would teach little. So each occurrence of a word w is kept only with a probability that falls with its share f of the text; t is a threshold.",
					"少数词占去任何文本的大部分。若每个“the”都算，多数窗口学不到什么。因此词 w 的每次出现只以一定概率保留，它占文本的比例 f 越大，概率越小；t 为阈值。",
				),
				formula(String.raw`P(\text{keep }w)=\min\!\left(1,\sqrt{\tfrac{t}{f_w}}+\tfrac{t}{f_w}\right)`),
				text(
					"Negatives are drawn by the count n of a word to the power of ¾: frequent words come often, but less often than in the text.",
					"负样本按词频 n 的 ¾ 次方抽取：高频词常被抽到，但不如在文本中那样频繁。",
				),
				formula(String.raw`P(\text{negative }w)\propto n_w^{3/4}`),
				attempt(
					"Leave more frequent words out", "略去更多高频词",
					"lab=words&data=sotu&p.sample=0.0001&seed=1&step=100", "param-sample",
				),
				attempt(
					"Leave none out", "一个也不略去",
					"lab=words&data=sotu&p.sample=1&seed=1&step=100", "param-sample",
				),
			],
		},
		{
			id: "phrases",
			title: both("Phrases", "词组"),
			parts: [
				text(
					"United and states each have a row, but the country is neither. Two words that stand side by side more often than chance can be made one, `united_states`, before training (Mikolov and others, 2013):",
					"united 与 states 各有一行，但这个国家两者都不是。相邻出现远多于偶然的两个词，可在训练前合成一个：`united_states`（Mikolov 等，2013）：",
				),
				formula(String.raw`\text{score}(a,b)=\frac{n_{ab}-\delta}{n_a\,n_b}\,N`),
				text(
					"n counts occurrences, δ is the minimum count, N the number of distinct words and pairs. What scores above the threshold is joined. A second time joins what was joined: `fiscal_year` and `ending_june`.",
					"n 为出现次数，δ 为最低次数，N 为不同词与词对的个数。得分高于阈值者合并。第二遍可把已合并的再合并：`fiscal_year` 与 `ending_june`。",
				),
				text(
					"A higher threshold leaves names; a lower one also joins `has_been`, which is grammar. The words that are left over, united without states, mean something of their own again.",
					"阈值高，剩下的多是名称；阈值低，连 `has_been` 这样的语法搭配也会合并。余下的词（不在词组中的 united）又有了自己的意义。",
				),
				attempt(
					"Names, found twice over", "查找两遍，多为名称",
					"lab=words&data=sotu&p.phrases=2&p.phraseScore=50&seed=1&step=100&ask=neighbors&a.word=united_states", "param-phrases",
				),
			],
		},
		{
			id: "going-on",
			title: both("Beginning with vectors, going on with a text", "从已有向量开始，用新文本继续"),
			parts: [
				text(
					"A small text cannot teach much. Its words may begin where a larger one has put them: the rows of a file of vectors, found by their names. The others begin at random, and training moves all of them.",
					"小文本教不了多少。其中的词可以从大文本训练出的位置开始：按名称在向量文件中找到的行。其余随机开始，训练会移动所有行。",
				),
				text(
					"Frozen, the rows that were found stay. Then the new words are fitted into a space that others know, and vectors of two runs can be compared. Not frozen, all adapt to the new text, and drift away from where they came from.",
					"若冻结，找到的行保持不动：新词被放进众所周知的空间，两次运行的向量可以比较。若不冻结，所有行都适应新文本，并渐渐离开原处。",
				),
				text(
					"A frozen word of fastText keeps its vector: the pieces that it shares learn from other words, and its own row makes up for that.",
					"fastText 中冻结的词保持其向量：共用的片段向其他词学习，由词自己的行来抵消。",
				),
				text(
					"A run may also go on: after all epochs another text follows, whose new words join the vocabulary. The learning rate begins anew, so that the first text is half forgotten if the second is long.",
					"运行也可以继续：全部轮次之后换另一文本，其中的新词加入词表。学习率重新开始，因此若第二份文本很长，第一份会被忘掉一半。",
				),
				attempt("First the speeches, then the Bible", "先演讲，后圣经", "lab=words&data=sotu&p.epochs=1&p.then=bible&seed=1&ask=neighbors&a.word=house", "param-then"),
				attempt("Choose vectors to begin with", "选择作为起点的向量", "lab=words&data=sotu&seed=1", "param-from"),
				see("pretrained-vectors", "when-to-freeze"),
			],
		},
		{
			id: "map",
			title: both("Reading the map", "读懂地图"),
			parts: [
				text(
					"The vectors have as many dimensions as you set up; the map has two. It shows the two directions along which the vectors differ most (principal components), and says below how much of the spread they hold. The rest cannot be seen: points that lie together may be far apart.",
					"向量的维数由你设定，地图只有两维。它显示向量差异最大的两个方向（主成分），并在下方说明它们占全部方差的比例。其余不可见：地图上相邻的点实际可能相距很远。",
				),
				text(
					"So ask for neighbours rather than trust the eye. They are computed with all dimensions, and lines show where they lie on the map.",
					"因此要问近邻，而不要只信眼睛。近邻用全部维度计算，连线显示它们在地图上的位置。",
				),
				text(
					"Colour and size say how often a word occurs. While it trains, the axes are turned to follow the last picture, so that points glide and do not jump.",
					"颜色和大小表示词频。训练时，坐标轴会旋转以跟随上一幅图，因此点是滑动而非跳动的。",
				),
				attempt(
					"Near on the map, near in truth?", "图上近，实际也近吗？",
					"lab=words&data=sotu&seed=1&step=300&select=gold&ask=neighbors&a.word=gold", "map",
				),
				attempt(
					"Only two dimensions: the map hides nothing", "只有两维：地图没有隐藏任何东西",
					"lab=words&data=sotu&p.dim=2&seed=1&step=200", "map",
				),
				see("what-is-geometry"),
			],
		},
	],
};
