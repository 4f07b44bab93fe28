"""Milliseconds to clock text and back. The only module that knows about hours."""

from __future__ import annotations

import re

_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):([0-5]\d)(?:[.,](\d{1,3}))?", re.ASCII)


def format_clock(ms: int, *, separator: str) -> str:
    """Write a time the way subtitle files do: `HH:MM:SS`, the separator, three digits.

    >>> format_clock(3_599_999, separator=",")
    '00:59:59,999'
    """
    seconds, millis = divmod(ms, 1_000)
    return f"{_hours(seconds)}{separator}{millis:03d}"


def format_mark(ms: int) -> str:
    """Write a time the way show notes do, rounded down to the second.

    >>> format_mark(65_999), format_mark(3_723_000)
    ('01:05', '1:02:03')
    """
    minutes, seconds = divmod(ms // 1_000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"


def parse_clock(text: str) -> int:
    """Read `H:MM:SS,mmm`, `MM:SS` and what lies between; return milliseconds.

    Minutes may pass 59 when there are no hours: digests write `[62:39]`.

    >>> parse_clock("1:02:03.004"), parse_clock("62:39")
    (3723004, 3759000)

    Raises:
        ValueError: the text is not a clock time.
    """
    match = _CLOCK.fullmatch(text)
    if match is None or (match[1] and int(match[2]) > 59):
        raise ValueError(f"not a clock time: {text!r}")
    hours, minutes, seconds = (int(group or 0) for group in match.groups()[:3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + int((match[4] or "0").ljust(3, "0"))


def _hours(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}"
