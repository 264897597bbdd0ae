import { attempt, both, formula, go, python, same, see, table, text, type Chapter } from "../chapter";

export const frameworks: Chapter = {
	id: "frameworks",
	title: both("In PyTorch and TensorFlow", "在 PyTorch 与 TensorFlow 中"),
	labs: ["layer"],
	pages: [
		{
			id: "same-numbers",
			title: both("One example, by hand", "一个例子，手算"),
			parts: [
				text(
					"The next three pages compute the same, so that one can compare: a counting table of 4 × 3, the ids 1, 3, 1, and one step of SGD with rate 0.1. The loss is chosen so that its gradient at the output is the output.",
					"后面三页计算同一例子，以便对照：4 × 3 的计数表，编号 1、3、1，学习率 0.1 的一步 SGD。损失的取法使它对输出的梯度就是输出本身。",
				),
				formula(String.raw`W_{ik}=i+\tfrac{k}{10},\qquad L=\tfrac12\sum y^2,\qquad\frac{\partial L}{\partial y}=y`),
				table(
					[both("row", "行"), both("before", "之前"), both("gradient", "梯度"), both("after", "之后")],
					[same("0"), same("0, 0.1, 0.2"), same("0, 0, 0"), same("0, 0.1, 0.2")],
					[same("1"), same("1, 1.1, 1.2"), same("2, 2.2, 2.4"), same("0.8, 0.88, 0.96")],
					[same("2"), same("2, 2.1, 2.2"), same("0, 0, 0"), same("2, 2.1, 2.2")],
					[same("3"), same("3, 3.1, 3.2"), same("3, 3.1, 3.2"), same("2.7, 2.79, 2.88")],
				),
				text(
					"Row 1 was read twice and gets twice its values. The loss is ½ · (3.65 + 28.85 + 3.65) = 18.075.",
					"第 1 行被读了两次，梯度是其值的两倍。损失为 ½ · (3.65 + 28.85 + 3.65) = 18.075。",
				),
				attempt("A counting table in the lab", "实验中的计数表", "lab=layer&data=story&p.init=counting&p.dim=3&p.optimizer=sgd&p.learningRate=0.1&seed=1&inside=0&stage=lookup", "stage-lookup"),
			],
		},
		{
			id: "pytorch",
			title: both("In PyTorch", "用 PyTorch"),
			parts: [
				python(`
import torch

W = torch.arange(4.0)[:, None] + torch.arange(3) / 10
layer = torch.nn.Embedding(4, 3)
with torch.no_grad():
    layer.weight.copy_(W)
sgd = torch.optim.SGD(layer.parameters(), lr=0.1)

y = layer(torch.tensor([1, 3, 1]))
loss = (y ** 2).sum() / 2       # 18.075
loss.backward()
print(layer.weight.grad[1])     # 2.0, 2.2, 2.4
sgd.step()
print(layer.weight[1])          # 0.80, 0.88, 0.96
print(layer.weight[3])          # 2.70, 2.79, 2.88
`),
				text(
					"A new `nn.Embedding` begins with N(0, 1). Vectors that one has already go in with `nn.Embedding.from_pretrained(W)`, which freezes them; `freeze=False` lets them train.",
					"新建的 `nn.Embedding` 以 N(0, 1) 为初值。已有的向量可用 `nn.Embedding.from_pretrained(W)` 放入，默认冻结；`freeze=False` 则继续训练。",
				),
				attempt("PyTorch’s first values here", "在此用 PyTorch 的初值", "lab=layer&data=story&p.init=normal&p.optimizer=sgd&p.learningRate=0.1&seed=1&inside=0&stage=lookup", "param-init"),
			],
		},
		{
			id: "keras",
			title: both("In Keras", "用 Keras"),
			parts: [
				python(`
import keras, numpy as np, tensorflow as tf

W = np.arange(4.0)[:, None] + np.arange(3) / 10
layer = keras.layers.Embedding(4, 3)
layer.build()
layer.set_weights([W])
sgd = keras.optimizers.SGD(learning_rate=0.1)

with tf.GradientTape() as tape:
    y = layer(np.array([1, 3, 1]))
    loss = tf.reduce_sum(y ** 2) / 2    # 18.075
grads = tape.gradient(loss, layer.trainable_weights)
sgd.apply_gradients(zip(grads, layer.trainable_weights))
print(layer.get_weights()[0][1])        # 0.80, 0.88, 0.96
print(layer.get_weights()[0][3])        # 2.70, 2.79, 2.88
`),
				text(
					"A new layer begins with U(−0.05, 0.05). With TensorFlow below, the gradient is an `IndexedSlices`: rows and values, a repeated id repeatedly.",
					"新建的层以 U(−0.05, 0.05) 为初值。以 TensorFlow 为后端时，梯度是 `IndexedSlices`：行与值，重复的编号重复出现。",
				),
				text(
					"Usually `model.fit` does this loop. Written out, it shows where each number comes from.",
					"通常由 `model.fit` 完成这一循环。写开来，才看得出每个数从何而来。",
				),
				attempt("Small uniform values here", "在此用小的均匀初值", "lab=layer&data=story&p.init=uniform&p.optimizer=sgd&p.learningRate=0.1&seed=1&inside=0&stage=lookup", "param-init"),
			],
		},
		{
			id: "nearspace",
			title: both("Here", "在这里"),
			parts: [
				text(
					"The engine of this page is written in Go and runs in your browser. The same step in its packages `embedding` and `optim`:",
					"本页的引擎用 Go 写成，在你的浏览器中运行。用其中的 `embedding` 与 `optim` 包完成同一步：",
				),
				go(`
table := embedding.NewTable(4, 3)
for i := range table.Rows() {
	for k := range table.Dim() {
		table.Row(i)[k] = float32(i) + float32(k)/10
	}
}

ids := []int32{1, 3, 1}
y := make([]float32, len(ids)*table.Dim())
table.Lookup(y, ids)             // an error names a bad id
grad, _ := table.Backward(ids, y) // dL/dy = y
optim.SGD{LearningRate: 0.1}.StepSparse(table, grad)

fmt.Println(table.Row(1)) // 0.8, 0.88, 0.96
fmt.Println(table.Row(3)) // 2.7, 2.79, 2.88
`),
				text(
					"`Backward` always returns rows and values. An optimizer coalesces them where its rule needs it.",
					"`Backward` 总是返回行与值。优化器在规则需要时才合并同行。",
				),
				attempt("The stages of such a step", "这一步的各阶段", "lab=layer&data=story&p.init=counting&p.dim=3&p.optimizer=sgd&p.learningRate=0.1&seed=1&inside=0&stage=rows", "stage-rows"),
				see("layer-computation"),
			],
		},
		{
			id: "pytorch-options",
			title: both("PyTorch: padding, max-norm, bags", "PyTorch：填充、最大范数、词袋"),
			parts: [
				python(`
nn.Embedding(4, 3, padding_idx=3)
nn.Embedding(4, 3, max_norm=2.0)
nn.Embedding(4, 3, scale_grad_by_freq=True)
nn.EmbeddingBag(4, 3, mode="mean")   # or sum, max
`),
				text(
					"In the example, with the table set as before:",
					"仍用前面的例子与同一张表：",
				),
				table(
					[both("option", "选项"), both("result", "结果")],
					[same("padding_idx"), both("row 3 is read as it is, its gradient is 0", "第 3 行照常读出，其梯度为 0")],
					[same("max_norm"), both("the table’s row 3 becomes 1.117, 1.154, 1.192 before it is read", "读取之前，表中第 3 行变为 1.117, 1.154, 1.192")],
					[same("scale_grad_by_freq"), both("row 1 gets 1, 1.1, 1.2; not with sparse=True", "第 1 行得 1, 1.1, 1.2；不可与 sparse=True 同用")],
					[both("bag, mean", "词袋，平均"), same("1.667, 1.767, 1.867")],
					[both("bag with padding_idx=3", "词袋，padding_idx=3"), both("1, 1.1, 1.2: padding does not count", "1, 1.1, 1.2：填充不计入")],
				),
				text(
					"The padding row is zero at first only: what is copied into it stays.",
					"填充行仅在初始时为零：之后写入的值会保留。",
				),
				attempt("Padding here", "这里的填充", "lab=layer&data=reviews&p.padding=true&p.combine=mean&seed=1&inside=0&stage=combine", "param-padding"),
				attempt("Max-norm in place", "就地最大范数", "lab=layer&data=story&p.init=counting&p.dim=3&p.maxNormMode=inplace&p.maxNorm=2&seed=1&inside=0&stage=lookup", "param-maxNormMode"),
			],
		},
		{
			id: "pytorch-sparse",
			title: both("PyTorch: sparse gradients, tied weights", "PyTorch：稀疏梯度与权重绑定"),
			parts: [
				python(`
layer = nn.Embedding(4, 3, sparse=True)
opt = torch.optim.SparseAdam(layer.parameters(), lr=0.1)

head = nn.Linear(3, 4, bias=False)
head.weight = layer.weight      # tied: one Parameter
`),
				text(
					"With `sparse=True` the gradient holds rows and values, uncoalesced: indices 1, 3, 1 in the example. SGD, Adagrad and SparseAdam take it; Adam refuses it.",
					"设 `sparse=True` 时，梯度只含行与值，未合并：例中索引为 1、3、1。SGD、Adagrad、SparseAdam 接受它，Adam 拒绝它。",
				),
				text(
					"Tied weights are assigned, not copied. The head reads every row, so the sum of both gradients is dense, sparse or not. A linear layer keeps its weights as outputs × inputs, V × D, just as the embedding does: no transposing.",
					"绑定权重是赋值而非复制。输出头读取每一行，因此无论是否稀疏，两份梯度之和是稠密的。线性层按“输出 × 输入”存权重，即 V × D，与嵌入一致，无需转置。",
				),
				attempt("Sparse Adam", "稀疏 Adam", "lab=layer&data=story&p.optimizer=sparseadam&p.learningRate=0.01&seed=1&inside=0&stage=optimizer", "stage-optimizer"),
				attempt("Tied weights", "权重绑定", "lab=layer&data=story&p.tied=true&seed=1&inside=0&stage=rows", "param-tied"),
				see("tied-weights", "which-adam"),
			],
		},
		{
			id: "tensorflow",
			title: both("TensorFlow: lookup, mask, constraint", "TensorFlow：查表、掩码、约束"),
			parts: [
				python(`
table = tf.Variable(W)
y = tf.nn.embedding_lookup(table, ids, max_norm=2.0)

layer = keras.layers.Embedding(4, 3, mask_zero=True)
mask = layer.compute_mask(ids)        # ids != 0

limit = keras.constraints.MaxNorm(2.0, axis=1)
keras.layers.Embedding(4, 3, embeddings_constraint=limit)
`),
				text(
					"`embedding_lookup` clips the copy. In the example row 3 stays (3, 3.1, 3.2) in the table; (1.117, 1.154, 1.192) is read, and its gradient is 0: what is clipped to length 2 has the same ½Σy² whichever way the row grows.",
					"`embedding_lookup` 裁剪的是副本。例中表的第 3 行仍为 (3, 3.1, 3.2)，读出 (1.117, 1.154, 1.192)，其梯度为 0：既然被裁到长度 2，无论该行如何变化，½Σy² 都不变。",
				),
				text(
					"`mask_zero` only tells later layers which places to leave out. Row 0 still trains if one of them reads it. The constraint’s default, `axis=0`, bounds columns; rows need `axis=1`.",
					"`mask_zero` 只是告诉后面的层哪些位置应略去。若有层读到第 0 行，它仍会训练。约束默认 `axis=0`，限制的是列；限制行要用 `axis=1`。",
				),
				attempt("Clipped on reading", "读取时裁剪", "lab=layer&data=story&p.init=counting&p.dim=3&p.maxNormMode=read&p.maxNorm=2&seed=1&inside=0&stage=lookup", "param-maxNormMode"),
				attempt("Constrained after the step", "更新后约束", "lab=layer&data=story&p.init=counting&p.dim=3&p.maxNormMode=after&p.maxNorm=2&seed=1&inside=0&stage=update", "param-maxNormMode"),
			],
		},
		{
			id: "differences",
			title: both("What differs", "有何不同"),
			parts: [
				table(
					[both("what", "方面"), same("PyTorch"), same("Keras / TensorFlow")],
					[both("first values", "初值"), same("N(0, 1)"), same("U(−0.05, 0.05)")],
					[both("padding", "填充"), both("gradient of the row dropped", "丢弃该行的梯度"), both("a mask; row 0 trains", "掩码；第 0 行会训练")],
					[both("max-norm", "最大范数"), both("in the table, before reading", "读取前，改表"), both("on the copy, or a constraint after the step", "改副本，或更新后约束")],
					[both("sparse gradient", "稀疏梯度"), both("if asked for", "需指定"), both("always", "总是")],
					[both("Adam, rows not read", "Adam 对未读的行"), both("moved by Adam, not by SparseAdam", "Adam 会动，SparseAdam 不动"), both("moved", "会动")],
					[both("where ε stands in Adam", "Adam 中 ε 的位置"), both("beside the corrected root; in SparseAdam beside √v", "校正后的根旁；SparseAdam 在 √v 旁"), both("beside √v", "√v 旁")],
				),
				text(
					"So a model carried over line by line may train differently. Compare one step on a small table first, as on the pages before.",
					"因此逐行照搬的模型，训练结果可能不同。先像前几页那样，在小表上比较一步。",
				),
				attempt("Adam: also rows not read", "Adam：未读的行也动", "lab=layer&data=story&p.optimizer=adam&p.learningRate=0.1&p.batch=1&seed=1&step=20&tab=matrix", "matrix"),
				attempt("Sparse Adam: only rows read", "稀疏 Adam：只动读到的行", "lab=layer&data=story&p.optimizer=sparseadam&p.learningRate=0.1&p.batch=1&seed=1&step=20&tab=matrix", "matrix"),
				see("max-norm", "which-adam"),
			],
		},
	],
};
