"""Sums and counts of two cases with known groups, for the records of this folder: bands and sums, no rows.

python 3.11. Reads cases/proxy-surname/{data,truth}.csv and cases/compas-two-years/data.csv from the folder given.
"""
import csv
import math
import sys
from collections import defaultdict
from pathlib import Path

CASES = Path(sys.argv[1])
HERE = Path(__file__).parent


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def write(name, about, header, rows):
    with open(HERE / name, "w") as file:
        file.write(f"# {about}\n{','.join(header)}\n")
        for row in rows:
            file.write(",".join(repr(x) if isinstance(x, float) else str(x) for x in row) + "\n")


truth = {row["id"]: row["race"] for row in read(CASES / "proxy-surname/truth.csv")}
people = [row for row in read(CASES / "proxy-surname/data.csv") if row["surname_black"] != ""]
for row in people:
    row["a"], row["b"] = float(row["surname_black"]), float(row["surname_white"])
    race = truth[row["id"]]
    row["race"] = race if race in ("black", "white") else "other"

# Which of the samples "id a multiple of 20, 10, 5" a row is in: the largest of the three that divides it, else 1.
sums = defaultdict(lambda: [0, [], [], [], [], []])
for row in people:
    sample = next((m for m in (20, 10, 5) if int(row["id"]) % m == 0), 1)
    band = sum(row["a"] >= edge for edge in (0.05, 0.15, 0.3, 0.5))
    cell = sums[band, row["decision"], sample, row["race"]]
    a, b = row["a"], row["b"]
    cell[0] += 1
    for list_, x in zip(cell[1:], (a, b, a * a, b * b, a * b)):
        list_.append(x)
write(
    "surname_sums.csv",
    "cases/proxy-surname, rows with surname probabilities: sums of surname_black (a) and surname_white (b), case.py",
    ["band", "decision", "sample", "race", "rows", "a", "b", "aa", "bb", "ab"],
    [[*key, cell[0], *(math.fsum(x) for x in cell[1:])] for key, cell in sorted(sums.items())],
)

bands = defaultdict(lambda: [0, [], [], 0, 0])
for row in people:
    for of, p in (("black", row["a"]), ("white", row["b"])):
        cell = bands[of, min(19, math.floor(20 * p)), row["decision"]]
        cell[0] += 1
        cell[1].append(row["a"])
        cell[2].append(row["b"])
        cell[3] += row["race"] == "black"
        cell[4] += row["race"] == "white"
write(
    "surname_bands.csv",
    "the same rows by twenty bands of surname_black and, apart from that, of surname_white, case.py",
    ["bands_of", "band", "decision", "rows", "black", "white", "true_black", "true_white"],
    [[*key, c[0], math.fsum(c[1]), math.fsum(c[2]), c[3], c[4]] for key, c in sorted(bands.items())],
)

kept = [row for row in read(CASES / "compas-two-years/data.csv") if row["race"] in ("African-American", "Caucasian")]
counts = defaultdict(int)
for place, row in enumerate(kept):
    member = int(row["race"] == "African-American")
    counts[member, row["priors"], row["age_cat"], row["charge_degree"], row["sex"], place % 5] += 1
write(
    "compas_inputs.csv",
    "cases/compas-two-years, African-American (member 1) and Caucasian, fold = place in file order modulo 5, case.py",
    ["member", "priors", "age_cat", "charge_degree", "sex", "fold", "cases"],
    [[*key, n] for key, n in sorted(counts.items())],
)
