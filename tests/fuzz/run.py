"""Coverage-guided fuzzing of every door, by hand: `python -m tests.fuzz.run --minutes N`.

Needs `pip install atheris` in an environment of its own beside tolk's dependencies. Each door
is fuzzed in a process of its own, seeded with the samples and with the pieces that mean
something to one parser or another. A crash (anything but a `TolkError`), an input that takes
longer than ten seconds, and one that takes more than 2 GB end the door and are kept.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

from tests.fuzz.doors import DOORS, knock
from tests.fuzz.growth import FITTING, PIECES, ROUNDS

ROOT = Path(__file__).parents[2]
_CASES = re.compile(rb"(?:stat::number_of_executed_units:|#)\s*(\d+)")


def seeds(door: str, folder: Path) -> None:
    """Write the inputs to start from."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, (head, tail)) in enumerate(ROUNDS.items()):
        if name in FITTING.get(door, tuple(ROUNDS)):
            for at in range(0, len(PIECES), 12):
                content = head + "".join(PIECES[at : at + 12]) + tail
                (folder / f"seed-{number}-{at}").write_bytes(content.encode())
    if door in {"sniffed", "whole"} or door.startswith("reader:"):
        for sample in (ROOT / "samples").glob("*.*"):
            (folder / sample.name).write_bytes(sample.read_bytes()[:20_000])


def dictionary(path: Path) -> None:
    """Write the pieces in the form that libFuzzer takes."""
    rows = {"".join(f"\\x{byte:02x}" for byte in piece.encode()) for piece in PIECES}
    path.write_text("".join(f'"{row}"\n' for row in sorted(rows)), encoding="ascii")


def fuzz(door: str, arguments: list[str]) -> None:
    """Fuzz one door in this process; never returns."""
    import atheris  # type: ignore[import-not-found,unused-ignore]

    with atheris.instrument_imports(include=["pipeline"]):
        for name in ("opening", "digest", "article", "captions", "feed", "chapters", "whisper",
                     "shownotes", "transcript"):  # fmt: skip
            __import__(f"pipeline.readers.{name}")
        for name in ("formats.srt", "formats.vtt", "formats.tmx", "glossary.load",
                     "glossary.exchange", "style.loading", "outputs"):  # fmt: skip
            __import__(f"pipeline.{name}")
    atheris.Setup([sys.argv[0], *arguments], lambda content: knock(DOORS[door], content))
    atheris.Fuzz()


def main() -> int:
    """Fuzz every door for its share of the time; print cases and faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--door", action="append", choices=list(DOORS))
    parser.add_argument("--kept", type=Path, default=Path("fuzz-kept"))
    parser.add_argument("--one", choices=list(DOORS), help=argparse.SUPPRESS)
    options, rest = parser.parse_known_args()
    if options.one:
        fuzz(options.one, rest)
    doors = options.door or list(DOORS)
    options.kept.mkdir(parents=True, exist_ok=True)
    dictionary(options.kept / "pieces.dict")
    total = faults = 0
    for door in doors:
        corpus = options.kept / door.replace(":", "-")
        seeds(door, corpus)
        seconds = max(5, round(options.minutes * 60 / len(doors)))
        process = subprocess.run(
            [sys.executable, "-m", "tests.fuzz.run", "--one", door, str(corpus),
             f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048", "-max_len=20000",
             f"-dict={options.kept / 'pieces.dict'}", "-print_final_stats=1",
             f"-artifact_prefix={corpus}.fault-"],
            cwd=ROOT, capture_output=True, check=False,
        )  # fmt: skip
        cases = max((int(found) for found in _CASES.findall(process.stderr)), default=0)
        total += cases
        words = f"{door}\t{cases} cases"
        if process.returncode:
            faults += 1
            words += "\tFAULT\n" + process.stderr.decode("utf-8", "replace")[-1_500:]
        sys.stdout.write(words + "\n")
        sys.stdout.flush()
    sys.stdout.write(f"{total} cases, {faults} doors with a fault\n")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
