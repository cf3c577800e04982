#!/usr/bin/env python3
"""Makes cases.csv: made-up applications for a made-up housing allowance, with a bias planted on purpose.

usage: make_data.py          writes cases.csv beside this file
       make_data.py --check  exits with 1 if cases.csv is not what this script makes

Only the standard library, a fixed seed, and normal draws as sums of twelve uniform ones, so that every Python makes the
same bytes. What is planted, and what an audit should find, stands in README.md.
"""
import io
import math
import pathlib
import random
import sys

SEED = 2026
N = 3000
THRESHOLD = 0.40
OUT = pathlib.Path(__file__).with_name("cases.csv")


def logistic(x):
    return 1.0 / (1.0 + math.exp(-x))


def make():
    draw = random.Random(SEED).random

    def normal():
        return sum(draw() for _ in range(12)) - 6.0

    def pick(choices):
        at, total = draw(), 0.0
        for word, share in choices:
            total += share
            if at < total:
                return word
        return choices[-1][0]

    out = io.StringIO()
    out.write("id,score,decision,error,household,sex,origin,age\n")
    for row in range(1, N + 1):
        sex = pick([("woman", 0.54), ("man", 0.46)])
        origin = pick([("swedish", 0.74), ("foreign", 0.26)])
        low, high = pick([((18, 29), 0.22), ((30, 44), 0.38), ((45, 64), 0.31), ((65, 88), 0.09)])
        age = low + int(draw() * (high - low + 1))
        # Single parents are more often women: the factor that makes cases comparable goes with sex.
        single_parent = 0.30 if sex == "woman" else 0.08
        household = pick([("single_parent", single_parent), ("couple_children", 0.28), ("alone", 0.27), ("couple", 1.0)])
        # The risk of an error is the same in all groups.
        risk = normal()
        error = 1 if draw() < logistic(-3.0 + 1.5 * risk) else 0
        # Earlier corrections have nothing to do with errors here, but are more common among people of foreign
        # background. The score leans on them: that is the planted bias.
        corrections = 1 if draw() < (0.45 if origin == "foreign" else 0.08) else 0
        score = logistic(-3.6 + 1.4 * risk + 1.8 * corrections + 0.3 * normal())
        score = math.floor(score * 1000.0 + 0.5) / 1000.0
        decision = 1 if score >= THRESHOLD else 0
        # A few values are missing, as they are in any register.
        origin = "" if draw() < 0.005 else origin
        outcome = "" if draw() < 0.008 else str(error)
        out.write(f"A{row:04d},{score:.3f},{decision},{outcome},{household},{sex},{origin},{age}\n")
    return out.getvalue()


def main():
    text = make()
    if sys.argv[1:] == ["--check"]:
        if OUT.read_bytes() != text.encode():
            sys.exit(f"{OUT.name} is not what {pathlib.Path(__file__).name} makes")
        return
    OUT.write_bytes(text.encode())


if __name__ == "__main__":
    main()
