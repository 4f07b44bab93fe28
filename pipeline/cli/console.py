"""The one place that prints: data on stdout, words on stderr, errors as one line and a code."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager

from pipeline.errors import TolkError


def data(line: str) -> None:
    """Print one line of the result on stdout."""
    sys.stdout.write(line + "\n")


def document(value: Mapping[str, object] | Sequence[object]) -> None:
    """Print one JSON document on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def say(words: str) -> None:
    """Print one line for a person on stderr."""
    sys.stderr.write(words + "\n")


def fail(error: TolkError) -> int:
    """Print the error as one line on stderr; return its exit code."""
    say("tolk: " + " ".join(str(error).split()))
    return error.exit_code


def is_terminal() -> bool:
    """Return whether a person watches stderr."""
    return sys.stderr.isatty()


class Ticker(AbstractContextManager["Ticker"]):
    """A single line on stderr that counts what is done, and is gone at the end."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, title: str) -> None:
        """Count one more, by name."""
        self._count += 1
        sys.stderr.write(f"\r\x1b[K{self._count}  {_printable(title)[:60]}")
        sys.stderr.flush()

    def __exit__(self, *error: object) -> None:
        """Clear the line."""
        sys.stderr.write("\r\x1b[K")


def _printable(text: str) -> str:
    """Return text that cannot move the cursor or colour the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
