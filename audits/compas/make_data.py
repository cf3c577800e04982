#!/usr/bin/env python3
"""Makes cases.csv from the public file, row by row, without changing a value.

usage: make_data.py [--check] [SOURCE]

SOURCE is a copy of compas-scores-two-years.csv (GitHub propublica/compas-analysis), or of the file data.csv that was
made from it; without it ../shared/cases/compas-two-years/data.csv is taken if it is there. --check compares cases.csv
with what would be written, and says so where there is no source to compare with.
"""
import csv
import io
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DEFAULT = os.path.join(HERE, "..", "..", "..", "shared", "cases", "compas-two-years", "data.csv")
COLUMNS = ["id", "decile_score", "decision", "rearrested", "race", "sex", "age", "priors", "charge"]


def made(path):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    with open(path, encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            decile = int(row["decile_score"])
            priors = int(row["priors_count"])
            charge = row.get("charge_degree") or row["c_charge_degree"]
            writer.writerow([
                row["id"],
                decile,
                # Medium (5 to 7) and high (8 to 10) count as high, as in the published analysis.
                int(decile >= 5),
                row.get("outcome") or row["two_year_recid"],
                row["race"],
                row["sex"],
                row["age"],
                "0" if priors == 0 else "1-3" if priors <= 3 else "4+",
                {"F": "felony", "M": "misdemeanor"}[charge],
            ])
    return out.getvalue()


def main():
    names = [name for name in sys.argv[1:] if name != "--check"]
    source = names[0] if names else DEFAULT
    there = os.path.join(HERE, "cases.csv")
    if not os.path.exists(source):
        print("skipped: the public file is not here; give its path as an argument")
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
