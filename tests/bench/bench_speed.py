"""What a run costs: to start, the first time, and the second.

    .venv/bin/python -m tests.bench.bench_speed

Every figure is of whole processes, as a person starts them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.generate import generate
from tests.bench.load import TOLK, Spent, environment, in_turns, run, spend, spending, table
from tests.bench.material import inputs, realistic_model

ROUNDS = 9


def main() -> None:
    """Print the tables."""
    for bench in (start, again):
        with tempfile.TemporaryDirectory() as folder:
            bench(Path(folder))


def start(home: Path) -> None:
    """How long it takes until anything happens."""
    realistic_model(home / "shelf")
    variables = environment(home, shelf=home / "shelf")
    unchanged = run(generate(home / "in", 1), home)
    spend(unchanged, variables)
    commands: dict[str, Sequence[str | Path]] = {
        "python -c pass": (sys.executable, "-c", "pass"),
        "python -c 'import typer'": (sys.executable, "-c", "import typer"),
        "tolk --version": (*TOLK, "--version"),
        "tolk --help": (*TOLK, "--help"),
        "tolk run, one episode, unchanged": unchanged,
    }
    spend(commands["tolk --help"], variables)
    jobs = {name: spending(command, variables) for name, command in commands.items()}
    found = in_turns(jobs, ROUNDS)
    bare = found["python -c pass"]
    rows = [
        [name, each.worked_s, each.clock_s, f"{each.worked_s / bare.worked_s:.1f} ×"]
        for name, each in found.items()
    ]
    table("Starting", ["", "s of processor", "s of clock", "of python -c pass"], rows)


def again(home: Path) -> None:
    """The second run against the first, with a model of realistic size."""
    realistic_model(home / "shelf")
    variables = environment(home, shelf=home / "shelf")
    rows: list[list[object]] = []
    whats: dict[str, list[Path]] = {
        "one short episode": inputs(home / "in", generate(home / "made", 1, kinds=1)),
        "the documents": inputs(home / "in"),
    }
    for what, given in whats.items():
        folder = home / what
        call = run(given, folder, "--to", "nl")
        first = spend(call, variables)
        rows.append(_row(f"{what}, first run", first, first))
        rows.append(_row("unchanged", first, in_turns({"": spending(call, variables)}, 3)[""]))
        shutil.rmtree(folder / "out")
        rows.append(_row("outputs deleted, from memory", first, spend(call, variables)))
    header = ["en → nl", "s of processor", "s of clock", "faster, processor", "faster, clock"]
    table("The second time", header, rows)


def _row(name: str, first: Spent, then: Spent) -> list[object]:
    ratios = (first.worked_s / then.worked_s, first.clock_s / then.clock_s)
    return [name, then.worked_s, then.clock_s, *(f"{ratio:.1f} ×" for ratio in ratios)]


if __name__ == "__main__":
    main()
