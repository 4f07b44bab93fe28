"""Podcasting 2.0 transcripts: JSON with times, speakers and words.

https://github.com/Podcastindex-org/podcast-namespace (transcripts.md). Whole captions round
trip: `parse(compose(captions)).captions == captions`.

Rules of the problems, whose line is the number of the segment: `segment-unreadable`,
`end-before-start`, `cue-without-text`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import isfinite

from pipeline.errors import InputError
from pipeline.formats.subtitles import Block, Problem, SubtitleFile, without_blank_lines
from pipeline.model import Caption, Span

_VERSION = "1.0.0"
_LONGEST_S = 10**7


def compose(captions: Sequence[Caption]) -> str:
    """Return the file; times in seconds, segments in the order given."""
    segments = [
        {
            **({"speaker": caption.speaker} if caption.speaker else {}),
            "startTime": caption.span.start_ms / 1_000,
            "endTime": caption.span.end_ms / 1_000,
            "body": caption.text,
        }
        for caption in captions
    ]
    content = {"version": _VERSION, "segments": segments}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def parse(text: str, *, name: str = "transcript") -> SubtitleFile:
    """Return the segments as blocks; one that cannot be read becomes a problem.

    A segment without an end lasts until the next one starts.

    Args:
        text: The file.
        name: What to call it in messages.

    Raises:
        InputError: not JSON, or without a list of segments.
    """
    try:
        content = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        remedy = "give a Podcasting 2.0 transcript"
        raise InputError(name, "not JSON", remedy=remedy) from error
    rows = content.get("segments") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        raise InputError(name, "there is no list called segments")
    blocks: list[Block] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, 1):
        following = rows[number] if number < len(rows) else None
        found = _block(row, following, number)
        if isinstance(found, Block):
            blocks.append(found)
        else:
            problems.append(found)
    return SubtitleFile(tuple(blocks), tuple(problems))


def _block(row: object, following: object, number: int) -> Block | Problem:
    if not isinstance(row, Mapping) or not isinstance(row.get("body"), str):
        return Problem(number, "segment-unreadable", f"segment {number} has no body")
    text = without_blank_lines(row["body"])
    start_ms = _milliseconds(row.get("startTime"))
    end_ms = _milliseconds(row.get("endTime"))
    if end_ms is None and isinstance(following, Mapping):
        end_ms = _milliseconds(following.get("startTime"))
    if start_ms is None or end_ms is None:
        message = f"segment {number} has no usable time; left out: {' '.join(text.split())[:60]!r}"
        return Problem(number, "segment-unreadable", message)
    if end_ms <= start_ms:
        message = f"segment {number} does not end after it starts; left out: {text[:60]!r}"
        return Problem(number, "end-before-start", message)
    if not text:
        return Problem(number, "cue-without-text", f"segment {number} has no text")
    speaker = row.get("speaker")
    name = " ".join(speaker.split()) if isinstance(speaker, str) else ""
    return Block(Caption(Span(start_ms, end_ms), text, name), number)


def _milliseconds(value: object) -> int | None:
    """Numbers, and numbers that somebody wrote as text."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    usable = isfinite(value) and 0 <= value <= _LONGEST_S
    return round(value * 1_000) if usable else None
