"""All benches, one after another, each in a process of its own: `make bench`.

    .venv/bin/python -m tests.bench [NAME...]

A bench that fails, takes too long or lacks the real material beside the repository is named at
the end and costs the others nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

SLOW_S = 150
"""Seconds after which a bench is stopped; all of them together stay within ten minutes."""
TOGETHER_S = 570


def main(names: list[str]) -> int:
    """Run the benches; return the exit code."""
    here = Path(__file__).parent
    found = sorted(file.stem.removeprefix("bench_") for file in here.glob("bench_*.py"))
    left, begun = dict.fromkeys(names or found), time.monotonic()
    notes: list[str] = []
    for name in left:
        rest = TOGETHER_S - (time.monotonic() - begun)
        print(f"\n## {name}", flush=True)
        if why := _run(f"tests.bench.bench_{name}", min(SLOW_S, rest)):
            notes.append(f"{name}: {why}")
    for note in notes:
        print(f"\n{note}", file=sys.stderr)
    return 1 if any("failed" in note for note in notes) else 0


def _run(module: str, seconds: float) -> str:
    """Run one bench; return what went wrong, or nothing."""
    if seconds < 1:
        return "not begun, the time was used up"
    with subprocess.Popen(
        [sys.executable, "-m", module], env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as process:
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            return f"stopped after {seconds:.0f} s"
    return f"failed with code {code}" if code else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
