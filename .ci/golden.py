#!/usr/bin/env python3
"""Compare a report.json with a case's golden.json: ../shared/tools/golden.py, with the groups of intersections under the report's names.

usage: golden.py REPORT.json GOLDEN.json [--leave METRIC:METHOD]... [arguments of ../shared/tools/golden.py]

A golden file names a group of a*b in one of two ways: "x & y", which the tool knows, and "a=x & b=y", which it does not. The second is
written as the first here; no value is touched. --leave: values of this metric by this method are not compared, and are counted; the
spec that leaves them says why. Needs: python3, nothing else.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

TOOL = pathlib.Path(__file__).resolve().parents[2] / "shared" / "tools" / "golden.py"


def bare(value):
    """The group of a golden value without the names of the attributes."""
    names, parts = (value.get("attribute") or "").split("*"), (value.get("group") or "").split(" & ")
    if len(names) < 2 or len(parts) != len(names):
        return value.get("group")
    if not all(part.startswith(name + "=") for name, part in zip(names, parts)):
        return value.get("group")
    return " & ".join(part.split("=", 1)[1] for part in parts)


def main():
    report, golden, *rest = sys.argv[1:]
    with open(golden, encoding="utf-8") as file:
        content = json.load(file)
    while "--leave" in rest:
        at = rest.index("--leave")
        metric, method = rest[at + 1].split(":", 1)
        del rest[at : at + 2]
        kept = [value for value in content["values"] if (value["metric"], value.get("method")) != (metric, method)]
        print(f"left out {len(content['values']) - len(kept):4}: {metric} by {method}")
        content["values"] = kept
    for value in content["values"]:
        # A subgroup of a search keeps its items: the tool reads them by name.
        if value.get("group") is not None and value["metric"] != "subgroup_divergence":
            value["group"] = bare(value)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(content, file)
        file.flush()
        return subprocess.call([sys.executable, str(TOOL), report, file.name, *rest])


if __name__ == "__main__":
    sys.exit(main())
