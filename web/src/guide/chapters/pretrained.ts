import { attempt, both, python, same, see, table, text, type Chapter } from "../chapter";

export const pretrained: Chapter = {
	id: "pretrained",
	title: both("Vectors of others, and yours elsewhere", "别人的向量，与带走你的向量"),
	labs: ["vectors"],
	pages: [
		{
			id: "pretrained-vectors",
			title: both("Pretrained vectors", "预训练向量"),
			parts: [
				text("Vectors that others trained on far more text than a browser holds, free to download. Files of these formats open here, gzipped too:", "别人用远超浏览器容量的文本训练的向量，可自由下载。这些格式的文件可在此打开，gzip 压缩的亦可："),
				table(
					[both("set", "名称"), both("trained on", "训练文本"), both("words × dimensions", "词 × 维"), both("file", "文件")],
					[same("word2vec Google News"), both("100 billion words of news", "1000 亿词的新闻"), same("3M × 300"), both("binary", "二进制")],
					[same("GloVe 6B"), both("Wikipedia 2014 and Gigaword 5", "维基百科 2014 与 Gigaword 5"), same("400k × 50–300"), both("text without header", "无首行的文本")],
					[same("GloVe 840B"), both("Common Crawl", "Common Crawl"), same("2.2M × 300"), both("text without header", "无首行的文本")],
					[same("fastText cc"), both("Common Crawl and Wikipedia, 157 languages", "Common Crawl 与维基百科，157 种语言"), same("2M × 300"), same(".vec, .bin")],
				),
				text(
					"A limit on words keeps the most frequent ones, which stand first: 100,000 are enough for most questions. Of a list of vectors, however long, only those are kept. A fastText `.bin` or `.ftz` is read whole, at most 2,000 MB with its words' vectors: the cc models of 7 GB are too large, their `.vec` lists open. It has subwords too, and so vectors for words outside the list; a supervised one predicts labels.",
					"可限制词数：文件按词频排列，保留前面的即可，十万词足以回答多数问题。向量表再长也只保留这些。fastText 的 `.bin` 或 `.ftz` 须整个读入，连同词向量至多 2,000 MB：7 GB 的 cc 模型太大，其 `.vec` 可以打开。模型还含子词，因而表外的词也有向量；有监督的模型可预测标签。",
				),
				attempt("Open a file of vectors", "打开向量文件", "lab=vectors", "data"),
			],
		},
		{
			id: "implementations",
			title: both("Open implementations", "开放的实现"),
			parts: [
				table(
					[both("program", "程序"), both("language", "语言"), both("what it is for", "用途")],
					[same("word2vec"), same("C"), both("the original; vectors of one text, fast", "原始实现，快速训练一份文本的向量")],
					[same("gensim"), same("Python, C"), both("the same and more: streaming, document vectors, phrases", "同上且更多：流式、文档向量、短语")],
					[same("fastText"), same("C++"), both("subwords, classification, small models", "子词、分类、小模型")],
					[same("GloVe"), same("C"), both("counting and fitting in four programs", "分为四个程序的计数与拟合")],
					[same("PyTorch, Keras"), same("Python, C++"), both("the layer as a part of any network", "作为任意网络一部分的嵌入层")],
					[same("hnswlib, Faiss"), same("C++"), both("neighbours among millions", "百万级近邻检索")],
					[same("Embedding Projector"), same("TypeScript"), both("maps of vectors in the browser", "浏览器中的向量地图")],
				),
				text(
					"Everything trained here can go on there: take the vectors in a format that they read, or the script that repeats the run.",
					"在此训练的一切都可在那里继续：以它们可读的格式带走向量，或带走重复此次运行的脚本。",
				),
				attempt("Train, then take the vectors with you", "训练，然后带走向量", "lab=words&data=sotu&seed=1&step=100", "export"),
				see("pretrained-vectors"),
			],
		},
		{
			id: "reading",
			title: both("Papers and books to read", "值得读的论文与书"),
			parts: [
				table(
					[both("to read", "文献"), both("what it adds", "所增")],
					[both("Bengio and others, 2003", "Bengio 等，2003"), both("words as rows that a language model learns", "词作为语言模型所学的行")],
					[both("Mikolov and others, 2013, twice", "Mikolov 等，2013，两篇"), both("skip-gram and CBOW; negatives, subsampling, phrases", "skip-gram 与 CBOW；负采样、下采样、短语")],
					[both("Levy and Goldberg, 2014", "Levy、Goldberg，2014"), both("what the negatives optimise", "负采样优化的是什么")],
					[both("Pennington and others, 2014", "Pennington 等，2014"), both("GloVe: from counts to vectors", "GloVe：从计数到向量")],
					[both("Levy, Goldberg and Dagan, 2015", "Levy、Goldberg、Dagan，2015"), both("settings matter more than the family", "设置比家族更重要")],
					[both("Bojanowski and others, 2017", "Bojanowski 等，2017"), both("subwords", "子词")],
					[both("Vaswani and others, 2017; Devlin and others, 2019", "Vaswani 等，2017；Devlin 等，2019"), both("the table below attention", "注意力之下的表")],
					[both("Jurafsky and Martin, Speech and Language Processing", "Jurafsky、Martin《Speech and Language Processing》"), both("the chapter on vector semantics, free online", "关于向量语义的一章，可免费阅读")],
					[both("Goldberg, Neural Network Methods for NLP, 2017", "Goldberg《Neural Network Methods for NLP》，2017"), both("embeddings as layers, at length", "详述作为层的嵌入")],
				),
				text("Each claim in them that fits in a browser can be tried here.", "其中凡浏览器能容纳的论断，都可以在此一试。"),
				attempt("Settings matter: a run to vary", "设置的作用：一次可改动的运行", "lab=words&data=sotu&seed=1&step=200", "params"),
				see("what-negatives-optimise", "choosing-settings"),
			],
		},
		{
			id: "scores",
			title: both("How good are they?", "它们有多好？"),
			parts: [
				text(
					"Two tests are common. Analogies: is the nearest word to b − a + c the expected one? Similarity: do cosines rank pairs as people do (Spearman’s ρ)?",
					"常用两种测试。类比：离 b − a + c 最近的词是否为所期望的？相似度：余弦对词对的排序是否与人一致（Spearman ρ）？",
				),
				text(
					"Both are rough. On two million words, 7 % of the analogies are right and that is no fault; on two billion, 70 %. Words that the vectors lack are skipped and counted. Compare only scores of the same text, limit and seed count: noise between seeds is about one point.",
					"两者都很粗略。两百万词的文本上类比正确率 7% 并非缺陷，二十亿词时约 70%。缺失的词跳过并计数。只比较文本、词数上限相同且多个种子的得分：种子之间约有一个百分点的噪声。",
				),
				text(
					"The only score that counts in the end is that of the task the vectors are for.",
					"归根结底，唯一要紧的是向量所服务的任务的得分。",
				),
				attempt("Score a run", "为一次运行打分", "lab=words&data=sotu&seed=1&step=400&ask=analogies", "ask"),
			],
		},
		{
			id: "take-with-you",
			title: both("Take it with you", "带走它"),
			parts: [
				text(
					"Vectors leave in the formats of word2vec, GloVe, NumPy, safetensors and TensorFlow’s projector. In gensim a run’s vectors are read by:",
					"向量可存为 word2vec、GloVe、NumPy、safetensors 与 TensorFlow Projector 的格式。在 gensim 中这样读取：",
				),
				python(`
from gensim.models import KeyedVectors
vectors = KeyedVectors.load_word2vec_format("words.txt")
print(vectors.most_similar("gold"))
`),
				text(
					"Or take the script that repeats the run with the same settings on as much text as a machine can hold.",
					"或带走脚本：用同样的设置，在机器容得下的任意多文本上重复此次运行。",
				),
				attempt("A run to take along", "可带走的一次运行", "lab=words&data=sotu&seed=1&step=100", "export"),
				see("implementations"),
			],
		},
	],
};
