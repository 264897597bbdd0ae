package layer

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"nearspace/core/dataset"
	"nearspace/core/embedding"
	"nearspace/core/lab"
	"nearspace/core/vec"
)

// At most so many examples of a batch are shown, columns of a one-hot matrix or
// rows of a table that is not the layer, and outputs where there are too many.
const (
	shownExamples = 8
	shownRows     = 64
	shownOutputs  = 20
)

// Trace implements lab.Run: one batch, step by step, taken by a copy of the
// model.
func (r *run) Trace(p lab.Pick) (lab.Trace, error) {
	trace, err := r.trace(p)
	if err != nil {
		return lab.Trace{}, fmt.Errorf("trace layer: %w", err)
	}
	return trace, nil
}

func (r *run) trace(p lab.Pick) (lab.Trace, error) {
	if r.spaces == nil {
		return lab.Trace{}, lab.ErrNotReady
	}
	var b batch
	if p.Text != "" {
		var err error
		if b, err = r.parse(p.Text); err != nil {
			return lab.Trace{}, err
		}
	} else {
		from := p.Position
		if from == -1 {
			from = r.model.next()
		}
		if from < 0 || from >= r.task.size() {
			return lab.Trace{}, &lab.ArgumentError{Name: "position", Value: strconv.Itoa(from), Max: float64(r.task.size() - 1)}
		}
		r.task.read(&b, from, r.params.Batch)
	}
	m, err := r.model.clone()
	if err != nil {
		return lab.Trace{}, err
	}
	m.batch = b
	l := &look{model: m, shown: min(b.n, shownExamples)}
	if err := l.walk(); err != nil {
		return lab.Trace{}, err
	}
	return lab.Trace{Title: l.title(), Stages: l.stages}, nil
}

// A look walks a copy of a model through a batch and notes what it sees. Its
// small methods are called from many places, and a tensor is large to hand about:
// compiled into each of these places, they would double the code.
type look struct {
	*model
	shown  int // examples
	labels []string
	stages []lab.Stage
	stage  *lab.Stage // the last of them
	begun  int        // of stageTexts
}

func (l *look) walk() error {
	for i := range l.shown {
		l.labels = append(l.labels, l.task.say(l.batch, i))
	}
	if err := l.forward(true); err != nil {
		return err
	}
	l.idsStage()
	l.lookupStage()
	if err := l.oneHotStage(); err != nil {
		return err
	}
	l.combineStage()
	l.headStage()
	l.lossStage()
	if !l.hasTargets() {
		return nil
	}
	if err := l.backward(); err != nil {
		return err
	}
	l.backwardStage()
	l.rowsStage()
	l.coalesceStage()
	l.clipStage()
	return l.updateStages()
}

// begin begins the next stage.
//
//go:noinline
func (l *look) begin() {
	t := &stageTexts[l.begun]
	l.begun++
	l.stages = append(l.stages, lab.Stage{ID: t.id, Title: t.title, Help: t.help, Formula: t.formula})
	l.stage = &l.stages[len(l.stages)-1]
}

// in and out add tensors to the stage.
//
//go:noinline
func (l *look) in(tensors ...lab.Tensor) { l.stage.In = append(l.stage.In, tensors...) }

//go:noinline
func (l *look) out(tensors ...lab.Tensor) { l.stage.Out = append(l.stage.Out, tensors...) }

// note adds to the stage's help; instead says something else in its place.
//
//go:noinline
func (l *look) note(t *lab.Text, args ...any) { appendText(&l.stage.Help, t, args) }

//go:noinline
func (l *look) instead(t *lab.Text, args ...any) {
	l.stage.Help = lab.Text{}
	l.note(t, args...)
}

func appendText(to, t *lab.Text, args []any) {
	to.En += fmt.Sprintf(t.En, args...)
	to.Zh += fmt.Sprintf(t.Zh, args...)
}

func (l *look) title() lab.Text {
	if l.n == 1 {
		words := l.labels[0]
		if l.hasTargets() {
			words += " → " + l.task.sayTarget(l.batch, 0)
		}
		return lab.Same(words)
	}
	var title lab.Text
	appendText(&title, &batchTitle, []any{l.n})
	if l.shown < l.n {
		appendText(&title, &batchShown, []any{l.shown})
	}
	return title
}

