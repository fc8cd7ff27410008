"""Golden values of the privacy audit. Needs numpy, scipy and scikit-learn, but no PyTorch.

    python bench/reference/audit.py

Where a library has the statistic, the library computes it; the data-copying test follows the code of its authors
(github.com/casey-meehan/data-copying), and DeLong's variance is written from its definition, pair by pair.
"""

import json
import pathlib

import numpy as np
import scipy
import sklearn
from scipy.stats import binomtest, gaussian_kde, mannwhitneyu, norm
from sklearn.metrics import roc_auc_score, roc_curve

RESOURCES = pathlib.Path(__file__).parents[2] / "core/src/test/resources/dev/duello/privacy"
random = np.random.default_rng(0)


def de_long(members, others):
    pairs = (members[:, None] > others[None, :]) + 0.5 * (members[:, None] == others[None, :])
    auc = pairs.mean()
    variance = pairs.mean(1).var(ddof=1) / len(members) + pairs.mean(0).var(ddof=1) / len(others)
    reach = norm.ppf(0.975) * np.sqrt(variance)
    return auc - reach, auc + reach


def roc():
    # Rounded, so that many scores are equal.
    members = np.round(random.normal(0.6, 1, 60), 1)
    others = np.round(random.normal(0, 1, 80), 1)
    truth = np.r_[np.ones(60), np.zeros(80)]
    scores = np.r_[members, others]
    fpr, tpr, _ = roc_curve(truth, scores, drop_intermediate=False)
    low, high = de_long(members, others)
    return {
        "members": members.tolist(),
        "nonMembers": others.tolist(),
        "auc": roc_auc_score(truth, scores),
        "low": low,
        "high": high,
        "falsePositiveRates": fpr.tolist(),
        "truePositiveRates": tpr.tolist(),
    }


def intervals():
    found = []
    for successes, trials, confidence in [(0, 10, 0.95), (10, 10, 0.95), (3, 10, 0.95), (1, 1000, 0.95), (812, 10000, 0.99), (1, 1, 0.9)]:
        ci = binomtest(successes, trials).proportion_ci(confidence, method="exact")
        found.append({"successes": successes, "trials": trials, "confidence": confidence, "low": ci.low, "high": ci.high})
    return found


def density():
    points = random.normal(size=(40, 3)) @ np.array([[1, 0.5, 0], [0, 2, 0.3], [0, 0, 0.4]])
    places = random.normal(size=(6, 3)) * 3
    return {
        "points": points.tolist(),
        "places": places.tolist(),
        "logDensities": gaussian_kde(points.T).logpdf(places.T).tolist(),
    }


def z(reals, fakes):
    """Mann_Whitney of data_copying_tests.py."""
    m, n = len(fakes), len(reals)
    u, _ = mannwhitneyu(fakes, reals, alternative="less")
    return (u - (n * m / 2 - 0.5)) / np.sqrt(n * m * (n + m + 1) / 12)


def copying():
    reals, real_cells = random.gamma(3, 1, 120), random.integers(0, 3, 120)
    fakes, fake_cells = random.gamma(2.5, 1, 130), np.r_[random.integers(0, 2, 115), np.full(15, 2)]
    fakes, reals = np.round(fakes, 1), np.round(reals, 1)
    sum, weights = 0, 0
    for cell in range(3):
        if (fake_cells == cell).sum() > 20:
            share = (real_cells == cell).mean()
            sum += share * z(reals[real_cells == cell], fakes[fake_cells == cell])
            weights += share
    return {
        "generated": fakes.tolist(),
        "generatedCells": fake_cells.tolist(),
        "heldOut": reals.tolist(),
        "heldOutCells": real_cells.tolist(),
        "statistic": sum / weights,
    }


RESOURCES.mkdir(parents=True, exist_ok=True)
note = f"Made by bench/reference/audit.py with scipy {scipy.__version__}, scikit-learn {sklearn.__version__}; do not edit."
content = {"note": note, "roc": roc(), "intervals": intervals(), "density": density(), "copying": copying()}
(RESOURCES / "audit.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
