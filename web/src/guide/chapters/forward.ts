import { attempt, both, formula, same, see, table, text, type Chapter } from "../chapter";

export const forward: Chapter = {
	id: "forward-pass",
	title: both("Forward pass", "前向传播"),
	labs: ["layer"],
	pages: [
		{
			id: "forward",
			title: both("The lookup copies rows", "查表即复制行"),
			parts: [
				text(
					"For ids i₁ … i_N the layer returns N rows in the same order. An id that occurs twice is copied twice.",
					"对编号 i₁ … i_N，该层按同样次序返回 N 行。出现两次的编号复制两次。",
				),
				formula(String.raw`y_k=W_{i_k},\qquad k=1,\dots,N`),
				text(
					"Nothing is multiplied or added: N·D numbers are copied, whatever V is. An id outside 0 … V − 1 is an error, never a guess.",
					"没有乘法也没有加法：只复制 N·D 个数，与 V 无关。超出 0 … V − 1 的编号是错误，绝不猜测。",
				),
				text(
					"To follow the numbers, let the table count: row i, column k holds i + k/10. Then 3.1 can only have come from row 3, column 1.",
					"为便于追踪数字，可让表格计数：第 i 行第 k 列为 i + k/10。于是 3.1 只可能来自第 3 行第 1 列。",
				),
				attempt(
					"A table that counts", "会计数的表",
					"lab=layer&data=story&p.init=counting&p.dim=3&seed=1&inside=0&stage=lookup", "stage-lookup",
				),
				attempt(
					"The same table with random rows", "同一张表，随机的行",
					"lab=layer&data=story&p.init=normal&p.dim=3&seed=1&inside=0&stage=lookup", "stage-lookup",
				),
			],
		},
		{
			id: "forward-bag",
			title: both("Bags: several rows as one", "词袋：多行合一"),
			parts: [
				text(
					"A sentence has many words, a simple classifier takes one vector. A bag combines the n rows y of one example, column by column.",
					"一句话有许多词，而简单的分类器只接收一个向量。词袋逐列合并一个样本的 n 行 y。",
				),
				formula(String.raw`\text{sum}=\sum_k y_k,\;\;\text{mean}=\tfrac1n\sum_k y_k,\;\;\text{sqrtn}=\tfrac1{\sqrt n}\sum_k y_k`),
				text("Rows 1, 3 and 1 of the counting table, three columns:", "计数表的第 1、3、1 行，三列："),
				table(
					[both("combine", "合并方式"), same("0"), same("1"), same("2")],
					[same("sum"), same("5"), same("5.3"), same("5.6")],
					[same("mean"), same("1.667"), same("1.767"), same("1.867")],
					[same("sqrtn"), same("2.887"), same("3.060"), same("3.233")],
					[same("max"), same("3"), same("3.1"), same("3.2")],
				),
				text(
					"The sum grows with the length of the sentence, the mean forgets it. The root keeps the spread steady if the rows are independent. All of them forget the order. An empty bag gives zeros.",
					"总和随句长增长，平均则忘掉句长。若各行相互独立，除以根号可使方差稳定。它们都忘掉次序。空袋得零。",
				),
				attempt("Combine by sum", "用总和", "lab=layer&data=reviews&p.init=counting&p.dim=3&p.combine=sum&seed=1&inside=0&stage=combine", "stage-combine"),
				attempt("Combine by mean", "用平均", "lab=layer&data=reviews&p.init=counting&p.dim=3&p.combine=mean&seed=1&inside=0&stage=combine", "stage-combine"),
			],
		},
		{
			id: "forward-loss",
			title: both("Head and loss", "输出头与损失"),
			parts: [
				text(
					"The head turns the vector h of an example into scores z = Ah + b. A loss says how wrong they are; without it, rows would have no reason to move.",
					"输出头把样本的向量 h 变为得分 z = Ah + b。损失衡量得分错得多少；没有它，各行没有理由移动。",
				),
				text(
					"To choose among classes, as the next word, softmax makes probabilities p of the scores. The loss is the surprise at the true class c, and its gradient at the scores is simply probability minus truth.",
					"要在若干类别（如下一个词）中选择时，softmax 将得分变为概率 p。损失是对真实类别 c 的意外程度；它对得分的梯度就是概率减去真值。",
				),
				formula(String.raw`p_j=\frac{e^{z_j}}{\sum_m e^{z_m}},\qquad L=-\log p_c`),
				formula(String.raw`\frac{\partial L}{\partial z_j}=p_j-[j=c]`),
				text(
					"To predict numbers, as a colour’s red, green and blue, the loss is the squared error.",
					"要预测数值（如颜色的红、绿、蓝）时，损失为平方误差。",
				),
				attempt("Next word", "下一个词", "lab=layer&data=story&p.context=3&seed=1&inside=0&stage=loss", "stage-loss"),
				attempt("Sentiment", "情感", "lab=layer&data=reviews&seed=1&inside=0&stage=loss", "stage-loss"),
				attempt("Colours", "颜色", "lab=layer&data=colors&seed=1&inside=0&stage=loss", "stage-loss"),
			],
		},
		{
			id: "tied-weights",
			title: both("One table, used twice", "一张表，两处用"),
			parts: [
				text(
					"A model that predicts words has two tables of one row a word: the embedding W at the entrance, and the head, whose rows score the words. With tied weights they are the same (Press and Wolf, 2017; Inan, Khosravi and Socher, 2017).",
					"预测词的模型有两张每词一行的表：入口处的嵌入 W，以及为各词打分的输出头。权重绑定时二者为同一张表（Press、Wolf，2017；Inan、Khosravi、Socher，2017）。",
				),
				formula(String.raw`h=f(W_{i_1},\dots,W_{i_n}),\qquad z=W h`),
				text(
					"That saves V·D parameters, and rare words learn also when they are not read: as wrong answers. So the gradient has a part for every row and is dense; only its part from the lookup is sparse.",
					"这样省去 V·D 个参数，罕见词即使没有被读到，也会作为错误答案而学习。因此梯度遍及每一行，是稠密的；只有来自查表的那部分是稀疏的。",
				),
				text(
					"GPT-2 ties its weights, and so does BERT when it predicts masked words.",
					"GPT-2 绑定权重，BERT 在预测被遮住的词时也是如此。",
				),
				attempt("Tied", "绑定", "lab=layer&data=story&p.tied=true&seed=1&inside=0&stage=rows", "param-tied"),
				attempt("Two tables", "两张表", "lab=layer&data=story&p.tied=false&seed=1&inside=0&stage=rows", "param-tied"),
				see("pytorch-sparse"),
			],
		},
	],
};
