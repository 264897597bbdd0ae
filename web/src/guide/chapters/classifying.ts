import { attempt, both, formula, python, see, table, text, type Chapter } from "../chapter";

export const classifying: Chapter = {
	id: "classifying-texts",
	title: both("Classifying texts", "文本分类"),
	labs: ["classifier"],
	pages: [
		{
			id: "classifying",
			title: both("A text is the mean of its words", "文本是各词的平均"),
			parts: [
				text(
					"fastText’s classifier (Joulin and others, 2017) is a table of words and a table of labels. A text is the mean of its words’ rows; its product with a label’s row is the label’s score.",
					"fastText 的分类器（Joulin 等，2017）只有一张词表和一张标签表。文本是各词的行的平均，与标签的行做点积即该标签的得分。",
				),
				formula(String.raw`h=\frac1n\sum_i z_i,\qquad p_l=\frac{e^{h\cdot c_l}}{\sum_j e^{h\cdot c_j}}`),
				text(
					"Words that occur in the same labels come to lie together, near the row of their label: the map shows it, and a word’s product with that row says how much it speaks for it. Only texts that were held out tell what has been learnt rather than memorised.",
					"常见于同一标签的词会聚到一起，靠近该标签的行：地图上可见，词与该行的点积就是它支持该标签的程度。只有留出的文本才能说明学到了什么，而非背下了什么。",
				),
				attempt("Speeches by party", "按党派区分演讲", "lab=classifier&data=sotu&seed=1&step=100&ask=test", "ask"),
				attempt("Which words speak for a label", "哪些词支持某个标签", "lab=classifier&data=wordnet&seed=1&step=100&ask=pull&a.label=adj", "ask"),
				see("word-sequences", "label-losses"),
			],
		},
		{
			id: "word-sequences",
			title: both("What sequences and pieces add", "词序列与片段的作用"),
			parts: [
				text(
					"A mean knows no order: “not good, bad” and “not bad, good” are one text. With sequences of two words, “not good” has a row of its own besides, hashed into a fixed number of rows. Three words rarely add more, and cost memory.",
					"平均不知词序：“not good, bad”与“not bad, good”是同一篇文本。加上两个词的序列，“not good”便另有一行，经散列落入固定数目的行。三个词的序列很少再有帮助，却占内存。",
				),
				text(
					"Pieces of words do the same for spelling: endings, misspelt words, words never seen. Where there is little text, both are learnt by heart: watch the held-out texts, not the loss.",
					"词的片段对拼写起同样的作用：词尾、拼错的词、没见过的词。文本少时，两者都会被死记：要看留出的文本，而不是损失。",
				),
				attempt("Glosses by kind of word, words alone", "按词类区分释义，只用单词", "lab=classifier&data=wordnet&seed=1&step=100&ask=test", "param-wordNgrams"),
				attempt("With sequences of two", "加上两词序列", "lab=classifier&data=wordnet&p.wordNgrams=2&seed=1&step=100&ask=test", "param-wordNgrams"),
				see("subwords"),
			],
		},
		{
			id: "label-losses",
			title: both("Four ways to tell labels apart", "区分标签的四种方式"),
			parts: [
				table(
					[both("loss", "损失"), both("a step costs", "每步开销"), both("take it when", "何时使用")],
					[both("softmax", "softmax"), both("all labels", "全部标签"), both("each text has one label, of some hundreds at most", "每段一个标签，至多几百个标签")],
					[both("one-vs-all", "一对其余"), both("all labels", "全部标签"), both("a text has several labels or none: probabilities do not add up to 1", "文本可有多个标签或没有：概率之和不为 1")],
					[both("hierarchical softmax", "层次 softmax"), both("the way down a tree", "树上的一条路"), both("there are thousands of labels", "标签成千上万")],
					[both("negative sampling", "负采样"), both("a few labels", "少数标签"), both("there are many, and only their order counts", "标签很多，且只看次序")],
				),
				text(
					"Down a tree rare labels are deepest, and one wrong decision loses them.",
					"树中罕见的标签最深，途中一次判断错误便会丢失。",
				),
				attempt("Down a tree", "沿树而下", "lab=classifier&data=sotu&p.loss=hierarchical&seed=1&step=100&ask=test", "param-loss"),
				attempt("Each by itself", "各自判断", "lab=classifier&data=sotu&p.loss=ova&seed=1&step=100&ask=test", "param-loss"),
				see("hierarchical-softmax"),
			],
		},
		{
			id: "settings-search",
			title: both("Letting settings be looked for", "自动调参"),
			parts: [
				text(
					"A search trains one classifier after another, each with settings drawn around the best so far, first from afar, then ever closer, and tests each on the held-out texts. fastText’s program is given a time; here a number of trials is the same on every machine, and a time limit only ends it sooner.",
					"调参时逐个训练分类器，每次在目前最好的设置附近抽取新设置，由远及近，并在留出文本上检验。fastText 程序按时间限制；这里的尝试次数在任何机器上都相同，时限只会提前结束。",
				),
				text(
					"Texts that chose the settings flatter them: for a fair figure keep others apart. With a size, each trial is a quantised model that fits.",
					"用来选设置的文本会高估结果：要公平的数字，须另留文本。若限定大小，则每次检验的都是放得下的量化模型。",
				),
				attempt("Ten trials", "十次尝试", "lab=classifier&data=bible&p.trials=10&seed=1&ask=trials", "param-trials"),
				see("classifying"),
			],
		},
		{
			id: "small-models",
			title: both("Making a model small", "压缩模型"),
			parts: [
				text(
					"Product quantisation (Jégou and others, 2011) cuts each row into parts of two numbers and stores for each part which of 256 typical ones is nearest: a byte for eight. The rows’ lengths are kept apart.",
					"乘积量化（Jégou 等，2011）把每行切成两个数一段，每段只存 256 个典型值中最近者的编号：八个字节变为一个。各行的长度另存。",
				),
				text(
					"Most rows of a classifier are short and say little: the longest are kept, trained again, and a model of hundreds of megabytes fits in one. Ask what is lost before taking it along.",
					"分类器的大多数行很短，作用很小：保留最长的行再训练，几百兆的模型可以压到一兆以内。带走之前，先问损失多少。",
				),
				python(`
import fasttext

model = fasttext.load_model("classifier.ftz")
print(model.predict("clean energy and jobs", k=3))
`),
				attempt("In 400 kB", "压到 400 kB", "lab=classifier&data=wordnet&p.wordNgrams=2&seed=1&step=100&ask=small&a.size=400", "ask"),
				see("compression"),
			],
		},
	],
};
