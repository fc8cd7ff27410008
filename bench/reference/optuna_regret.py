"""Regret of Optuna's samplers on public test functions: the reference of SamplersTest.

    pip install "optuna==5.0.0" && python optuna_regret.py > ../../core/src/test/resources/dev/duello/search/optuna.json

Branin, Hartmann 3 and Hartmann 6 in 60 trials, by TPE with its defaults (multivariate, constant liar) and by random search.
Multi-fidelity Hartmann (Pfisterer et al. 2022, mf-prior-bench; bias and noise "good") at a total cost of 25 trainings of full length:
TPE with successive halving, TPE alone, random search. Regret is the best true value found at full length above the known minimum.
"""

import json
import math
import re
import sys

import numpy as np
import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)

A3 = np.array([[3, 10, 30], [0.1, 10, 35], [3, 10, 30], [0.1, 10, 35]])
P3 = 1e-4 * np.array([[3689, 1170, 2673], [4699, 4387, 7470], [1091, 8732, 5547], [381, 5743, 8828]])
A6 = np.array([[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]])
P6 = 1e-4 * np.array([
    [1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]])
ALPHA = np.array([1.0, 1.2, 3.0, 3.2])
MINIMUM = {3: -3.86278, 6: -3.32237}
TRIALS = 60
BUDGET = 25
RUNGS = [12.5, 25, 50, 100]
BIAS, NOISE = 2.5, 2


def branin(x, y):
    return (y - 5.1 / (4 * math.pi**2) * x**2 + 5 / math.pi * x - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def hartmann(x, alpha=ALPHA):
    a, p = (A3, P3) if len(x) == 3 else (A6, P6)
    return -float(np.sum(alpha * np.exp(-np.sum(a * (np.array(x) - p) ** 2, axis=1))))


def fidelity(x, z, rng):
    s = math.log(z) / math.log(100)
    return hartmann(x, ALPHA - BIAS * (1 - s)) + abs(rng.standard_normal()) * NOISE * (1 - s)


def regret(sampler, dimensions):
    study = optuna.create_study(sampler=sampler)
    if dimensions == 2:
        study.optimize(lambda t: branin(t.suggest_float("x", -5, 10), t.suggest_float("y", 0, 15)), n_trials=TRIALS)
        return study.best_value - 0.397887
    study.optimize(lambda t: hartmann([t.suggest_float(f"x{i}", 0, 1) for i in range(dimensions)]), n_trials=TRIALS)
    return study.best_value - MINIMUM[dimensions]


def regret_at_cost(sampler, dimensions, seed, halving):
    rng = np.random.default_rng(seed)
    pruner = optuna.pruners.SuccessiveHalvingPruner(min_resource=1, reduction_factor=2) if halving else optuna.pruners.NopPruner()
    study = optuna.create_study(sampler=sampler, pruner=pruner)
    spent, best = 0, math.inf
    while spent < BUDGET * 100:
        trial = study.ask()
        x = [trial.suggest_float(f"x{i}", 0, 1) for i in range(dimensions)]
        before, state, value = 0, optuna.trial.TrialState.COMPLETE, math.inf
        for rung, z in enumerate(RUNGS):
            spent += z - before
            before = z
            value = min(value, fidelity(x, z, rng))
            trial.report(value, 2**rung)
            if z < 100 and trial.should_prune():
                state = optuna.trial.TrialState.PRUNED
                break
        if state == optuna.trial.TrialState.COMPLETE:
            best = min(best, hartmann(x))
            study.tell(trial, value)
        else:
            study.tell(trial, state=state)
    return best - MINIMUM[dimensions]


def main():
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    tpe = lambda seed: optuna.samplers.TPESampler(seed=seed)
    random = lambda seed: optuna.samplers.RandomSampler(seed=seed)
    result = {"optuna": optuna.__version__, "seeds": seeds, "trials": TRIALS, "budget": BUDGET, "regret": {}}
    for name, dimensions in (("branin", 2), ("hartmann3", 3), ("hartmann6", 6)):
        for kind, sampler in (("tpe", tpe), ("random", random)):
            result["regret"][f"{name}-{kind}"] = [regret(sampler(s), dimensions) for s in range(seeds)]
    for dimensions in (3, 6):
        for kind, sampler, halving in (("tpe-halving", tpe, True), ("tpe", tpe, False), ("random", random, False)):
            result["regret"][f"mf-hartmann{dimensions}-{kind}"] = [
                regret_at_cost(sampler(s), dimensions, s, halving) for s in range(seeds)]
    result["regret"] = {name: [float(f"{value:.5g}") for value in values] for name, values in result["regret"].items()}
    for name, values in result["regret"].items():
        print(name, np.round(np.quantile(values, [0.25, 0.5, 0.75]), 4), file=sys.stderr)
    text = json.dumps(result, indent=1)
    print(re.sub(r"\[[^\]]*\]", lambda row: re.sub(r"\s+", " ", row.group()), text))


main()
