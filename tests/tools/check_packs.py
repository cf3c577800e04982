#!/usr/bin/env python3
"""Checks rule packs and statement files without the program itself: a second opinion for `evenhand law check`.

    python3 tests/tools/check_packs.py                  all of src/law/packs and audits/*/statements
    python3 tests/tools/check_packs.py --pages DIR      the same, the pages of the law in DIR
    python3 tests/tools/check_packs.py --sign FILE...   writes the content hash into each [[signature]] of the files

Needs Python 3.11, nothing else. It holds no list of its own: ids, questions, fields and roles are read from core.toml.
With ../shared/law beside the repository (or --pages), demands, quotes and verification are compared with those pages, else
it says that this was skipped.

content_sha256 of a statement = SHA-256 of the canonical JSON (RFC 8785) of an object with the keys answers, applies_to,
fields, language, version, each as in the file (dates as "YYYY-MM-DD"); a table that the file does not have is an empty one.
"""
import datetime
import hashlib
import json
import pathlib
import re
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKS = ROOT / "src/law/packs"
problems = []


def problem(where, what):
    problems.append(f"{where}: {what}")


def canonical(v):
    if isinstance(v, bool):
        return "true" if v else "false"
    if isinstance(v, str):
        return json.dumps(v, ensure_ascii=False)
    if isinstance(v, int):
        return str(v)
    if isinstance(v, float):
        if not 1e-6 <= abs(v) < 1e21 and v != 0:
            raise ValueError(f"{v}: the shortest decimal of this tool would differ from RFC 8785")
        return str(int(v)) if v == int(v) else repr(v)
    if isinstance(v, datetime.date):
        return json.dumps(v.isoformat())
    if isinstance(v, list):
        return "[" + ",".join(map(canonical, v)) + "]"
    if isinstance(v, dict):
        keys = sorted(v, key=lambda k: k.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(k)}:{canonical(v[k])}" for k in keys) + "}"
    raise TypeError(type(v))


def content_sha256(statement):
    # A table that is absent is an empty one.
    tables = {k: statement.get(k, {}) for k in ("answers", "applies_to", "fields")}
    text = canonical({**tables, "language": statement["language"], "version": statement["version"]})
    return hashlib.sha256(text.encode()).hexdigest()


def languages(where, v, path=""):
    """A table that has a text in one language has it in the other."""
    if isinstance(v, list):
        for i, x in enumerate(v):
            languages(where, x, f"{path}[{i}]")
    if isinstance(v, dict):
        for a, b in (("sv", "en"), ("case_sv", "case_en"), ("placeholders", "placeholders_en")):
            if (a in v) != (b in v):
                problem(where, f"{path}: {a} and {b}, both or none")
        if "sv" in v and path != "pack.caution" and not (v["sv"] and v.get("en")):
            problem(where, f"{path}: empty text")
        for k, x in v.items():
            languages(where, x, f"{path}.{k}" if path else k)


def unique(where, what, names):
    for n in {n for n in names if names.count(n) > 1}:
        problem(where, f"{what} `{n}` twice")


def conditions(when):
    yield when
    for w in when.get("of", []) if isinstance(when.get("of"), list) else []:
        yield from conditions(w)


