"""The one place that prints: data on stdout, words on stderr, errors as one line and a code."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence

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
