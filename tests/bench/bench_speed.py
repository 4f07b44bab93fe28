"""What runs cost: to start, the second time, in several processes, and as episodes grow.

    .venv/bin/python -m tests.bench.bench_speed [LARGEST]

Every figure is of whole processes, as a person starts them. LARGEST is the number of episodes
up to which cost and memory are followed; 100 if not given, 10000 takes a night on a small
machine.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.generate import generate
from tests.bench.load import TOLK, Spent, environment, in_turns, realistic_model, spend, table

EPISODES = 6
ROUNDS = 9


def main(largest: int = 100) -> None:
    """Print the tables."""
    for bench in (start, again, processes):
        with tempfile.TemporaryDirectory() as folder:
            bench(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        growth(Path(folder), [n for n in (1, 10, 100, 1_000, 10_000) if n <= largest])


def start(home: Path) -> None:
    """How long it takes until anything happens."""
    variables = environment(home)
    pages = generate(home / "in", 1)
    unchanged = _run(pages, home, "--engine", "none")
    spend(unchanged, variables)
    commands: dict[str, Sequence[str | Path]] = {
        "python -c pass": (sys.executable, "-c", "pass"),
        "python -c 'import typer'": (sys.executable, "-c", "import typer"),
        "tolk --version": (*TOLK, "--version"),
        "tolk --help": (*TOLK, "--help"),
        "tolk run, one episode, unchanged": unchanged,
    }
    spend(commands["tolk --help"], variables)
    jobs = {name: _spending(command, variables) for name, command in commands.items()}
    found = in_turns(jobs, ROUNDS)
    bare = found["python -c pass"]
    rows = [
        [name, each.clock_s, each.worked_s, f"{each.worked_s / bare.worked_s:.1f} ×"]
        for name, each in found.items()
    ]
    table("Starting", ["", "seconds", "of processor", "of python -c pass"], rows)


def again(home: Path) -> None:
    """The second run against the first, with a model of realistic size."""
    realistic_model(home / "shelf")
    variables = environment(home, shelf=home / "shelf")
    rows: list[list[object]] = []
    for count in (1, EPISODES):
        folder = home / str(count)
        call = _run(generate(folder / "in", count, kinds=1), folder, "--engine", "argos")
        first = spend(call, variables)
        second = in_turns({"": _spending(call, variables)}, 3)[""]
        rows.append([f"{count}, first run", first.clock_s, first.worked_s, ""])
        rows.append([f"{count}, unchanged", second.clock_s, second.worked_s, _ratio(first, second)])
        shutil.rmtree(folder / "out")
        third = spend(call, variables)
        rows.append([f"{count}, from memory", third.clock_s, third.worked_s, _ratio(first, third)])
    header = ["episodes, en → nl", "seconds", "of processor", "faster, clock / processor"]
    table("The second time", header, rows)


def processes(home: Path) -> None:
    """One process against two, without an engine and with one."""
    realistic_model(home / "shelf")
    variables = environment(home, shelf=home / "shelf")
    rows: list[list[object]] = []
    for engine, count in (("none", 48), ("argos", 8)):
        pages = generate(home / engine, count, kinds=1 if engine == "argos" else 3)
        jobs = {}
        for number in (1, 2):
            call = _run(pages, home / f"{engine}{number}", "--engine", engine, "--jobs", number)
            jobs[str(number)] = _spending((*call, "--force"), variables, home / f"{engine}{number}")
        found = in_turns(jobs, 2)
        for number, each in found.items():
            ratio = f"{found['1'].clock_s / each.clock_s:.2f} ×"
            name = f"engine {engine}, {count} episodes, {number} jobs"
            rows.append([name, each.clock_s, each.worked_s, ratio])
    table("Several processes", ["", "seconds", "of processor", "faster"], rows)


def growth(home: Path, counts: Sequence[int]) -> None:
    """Seconds per episode and peak memory as the number of episodes grows."""
    variables = environment(home)
    rows: list[list[object]] = []
    for count in counts:
        pages = generate(home / f"in{count}", count)
        call = _run(pages, home / str(count), "--engine", "none")
        first, second = spend(call, variables), spend(call, variables)
        rows.append(
            [
                count,
                first.worked_s,
                1_000 * first.worked_s / count,
                first.peak_kb // 1_024,
                second.worked_s,
                1_000 * second.worked_s / count,
            ]
        )
        shutil.rmtree(home / str(count))
    header = ["episodes", "s of processor", "ms each", "peak MB", "unchanged, s", "ms each"]
    table("As episodes grow (engine none, all formats)", header, rows)


def _run(inputs: Sequence[Path], folder: Path, *options: object) -> tuple[str | Path, ...]:
    places = ("--out", folder / "out", "--memory", folder / "memory")
    return (*TOLK, "run", *inputs, *map(str, options), *places)


def _spending(
    command: Sequence[str | Path], variables: dict[str, str], fresh: Path | None = None
) -> Callable[[], Spent]:
    """Return a job that runs the command, in a folder emptied before if one is given."""

    def job() -> Spent:
        if fresh:
            shutil.rmtree(fresh, ignore_errors=True)
        return spend(command, variables)

    return job


def _ratio(first: Spent, then: Spent) -> str:
    return f"{first.clock_s / then.clock_s:.0f} × / {first.worked_s / then.worked_s:.0f} ×"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