def check_pack(name, pack, core, known):
    languages(name, pack)
    head = pack["pack"]
    ev = {e["id"]: e for e in core["evidence"]}
    hs = {s["id"] for s in core["statement"]} | {s["id"] for s in pack.get("statement", [])}
    wording = {w["id"] for w in core["wording"]}
    statuses = {s["id"] for s in core["status"]}
    rules = {r["id"]: r["asks"] for r in core["status_rule"] if r.get("in_packs", True)}
    if head["id"] != "core" and head["version"][:7] != head["legal_state"].strftime("%Y.%m"):
        problem(name, "version and legal_state differ")
    if head["kind"] == "optional" and not head["caution"]["sv"]:
        problem(name, "an optional pack needs a caution")
    if not any(c["version"] == head["version"] for c in pack.get("change", [])):
        problem(name, "no [[change]] for this version")
    unique(name, "provision", [p["id"] for p in pack.get("provision", [])])
    for p in pack.get("provision", []):
        at = f"{name} {p['id']}"
        if not re.fullmatch(r"[A-Z]+(-[A-Za-z0-9]+([/-][A-Za-z0-9]+)*)+", p["id"]):
            problem(at, "bad id")
        for lang in ("sv", "en"):
            for key in ("citation", "title", "demand", "short"):
                if lang not in p[key]:
                    problem(at, f"{key}.{lang} is missing")
            if len(p["demand"][lang]) > 400 or len(p["short"][lang]) > 60:
                problem(at, f"demand or short too long ({lang})")
        for key in ("binds", "in_force", "status_rule", "not_applicable", "wording", "verification", "depends_on", "related"):
            if key not in p:
                problem(at, f"`{key}` is missing")
        for q in p.get("quote", []):
            if q.get("official") is not True:
                problem(at, "quote not marked official")
        force = p["in_force"]
        if "to" in force and force["to"] < force["from"] or p.get("applies_from", force["from"]) < force["from"]:
            problem(at, "dates out of order")
        for t in p.get("transition", []):
            if "applies_from" not in p or t["applies_from"] < p["applies_from"]:
                problem(at, "transition without or before applies_from")
        na = p["not_applicable"]
        if na["mode"] == "by_person" and not (na.get("roles") and na.get("example")):
            problem(at, "by_person needs roles and an example")
        if set(na.get("roles", [])) - set(core["roles"]):
            problem(at, "unknown role in not_applicable")
        for e in p.get("evidence", []):
            if e["ev"] not in ev or e["need"] not in ("required", "if_available", "informative"):
                problem(at, f"evidence {e}")
        for s in p.get("statement", []):
            if s["hs"] not in hs or s["need"] not in ("required", "unless_within_margin", "informative"):
                problem(at, f"statement {s}")
        unique(at, "evidence", [e["ev"] for e in p.get("evidence", [])])
        unique(at, "statement", [s["hs"] for s in p.get("statement", [])])
        unique(at, "condition", [c["id"] for c in p.get("condition", [])])
        kinds = set()
        for c in p.get("condition", []):
            if c["only_if"] not in ("always", "flagged") or not {c["if_true"], c["if_unknown"]} <= statuses:
                problem(at, f"condition {c['id']}")
            for w in conditions(c["when"]):
                kinds.add(w["kind"])
                against = w.get("against")
                if head["jurisdiction"] in ("SE", "EU") and isinstance(against, (int, float)) and against not in (0, 1):
                    problem(at, f"literal threshold {against}")
                if w.get("metric") == "four_fifths_rule":
                    problem(at, "four_fifths_rule")
        asks = rules.get(p["status_rule"])
        if asks is None:
            problem(at, f"unknown status rule {p['status_rule']}")
        if asks == "disparity_evidence" and not any(ev[e["ev"]]["effect"] == "disparity" for e in p.get("evidence", [])):
            problem(at, "SR-DISP without disparity evidence")
        if asks == "input_condition" and "input" not in kinds:
            problem(at, "SR-RULE without a condition of kind input")
        for status, ids in p["wording"].items():
            if status not in statuses or set(ids) - wording:
                problem(at, f"wording {status} {ids}")
        # a status that can come out needs words
        asked = [x for x in p.get("evidence", []) + p.get("statement", []) if x["need"] != "informative"]
        can = {"in_place"} if asked or p.get("condition") else set()
        can |= {"incomplete"} if any("hs" in x for x in asked) else set()
        can |= {c[k] for c in p.get("condition", []) for k in ("if_true", "if_unknown")}
        can |= {"not_applicable"} if na["mode"] != "never" or "to" in force else set()
        can |= {"incomplete"} if na["mode"] == "by_person" else set()  # a claim without signature
        can |= {"flagged"} if "contradicted_by" in na else set()
        can |= {"not_assessed"} if any(e["need"] == "required" for e in p.get("evidence", [])) or p.get("condition") else set()
        for status in sorted(can - set(p["wording"])):
            problem(at, f"no wording for {status}")
        for other in p["depends_on"] + p["related"]:
            if known and other not in known:
                problem(at, f"unknown provision {other}")
        v = p["verification"]
        if v["state"] != "from_memory" and "read_on" not in v or not v.get("address") or v["state"].startswith("verified") and not v.get("sources"):
            problem(at, "verification: read_on, address and sources")
        if v["state"] == "verified_in_part" and "part" not in v:
            problem(at, "verified_in_part without part")
        if head["kind"] == "statute" and v["state"] == "verified" and "as_amended" not in v:
            problem(at, "verified statute without as_amended")


