"""Captions out of pieces whose ends, starts or words may be missing."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.clock import format_mark
from pipeline.model import Caption, Finding, Severity, Span

MS_PER_CHARACTER = 65
"""Speaking rate for a last piece without an end: about 15 characters a second."""

LONGEST_MS = 100 * 3_600_000
"""No recording is longer; a later time is a fault in the file."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something said, as a file has it.

    Attributes:
        start_ms: Its start, or None where the file gives none that can be used.
        end_ms: Its end, or None.
        text: Plain text; may hold blank lines.
        where: Its place for messages: `segment 4`.
    """

    start_ms: int | None
    end_ms: int | None
    text: str
    speaker: str = ""
    where: str = ""


def milliseconds(seconds: object) -> int | None:
    """Return a number of seconds in milliseconds, None where it is no usable number.

    Text counts when it is a number; rounding is to the nearest millisecond.

    >>> milliseconds(1.0004), milliseconds("2.5"), milliseconds(float("nan"))
    (1000, 2500, None)
    """
    if isinstance(seconds, bool) or not isinstance(seconds, int | float | str):
        return None
    try:
        number = float(seconds)
    except (ValueError, OverflowError):
        return None
    if not math.isfinite(number) or not 0 <= number * 1_000 <= LONGEST_MS:
        return None
    return round(number * 1_000)


def captions_from(
    pieces: Iterable[Piece], *, until_ms: int | None = None
) -> tuple[tuple[Caption, ...], tuple[Finding, ...]]:
    """Return the captions that the pieces make, in their order, and findings about the rest.

    A piece without an end lasts until the next later start, the last one until `until_ms`, or
    for as long as its words take to say; the latter is reported.
    """
    timed: list[tuple[int, int | None, str, Piece]] = []
    findings: list[Finding] = []
    for piece in pieces:
        text = caption_text(piece.text)
        if not text:
            continue
        if piece.start_ms is None:
            words = f"no usable start time; left out of the captions: {' '.join(text.split())}"
            findings.append(Finding("caption-without-time", Severity.WARNING, piece.where, words))
            continue
        timed.append((piece.start_ms, piece.end_ms, text, piece))
    starts = sorted({start for start, *_ in timed})
    captions: list[Caption] = []
    for start, stated, text, piece in timed:
        end = stated
        if stated is not None and stated <= start:
            words = f"ends at or before its start, {format_mark(start)}; the end is not used"
            findings.append(Finding("caption-ends-early", Severity.WARNING, piece.where, words))
            end = None
        if end is None:
            later = bisect_right(starts, start)
            end = starts[later] if later < len(starts) else until_ms
        if end is None or end <= start:
            end = start + max(1_000, MS_PER_CHARACTER * len(text))
            words = "the input gives no end; taken from the length of its text"
            findings.append(Finding("end-estimated", Severity.INFO, piece.where, words))
        captions.append(Caption(Span(start, end), text, " ".join(piece.speaker.split())))
    return tuple(captions), tuple(findings)


def order_findings(captions: Sequence[Caption], places: Sequence[str]) -> tuple[Finding, ...]:
    """Return one finding for captions out of order and one for overlapping ones.

    Args:
        captions: In the order of the file.
        places: Where each stands, for messages.
    """
    backward: list[str] = []
    overlapping: list[str] = []
    for (before, after), place in zip(pairwise(captions), places[1:], strict=True):
        if after.span.start_ms < before.span.start_ms:
            backward.append(place)
        elif after.span.start_ms < before.span.end_ms:
            overlapping.append(place)
    return tuple(
        Finding(rule, Severity.WARNING, found[0], f"{what}: {named(found)}")
        for rule, what, found in (
            ("captions-out-of-order", "starts before the caption above it", backward),
            ("captions-overlap", "starts before the caption above it ends", overlapping),
        )
        if found
    )


def named(places: Sequence[str], *, most: int = 8) -> str:
    """Return the first places and the number of the others.

    >>> named(["line 1", "line 5", "line 9"], most=2)
    'line 1, line 5 and 1 more'
    """
    rest = len(places) - most
    return ", ".join(places[:most]) + (f" and {rest} more" if rest > 0 else "")


def caption_text(text: str) -> str:
    """Return text as a caption holds it: lines trimmed, blank ones gone."""
    lines = (line.strip() for line in text.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)
