import { attempt, both, formula, same, see, table, text, type Chapter } from "../chapter";

export const layer: Chapter = {
	id: "layer",
	title: both("The layer", "嵌入层"),
	labs: ["layer"],
	pages: [
		{
			id: "layer-structure",
			title: both("Structure: ids in, rows out", "结构：输入编号，输出行"),
			parts: [
				text(
					"An embedding layer is a table and the act of reading it. A batch of B examples of L ids each goes in; for each id its row comes out.",
					"嵌入层就是一张表加上读表的动作。输入一批 B 个样本，每个有 L 个编号；每个编号输出它的那一行。",
				),
				table(
					[both("what", "对象"), both("shape", "形状")],
					[both("ids", "编号"), same("B × L")],
					[both("table W", "表 W"), same("V × D")],
					[both("rows that were read", "读出的行"), same("B × L × D")],
					[both("one vector an example, if combined", "合并后每个样本一个向量"), same("B × D")],
				),
				text(
					"It stands first in a network. An id is a whole number and cannot be changed a little, so there is no gradient to pass on to anything before it.",
					"它位于网络的最前端。编号是整数，不能微小变动，因此没有梯度可以传给更前面的部分。",
				),
				text(
					"What follows, the head, sees only the rows. It cannot know which id they came from.",
					"其后的部分（输出头）只看到这些行，并不知道它们来自哪个编号。",
				),
				attempt(
					"Ids and rows of one example", "一个样本的编号与行",
					"lab=layer&data=reviews&p.dim=8&seed=1&inside=0&stage=lookup", "inside",
				),
				attempt("The whole table", "整张表", "lab=layer&data=reviews&p.dim=8&seed=1&tab=matrix", "matrix"),
			],
		},
		{
			id: "layer-parameters",
			title: both("Parameters: what is learnt, what is set", "参数：学得的与设定的"),
			parts: [
				text("Everything that the layer learns is the table. There is no bias.", "层所学的全部就是这张表，没有偏置。"),
				formula(String.raw`\text{parameters}=V\cdot D,\qquad \text{bytes}=4\,V D`),
				text(
					"The speeches have 11,606 words that occur five times or more. At 100 dimensions that makes 1,160,600 numbers, 4.6 MB; often a table is the largest part of a model. An optimizer may keep as much again: Adam remembers two numbers for each weight.",
					"演说集中出现五次以上的词有 11,606 个。100 维时共 1,160,600 个数，4.6 MB；表往往是模型中最大的部分。优化器可能还要占用同样多的空间：Adam 为每个权重记住两个数。",
				),
				text(
					"Other things are set and not learnt: D, how rows begin, which row is padding, whether rows are frozen, how long they may be.",
					"其余是设定而非学得的：D、各行的初值、哪一行用于填充、各行是否冻结、长度的上限。",
				),
				attempt(
					"Four dimensions", "四维",
					"lab=layer&data=colors&p.dim=4&seed=1&tab=matrix", "param-dim",
				),
				attempt(
					"Thirty-two", "三十二维",
					"lab=layer&data=colors&p.dim=32&seed=1&tab=matrix", "param-dim",
				),
				see("dimension", "compression"),
			],
		},
		{
			id: "layer-computation",
			title: both("Computation: one step of training", "计算：训练的一步"),
			parts: [
				text(
					"A step goes forward from ids to a loss, back from the loss to rows, and changes these rows. “Look inside” shows each stage with its numbers; looking trains nothing.",
					"一步训练从编号前向到损失，再从损失反向到行，然后更改这些行。“看内部”用数字展示每个阶段；查看不会训练任何东西。",
				),
				table(
					[both("stage", "阶段"), both("what happens", "做什么")],
					[both("lookup", "查表"), both("rows are copied", "复制各行")],
					[both("combine", "合并"), both("rows become one vector", "多行合为一个向量")],
					[both("head, loss", "输出头、损失"), both("a prediction, and how wrong it is", "作出预测，衡量误差")],
					[both("backward", "反向"), both("a gradient for each row that was read", "每个读出的行得到梯度")],
					[both("coalesce", "合并同行"), both("gradients of the same row are added", "同一行的梯度相加")],
					[both("clip, optimizer", "裁剪、优化器"), both("gradient becomes step", "梯度变为步长")],
					[both("update", "更新"), both("only these rows change", "只有这些行改变")],
				),
				attempt("Begin at the ids", "从编号开始", "lab=layer&data=colors&p.dim=4&seed=1&inside=0&stage=ids", "stage-ids"),
				attempt("See the rows change", "看各行的改变", "lab=layer&data=colors&p.dim=4&seed=1&inside=0&stage=update", "stage-update"),
			],
		},
	],
};
