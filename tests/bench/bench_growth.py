"""What an episode costs, and what a run holds in memory, as episodes grow.

    .venv/bin/python -m tests.bench.bench_growth [LARGEST [OPTION...]]

Up to 100 episodes if not told otherwise: 1000 take half a minute, 10000 five minutes of one
core. Options go to `tolk run`. The engine is none: with one, its work would hide all the rest.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.generate import generate
from tests.bench.load import environment, run, spend, table

COUNTS = (1, 10, 100, 1_000, 10_000)


def main(largest: str = "100", *options: str) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        growth(Path(folder), [count for count in COUNTS if count <= int(largest)], options)
    if int(largest) < COUNTS[-1]:
        print(f"\nUp to {COUNTS[-1]}: python -m tests.bench.bench_growth {COUNTS[-1]}")


def growth(home: Path, counts: Sequence[int], options: Sequence[str]) -> None:
    """Seconds per episode and peak memory as the number of episodes grows."""
    variables = environment(home)
    rows: list[list[object]] = []
    for count in counts:
        folder = home / str(count)
        call = run(generate(folder / "in", count), folder, "--engine", "none", *options)
        first, second = spend(call, variables), spend(call, variables)
        row: list[object] = [count]
        for spent in (first, second):
            row += [spent.worked_s, 1_000 * spent.worked_s / count, spent.peak_kb / 1_024]
        rows.append(row)
        shutil.rmtree(folder)
    header = ["episodes", "first run, s of processor", "ms each", "peak MB"]
    header += ["unchanged, s of processor", "ms each", "peak MB"]
    table(f"As episodes grow ({' '.join(options) or 'usual formats'})", header, rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
