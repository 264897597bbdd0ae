package lab

import (
	"io"
	"strconv"
	"strings"

	"nearspace/core/corpus"
)

// Tools that a Script is written for.
const (
	Gensim          = "gensim"
	FastTextProgram = "fasttext"
	GloVeProgram    = "glove"
	PyTorch         = "pytorch"
)

// Families of models that a Script trains.
const (
	Word2vec   = "word2vec"
	FastText   = "fasttext"
	GloVe      = "glove"
	Paragraphs = "paragraphs"
)

// A Script is the settings of a run of a model of words, as Python programs repeat
// them. Of those that a family does not have the values do not count.
type Script struct {
	Family                        string
	Dim, Window, Negative, Epochs int
	MinCount, MaxWords            int
	Sample, LearningRate          float64
	CBOW, Hierarchical            bool
	NoiseExponent, MinRate        float64
	FixedWindow                   bool
	Combine                       string // of CombineField, that of CBOW
	Alone                         bool   // documents, without words beside them
	MinN, MaxN, Buckets           int
	XMax, Alpha                   float64
	KeepCase                      bool
	Sentences, LeaveOut           string
	Phrases, PhraseCount          int
	PhraseScore                   float64
	PhraseScoring                 string
	PhraseConnectors              bool
	From, Then                    string
	Frozen                        bool
	Seed                          uint64
}

// Write returns a Python program that trains with the same settings, by gensim, by
// fastText's or GloVe's own programs or in PyTorch, so that a run can be repeated on as much text
// as one has. It is called with the names of a text and of the file of vectors to
// write, then of one to begin with and of a second text, as far as the run has them.
// What a tool cannot do is a *ConflictError.
//
// The random numbers and the ways words are told from the rest of a text are the
// tool's, so that the vectors are as good, but not the same.
func (p *Script) Write(tool string) (string, error) {
	if tool != Gensim {
		if err := p.onlyGensim(tool); err != nil {
			return "", err
		}
	}
	body := ""
	switch {
	case tool == Gensim && p.combines() && p.Combine != Mean && p.Combine != SumShared && p.Combine != Concat:
		return "", &ConflictError{Name: "tool", Value: tool, OtherName: "combine", OtherValue: p.Combine}
	case p.begins() && p.Family == GloVe:
		return "", &ConflictError{Name: "from", Value: p.From, OtherName: "family", OtherValue: p.Family}
	case p.begins() && p.Frozen && p.Family == FastText:
		return "", &ConflictError{Name: "frozen", Value: "true", OtherName: "family", OtherValue: p.Family}
	case p.Phrases > 0 && p.PhraseScoring == ByTokens:
		return "", &ConflictError{Name: "tool", Value: tool, OtherName: "phraseScoring", OtherValue: p.PhraseScoring}
	case tool == Gensim && p.Family == Word2vec:
		body = p.gensim()
	case tool == Gensim && p.Family == FastText:
		body = strings.Replace(p.gensim(), "seed=", "min_n={minN}, max_n={maxN}, bucket={buckets}, seed=", 1)
	case tool == Gensim && p.Family == Paragraphs && p.goesOn():
		return "", &ConflictError{Name: "tool", Value: tool, OtherName: "then", OtherValue: p.Then}
	case tool == Gensim && p.Family == Paragraphs && p.Phrases > 0:
		return "", &ConflictError{Name: "tool", Value: tool, OtherName: "phrases", OtherValue: strconv.Itoa(p.Phrases)}
	case tool == Gensim && p.Family == Paragraphs:
		body = p.gensim()
	case tool == FastTextProgram && p.Family == Word2vec:
		body = p.program(`"-maxn", "0"`)
	case tool == FastTextProgram && p.Family == FastText:
		body = p.program(`"-minn", "{minN}", "-maxn", "{maxN}", "-bucket", "{buckets}"`)
	case tool == PyTorch && p.Family == Word2vec && !p.Hierarchical && !p.CBOW:
		body = torchStart + predictScript + skipGramScore + predictEnd
	case tool == PyTorch && p.Family == Word2vec && !p.Hierarchical:
		body = torchStart + predictScript + cbowStart + cbowScores[p.Combine] + cbowEnd + predictEnd
	case tool == PyTorch && p.Family == GloVe:
		body = torchStart + gloveScript
	case tool == GloVeProgram && p.Family == GloVe:
		body = gloveProgramScript
	case tool == PyTorch && p.Family == Word2vec:
		return "", &ConflictError{Name: "tool", Value: tool, OtherName: "loss", OtherValue: Hierarchical}
	default:
		return "", &ConflictError{Name: "tool", Value: tool, OtherName: "family", OtherValue: p.Family}
	}
	return p.values(tool).Replace(p.start(tool) + body), nil
}

