"""What the speed benches share: calls of `tolk`, what they cost, and tables."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

TOLK = (sys.executable, "-c", "from pipeline.cli import main; main()")
_Name = TypeVar("_Name")


@dataclass(frozen=True, slots=True)
class Spent:
    """What one process cost.

    Attributes:
        clock_s: Seconds by the clock.
        worked_s: Seconds of processor, all its threads and children.
        peak_kb: The most memory that one process held.
    """

    clock_s: float
    worked_s: float
    peak_kb: int


def environment(home: Path, *, shelf: Path | None = None) -> dict[str, str]:
    """Return variables with which `tolk` touches nothing of the user's."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    chosen = {"ARGOS_PACKAGES_DIR": str(shelf)} if shelf else {}
    places = {"HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CACHE_HOME": str(home)}
    return {**kept, **places, **chosen, "PYTHONPATH": str(Path(__file__).parents[2])}


def run(inputs: Sequence[Path], folder: Path, *options: object) -> tuple[str | Path, ...]:
    """Return a call of `tolk run` whose outputs and memory lie in `folder`."""
    places = ("--out", folder / "out", "--memory", folder / "memory")
    return (*TOLK, "run", *inputs, *map(str, options), *places)


def spend(command: Sequence[str | Path], variables: Mapping[str, str]) -> Spent:
    """Run a command to its end; return what it cost.

    Raises:
        CalledProcessError: it ended with another code than 0, or 4 for a language without a model.
    """
    # A process of its own, so that the peaks of earlier ones do not count.
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        clock = time.perf_counter()
        done = subprocess.run(
            list(map(str, command)), env=dict(variables), capture_output=True, check=False
        )
        clock = time.perf_counter() - clock
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        said = f"{clock} {used.ru_utime + used.ru_stime} {used.ru_maxrss} {done.returncode}\n"
        os.write(writer, said.encode() + done.stderr[-2_000:])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as stream:
        figures, words = stream.readline().split(), stream.read()
    os.waitpid(child, 0)
    if int(figures[3]) not in {0, 4}:
        # The error that follows does not show what the command said.
        print(words, file=sys.stderr)
        raise subprocess.CalledProcessError(int(figures[3]), list(map(str, command)), stderr=words)
    return Spent(float(figures[0]), float(figures[1]), int(figures[2]))


def spending(
    command: Sequence[str | Path], variables: Mapping[str, str], *, fresh: Path | None = None
) -> Callable[[], Spent]:
    """Return a job that runs the command, in a folder emptied before if one is given."""

    def job() -> Spent:
        if fresh:
            shutil.rmtree(fresh, ignore_errors=True)
        return spend(command, variables)

    return job


def in_turns(jobs: Mapping[_Name, Callable[[], Spent]], rounds: int) -> dict[_Name, Spent]:
    """Run all jobs in every round, so that a busy machine slows all alike; return medians."""
    spent: dict[_Name, list[Spent]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            spent[name].append(job())
    return {
        name: Spent(
            median(one.clock_s for one in each),
            median(one.worked_s for one in each),
            max(one.peak_kb for one in each),
        )
        for name, each in spent.items()
    }


def timed(job: Callable[[], object]) -> Spent:
    """Run a job in this process."""
    clock, worked = time.perf_counter(), time.process_time()
    job()
    return Spent(time.perf_counter() - clock, time.process_time() - worked, 0)


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table in Markdown."""
    print(f"\n### {title}\n")
    print("| " + " | ".join(header) + " |")
    print("| --- |" + " ---: |" * (len(header) - 1))
    for row in rows:
        cells = (
            f"{c:,.0f}"
            if isinstance(c, float) and c >= 100
            else f"{c:.3g}"
            if isinstance(c, float)
            else str(c)
            for c in row
        )
        print("| " + " | ".join(cells) + " |", flush=True)
