"""Writes the files beside it: gensim 4.2.0, numpy 1.24.2, Python 3.11."""
import io, zipfile
import gensim, numpy as np
from gensim.models import KeyedVectors, Word2Vec

words = ["the", "naïve", "北京", "new_york", ",", "</s>"]
vectors = (np.arange(24, dtype=np.float32).reshape(6, 4) - 11) / np.float32(7)
kv = KeyedVectors(4)
kv.add_vectors(words, vectors)
kv.save_word2vec_format("gensim.txt")
kv.save_word2vec_format("gensim.bin", binary=True)
kv.save_word2vec_format("gensim-glove.txt", write_header=False)
kv.save_word2vec_format("gensim.txt.gz")
kv.save("gensim.kv")
np.save("c.npy", vectors)
np.save("fortran.npy", np.asfortranarray(vectors))
np.save("big-f8.npy", vectors.astype(">f8"))
np.save("f2.npy", vectors.astype("<f2"))
np.save("int.npy", np.arange(6).reshape(2, 3))
np.savez("plain.npz", vectors=vectors, labels=np.array(words))
np.savez_compressed("packed.npz", embeddings=np.asfortranarray(vectors.astype("f2")), words=np.array(words))
np.savetxt("savetxt.tsv", vectors, delimiter="\t")
with zipfile.ZipFile("glove.zip", "w", zipfile.ZIP_DEFLATED) as z:
    z.write("gensim-glove.txt", "glove.6B.4d.txt")

# safetensors, by its published layout
import json, struct, torch

def safetensors(name, tensors, metadata):
    head, body = {"__metadata__": metadata}, b""
    types = {torch.float32: "F32", torch.float16: "F16", torch.bfloat16: "BF16", torch.int64: "I64"}
    for key, t in tensors.items():
        raw = t.contiguous().view(torch.int16 if t.dtype == torch.bfloat16 else t.dtype).numpy().tobytes()
        head[key] = {"dtype": types[t.dtype], "shape": list(t.shape), "data_offsets": [len(body), len(body) + len(raw)]}
        body += raw
    text = json.dumps(head).encode()
    text += b" " * (-len(text) % 8)
    open(name, "wb").write(struct.pack("<Q", len(text)) + text + body)

t = torch.from_numpy(vectors)
safetensors("two.safetensors", {"position_ids": torch.arange(6), "embeddings.weight": t.to(torch.bfloat16), "norm.weight": torch.ones(4)}, {"format": "pt"})
safetensors("several.safetensors", {"wte.weight": t, "wpe.weight": t[:2].to(torch.float16)}, {"format": "pt"})
torch.save({"embedding.weight": t}, "torch.pt")
