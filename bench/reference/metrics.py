"""Golden values of the metrics, in float64 from stored float32 features. Needs scipy and torchmetrics.

    python bench/reference/metrics.py

Where a library has the metric, the library computes it; the others are written here from the papers' definitions, pair by
pair and without the tricks of the Java code.
"""

import numpy as np
import scipy
import torch
from scipy.ndimage import convolve
from scipy.spatial.distance import cdist, pdist
from scipy.stats import wasserstein_distance
from torchmetrics.image.kid import poly_mmd

import golden


def as_float32(array):
    return np.asarray(array, dtype=np.float32)


def stored(array):
    return golden.tensor(torch.from_numpy(as_float32(array)))


def moments(x):
    return x.mean(0), np.cov(x, rowvar=False)


def frechet(a, b):
    (mean_a, cov_a), (mean_b, cov_b) = moments(a), moments(b)
    root = scipy.linalg.sqrtm(cov_a @ cov_b)
    return float(np.sum((mean_a - mean_b) ** 2) + np.trace(cov_a) + np.trace(cov_b) - 2 * np.trace(root).real)


def frechet_of_few(a, b):
    """The same with fewer samples than features, where sqrtm of the singular product keeps about six digits only."""
    a_c, b_c = a - a.mean(0), b - b.mean(0)
    cross = np.linalg.svd(a_c @ b_c.T, compute_uv=False).sum() / np.sqrt((len(a) - 1) * (len(b) - 1))
    result = float(np.sum((a.mean(0) - b.mean(0)) ** 2) + a.var(0, ddof=1).sum() + b.var(0, ddof=1).sum() - 2 * cross)
    assert abs(result - frechet(a, b)) < 1e-4 * result
    return result


def kernel(a, b):
    """torchmetrics' unbiased estimate on one pair of subsets."""
    return float(poly_mmd(torch.from_numpy(a), torch.from_numpy(b)))


def radii(x, k):
    return np.sort(cdist(x, x), axis=1)[:, k]  # column 0 is the point itself


def precision_recall(real, fake, k):
    distances = cdist(real, fake)
    precision = (distances <= radii(real, k)[:, None]).any(0).mean()
    recall = (distances <= radii(fake, k)[None, :]).any(1).mean()
    return {"k": k, "precision": float(precision), "recall": float(recall)}


def density_coverage(real, fake, k):
    """As in the paper's own implementation."""
    distances = cdist(real, fake)
    own = radii(real, k)
    density = (distances < own[:, None]).sum(0).mean() / k
    coverage = (distances.min(1) < own).mean()
    return {"k": k, "density": float(density), "coverage": float(coverage)}


def classifier_score(logits, splits):
    scores = []
    n = len(logits)
    for i in range(splits):
        log_p = scipy.special.log_softmax(logits[i * n // splits:(i + 1) * n // splits], axis=1)
        p = np.exp(log_p)
        q = p.mean(0)
        scores.append(np.exp((p * (log_p - np.log(q))).sum(1).mean()))
    return {"splits": splits, "mean": float(np.mean(scores)), "deviation": float(np.std(scores))}


FILTER = np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]) / 256


def shrink(images):
    return convolve(images, FILTER[None, None], mode="mirror")[:, :, ::2, ::2]


def enlarge(images, shape):
    wide = np.zeros(shape)
    wide[:, :, ::2, ::2] = images
    return convolve(wide, 4 * FILTER[None, None], mode="mirror")


def pyramid(images, levels):
    result = [images]
    for _ in range(levels - 1):
        result.append(shrink(result[-1]))
        result[-2] = result[-2] - enlarge(result[-1], result[-2].shape)
    return result


def sliced(a, b, directions):
    def normalize(x):
        return ((x - x.mean((0, 2, 3), keepdims=True)) / x.std((0, 2, 3), keepdims=True)).reshape(len(x), -1)

    directions = directions / np.linalg.norm(directions, axis=1, keepdims=True)
    a, b = normalize(a) @ directions.T, normalize(b) @ directions.T
    return 1e3 * float(np.mean([wasserstein_distance(a[:, i], b[:, i]) for i in range(len(directions))]))


def main():
    random = np.random.default_rng(20261123)
    mixing = random.normal(size=(6, 6))
    real = as_float32(random.normal(size=(80, 6)) @ mixing + 100)  # far from zero, correlated
    fake = as_float32(random.normal(size=(64, 6)) @ (mixing + 0.3 * random.normal(size=(6, 6))) + 100.4)
    wide_real = as_float32(random.normal(size=(9, 30)) * 2 + 1)
    wide_fake = as_float32(random.normal(size=(7, 30)))
    logits = as_float32(random.normal(size=(53, 7)) * 4)
    logits[0, 0] = 900  # naive softmax overflows
    r, f, l = real.astype(float), fake.astype(float), logits.astype(float)
    mean, covariance = moments(r)
    golden.write("metric", "features", {
        "real": stored(real), "fake": stored(fake), "wide-real": stored(wide_real), "wide-fake": stored(wide_fake),
        "mean": mean.tolist(), "covariance": covariance.ravel().tolist(),
        "frechet": frechet(r, f), "frechet-wide": frechet_of_few(wide_real.astype(float), wide_fake.astype(float)),
        "kernel": kernel(r[:64], f), "kernel-subset": kernel(r[:40], f[:40]),
        "precision-recall": [precision_recall(r, f, k) for k in (1, 3, 7)],
        "density-coverage": [density_coverage(r, f, k) for k in (1, 5, 9)],
        "logits": stored(logits), "classifier-score": [classifier_score(l, s) for s in (1, 4, 10)],
        "diversity": float(pdist(f).mean() / pdist(r).mean()),
    })
    images = as_float32(random.uniform(-1, 1, size=(1, 2, 17, 26)))
    a = as_float32(random.normal(size=(24, 2, 7, 7)) * 3 + 20)
    b = as_float32(random.uniform(size=(24, 2, 7, 7)) ** 2)
    directions = as_float32(random.normal(size=(11, 98)))
    golden.write("metric", "patches", {
        "images": stored(images), "pyramid": [stored(level) for level in pyramid(images.astype(float), 3)],
        "real": stored(a), "fake": stored(b), "directions": stored(directions),
        "sliced": sliced(a.astype(float), b.astype(float), directions.astype(float)),
    })


if __name__ == "__main__":
    main()