def check_against_pages(name, pack, page, table):
    flat = lambda t: " ".join(t.replace("*", "").split())
    page = flat(page)
    for p in pack.get("provision", []):
        at, row = f"{name} {p['id']}", table.get(p["id"])
        for lang in ("sv", "en"):
            if flat(p["demand"][lang]) not in page:
                problem(at, f"demand.{lang} is not the text of the map")
        for q in p.get("quote", []):
            if f'"{flat(q["text"])}"' not in page:
                problem(at, "quote is not in the map")
        v = p["verification"]
        if row is None:
            problem(at, "not in the table of sources")
            continue
        if not v["address"].startswith(row[0]) or v["state"] != row[1] or str(v.get("read_on", "–")) != row[2]:
            problem(at, f"verification differs from the table of sources: {row}")


def check_words(name, pack, glossary):
    """Words the tool's own text never uses: standard sentences, conditions, titles of evidence, names of statuses."""
    for line in glossary[glossary.index("## 10.") : glossary.index("## 11.")].splitlines():
        if not line.startswith("| ● |"):
            continue
        cells = [c.strip() for c in line.split("|")[2:4]]
        for lang, cell in zip(("sv", "en"), cells):
            words = [re.sub(r"\(.*\)", "", w).strip() for w in cell.split(",")]
            texts = [(w["id"], w) for w in pack.get("wording", []) if w["id"] != "W-OK"]
            texts += [(c["id"], c["text"]) for p in pack.get("provision", []) for c in p.get("condition", [])]
            texts += [(e["id"], e["title"]) for e in pack.get("evidence", [])] + [(s["id"], s) for s in pack.get("status", [])]
            for at, text in texts:
                for w in words:
                    if w and re.search(r"\b" + re.escape(w), text.get(lang, "").lower()):
                        if not (w.startswith("significant") and "“significant changes”" in text.get(lang, "")):
                            problem(f"{name} {at}", f"word never used: {w} ({lang})")


TYPES = {"text": str, "word": str, "number": (int, float), "integer": int, "bool": bool, "date": datetime.date,
         "texts": list, "words": list, "tables": list, "table": dict}


def check_fields(at, fields, values, complete):
    by = {f["name"]: f for f in fields}
    for k in values:
        if k not in by:
            problem(at, f"unknown field `{k}`")
    for n, f in by.items():
        if n not in values:
            if f["required"] and complete:
                problem(at, f"field `{n}` is missing")
            continue
        v = values[n]
        if not isinstance(v, TYPES[f["type"]]) or f["type"] in ("number", "integer") and isinstance(v, bool):
            problem(at, f"field `{n}` is no {f['type']}")
        elif f["type"] in ("word", "words") and "values" in f and not set([v] if isinstance(v, str) else v) <= set(f["values"]):
            problem(at, f"field `{n}`: {v}")
        elif f["type"] == "table":
            check_fields(f"{at} {n}", f["of"], v, complete)
        elif f["type"] == "tables":
            for x in v:
                check_fields(f"{at} {n}", f["of"], x, complete)


