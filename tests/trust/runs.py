"""Runs of `tolk` as a process of its own, and pages for them to work on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "page.txt"
TRANSLATIONS = ROOT / "samples" / "page.tmx"
SAMPLE_RUN = ("run", SAMPLE, "--translations", TRANSLATIONS, "--engine", "none")
_TOLK = "from pipeline.cli import main; main()"
_WORDS = ("cat", "dog", "agent", "house", "code", "world")
_VERBS = ("sees", "reads", "writes")


def start(
    *arguments: str | Path, env: Mapping[str, str] | None = None, **options: object
) -> subprocess.Popen[bytes]:
    """Start `tolk` as a child process; stdout and stderr are pipes unless said otherwise."""
    streams: dict[str, object] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        [sys.executable, "-c", _TOLK, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        **(streams | options),
    )


def page(episodes: int, *, sentences: int = 6, first: int = 0) -> str:
    """Return a digest page whose sentences are all different, in the toy model's words.

    Sentences are numbered from `first`; titles do not depend on it.
    """
    span = range(first, first + sentences)
    return "\n\n".join(_episode(number, span) for number in range(episodes))


def _episode(number: int, span: range) -> str:
    title = f"Hello world {number}: the {_word(number)} and the {_word(number + 1)}"
    said = [
        f"The {_word(at)} {_VERBS[at % 3]} the good {_word(at * 5 + 2)} and {number} {at}."
        for at in span
    ]
    half = len(span) // 2
    body = (
        f"{said[0]} ## [00:00] The good house {' '.join(said[1:half])} "
        f"## [02:00] The good code {' '.join(said[half:])}"
    )
    return (
        f"{title}\n5:{number % 60:02d}\nEN/ZH\nPlay\nCode house1 dag geleden\n\n{title}\n\n{body}"
    )


def _word(number: int) -> str:
    return _WORDS[number % len(_WORDS)]


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder but tolk's own and the manifest, which names paths."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".tolk" not in path.relative_to(folder).parts
        if path.name != "manifest.json"
    }


def one_line(words: bytes | str) -> str:
    """Return the one line of words that a failed command says, and check that it is one."""
    text = words.decode() if isinstance(words, bytes) else words
    assert "Traceback" not in text, text
    lines = [line for line in text.splitlines() if line.startswith("tolk: ")]
    assert len(lines) == 1, text
    assert "internal error" not in lines[0], lines[0]
    return lines[0]
