"""Trains small vectors and has gensim score them: python3 make.py TEXT, a sentence a line."""
import os
import tempfile
import itertools, logging, random, sys
from gensim.models import KeyedVectors
from gensim.models.word2vec import LineSentence, Word2Vec

def sections():
    name, pairs = None, []
    for line in open("../sets/pairs.txt"):
        if line.startswith(":"):
            if name: yield name, pairs
            name, pairs = line[1:].strip(), []
        else:
            pairs.append(line.split())
    yield name, pairs

model = Word2Vec(LineSentence(sys.argv[1]), vector_size=14, window=5, negative=5, sg=1, sample=1e-3, epochs=5, workers=1, seed=1)
relations = dict(sections())
wanted = [w for pairs in relations.values() for w in itertools.chain(*pairs)]
chosen = sorted({w for w in wanted if w in model.wv} | set(model.wv.index_to_key[:150]), key=model.wv.get_index)
rng = random.Random(1)
with open("vectors.txt", "w") as f:
    print(len(chosen), 14, file=f)
    seen = set()
    for i, w in enumerate(chosen):
        # Some words in capitals, and some a second time.
        shown = w.upper() if i % 7 == 0 else w.capitalize() if i % 11 == 0 else w
        if i % 13 == 0 and i > 400:
            shown = chosen[i - 350].title()
        if shown in seen:
            shown = w
        seen.add(shown)
        print(shown, *("%.2f" % x for x in model.wv[w]), file=f)

words = sorted(set(wanted))
with open("pairs.tsv", "w") as f:
    for _ in range(200):
        a, b = rng.sample(words, 2)
        print(a, b, rng.randrange(11), sep="\t", file=f)
    for pairs in relations.values():
        for a, b in pairs[:8]:
            print(a, b, 9 + rng.randrange(3), sep="\t", file=f)

questions = os.path.join(tempfile.mkdtemp(), "questions.txt")
with open(questions, "w") as f:
    for name, pairs in relations.items():
        print(":", name, file=f)
        for a, b in itertools.permutations(pairs, 2):
            print(*a, *b, file=f)

wv = KeyedVectors.load_word2vec_format("vectors.txt")
for options in ({}, {"case_insensitive": False}, {"restrict_vocab": 200}):
    _, scored = wv.evaluate_word_analogies(questions, **options)
    print(options, [(len(s["correct"]), len(s["correct"]) + len(s["incorrect"])) for s in scored])
    print(options, wv.evaluate_word_pairs("pairs.tsv", **options))

# 3CosMul, which gensim has for single questions.
right = asked = 0
for pairs in relations.values():
    for (a, b), (c, d) in itertools.permutations(pairs, 2):
        if all(w in wv for w in (a, b, c, d)):
            asked += 1
            right += wv.most_similar_cosmul(positive=[b, c], negative=[a], topn=1)[0][0] == d
print("cosmul", right, asked)
