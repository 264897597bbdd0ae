import type { Text } from "../engine/protocol";
import type { Session } from "../state/session.svelte";

// A Chapter is a page of the guide; its buttons act on the lab that is open.
export interface Chapter {
	id: string;
	title: Text;
	parts: Part[];
}

export type Part =
	| { kind: "text"; text: Text }
	| { kind: "formula"; tex: string }
	| { kind: "try"; title: Text; act: (session: Session) => void };

const text = (en: string, zh: string): Part => ({ kind: "text", text: { en, zh } });

export const chapters: Chapter[] = [
	{
		id: "words",
		title: { en: "Words as vectors", zh: "词作为向量" },
		parts: [
			text(
				"An embedding gives every word of a vocabulary a row of numbers, its vector. At first they are random. Training moves the rows until words that are used alike point the same way.",
				"嵌入为词表中的每个词分配一行数字，即词向量。起初这些数字是随机的。训练移动各行，直到用法相近的词指向相近的方向。",
			),
			text(
				"The text here is all there is: no dictionary, no grammar, nothing trained elsewhere. What the vectors know, they learnt from which words stand near which.",
				"这里只有这份文本：没有词典，没有语法，也没有别处训练的模型。向量所知的一切，都来自哪些词与哪些词相邻。",
			),
			{ kind: "try", title: { en: "Train, and watch the map", zh: "开始训练，观察地图" }, act: (s) => void s.play() },
			text(
				"Ask for the neighbours of a word before training and again after: chance turns into sense, the frequent words first.",
				"在训练前后各问一次某个词的近邻：偶然变为有意义，常见词最先如此。",
			),
			{ kind: "try", title: { en: "Neighbours of “war”", zh: "“war”的近邻" }, act: (s) => s.query({ question: "neighbors", args: { word: "war" } }) },
			text(
				"Nearness is the cosine of the angle between two vectors: 1 for the same direction, 0 for a right angle. Length is left out, as it depends much on how often a word occurs.",
				"远近以两向量夹角的余弦衡量：方向相同为 1，垂直为 0。长度不计入，因为它很大程度上取决于词频。",
			),
			{ kind: "formula", tex: String.raw`\cos(a,b)=\frac{a\cdot b}{\lVert a\rVert\,\lVert b\rVert}` },
		],
	},
	{
		id: "skip-gram",
		title: { en: "Skip-gram with negative sampling", zh: "带负采样的 skip-gram" },
		parts: [
			text(
				"A window slides over the text. Each word in it learns to tell the word in the middle from a few random ones, the negatives (Mikolov and others, 2013).",
				"一个窗口在文本上滑动。窗口中的每个词学着把中心词与若干随机词（负样本）区分开（Mikolov 等，2013）。",
			),
			{ kind: "formula", tex: String.raw`L=-\log\sigma(w_i\cdot c_o)-\sum_{k=1}^{K}\log\sigma(-w_i\cdot c_k)` },
			text(
				"There are two tables: W, whose rows are the vectors that you see, and C, of the words as something to predict. σ turns a score into a probability. The loss falls as real pairs score high and random ones low.",
				"有两张表：W 的各行就是你看到的向量；C 表示作为预测对象的词。σ 将得分变为概率。真实词对得分高、随机词对得分低时，损失下降。",
			),
			text(
				"Only the rows that a window looks up get a gradient. That is what makes an embedding layer fast: a step costs the same, whether the vocabulary has a thousand words or a million.",
				"只有窗口查到的行得到梯度。这正是嵌入层快的原因：无论词表有一千词还是一百万词，每一步的开销都相同。",
			),
			text(
				"Frequent words would fill every window, so they are left out at random in proportion to how common they are; negatives are drawn by the count to the power of ¾.",
				"高频词会占满每个窗口，因此按其频率随机略去一部分；负样本按词频的 ¾ 次方抽取。",
			),
			{ kind: "formula", tex: String.raw`P(\text{keep }w)=\min\!\left(1,\sqrt{\tfrac{t}{f_w}}+\tfrac{t}{f_w}\right),\qquad P(\text{negative }w)\propto n_w^{3/4}` },
			text("“Look inside” walks one window through all of this with the numbers of now.", "“看内部”用此刻的数值逐步展示一个窗口的全过程。"),
		],
	},
	{
		id: "map",
		title: { en: "Reading the map", zh: "读懂地图" },
		parts: [
			text(
				"The vectors have as many dimensions as you set up; the map has two. It shows the two directions along which the vectors differ most (principal components), and says below how much of the spread they hold. The rest cannot be seen: points that lie together on the map may be far apart.",
				"向量的维数由你设定，地图只有两维。它显示向量差异最大的两个方向（主成分），并在下方说明它们占全部方差的比例。其余不可见：地图上相邻的点实际可能相距很远。",
			),
			text(
				"So ask for neighbours rather than trust the eye: they are computed with all dimensions, and the lines show where they are on the map.",
				"因此要问近邻，而不要只信眼睛：近邻用全部维度计算，连线显示它们在地图上的位置。",
			),
			text(
				"Colour and size say how often a word occurs. While it trains, the axes are turned to follow the last picture, so that points glide and do not jump.",
				"颜色和大小表示词频。训练时，坐标轴会旋转以跟随上一幅图，因此点是滑动而非跳动的。",
			),
		],
	},
];
