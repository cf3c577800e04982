#!/usr/bin/env python3
"""Checks the packages of Cargo.lock by deny.toml: licence, source, banned names. Offline, standard library only.

A package passes if its SPDX expression can be met with licences of `[licenses] allow`: one side of every OR, both sides
of every AND. The old form `MIT/Apache-2.0` is an OR. Fonts and data inside a package have licences of their own that no
manifest names: those are looked at by hand when a package is added.
"""
import json
import pathlib
import re
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent


def met(expression, allowed):
    """Can the expression be met with allowed licences? Raises ValueError where it cannot be read."""
    words = re.findall(r"\(|\)|[^\s()]+", expression.replace("/", " OR "))

    def any_of(at):
        ok, at = all_of(at)
        while at < len(words) and words[at] == "OR":
            right, at = all_of(at + 1)
            ok = ok or right
        return ok, at

    def all_of(at):
        ok, at = one(at)
        while at < len(words) and words[at] == "AND":
            right, at = one(at + 1)
            ok = ok and right
        return ok, at

    def one(at):
        if at >= len(words):
            raise ValueError("ends too early")
        if words[at] == "(":
            ok, at = any_of(at + 1)
            if at >= len(words) or words[at] != ")":
                raise ValueError("a parenthesis is not closed")
            return ok, at + 1
        name, at = words[at], at + 1
        if at + 1 < len(words) and words[at] == "WITH":
            name, at = f"{name} WITH {words[at + 1]}", at + 2
        return name in allowed, at

    ok, at = any_of(0)
    if at != len(words):
        raise ValueError(f"`{words[at]}` is not expected")
    return ok


def main():
    rules = tomllib.loads((ROOT / "deny.toml").read_text(encoding="utf-8"))
    allowed = set(rules["licenses"]["allow"])
    exceptions = {one["crate"]: set(one["allow"]) for one in rules["licenses"].get("exceptions", [])}
    banned = {one["crate"] for one in rules["bans"]["deny"]}
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--all-features"]
    packages = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)["packages"]
    wrong = []
    for package in packages:
        name = f"{package['name']} {package['version']}"
        if package["name"] in banned:
            wrong.append(f"{name} is banned")
        source = package["source"]
        if source is not None and not source.startswith("registry+"):
            wrong.append(f"{name} comes from {source}, not from a registry")
        licence = package["license"]
        try:
            if licence is None:
                wrong.append(f"{name} names no licence")
            elif not met(licence, allowed | exceptions.get(package["name"], set())):
                wrong.append(f"{name} is under {licence}")
        except ValueError as error:
            wrong.append(f"{name}: the licence `{licence}` cannot be read: {error}")
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(packages)} packages, every licence allowed")


if __name__ == "__main__":
    main()