var scripts = []Takeaway{
	{ID: Gensim, File: "train_gensim.py",
		Title: Text{En: "Script for gensim", Zh: "gensim 脚本"},
		Help: Text{
			En: "Trains with the same settings on any text, by gensim.",
			Zh: "用 gensim 以同样的设置在任意文本上训练。"}},
	{ID: FastTextProgram, File: "train_fasttext.py",
		Title: Text{En: "Script for fastText", Zh: "fastText 脚本"},
		Help: Text{
			En: "Trains with the same settings on any text, by fastText's own program.",
			Zh: "用 fastText 自己的程序以同样的设置在任意文本上训练。"}},
	{ID: GloVeProgram, File: "train_glove.py",
		Title: Text{En: "Script for GloVe", Zh: "GloVe 脚本"},
		Help: Text{
			En: "Trains with the same settings on any text, by its authors’ programs: vocab_count, cooccur, shuffle, glove.",
			Zh: "用原作者的程序 vocab_count、cooccur、shuffle、glove 以同样的设置在任意文本上训练。"}},
	{ID: PyTorch, File: "train_pytorch.py",
		Title: Text{En: "Script for PyTorch", Zh: "PyTorch 脚本"},
		Help: Text{
			En: "The same model written out in PyTorch, with its embedding layer.",
			Zh: "用 PyTorch 及其嵌入层写出的同一模型。"}},
}

// Takeaways lists the scripts that can be written.
func (p *Script) Takeaways() []Takeaway {
	var list []Takeaway
	for _, s := range scripts {
		if _, err := p.Write(s.ID); err == nil {
			list = append(list, s)
		}
	}
	return list
}

// Take writes the one with the id.
func (p *Script) Take(id string, w io.Writer) error {
	script, err := p.Write(id)
	if err == nil {
		_, err = io.WriteString(w, script)
	}
	return err
}

// onlyGensim refuses what the other tools do not have.
func (p *Script) onlyGensim(tool string) error {
	refused := &ConflictError{Name: "tool", Value: tool}
	switch {
	case p.Phrases > 0:
		refused.OtherName, refused.OtherValue = "phrases", strconv.Itoa(p.Phrases)
	case p.begins():
		refused.OtherName, refused.OtherValue = "from", p.From
	case p.goesOn():
		refused.OtherName, refused.OtherValue = "then", p.Then
	case tool == FastTextProgram && p.FixedWindow:
		refused.OtherName, refused.OtherValue = "fixedWindow", "true"
	case tool == FastTextProgram && p.MinRate > 0:
		refused.OtherName, refused.OtherValue = "minRate", number(p.MinRate)
	case tool == FastTextProgram && p.combines() && p.Combine != Mean:
		refused.OtherName, refused.OtherValue = "combine", p.Combine
	default:
		return nil
	}
	return refused
}

// start is how each script begins. gensim leaves words out by a rule of its own.
func (p *Script) start(tool string) string {
	if tool == Gensim || p.LeaveOut == "nothing" {
		return scriptStart
	}
	return strings.NewReplacer("def cut(", keptRule+"def cut(", "        if words:\n", keptWords+"        if words:\n").Replace(scriptStart)
}

// combines says whether the rows of a window become one.
func (p *Script) combines() bool { return p.CBOW && p.Family != GloVe }

// program is the script's body for fastText's program, which is told of pieces by
// these arguments.
func (p *Script) program(pieces string) string {
	body := strings.Replace(fastTextScript, "{pieces}", pieces, 1)
	if p.NoiseExponent != .5 && !p.Hierarchical {
		body = strings.Replace(body, "# One thread", fastTextNoise+"# One thread", 1)
	}
	return body
}

