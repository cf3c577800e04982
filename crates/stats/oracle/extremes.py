"""Makes extremes.csv: limits of tables and levels that strain double precision.

Run with Python 3 and mpmath 1.3 (some minutes): python extremes.py > extremes.csv
"""
import random
import mpmath
from mpmath import mp, mpf, sqrt, exp, log, binomial

mp.dps = 50
random.seed(20261126)


def restricted(x1, n1, x0, n0, d):
    """Rate of the reference that is most likely under p1 - p0 = d, by bisection of the score in the distance from the edge."""
    b1, b0 = max(d, mpf(0)), max(-d, mpf(0))
    span = 1 - abs(d)

    def g(s):
        q1, q0 = b1 + s, b0 + s
        w1, w0 = 1 - q1, 1 - q0
        total = mpf(0)
        if x1: total += x1 / q1
        if n1 - x1: total -= (n1 - x1) / w1
        if x0: total += x0 / q0
        if n0 - x0: total -= (n0 - x0) / w0
        return total

    tiny = span * mpf(10) ** -45
    lo, hi = tiny, span - tiny
    if g(lo) <= 0:
        return b1, b0
    if g(hi) >= 0:
        return b1 + span, b0 + span
    # bisection on the logarithm first, so that rates of 1e-12 keep their digits
    llo, lhi = log(lo), log(hi)
    for _ in range(170):
        mid = (llo + lhi) / 2
        if g(exp(mid)) > 0: llo = mid
        else: lhi = mid
    s = exp((llo + lhi) / 2)
    return b1 + s, b0 + s


def t_difference(x1, n1, x0, n0, d):
    q1, q0 = restricted(x1, n1, x0, n0, d)
    n = n1 + n0
    variance = (q1 * (1 - q1) / n1 + q0 * (1 - q0) / n0) * n / (n - 1)
    return (x1 / n1 - x0 / n0 - d) / sqrt(variance)


def t_ratio(x1, n1, x0, n0, r):
    n = n1 + n0
    a, b, c = n * r, n1 * r + x1 + n0 + x0 * r, x1 + x0
    q0 = 2 * c / (b + sqrt(b * b - 4 * a * c))
    q1 = r * q0
    variance = (q1 * (1 - q1) / n1 + r * r * q0 * (1 - q0) / n0) * n / (n - 1)
    return (x1 / n1 - r * x0 / n0) / sqrt(variance)


def t_odds(x1, n1, x0, n0, psi):
    n, m = n1 + n0, x1 + x0
    a, b = n0 * (psi - 1), n1 * psi + n0 - m * (psi - 1)
    q0 = 2 * m / (b + sqrt(b * b + 4 * a * m))
    q1 = q0 * psi / (1 + q0 * (psi - 1))
    return (x1 - n1 * q1) * sqrt((1 / (n1 * q1 * (1 - q1)) + 1 / (n0 * q0 * (1 - q0))) * (n - 1) / n)


def falling_root(f, lo, hi, target, steps=110):
    for _ in range(steps):
        mid = (lo + hi) / 2
        if f(mid) > target: lo = mid
        else: hi = mid
    return (lo + hi) / 2


def conditional(x1, n1, x0, n0, tail):
    m = x1 + x0
    ks = list(range(max(0, m - n0), min(n1, m) + 1))
    ws = [binomial(n1, k) * binomial(n0, m - k) for k in ks]

    def upper(s):
        ps = [w * exp(s * k) for w, k in zip(ws, ks)]
        return sum(p for p, k in zip(ps, ks) if k >= x1) / sum(ps)

    def lower(s):
        ps = [w * exp(s * k) for w, k in zip(ws, ks)]
        return sum(p for p, k in zip(ps, ks) if k <= x1) / sum(ps)

    lo = exp(falling_root(lambda s: -upper(s), mpf(-200), mpf(200), -tail, 110)) if x1 > ks[0] else None
    hi = exp(falling_root(lower, mpf(-200), mpf(200), tail, 110)) if x1 < ks[-1] else None
    return lo, hi


def show(v):
    return "" if v is None else mp.nstr(v, 17)


print("# extremes.py, Python 3, mpmath %s, 50 digits; z as f64; an empty field is a limit that is not sought" % mpmath.__version__)
print("method,x1,n1,x0,n0,z,lower,upper")
tables = [(3, 10**9, 10, 2 * 10**9), (0, 10**9, 4, 30), (999, 1000, 1998, 2000), (10**6 - 1, 10**6, 10**6 - 3, 10**6),
          (1, 10**9, 1, 10**9), (5, 10, 5 * 10**8, 10**9), (0, 40, 90000, 10**5), (40, 40, 1, 10**7), (1, 2, 1, 3)]
for _ in range(14):
    n1, n0 = (int(10 ** random.uniform(0.5, 8)) for _ in range(2))
    p = 10 ** random.uniform(-7, -0.2)
    p1 = min(1.0, p * 10 ** random.uniform(-0.4, 0.2))
    if random.random() < 0.3:
        p, p1 = 1 - p, 1 - p1
    tables.append((round(n1 * p1), n1, round(n0 * p), n0))
for x1, n1, x0, n0 in tables:
    if x1 + x0 == 0 or x1 + x0 == n1 + n0:
        continue
    m = tuple(mpf(v) for v in (x1, n1, x0, n0))
    for z in ["1.959963984540054", "6", "20"]:
        z_ = mpf(float(z))
        d = m[0] / m[1] - m[2] / m[3]
        lo = falling_root(lambda v: t_difference(*m, v), mpf(-1), d, z_) if d > -1 else mpf(-1)
        hi = falling_root(lambda v: t_difference(*m, v), d, mpf(1), -z_) if d < 1 else mpf(1)
        print(",".join(["difference"] + [str(v) for v in (x1, n1, x0, n0)] + [z, show(lo), show(hi)]), flush=True)
        lo = exp(falling_root(lambda s: t_ratio(*m, exp(s)), mpf(-60), mpf(60), z_)) if x1 else None
        hi = exp(falling_root(lambda s: t_ratio(*m, exp(s)), mpf(-60), mpf(60), -z_)) if x0 else None
        print(",".join(["ratio"] + [str(v) for v in (x1, n1, x0, n0)] + [z, show(lo), show(hi)]), flush=True)
        y1, y0 = n1 - x1, n0 - x0
        lo = exp(falling_root(lambda s: t_odds(*m, exp(s)), mpf(-200), mpf(200), z_)) if x1 and y0 else None
        hi = exp(falling_root(lambda s: t_odds(*m, exp(s)), mpf(-200), mpf(200), -z_)) if x0 and y1 else None
        print(",".join(["odds_score"] + [str(v) for v in (x1, n1, x0, n0)] + [z, show(lo), show(hi)]), flush=True)
for x1, n1, x0, n0 in [(7, 34, 1, 34), (3, 200, 9, 150), (60, 80, 20, 90), (1, 5, 4, 5), (2, 400, 0, 300)]:
    for z in ["1.959963984540054", "6", "12"]:
        tail = mpmath.erfc(mpf(float(z)) / sqrt(2)) / 2
        lo, hi = conditional(x1, n1, x0, n0, tail)
        print(",".join(["odds_conditional"] + [str(v) for v in (x1, n1, x0, n0)] + [z, show(lo), show(hi)]), flush=True)
