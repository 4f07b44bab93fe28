"""Transcripts kept as rows in a front matter: a line, when, by whom, and headers between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.model import Caption, Finding, Section
from pipeline.readers.frontmatter import Value
from pipeline.readers.marks import parse_duration
from pipeline.readers.spans import Piece, captions_from, milliseconds, order_findings

_WORDS = ("line", "text", "body")
_TIMES = ("sec", "start", "time", "timestamp")
_SPEAKERS = ("who", "speaker", "name")
_HEADERS = ("header", "heading", "section", "title")


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows say.

    Attributes:
        sections: One per header; its start is that of the first line below it.
        captions: The lines that have a time.
        transcript: The lines, where none of them has one.
    """

    sections: tuple[Section, ...] = ()
    captions: tuple[Caption, ...] = ()
    transcript: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_rows(value: Value | None, *, until_ms: int | None) -> Rows | None:
    """Return the transcript that a list of rows holds, or None where it is no such list.

    Args:
        value: The field of the front matter.
        until_ms: Length of the episode, where the last line ends.
    """
    if not isinstance(value, list) or not value:
        return None
    rows = [row for row in value if isinstance(row, dict)]
    if len(rows) < len(value) or not any(_first(row, _WORDS) for row in rows):
        return None
    pieces: list[Piece] = []
    headers: list[tuple[str, int]] = []
    for number, row in enumerate(rows, 1):
        text = _first(row, _WORDS)
        if text:
            piece = Piece(_time(row), None, text, _first(row, _SPEAKERS), f"row {number}")
            pieces.append(piece)
        elif header := _first(row, _HEADERS):
            headers.append((header, len(pieces)))
    if all(piece.start_ms is None for piece in pieces):
        spoken = (f"{p.speaker}: {p.text}" if p.speaker else p.text for p in pieces)
        sections = tuple(Section(header, None) for header, _ in headers)
        return Rows(sections=sections, transcript=tuple(spoken))
    captions, findings = captions_from(_joined(pieces), until_ms=until_ms)
    places = [f"caption {number}" for number in range(1, len(captions) + 1)]
    return Rows(
        sections=_sections(headers, pieces),
        captions=captions,
        findings=(*findings, *order_findings(captions, places)),
    )


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Put paragraphs of one time together; a line without a time stays with the one above it."""
    joined: list[Piece] = []
    lines: list[list[str]] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        same = last is not None and piece.speaker in {"", last.speaker}
        if last is None or not (
            piece.start_ms is None or (same and piece.start_ms == last.start_ms)
        ):
            joined.append(piece)
            lines.append([piece.text])
        else:
            lines[-1].append(piece.text if same else f"{piece.speaker}: {piece.text}")
    return [replace(piece, text="\n".join(text)) for piece, text in zip(joined, lines, strict=True)]


def _sections(headers: list[tuple[str, int]], pieces: list[Piece]) -> tuple[Section, ...]:
    """Give each header the time of the line below it; a header over another has the same one."""
    below: list[int | None] = [None]
    for piece in reversed(pieces):
        below.append(below[-1] if piece.start_ms is None else piece.start_ms)
    starts = [below[len(pieces) - at] for _, at in headers]
    following = dict(pairwise(sorted({start for start in starts if start is not None})))
    return tuple(
        Section(title, start, end_ms=following.get(start) if start is not None else None)
        for (title, _), start in zip(headers, starts, strict=True)
    )


def _first(row: dict[str, Value], keys: tuple[str, ...]) -> str:
    for key in keys:
        value = row.get(key)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return ""


def _time(row: dict[str, Value]) -> int | None:
    for key in _TIMES:
        value = row.get(key)
        if isinstance(value, str) and value.strip():
            seconds = milliseconds(value)
            return seconds if seconds is not None else parse_duration(value)
    return None