// gensim is the script's body for gensim.
func (p *Script) gensim() string {
	parts := []string{gensimStart}
	if p.Family != Paragraphs {
		parts = append(parts, gensimSentences)
	}
	if p.LeaveOut != "nothing" {
		parts = append(parts, gensimRule)
	}
	if p.Phrases > 0 {
		parts = append(parts, gensimPhrases)
	}
	if p.Family == Paragraphs {
		parts = append(parts, gensimDocuments)
	} else {
		parts = append(parts, gensimModel)
	}
	switch {
	case p.begins() && p.Family == FastText:
		parts = append(parts, gensimPieces)
	case p.begins():
		parts = append(parts, gensimVectors)
	}
	parts = append(parts, gensimTrain)
	if p.goesOn() {
		parts = append(parts, gensimNext)
		if p.Family != FastText {
			parts = append(parts, gensimFree)
		}
		parts = append(parts, gensimTrain)
	}
	if p.Family == Paragraphs {
		return strings.Join(append(parts, gensimDocumentsEnd), "")
	}
	return strings.Join(append(parts, gensimEnd), "")
}

func number(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }

func (p *Script) begins() bool { return p.From != "" }
func (p *Script) goesOn() bool { return p.Then != "" }

// endRate is what the learning rate falls to.
func (p *Script) endRate() float64 {
	if p.MinRate > 0 {
		return p.MinRate
	}
	return p.LearningRate * 1e-4
}

// values replaces the blanks of a script.
func (p *Script) values(tool string) *strings.Replacer {
	choose := func(is bool, yes, no string) string {
		if is {
			return yes
		}
		return no
	}
	return strings.NewReplacer(
		"{dim}", strconv.Itoa(p.Dim), "{window}", strconv.Itoa(p.Window), "{epochs}", strconv.Itoa(p.Epochs),
		"{minCount}", strconv.Itoa(p.MinCount), "{maxWords}", strconv.Itoa(p.MaxWords),
		"{minN}", strconv.Itoa(p.MinN), "{maxN}", strconv.Itoa(p.MaxN), "{buckets}", strconv.Itoa(p.Buckets),
		"{sample}", number(p.Sample), "{rate}", number(p.LearningRate), "{minRate}", number(p.endRate()),
		"{noiseExponent}", number(p.NoiseExponent), "{shrink}", choose(p.FixedWindow, "False", "True"), "{mean}", choose(p.combines() && p.Combine == SumShared, "0", "1"),
		"{concat}", choose(p.combines() && p.Combine == Concat, "1", "0"),
		"{width}", choose(p.FixedWindow, strconv.Itoa(p.Window), "random.randint(1, "+strconv.Itoa(p.Window)+")"),
		"{xMax}", number(p.XMax), "{alpha}", number(p.Alpha), "{seed}", strconv.FormatUint(p.Seed, 10), "{tool}", tool,
		"{negative}", choose(p.Hierarchical, "0", strconv.Itoa(p.Negative)), "{noise}", strconv.Itoa(p.Negative),
		"{hs}", choose(p.Hierarchical, "1", "0"), "{loss}", choose(p.Hierarchical, "hs", "ns"),
		"{sg}", choose(p.CBOW, "0", "1"), "{method}", choose(p.CBOW, "cbow", "skipgram"),
		"{arguments}", "TEXT VECTORS"+choose(p.begins(), " START", "")+choose(p.goesOn(), " NEXT", ""),
		"{files}", "text, vectors"+choose(p.begins(), ", start", "")+choose(p.goesOn(), ", after", ""),
		"{phrases}", strconv.Itoa(p.Phrases), "{phraseScore}", number(p.PhraseScore), "{phraseCount}", strconv.Itoa(p.PhraseCount),
		"{scoring}", choose(p.PhraseScoring == NPMI, "npmi", "default"), "{connectors}", choose(p.PhraseConnectors, ",\n            connector_words=frozenset(\""+strings.Join(corpus.EnglishConnectors(), " ")+"\".split())", ""),
		"{words}", choose(p.Phrases > 0, "phrased", "Sentences"), "{moves}", choose(p.Frozen, "0", "1"),
		"{size}", choose(p.begins(), "int(open(start, encoding=\"utf-8\").readline().split()[1])", strconv.Itoa(p.Dim)),
		"{numpy}", choose((p.begins() || p.goesOn()) && p.Family != FastText, "import numpy\n", ""),
		"{module}", choose(p.Family == Paragraphs, ".doc2vec", ""),
		"{model}", map[string]string{Word2vec: "Word2Vec", FastText: "FastText", Paragraphs: "Doc2Vec"}[p.Family],
		"{andMore}", choose(p.begins() && p.Family == FastText, ", KeyedVectors", choose(p.Family == Paragraphs, ", TaggedDocument", "")),
		"{rule}", choose(p.LeaveOut != "nothing", ", trim_rule=rule", ""),
		"{left}", choose(p.LeaveOut == Connectors, `set("`+strings.Join(corpus.EnglishConnectors(), " ")+`".split())`, "set()"),
		"{andWords}", choose(p.LeaveOut == Connectors, ", and those that join others", ""),
		"{dm}", choose(p.CBOW, "1", "0"), "{dbowWords}", choose(p.Alone, "0", "1"),
		"{lower}", choose(p.KeepCase, "", ".lower()"),
		"{cut}", choose(p.Sentences == "marks", `re.split(r"[.!?。！？]", line)`, "[line]"),
	)
}

