# Writes points.tsv and what scikit-learn says of them.
import numpy as np
from sklearn.cluster import DBSCAN, KMeans
from sklearn.metrics import silhouette_score

rng = np.random.default_rng(1)
blobs = [((0, 0, 0), 0.3, 60), ((3, 0, 1), 0.6, 60), ((0, 4, 2), 1.0, 50), ((4, 4, 0), 0.2, 30), ((4.9, 4, 0), 0.2, 30)]
x = np.concatenate([rng.normal(c, s, (n, 3)) for c, s, n in blobs] + [rng.uniform(-3, 7, (30, 3))])
x = np.round(x[rng.permutation(len(x))], 3)
np.savetxt("points.tsv", x, fmt="%.3f", delimiter="\t")
columns = []
for k in (3, 5):
    means = KMeans(k, n_init=20, random_state=0).fit(x)
    print(f"k-means {k}: inertia {means.inertia_:.4f} silhouette {silhouette_score(x, means.labels_):.5f}")
    columns.append(means.labels_)
for eps in (0.4, 0.8):
    found = DBSCAN(eps=eps, min_samples=6).fit(x)
    core = np.full(len(x), -1)
    core[found.core_sample_indices_] = found.labels_[found.core_sample_indices_]
    columns.append(core)
np.savetxt("sklearn.tsv", np.array(columns).T, fmt="%d", delimiter="\t", header="kmeans3\tkmeans5\tdbscan.4\tdbscan.8", comments="")
