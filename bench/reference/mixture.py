"""A mixture of three Gaussians fitted by scikit-learn from given means, with its Bayesian information criterion.

    python bench/reference/mixture.py
"""

import numpy as np
from sklearn.mixture import GaussianMixture

import golden

import torch


def main():
    random = np.random.default_rng(20261127)
    centers = np.array([[0, 0, 0], [4, 0, 1], [0, 5, -2.0]])
    rows = np.concatenate([random.normal(size=(n, 3)) @ random.normal(size=(3, 3)) * 0.6 + c for n, c in zip((120, 60, 40), centers)])
    rows = rows.astype(np.float32).astype(np.float64)
    means = rows[[0, 130, 190]]
    whole = np.linalg.inv(np.cov(rows.T, bias=True) + 1e-6 * np.eye(3))
    fit = GaussianMixture(
        3, tol=1e-3, max_iter=50, reg_covar=1e-6, means_init=means, weights_init=np.ones(3) / 3, precisions_init=np.stack([whole] * 3))
    fit.fit(rows)
    golden.write("autoencoder", "mixture", {
        "rows": golden.tensor(torch.tensor(rows)), "first": golden.tensor(torch.tensor(means)),
        "weights": fit.weights_.tolist(), "means": fit.means_.tolist(), "covariances": fit.covariances_.reshape(3, 9).tolist(),
        "log-likelihood": fit.score(rows), "criterion": fit.bic(rows), "iterations": fit.n_iter_,
    })


if __name__ == "__main__":
    main()
