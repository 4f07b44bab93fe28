"""A long haul, by hand: one process, run after run over changing inputs.

    nice python -m tests.trust.soak --minutes 20 [--folder DIR]

Prints, once a minute, runs, episodes, resident memory, open files, bytes of the memory and of the
outputs. Resident memory and open files must not grow; the memory grows with new sentences only.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.cli.console import tolk
from tests.toy_model import CHINESE, write_package
from tests.trust.runs import page


def figures(folder: Path) -> tuple[int, int, int, int]:
    """Return resident kilobytes, open files, bytes of the memory, bytes of the outputs."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    resident = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    memory = sum(file.stat().st_size for file in folder.glob("memory.sqlite*"))
    outputs = sum(f.stat().st_size for f in (folder / "out").rglob("*") if f.is_file())
    return int(resident.split()[1]), len(list(Path("/proc/self/fd").iterdir())), memory, outputs


def haul(folder: Path, minutes: float) -> None:
    """Run until time is up: every page is new, and every fifth run repeats the one before."""
    shelf = folder / "packages"
    write_package(shelf, "en", "nl")
    write_package(shelf, "en", "zh", words=CHINESE)
    os.environ |= {"ARGOS_PACKAGES_DIR": str(shelf), "HOME": str(folder)}
    begun = said = time.monotonic()
    runs = episodes = 0
    text = folder / "page.txt"
    while time.monotonic() - begun < minutes * 60:
        if runs % 5 != 4:
            # Ten sets of pages: the outputs stop growing after the first round.
            text.write_text(page(4, sentences=4 + runs % 40), encoding="utf-8")
        result = tolk(
            "run", text, "--engine", "argos", "--out", folder / "out",
            "--memory", folder / "memory.sqlite",
        )  # fmt: skip
        if result.code:
            raise SystemExit(f"run {runs}: {result.words}")
        runs, episodes = runs + 1, episodes + 4
        if time.monotonic() - said >= 60 or runs in {1, 10}:
            said = time.monotonic()
            row = (round((said - begun) / 60, 1), runs, episodes, *figures(folder))
            sys.stdout.write("\t".join(map(str, row)) + "\n")
            sys.stdout.flush()


def main() -> None:
    """Read the arguments and go."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    sys.stdout.write("minutes\truns\tepisodes\tresident kB\tfiles\tmemory B\toutputs B\n")
    if options.folder:
        options.folder.mkdir(parents=True, exist_ok=True)
        haul(options.folder, options.minutes)
    else:
        with tempfile.TemporaryDirectory() as folder:
            haul(Path(folder), options.minutes)


if __name__ == "__main__":
    main()