const scriptStart = `# Word vectors with {tool}: python3 train.py {arguments}
import re
import sys

{files} = sys.argv[1:]


def cut(line):
    """Words of one sentence of a line after another. Scripts that write no spaces
    between words, as Chinese, must be cut into words beforehand."""
    for sentence in {cut}:
        words = re.findall(r"\w+(?:['’.]\w+)*", sentence{lower})
        if words:
            yield words


def sentences(text=text):
    with open(text, encoding="utf-8") as lines:
        for line in lines:
            yield from cut(line)


`

const keptRule = `left = {left}


def kept(word):
    """All but words without letters{andWords}."""
    return word.lower() not in left and any(c.isalpha() for c in word)


`

const keptWords = `        words = [word for word in words if kept(word)]
`

const gensimStart = `{numpy}from gensim.models{module} import {model}{andMore}


`

const gensimSentences = `class Sentences:
    def __init__(self, text):
        self.text = text

    def __iter__(self):
        return sentences(self.text)


`

const gensimRule = `from gensim.utils import RULE_DEFAULT, RULE_DISCARD


def rule(word, count, min_count):
    """Words that are left out: those without letters{andWords}."""
    left = {left}
    return RULE_DISCARD if word.lower() in left or not any(c.isalpha() for c in word) else RULE_DEFAULT


`

const gensimPhrases = `from gensim.models.phrases import Phrases


def phrased(text):
    """Sentences in which words that belong together are one, as united_states."""
    found = Sentences(text)
    for _ in range({phrases}):
        found = Phrases(found, min_count={phraseCount}, threshold={phraseScore}, scoring="{scoring}"{connectors}).freeze()[found]
    return found


`

const gensimModel = `corpus = {words}(text)
# One worker repeats a run exactly; more are faster.
model = {model}(
    vector_size={size}, window={window}, shrink_windows={shrink}, sg={sg}, cbow_mean={mean},
    hs={hs}, negative={negative}, ns_exponent={noiseExponent},
    epochs={epochs}, min_count={minCount}, max_final_vocab={maxWords}, sample={sample},
    alpha={rate}, min_alpha={minRate}, seed={seed}, workers=1)
model.build_vocab(corpus{rule})
`

const gensimDocuments = `class Documents:
    """Each line of the text is a document, called by its number, the first 0."""

    def __iter__(self):
        with open(text, encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                for words in cut(line):
                    yield TaggedDocument(words, [str(number)])


corpus = Documents()
# One worker repeats a run exactly; more are faster. The window's mean or sum is
# cbow_mean's matter: gensim 4 takes dm_mean and forgets it.
model = Doc2Vec(
    vector_size={size}, window={window}, shrink_windows={shrink}, dm={dm}, dbow_words={dbowWords},
    dm_concat={concat}, cbow_mean={mean}, hs={hs}, negative={negative}, ns_exponent={noiseExponent},
    epochs={epochs}, min_count={minCount}, max_final_vocab={maxWords}, sample={sample},
    alpha={rate}, min_alpha={minRate}, seed={seed}, workers=1)
model.build_vocab(corpus{rule})
`

const gensimVectors = `# Words that START has, a file in word2vec's text format, begin there, and move by
# so much of each step.
model.wv.vectors_lockf = numpy.ones(len(model.wv), dtype="float32")
model.wv.intersect_word2vec_format(start, lockf={moves})
`

const gensimPieces = `# Words that START has, a file in word2vec's text format, begin there. A word's vector
# is the mean of its own row and of its pieces', so that its own makes up for these.
given = KeyedVectors.load_word2vec_format(start)
for word, i in model.wv.key_to_index.items():
    if word in given:
        pieces = model.wv.vectors_ngrams[model.wv.buckets_word[i]]
        model.wv.vectors_vocab[i] = (len(pieces) + 1) * given[word] - pieces.sum(axis=0)
`

const gensimTrain = `model.train(corpus, total_examples=model.corpus_count, epochs=model.epochs)
`

