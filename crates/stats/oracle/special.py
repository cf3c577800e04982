"""Makes special.csv: high-precision values of the special functions.

Run with Python 3 and mpmath 1.3 (a minute or two): python special.py > special.csv
"""
from mpmath import mp, mpf, betainc, gammainc, loggamma, log, erfc, sqrt, findroot, exp, quad
import mpmath

mp.dps = 60
rows = []


def ln_beta_lower(a, b, x):
    # Near 1 the series is slow; the complement's is fast, and 60 digits leave enough after the subtraction.
    if x > 0.9:
        lower = 1 - exp(ln_beta_series(b, a, 1 - x))
        if lower > mpf(10) ** -25:
            return log(lower)
    return ln_beta_series(a, b, x)


def ln_beta_series(a, b, x):
    # Series in x: x^a y^b / (a B(a,b)) * 2F1(a+b, 1; a+1; x), all terms positive.
    x = mpf(x)
    y = 1 - x
    term, total, k = mpf(1), mpf(1), 0
    while True:
        term *= (a + b + k) * x / (a + 1 + k)
        total += term
        k += 1
        if term < total * mpf(10) ** (-58):
            break
    front = a * log(x) + b * log(y) + loggamma(a + b) - loggamma(a) - loggamma(b) - log(a)
    return front + log(total)


def ln_gamma_lower(a, x):
    term, total, k = mpf(1), mpf(1), 0
    while True:
        k += 1
        term *= x / (a + k)
        total += term
        if term < total * mpf(10) ** (-58):
            break
    return a * log(x) - x - loggamma(a + 1) + log(total)


def gamma_fraction(a, x):
    b = x + 1 - a
    c = mpf(10) ** 300
    d = 1 / b
    h = d
    k = 0
    while True:
        k += 1
        numerator = -k * (k - a)
        b += 2
        d = 1 / (numerator * d + b)
        c = b + numerator / c
        step = d * c
        h *= step
        if abs(step - 1) < mpf(10) ** -40:
            return h


def emit(name, inputs, value):
    inputs = list(inputs) + [""] * (3 - len(inputs))
    rows.append([name] + [mp.nstr(mpf(i), 17) if i != "" else "" for i in inputs] + [mp.nstr(value, 20)])


# ln of the lower tail, at or below the mean (the upper one is the same function of the complement).
for a in ["0.5", "1", "3", "40.5", "1000", "100000"]:
    for b in ["0.5", "1", "7", "250", "100000", "10000000"]:
        a_, b_ = mpf(a), mpf(b)
        mean = a_ / (a_ + b_)
        sd = sqrt(a_ * b_ / ((a_ + b_) ** 2 * (a_ + b_ + 1)))
        for t in ["0.5", "2", "6", "20"]:
            x = mean - mpf(t) * sd
            if x <= 0:
                x = mean * exp(-mpf(t))
            x = mpf(float(x))
            emit("beta_ln_lower", [a_, b_, x], ln_beta_lower(a_, b_, x))
for n, k in [(10**9, 5 * 10**8), (10**9, 3 * 10**8)]:
    a_, b_ = mpf(k), mpf(n - k + 1)
    mean = a_ / (a_ + b_)
    sd = sqrt(a_ * b_ / ((a_ + b_) ** 2 * (a_ + b_ + 1)))
    for t in [3, 15]:
        x = mpf(float(mean - t * sd))
        emit("beta_ln_lower", [a_, b_, x], ln_beta_lower(a_, b_, x))

# Quantiles: the tail is computed at a chosen x, so that the expected answer is that x.
for a in ["0.5", "1", "1.5", "7", "94", "1000", "100000"]:
    for b in ["0.5", "1", "3", "94", "20000", "10000000", "100000000"]:
        a_, b_ = mpf(a), mpf(b)
        mean = a_ / (a_ + b_)
        sd = sqrt(a_ * b_ / ((a_ + b_) ** 2 * (a_ + b_ + 1)))
        for t in ["0.1", "2", "6", "25"]:
            x = mean - mpf(t) * sd
            if x <= 0:
                x = mean * exp(-mpf(t))
            value = ln_beta_lower(a_, b_, x)
            if value > log(mpf(10)) * -290:
                emit("beta_quantile_lower", [exp(value), a_, b_], x)

for a in ["0.5", "1", "2.5", "30", "1000", "1000000"]:
    a_ = mpf(a)
    for t in ["-6", "-2", "-0.3"]:
        x = a_ + mpf(t) * sqrt(a_)
        if x <= 0:
            x = a_ * exp(mpf(t))
        x = mpf(float(x))
        emit("gamma_ln_lower", [a_, x], ln_gamma_lower(a_, x))
    for t in ["0.3", "2", "6", "20"]:
        x = mpf(float(a_ + mpf(t) * sqrt(a_)))
        upper = 1 - exp(ln_gamma_lower(a_, x))
        if upper < mpf(10) ** -20:
            # Lentz's continued fraction; slow near the mean, where the difference above is enough.
            upper = exp(a_ * log(x) - x - loggamma(a_)) * gamma_fraction(a_, x)
        emit("gamma_ln_upper", [a_, x], log(upper))

for df in ["1", "2", "5", "30.5", "1000", "100000000"]:
    for t in ["0.7", "2", "5", "12"]:
        n_, t_ = mpf(df), mpf(t)
        x = n_ / (n_ + t_ * t_)
        if n_ < 2000:
            value = log(betainc(n_ / 2, mpf(1) / 2, 0, x, regularized=True) / 2)
        else:
            # E over the mixing gamma by quadrature would lose digits; upper tail by the series of the complement.
            value = log((1 - exp(ln_beta_lower(mpf(1) / 2, n_ / 2, 1 - x))) / 2)
        emit("student_ln_sf", [n_, t_], value)

for k, n, p in [(300100, 10**6, "0.3"), (3, 10**9, "1e-8"), (7, 34, "0.125"), (5 * 10**8 + 777, 10**9, "0.5")]:
    p_ = mpf(float(mpf(p)))
    v = loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1) + k * log(p_) + (n - k) * log(1 - p_)
    emit("ln_dbinom", [k, n, p_], v)
for z in ["-8", "-1", "0", "0.5", "3", "9", "37", "100"]:
    emit("normal_ln_sf", [mpf(z)], log(erfc(mpf(z) / sqrt(2)) / 2))

print("# special.py, Python 3, mpmath %s, 60 digits; function, up to three arguments, value" % mpmath.__version__)
print("function,first,second,third,value")
for r in rows:
    print(",".join(r))
