#!/usr/bin/env python3
"""What a whole audit costs beside its counts alone: `python3 benches/whole_audit.py [ROWS] [ROUNDS]`.

Makes ROWS rows of `examples/rows.rs` (10,000,000) in a temporary folder, and times, in turn and into empty folders, `cube build`,
`audit`, and `audit --cube` of the release build, ROUNDS times each (21). Prints the medians and the least of each in seconds, and how
many times the counts the whole audit takes. Nothing else should run; a machine's first rounds can be slow.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    given = [int(word) for word in sys.argv[1:3]]
    rows, rounds = given + [10_000_000, 21][len(given) :]
    subprocess.run(
        ["cargo", "build", "--release", "--bin", "evenhand", "--example", "rows"], cwd=ROOT, check=True
    )
    release = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    spec = re.search(r'const SPEC: &str = r#"(.*?)"#;', (ROOT / "benches/cube.rs").read_text(), re.S).group(1)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        subprocess.run([release / "examples/rows", str(rows), work / "rows.parquet"], check=True)
        (work / "audit.toml").write_text(spec.replace("rows.*", "rows.parquet"))
        commands = {
            "cube": ["cube", "build", "audit.toml", "--out", "out/cube.parquet"],
            "audit": ["audit", "audit.toml", "--out", "out"],
            "audit from the cube": ["audit", "audit.toml", "--cube", "cube.parquet", "--out", "out"],
        }
        evenhand = release / "evenhand"
        quiet = {"cwd": work, "check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run([evenhand, "cube", "build", "audit.toml", "--out", "cube.parquet"], **quiet)
        seconds = {name: [] for name in commands}
        for _ in range(rounds):
            for name, words in commands.items():
                shutil.rmtree(work / "out", ignore_errors=True)
                (work / "out").mkdir()
                os.sync()
                time.sleep(0.1)
                start = time.perf_counter()
                subprocess.run([evenhand, *words], **quiet)
                seconds[name].append(time.perf_counter() - start)
    for name, taken in seconds.items():
        print(f"{name}: median {statistics.median(taken):.3f} s, least {min(taken):.3f} s")
    ratio = [statistics.median(seconds[name]) for name in ("audit", "cube")]
    print(f"whole audit over counts alone: {ratio[0] / ratio[1]:.2f} times")


main()
