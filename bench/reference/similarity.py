"""Structural similarity by its definition, window after window, in NumPy and float64.

    python bench/reference/similarity.py
"""

import json

import numpy as np

import golden

WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]


def window():
    at = np.arange(11) - 5
    taps = np.exp(-(at**2) / (2 * 1.5**2))
    square = np.outer(taps, taps)
    return square / square.sum()


def parts(x, y):
    """Mean of the index, and of contrast and structure alone, of two channels."""
    w = window()
    both, contrast = [], []
    for top in range(x.shape[0] - 10):
        for left in range(x.shape[1] - 10):
            a, b = x[top:top + 11, left:left + 11], y[top:top + 11, left:left + 11]
            mean_a, mean_b = (w * a).sum(), (w * b).sum()
            var_a, var_b = (w * (a - mean_a) ** 2).sum(), (w * (b - mean_b) ** 2).sum()
            covariance = (w * (a - mean_a) * (b - mean_b)).sum()
            c = (2 * covariance + 0.0009) / (var_a + var_b + 0.0009)
            contrast.append(c)
            both.append((2 * mean_a * mean_b + 0.0001) / (mean_a**2 + mean_b**2 + 0.0001) * c)
    return np.mean(both), np.mean(contrast)


def halved(x):
    return x.reshape(x.shape[0] // 2, 2, x.shape[1] // 2, 2).mean((1, 3))


def main():
    random = np.random.default_rng(20261127)
    smooth = np.cumsum(np.cumsum(random.standard_normal((3, 48, 48)), 1), 2)
    smooth = (smooth - smooth.min()) / (smooth.max() - smooth.min())
    first = np.round(255 * smooth).astype(int)
    second = np.clip(np.round(255 * smooth + 20 * random.standard_normal(smooth.shape)), 0, 255).astype(int)
    x, y = first / 255, second / 255
    scales = []
    a, b = list(x), list(y)
    for _ in range(3):
        scales.append(np.mean([parts(p, q) for p, q in zip(a, b)], 0))
        a, b = [halved(p) for p in a], [halved(q) for q in b]
    weights = np.array(WEIGHTS[:3]) / sum(WEIGHTS[:3])
    terms = [scales[0][1], scales[1][1], scales[2][0]]
    path = golden.RESOURCES / "metric" / "similarity.json"
    path.write_text(json.dumps({
        "note": "Made by bench/reference/similarity.py; do not edit.",
        "first": first.ravel().tolist(), "second": second.ravel().tolist(), "shape": list(first.shape),
        "ssim": scales[0][0], "ms-ssim": float(np.prod(np.array(terms) ** weights)),
        "psnr": -10 * np.log10(((x - y) ** 2).mean()),
    }, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