// tensor is a matrix with a label for each row.
//
//go:noinline
func tensor(name string, title int, labels []string, values, gradient []float32) lab.Tensor {
	return lab.Tensor{
		Name: name, Title: tensorTexts[title], Shape: []int{len(labels), len(values) / max(1, len(labels))},
		Values: values, Gradient: gradient, Labels: labels,
	}
}

// examples is a matrix with a row for each example shown.
//
//go:noinline
func (l *look) examples(name string, title int, values, gradient []float32) lab.Tensor {
	n := len(values) / l.n * l.shown
	if gradient != nil {
		gradient = slices.Clone(gradient[:n])
	}
	return tensor(name, title, l.labels, slices.Clone(values[:n]), gradient)
}

// words is a matrix whose rows are rows of the layer.
func (l *look) words(name string, title int, ids []int32, values, gradient []float32) lab.Tensor {
	t := tensor(name, title, pick(l.task.words, ids), values, gradient)
	t.Space, t.Rows = "words", ids
	return t
}

// outputs is rows of U.
func (l *look) outputs(gradient []float32) lab.Tensor {
	ids := l.shownOutputs()
	t := tensor("U", outputTensor, pick(l.task.outputs, ids), rowsOf(l.model.out, ids), gradient)
	t.Space, t.Rows = "output", ids
	if l.params.Tied {
		t.Space = "words"
		for k := range ids {
			ids[k]++
		}
	}
	return t
}

//go:noinline
func pick(labels []string, ids []int32) []string {
	picked := make([]string, len(ids))
	for k, id := range ids {
		picked[k] = labels[id]
	}
	return picked
}

// rowsOf copies rows of a table.
//
//go:noinline
func rowsOf(t *embedding.Table, ids []int32) []float32 {
	var values []float32
	for _, id := range ids {
		values = append(values, t.Row(int(id))...)
	}
	return values
}

// places returns the ids that are shown.
//
//go:noinline
func (l *look) places() []int32 { return l.batch.ids[:l.shown*l.task.width] }