const gensimNext = `# Then another text, whose new words join the vocabulary.
corpus = {words}(after)
model.build_vocab(corpus, update=True{rule})
`

const gensimFree = `free = numpy.ones(len(model.wv) - len(model.wv.vectors_lockf), dtype="float32")
model.wv.vectors_lockf = numpy.append(model.wv.vectors_lockf, free)
`

const gensimDocumentsEnd = `model.dv.save_word2vec_format(vectors, binary=True)
`

const gensimEnd = `model.wv.save_word2vec_format(vectors, binary=True)
`

const fastTextScript = `import subprocess

# fastText cuts at white space only, so it gets the words as they are to be. It
# writes VECTORS.bin and VECTORS.vec. It knows no limit to the vocabulary.
with open(vectors + ".words", "w", encoding="utf-8") as out:
    for words in sentences():
        print(*words, file=out)
# One thread repeats a run exactly; more are faster.
subprocess.run([
    "fasttext", "{method}", "-input", vectors + ".words", "-output", vectors,
    "-dim", "{dim}", "-ws", "{window}", "-loss", "{loss}", "-neg", "{noise}", "-epoch", "{epochs}",
    "-minCount", "{minCount}", "-t", "{sample}", "-lr", "{rate}", {pieces}, "-thread", "1"], check=True)
`

const fastTextNoise = `# It always draws noise by the counts to the power .5; the run did by {noiseExponent}.
`

const torchStart = `import random
from collections import Counter

import torch

random.seed({seed})
torch.manual_seed({seed})
counts = Counter(word for words in sentences() for word in words)
vocabulary = [word for word, n in counts.most_common({maxWords}) if n >= {minCount}]
ids = {word: i for i, word in enumerate(vocabulary)}


def table(columns, bound):
    made = torch.nn.Embedding(len(vocabulary), columns, sparse=True)
    torch.nn.init.uniform_(made.weight, -bound, bound)
    return made


def save(rows):
    with open(vectors, "w", encoding="utf-8") as out:
        print(len(vocabulary), {dim}, file=out)
        for word, row in zip(vocabulary, rows.tolist()):
            print(word, *(f"{x:.6g}" for x in row), file=out)


`

const predictScript = `total = sum(counts[word] for word in vocabulary)
# Frequent words are thinned out, and drawn as noise by a power of their counts.
shares = [counts[word] / total for word in vocabulary]
keep = [((share / {sample}) ** .5 + 1) * {sample} / share for share in shares]
noise = torch.tensor([share ** {noiseExponent} for share in shares])


def windows():
    """Words around a centre, the centre, and the share of the work that is done."""
    done = 0
    for epoch in range({epochs}):
        for words in sentences():
            row = [ids[word] for word in words if word in ids]
            done += len(row)
            row = [i for i in row if random.random() < keep[i]]
            for at, centre in enumerate(row):
                width = {width}
                context = row[max(0, at - width):at] + row[at + 1:at + 1 + width]
                if context:
                    yield context, centre, done / ({epochs} * total)


W, C = table({dim}, 1 / {dim}), table({dim}, 0)
optimizer = torch.optim.SGD([W.weight, C.weight], lr={rate})


def train(batch):
    contexts, centres, done = zip(*batch)
    context = torch.tensor([i for words in contexts for i in words])
    window = torch.tensor([n for n, words in enumerate(contexts) for _ in words])
    drawn = torch.multinomial(noise, len(batch) * {noise}, replacement=True).view(len(batch), {noise})
    targets = torch.cat([torch.tensor(centres)[:, None], drawn], dim=1)
`

const skipGramScore = `    # Each word of a window is to tell the centre from the noise.
    scores = (C(targets)[window] @ W(context)[:, :, None])[:, :, 0]
`

const cbowStart = `    # The words of a window together are to tell the centre from the noise.
    rows = W(context)
    sizes = torch.bincount(window)[:, None]
    sums = torch.zeros(len(batch), {dim}).index_add(0, window, rows)
`

// cbowScores put a window's rows together, by CombineField.
var cbowScores = map[string]string{
	Mean: `    # As in word2vec, each gets the whole error: the mean is a sum to the gradient.
    hidden = sums + (sums / sizes - sums).detach()
`,
	MeanShared: `    hidden = sums / sizes
`,
	Sum: `    hidden = sums
`,
	SumShared: `    # Each gets an equal part of the error: the sum is a mean to the gradient.
    hidden = sums / sizes + (sums - sums / sizes).detach()
`,
}

