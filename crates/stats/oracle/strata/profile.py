"""Profile limits of Firth's penalised likelihood by a general optimiser, for `src/logistic/tests.rs`.

python 3.11, numpy, scipy. Prints: log odds of the group, lower, upper at 95 %.
"""
import numpy as np
from scipy.optimize import brentq, minimize
from scipy.stats import norm

CASES = {
    "firth": ([[1, 1, 0], [1, 0, 0], [1, 1, 1], [1, 0, 1]], [5, 3, 2, 1], [5, 20, 7, 9], 1),
    "separated": ([[1, 1], [1, 0]], [0, 12], [40, 80], 1),
    "everything": ([[1, 1], [1, 0]], [0, 80], [40, 80], 1),
}


def penalised(b, design, x, n):
    eta = design @ b
    p = 1 / (1 + np.exp(-eta))
    likelihood = np.sum(-x * np.logaddexp(0, -eta) - (n - x) * np.logaddexp(0, eta))
    information = design.T @ (design * (n * p * (1 - p))[:, None])
    return likelihood + 0.5 * np.linalg.slogdet(information)[1]


def top(design, x, n, held=None, value=0.0, start=None):
    free = [j for j in range(design.shape[1]) if j != held]

    def whole(part):
        b = np.zeros(design.shape[1])
        b[free] = part
        if held is not None:
            b[held] = value
        return b

    begin = np.zeros(len(free)) if start is None else start[free]
    best = minimize(lambda part: -penalised(whole(part), design, x, n), begin, method="Nelder-Mead",
                    options={"xatol": 1e-11, "fatol": 1e-14, "maxiter": 100000, "maxfev": 100000})
    best = minimize(lambda part: -penalised(whole(part), design, x, n), best.x, method="Nelder-Mead",
                    options={"xatol": 1e-12, "fatol": 1e-15, "maxiter": 100000, "maxfev": 100000})
    return whole(best.x), -best.fun


for name, (design, x, n, column) in CASES.items():
    design, x, n = np.array(design, float), np.array(x, float), np.array(n, float)
    b, height = top(design, x, n)
    z = norm.ppf(0.975)
    fall = lambda v: 2 * (height - top(design, x, n, column, v, b)[1]) - z * z
    lower = brentq(fall, b[column] - 30, b[column], xtol=1e-11)
    upper = brentq(fall, b[column], b[column] + 30, xtol=1e-11)
    print(name, repr(float(b[column])), repr(float(lower)), repr(float(upper)))
