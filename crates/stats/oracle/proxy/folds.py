# Python 3, numpy, scikit-learn: versions stand in the file that this writes
"""Areas out of fold of cells whose cases are dealt out to five folds, on made-up counts: scikit-learn from rows.

usage: folds.py   (writes folds.json beside itself)

Two cases: three inputs of 6, 4 and 12 levels; the same with a level that only members have, which separates. The
regression is ridge with a penalty of a thousandth of a case, the commonest level of each input as reference.
"""
import json
import os
import sys

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDS = 5
RIDGE = 1e-3


def rows_of(seed, separated):
    rng = np.random.default_rng(seed)
    n = 900
    levels = np.column_stack([rng.choice(6, n, p=[.3, .25, .2, .1, .1, .05]), rng.integers(0, 4, n), rng.geometric(.25, n).clip(1, 12) - 1])
    effects = [np.array([0, .5, -.4, .9, -1.2, .3]), np.array([0, -.3, .6, .1]), np.linspace(-.8, .8, 12)]
    eta = -.5 + sum(effect[levels[:, i]] for i, effect in enumerate(effects))
    member = rng.random(n) < 1 / (1 + np.exp(-eta))
    if separated:
        member |= levels[:, 0] == 5
    return levels, member.astype(int), rng.integers(0, FOLDS, n)


def by_cells(key, member, fold):
    score = np.empty(len(member))
    for f in range(FOLDS):
        train = fold != f
        share = member[train].mean()
        for k in np.unique(key[~train]):
            own = train & (key == k)
            score[(fold == f) & (key == k)] = (member[own].sum() + share) / (own.sum() + 1)
    return score


def by_main_effects(levels, member, fold):
    columns = []
    for i in range(levels.shape[1]):
        values, counts = np.unique(levels[:, i], return_counts=True)
        order = sorted(zip(-counts, values))
        columns += [(levels[:, i] == value).astype(float) for _, value in order[1:]]
    x = np.column_stack(columns)
    score = np.empty(len(member))
    for f in range(FOLDS):
        train = fold != f
        model = LogisticRegression(C=1 / RIDGE, solver="newton-cholesky", tol=1e-12, max_iter=1000).fit(x[train], member[train])
        score[~train] = model.predict_proba(x[~train])[:, 1]
    return score


def within(member, fold, score):
    """The area over pairs of one fold: roc_auc_score of each fold, weighted by its pairs."""
    areas, pairs = [], []
    for f in range(FOLDS):
        own = fold == f
        areas.append(roc_auc_score(member[own], score[own]))
        pairs.append(member[own].sum() * (1 - member[own]).sum())
    return float(np.average(areas, weights=pairs))


def main():
    out = {"versions": f"Python {sys.version.split()[0]}, numpy {np.__version__}, scikit-learn {sklearn.__version__}", "cases": []}
    for name, seed, separated in [("plain", 811, False), ("separated", 812, True)]:
        levels, member, fold = rows_of(seed, separated)
        cells = {}
        for row, m, f in zip(levels.tolist(), member.tolist(), fold.tolist()):
            counts = cells.setdefault(tuple(row), [[0, 0] for _ in range(FOLDS)])
            counts[f][0 if m else 1] += 1
        key = np.unique(levels, axis=0, return_inverse=True)[1].ravel()
        one, two = by_cells(key, member, fold), by_main_effects(levels, member, fold)
        out["cases"].append({
            "name": name,
            "cells": [[list(k), v] for k, v in sorted(cells.items())],
            "cells_auc": roc_auc_score(member, one),
            "cells_auc_within": within(member, fold, one),
            "cells_log_loss": log_loss(member, one),
            "regression_auc": roc_auc_score(member, two),
            "regression_auc_within": within(member, fold, two),
            "regression_log_loss": log_loss(member, two),
        })
    with open(os.path.join(HERE, "folds.json"), "w", encoding="utf-8") as file:
        json.dump(out, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