const cbowEnd = `    scores = (C(targets) @ hidden[:, :, None])[:, :, 0]
`

const predictEnd = `    wanted = torch.zeros_like(scores)
    wanted[:, 0] = 1
    loss = torch.nn.functional.binary_cross_entropy_with_logits(scores, wanted, reduction="sum")
    for group in optimizer.param_groups:
        group["lr"] = {rate} - ({rate} - {minRate}) * done[-1]
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


batch = []
for example in windows():
    batch.append(example)
    if len(batch) == 32:
        train(batch)
        batch = []
if batch:
    train(batch)
save(W.weight)
`

const gloveScript = `import numpy


def pieces(size=1_000_000):
    """The text as numbers of words, some at a time, with room between sentences."""
    piece = []
    for words in sentences():
        piece += [ids[word] for word in words if word in ids] + [-1] * {window}
        if len(piece) > size:
            yield numpy.array(piece)
            piece = []
    yield numpy.array(piece, dtype=int)


# How often words stand near each other, the nearer the more: X by pairs i, j, of
# which the number is i times the vocabulary plus j.
pairs, times = numpy.zeros(0, dtype=int), numpy.zeros(0)
for row in pieces():
    found, near = [pairs], [times]
    for distance in range(1, {window} + 1):
        i, j = row[distance:], row[:-distance]
        both = (i >= 0) & (j >= 0)
        i, j = i[both], j[both]
        found += [i * len(vocabulary) + j, j * len(vocabulary) + i]
        near.append(numpy.full(2 * len(i), 1 / distance))
    pairs, where = numpy.unique(numpy.concatenate(found), return_inverse=True)
    times = numpy.bincount(where, numpy.concatenate(near))
print(len(pairs), "pairs")
pairs, times = torch.from_numpy(pairs), torch.from_numpy(times).float()
weights = (times / {xMax}).clamp(max=1) ** {alpha}
logs = times.log()

W, C, a, b = table({dim}, .5 / {dim}), table({dim}, .5 / {dim}), table(1, .5 / {dim}), table(1, .5 / {dim})
# GloVe's sums of squares begin at 1 and are those of gradients times the rate. The
# rate may as well be 1, and the sums begin at 1/rate².
optimizer = torch.optim.Adagrad([t.weight for t in (W, C, a, b)], lr=1, initial_accumulator_value={rate} ** -2)
for epoch in range({epochs}):
    total = 0
    for batch in torch.randperm(len(pairs)).split(256):
        i, j = pairs[batch] // len(vocabulary), pairs[batch] % len(vocabulary)
        error = (W(i) * C(j)).sum(1) + a(i)[:, 0] + b(j)[:, 0] - logs[batch]
        loss = (weights[batch] * error ** 2).sum() / 2
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()
    print(f"iteration {epoch + 1}: loss {total / len(pairs):.4f}")
save(W.weight + C.weight)
`

const gloveProgramScript = `import subprocess

# GloVe cuts at white space only, so it gets the words as they are to be. It writes
# VECTORS.txt, with a last line for all other words.
source, vocabulary, counts, shuffled = (vectors + end for end in (".words", ".vocabulary", ".counts", ".shuffled"))
with open(source, "w", encoding="utf-8") as out:
    for words in sentences():
        print(*words, file=out)


def run(program, given, made, *options):
    with open(given, "rb") as text, open(made, "wb") as out:
        subprocess.run([program, *options], stdin=text, stdout=out, check=True)


run("vocab_count", source, vocabulary, "-min-count", "{minCount}", "-max-vocab", "{maxWords}")
run("cooccur", source, counts, "-vocab-file", vocabulary, "-window-size", "{window}", "-symmetric", "1",
    "-distance-weighting", "1", "-memory", "4", "-overflow-file", vectors + ".overflow")
run("shuffle", counts, shuffled, "-memory", "4", "-temp-file", vectors + ".shuffling", "-seed", "{seed}")
# One thread repeats a run exactly; more are faster.
subprocess.run([
    "glove", "-input-file", shuffled, "-vocab-file", vocabulary, "-save-file", vectors, "-write-header", "1",
    "-vector-size", "{dim}", "-iter", "{epochs}", "-eta", "{rate}", "-x-max", "{xMax}", "-alpha", "{alpha}",
    "-model", "2", "-binary", "0", "-seed", "{seed}", "-threads", "1"], check=True)
`
