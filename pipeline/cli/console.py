"""The one place that prints: data on stdout, words on stderr, errors as one line and a code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress

from pipeline.errors import OutputError, TolkError

# Controls of terminals (C0, C1), and of the direction and the end of lines.
_CONTROL = (
    *(*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0)),
    *(0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)),
)
_SHOWN = dict.fromkeys(_CONTROL, "\ufffd")
_ESCAPED = {number: f"\\u{number:04x}" for number in _CONTROL}


class ReaderGone(BaseException):
    """Nobody reads our output any more (`tolk … | head`). Not an Exception: nothing catches it."""


def data(line: str) -> None:
    """Print one line of the result on stdout; a terminal gets no control characters.

    Raises:
        OutputError: the disk behind stdout is full.
    """
    _write((printable(line) if sys.stdout.isatty() else line) + "\n")


def document(value: Mapping[str, object] | Sequence[object]) -> None:
    """Print one JSON document on stdout, control characters written as escapes.

    Raises:
        OutputError: the disk behind stdout is full.
    """
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    _write(text.translate(_ESCAPED) + "\n")


def say(words: str) -> None:
    """Print one line for a person on stderr, without control characters.

    Words that nobody can hear (a closed pipe, a full disk) are no reason to stop.
    """
    with suppress(OSError):
        sys.stderr.write(printable(words) + "\n")


def flush() -> None:
    """Write what waits in stdout, while an error can still be told.

    Raises:
        OutputError: the disk behind stdout is full.
    """
    with _reported():
        sys.stdout.flush()


def printable(text: str) -> str:
    r"""Return text that cannot move the cursor, colour the terminal or turn a line round.

    >>> printable("a\x1b[2Jb\u202ec")
    'a�[2Jb�c'
    """
    return text.replace("\n", " ").translate(_SHOWN)


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
        with suppress(OSError):
            sys.stderr.write(f"\r\x1b[K{self._count}  {printable(title)[:60]}")
            sys.stderr.flush()

    def __exit__(self, *error: object) -> None:
        """Clear the line."""
        with suppress(OSError):
            sys.stderr.write("\r\x1b[K")


def _write(text: str) -> None:
    with _reported():
        sys.stdout.write(text)


@contextmanager
def _reported() -> Iterator[None]:
    """Say what is wrong with stdout once: what still waits in it is not tried again."""
    try:
        yield
    except BrokenPipeError:
        _silence()
        raise ReaderGone from None
    except OSError as error:
        _silence()
        raise OutputError("stdout", f"cannot be written ({error.strerror})") from error


def _silence() -> None:
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