// distinct returns ids, each once, in rising order.
//
//go:noinline
func distinct(ids []int32) []int32 {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// shownOutputs returns the rows of U that are shown: all, or those that the
// examples shown are about.
func (l *look) shownOutputs() []int32 {
	switch {
	case l.noise != nil && l.hasTargets():
		return distinct(l.targets[:l.shown*(1+negatives)])
	case len(l.task.outputs) <= shownRows:
		return count(len(l.task.outputs))
	case l.hasTargets():
		return distinct(l.classes[:l.shown])
	}
	return highest(part(l.scores, 0, len(l.task.outputs)), shownOutputs)
}

func count(n int) []int32 {
	ids := make([]int32, n)
	for i := range ids {
		ids[i] = int32(i)
	}
	return ids
}

// highest returns where the n highest scores stand, the highest first.
func highest(scores []float32, n int) []int32 {
	var best []int32
	for i := range scores {
		at := len(best)
		for at > 0 && scores[best[at-1]] < scores[i] {
			at--
		}
		if at < n {
			best = slices.Insert(best[:min(len(best), n-1)], at, int32(i))
		}
	}
	return best
}

// Forward.

func (l *look) idsStage() {
	l.begin()
	ids := make([]float32, len(l.batch.ids))
	for i, id := range l.batch.ids {
		ids[i] = float32(id)
	}
	l.out(l.examples("ids", idsTensor, ids, nil))
}

//go:noinline
func (l *look) looked() lab.Tensor {
	ids := l.places()
	return l.words("E", lookedTensor, ids, slices.Clone(l.rows.Weights.Data[:len(ids)*l.params.Dim]), nil)
}

func (l *look) lookupStage() {
	l.begin()
	switch {
	case l.table == nil:
		l.instead(&composedLookup)
	case l.params.MaxNormMode == "read":
		l.note(&readBounded)
	case l.params.MaxNormMode == "inplace":
		l.note(&inPlaceBounded)
	}
	l.out(l.looked())
}

func (l *look) oneHotStage() error {
	l.begin()
	ids, columns := l.places(), distinct(l.places())
	dim, v := l.params.Dim, len(l.task.words)
	if v <= shownRows {
		columns = count(v)
	}
	values := make([]float32, len(columns)*dim)
	if err := l.model.in.Lookup(values, columns); err != nil {
		return err
	}
	hot := make([]float32, len(ids)*len(columns))
	local := make([]int32, len(ids))
	for i, id := range ids {
		k, _ := slices.BinarySearch(columns, id)
		hot[i*len(columns)+k], local[i] = 1, int32(k)
	}
	product := make([]float32, len(ids)*dim)
	w := embedding.Table{Weights: general(values, len(columns), dim)}
	if _, err := w.OneHot(product, local); err != nil {
		return err
	}
	lookup, oneHot := costs(v, dim, len(ids))
	l.note(&oneHotCosts, len(ids), oneHot.Multiplications, oneHot.Bytes, lookup.Bytes)
	if len(columns) < v {
		l.note(&oneHotColumns, v, len(columns))
	}
	h := tensor("H", oneHotTensor, pick(l.task.words, ids), hot, nil)
	h.Columns = pick(l.task.words, columns)
	l.in(h, l.words("W", tableTensor, columns, values, nil))
	l.out(l.words("HW", productTensor, ids, product, nil))
	return nil
}

// costs are those of reading so many rows of a table of v × dim in two ways.
func costs(v, dim, ids int) (lookup, oneHot embedding.Cost) {
	t := embedding.Table{Weights: general(nil, v, dim)}
	return t.LookupCost(ids), t.OneHotCost(ids)
}

//go:noinline
func (l *look) combinedTensor(gradient []float32) lab.Tensor {
	return l.examples("h", combinedTensor, l.combined, gradient)
}

// hiddenTensor is what the head gets.
//
//go:noinline
func (l *look) hiddenTensor(gradient []float32) lab.Tensor {
	if l.params.Dropout == 0 {
		return l.combinedTensor(gradient)
	}
	return l.examples("h′", hiddenTensor, l.hidden, gradient)
}

func (l *look) combineStage() {
	l.begin()
	for _, c := range combiners {
		if c.name == l.params.Combine {
			l.stage.Formula = c.forward
		}
	}
	if l.params.Padding {
		l.note(&padLeftOut)
	}
	l.in(l.looked())
	l.out(l.combinedTensor(nil))
	if l.params.Dropout > 0 {
		l.stage.Formula += dropoutFormula
		l.out(l.hiddenTensor(nil))
	}
}

var drawnColumns = []string{"right", "other 1", "other 2", "other 3", "other 4", "other 5"}

// scored is the scores, or what has their shape.
func (l *look) scored(name string, title int, values, gradient []float32) lab.Tensor {
	outputs := l.task.outputs
	if l.noise == nil || l.hasTargets() {
		t := l.examples(name, title, values, gradient)
		t.Columns = outputs
		if l.noise != nil {
			t.Columns = drawnColumns
		}
		return t
	}
	// Too many to show: the highest of the first example.
	best := l.shownOutputs()
	var shown []float32
	for i := range l.shown {
		for _, c := range best {
			shown = append(shown, values[i*len(outputs)+int(c)])
		}
	}
	t := tensor(name, title, l.labels, shown, nil)
	t.Columns = pick(outputs, best)
	return t
}

// biases is b, where it can be shown.
func (l *look) biases(gradient []float32) []lab.Tensor {
	if l.bias == nil || len(l.task.outputs) > shownRows {
		return nil
	}
	t := lab.Tensor{Name: "b", Title: tensorTexts[biasTensor], Shape: []int{1, len(l.task.outputs)}, Values: slices.Clone(l.bias.Row(0)), Gradient: gradient, Columns: l.task.outputs}
	return []lab.Tensor{t}
}

func (l *look) headStage() {
	l.begin()
	if l.noise != nil {
		l.stage.Formula = dotFormula
		note := &drawnScores
		if !l.hasTargets() {
			note = &highestScores
		}
		l.instead(note, len(l.task.outputs))
	}
	if l.params.Tied {
		l.note(&tiedRows)
	}
	l.in(l.hiddenTensor(nil), l.outputs(nil))
	l.in(l.biases(nil)...)
	l.out(l.scored("s", scoreTensor, l.scores, nil))
}

func (l *look) lossStage() {
	l.begin()
	switch {
	case l.task.kind == dataset.KindTargets:
		l.stage.Formula = squaredFormula
		l.instead(&squaredLoss)
	case l.noise != nil && l.hasTargets():
		l.stage.Formula = drawnFormula
		l.instead(&drawnLoss)
	}
	l.in(l.scored("s", scoreTensor, l.scores, nil))
	l.out(l.scored("p", predictTensor, l.probable, nil))
	if !l.hasTargets() {
		l.stage.Title = onlyPrediction
		l.note(&noTarget)
		return
	}
	losses := make([]float32, l.n)
	var mean float64
	for i, x := range l.losses {
		losses[i] = float32(x)
		mean += x / float64(l.n)
	}
	l.out(l.scored("y", targetTensor, l.goals(), nil), l.examples("L", lossTensor, losses, nil))
	l.note(&batchLoss, mean)
}

// goals returns what the predictions should be.
func (l *look) goals() []float32 {
	if l.task.kind == dataset.KindTargets {
		return l.numbers
	}
	right := make([]float32, len(l.scores))
	width := len(l.scores) / l.n
	for i := range l.n {
		c := 0
		if l.noise == nil {
			c = int(l.classes[i])
		}
		right[i*width+c] = 1
	}
	return right
}

// Backward.

func (l *look) backwardStage() {
	l.begin()
	if l.task.kind == dataset.KindTargets {
		l.stage.Formula = squaredGradients
	}
	l.in(l.scored("s", scoreTensor, l.scores, l.dScores))
	l.out(l.hiddenTensor(l.dHidden))
	if l.params.Dropout > 0 {
		l.out(l.combinedTensor(l.dCombined))
	}
	g, first := l.outGrad()
	ids := l.shownOutputs()
	for k := range ids {
		ids[k] += first
	}
	l.out(l.outputs(gradientOf(g.Coalesce(), ids)))
	l.out(l.biases(slices.Clone(l.grads[len(l.grads)-1].raw.Values))...)
}

// gradientOf returns the gradient of rows of a coalesced gradient: zeros of a row
// that has none.
func gradientOf(g embedding.SparseGrad, rows []int32) []float32 {
	values := make([]float32, len(rows)*g.Dim)
	for i, row := range rows {
		if k, found := slices.BinarySearch(g.Rows, row); found {
			copy(values[i*g.Dim:], g.Row(k))
		}
	}
	return values
}

// rowGradients is the gradient of each place shown that has one.
func (l *look) rowGradients() lab.Tensor {
	var ids []int32
	var values, gradient []float32
	for k, place := range l.dRows.Rows {
		if int(place) < l.shown*l.task.width {
			ids = append(ids, l.batch.ids[place])
			values = append(values, l.rows.Row(int(place))...)
			gradient = append(gradient, l.dRows.Row(k)...)
		}
	}
	return l.words("E", lookedTensor, ids, values, gradient)
}

func (l *look) rowsStage() {
	l.begin()
	for _, c := range combiners {
		if c.name == l.params.Combine {
			l.stage.Formula = c.backward
		}
	}
	if l.params.Padding {
		l.note(&padDark)
	}
	l.in(l.combinedTensor(l.dCombined))
	l.out(l.rowGradients())
}

// tables makes a tensor of each table of the layer: of its rows that are shown,
// with their gradients if that is wanted.
func (l *look) tables(title int, gradients bool) []lab.Tensor {
	var tensors []lab.Tensor
	for _, g := range l.grads {
		if g.table == l.model.out || g.table == l.bias {
			continue
		}
		ids := l.touched(g)
		var gradient []float32
		if gradients {
			gradient = gradientOf(g.sum, ids)
		}
		tensors = append(tensors, l.ofTable(g, g.name, title, ids, rowsOf(g.table, ids), gradient))
	}
	return tensors
}

// touched returns which rows of a table of the layer are shown.
func (l *look) touched(g gradient) []int32 {
	if g.table != l.table {
		return g.sum.Rows[:min(len(g.sum.Rows), shownRows)]
	}
	return slices.DeleteFunc(distinct(l.places()), func(id int32) bool {
		_, found := slices.BinarySearch(g.sum.Rows, id)
		return !found
	})
}

// ofTable is numbers of rows of a table of the layer.
func (l *look) ofTable(g gradient, name string, title int, ids []int32, values, gradient []float32) lab.Tensor {
	if g.table == l.table {
		return l.words(name, title, ids, values, gradient)
	}
	var labels []string
	for _, id := range ids {
		labels = append(labels, strconv.Itoa(int(id)))
	}
	return tensor(name, title, labels, values, gradient)
}

func (l *look) coalesceStage() {
	l.begin()
	l.in(l.rowGradients())
	l.out(l.tables(gradientTensor, true)...)
	if l.table == nil {
		l.note(&composedGrads)
		return
	}
	if l.params.ScaleByFrequency {
		l.stage.Formula = timesFormula
		l.note(&byTimes)
	}
	ids := l.stage.Out[0].Rows
	times := make([]float32, len(ids))
	for _, id := range l.ids {
		if k, found := slices.BinarySearch(ids, id); found {
			times[k]++
		}
	}
	l.out(l.words("c", timesTensor, ids, times, nil))
}

// norm returns that of all gradients together.
func (l *look) allNorm() float32 {
	var sum float64
	for _, g := range l.grads {
		sum += float64(vec.Dot(g.sum.Values, g.sum.Values))
	}
	return float32(math.Sqrt(sum))
}

var lengthLabels = []string{"before", "limit", "after"}

func (l *look) clipStage() {
	if l.params.Clip == "none" {
		l.begun++
		return
	}
	l.begin()
	before := l.allNorm()
	l.in(l.tables(beforeTensor, true)...)
	l.clip()
	after := l.allNorm()
	l.out(l.tables(afterTensor, true)...)
	l.out(tensor("‖G‖", lengthTensor, lengthLabels, []float32{before, float32(l.params.ClipAt), after}, nil))
	note := &clipNorm
	if l.params.Clip == "value" {
		l.stage.Formula = clipFormula
		note = &clipValue
	}
	l.note(note, before, l.params.ClipAt, after)
}

// kept returns what the optimizer remembers of the rows shown.
func (l *look) kept() []lab.Tensor {
	var tensors []lab.Tensor
	for _, rule := range rules {
		if rule.name != l.params.Optimizer {
			continue
		}
		l.stage.Formula = rule.formula
		for _, g := range l.grads {
			if g.table == l.model.out || g.table == l.bias {
				continue
			}
			from := 0
			for _, letter := range rule.remembers {
				width := g.table.Dim()
				if rule.single || letter == 't' {
					width = 1
				}
				ids := l.touched(g)
				var values []float32
				for _, id := range ids {
					if row := l.optimizer.Row(g.table, int(id)); row != nil {
						values = append(values, row[from:from+width]...)
					} else {
						values = append(values, make([]float32, width)...)
					}
				}
				from += width
				tensors = append(tensors, l.ofTable(g, string(letter), keptTensor, ids, values, nil))
			}
		}
	}
	return tensors
}

func (l *look) updateStages() error {
	l.begin()
	l.in(l.tables(gradientTensor, true)...)
	l.in(l.kept()...)
	before := append(l.tables(beforeTensor, false), l.outputs(nil))
	before = append(before, l.biases(nil)...)
	if err := l.update(); err != nil {
		return err
	}
	kept := l.kept()
	if kept == nil {
		l.instead(&nothingKept)
	}
	l.out(kept...)
	l.out(lab.Tensor{Name: "η", Title: tensorTexts[rateTensor], Shape: []int{1, 1}, Values: []float32{float32(l.rate)}})

	l.begin()
	help := l.stage.Help
	l.instead(&help, l.rate)
	if l.params.MaxNormMode == "after" {
		l.note(&afterBounded, l.params.MaxNorm)
	}
	l.in(before...)
	l.out(l.tables(afterTensor, false)...)
	l.out(l.outputs(nil))
	l.out(l.biases(nil)...)
	return nil
}