def check_statement(path, core):
    at = str(path.relative_to(ROOT))
    s = tomllib.loads(path.read_text())
    spec = {x["id"]: x for x in core["statement"]}.get(s["id"])
    if spec is None or s["id"].replace(":", "-") != path.stem or s["audit"] != path.parts[-3]:
        problem(at, "id or audit differs from the place")
        return
    illustration, questions = s.get("illustration", False), {q["id"]: q for q in spec["questions"]}
    for tree in (s["answers"], s.get("translation", {}).get("en", {})):
        if set(tree) - set(questions):
            problem(at, f"unknown question {set(tree) - set(questions)}")
        for q, text in questions.items():
            if illustration:
                continue
            if q not in tree and "case" not in text or q in tree and tree is s["answers"] and len(tree[q].strip()) < text["min_chars"]:
                problem(at, f"{q} is missing or shorter than {text['min_chars']}")
    check_fields(at, spec["fields"], s.get("fields", {}), not illustration)
    if illustration:
        return
    signed = {x["role"] for x in s.get("signature", [])}
    for alternatives in spec["signers"]:
        if not signed & set(alternatives):
            problem(at, f"not signed by {alternatives}")
    for x in s.get("signature", []):
        if x["date"] < s["written"] or x["role"] not in core["roles"]:
            problem(at, f"signature of {x['role']}")
        if x["content_sha256"] != content_sha256(s):
            problem(at, f"content_sha256 of {x['role']} does not fit the text (--sign)")


def main(arguments):
    if arguments[:1] == ["--sign"]:
        for f in map(pathlib.Path, arguments[1:]):
            text = f.read_text()
            digest = content_sha256(tomllib.loads(text))
            f.write_text(re.sub(r'(?m)^content_sha256 = "[^"]*"', f'content_sha256 = "{digest}"', text))
        return 0
    pages = pathlib.Path(arguments[1]) if arguments[:1] == ["--pages"] else ROOT.parent / "shared/law"
    read = {p.name: tomllib.loads(p.read_text()) for p in sorted(PACKS.glob("*.toml"))}
    # The ledger of words beside the packs is none.
    packs = {name: pack for name, pack in read.items() if "pack" in pack}
    core = packs["core.toml"]
    for table in ("evidence", "statement", "wording", "ground", "status", "status_rule"):
        unique("core.toml", table, [x["id"] for x in core[table]])
    for s in core["statement"]:
        unique(f"core.toml {s['id']}", "question", [q["id"] for q in s["questions"]])
        for role in {r for l in s["signers"] for r in l} - set(core["roles"]):
            problem(f"core.toml {s['id']}", f"unknown role {role}")
    for w in core["wording"]:
        for lang, names in (("sv", "placeholders"), ("en", "placeholders_en")):
            for name in re.findall(r"\{([^{}¦]*)\}", w[lang]):
                if name not in w[names] and "." not in name.rstrip("."):
                    if not name.endswith("."):
                        problem(f"core.toml {w['id']}", f"placeholder {name} is not listed")
        if len(w["placeholders"]) != len(w["placeholders_en"]):
            problem(f"core.toml {w['id']}", "placeholders of different length")
    known, table, page, glossary = set(), {}, None, None
    if pages.is_dir():
        page, glossary = (pages / "evidence-map.md").read_text(), (pages / "glossary.md").read_text()
        sources = (pages / "sources.md").read_text()
        for line in sources[sources.index("## 3.") : sources.index("## 4.")].splitlines():
            c = [x.strip() for x in line.strip("|").split(" | ")]
            if len(c) == 5 and c[0] != "provision id":
                table[c[0]] = (c[1], c[2], c[4])
        known = set(table) | {p["id"] for k in packs.values() for p in k.get("provision", [])}
    else:
        print("skipped: the pages of the law are not there, texts and references are not compared with the pages")
    for name, pack in packs.items():
        check_pack(name, pack, core, known)
        if page:
            check_against_pages(name, pack, page, table)
            check_words(name, pack, glossary)
    files = sorted(ROOT.glob("audits/*/statements/*.toml"))
    for f in files:
        if f.stem != "not_applicable":
            check_statement(f, core)
    for p in problems:
        print(p)
    provisions = sum(len(k.get("provision", [])) for k in packs.values())
    print(f"{len(packs)} packs, {provisions} provisions, {len(files)} statement files: {len(problems)} problems")
    return 1 if problems else 0


sys.exit(main(sys.argv[1:]))
