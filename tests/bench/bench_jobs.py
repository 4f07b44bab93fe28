"""One process against two, with an engine of realistic size and without one.

    .venv/bin/python -m tests.bench.bench_jobs [JOBS]

Where each of JOBS processes has a core to itself the clock should say so; where other work keeps
the cores busy it cannot.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.bench.generate import generate
from tests.bench.load import environment, in_turns, run, spending, table
from tests.bench.material import inputs, realistic_model

EPISODES = {"argos": 24, "none": 96}
ROUNDS = 2


def main(jobs: int = 2) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        realistic_model(home / "shelf")
        variables = environment(home, shelf=home / "shelf")
        rows: list[list[object]] = []
        for engine, count in EPISODES.items():
            made = generate(home / "made" / engine, count, kinds=1)
            given = inputs(home / "in" / engine, made)
            calls = {}
            for number in (1, jobs):
                place = home / f"{engine}{number}"
                call = run(given, place, "--engine", engine, "--jobs", number, "--to", "nl")
                calls[number] = spending(call, variables, fresh=place)
            found = in_turns(calls, ROUNDS)
            for number, each in found.items():
                faster = f"{found[1].clock_s / each.clock_s:.2f} ×"
                name = f"{count} episodes, engine {engine}, --jobs {number}"
                rows.append([name, each.worked_s, each.clock_s, faster, each.peak_kb / 1_024])
    header = ["", "s of processor", "s of clock", "faster by the clock", "peak MB of one process"]
    table("Several processes", header, rows)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
