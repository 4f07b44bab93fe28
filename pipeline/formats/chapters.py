"""Chapters: Podcasting 2.0 JSON 1.2, and the list that YouTube reads from a description.

https://github.com/Podcastindex-org/podcast-namespace (jsonChapters, version 1.2). Only
sections whose time the input states become chapters; no time is made up for the others.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from pipeline.clock import format_mark
from pipeline.errors import InputError
from pipeline.model import Document, Finding, Severity

_VERSION = "1.2.0"
_FEWEST = 3
_MOST = 100
_SHORTEST_MS = 10_000
_LONGEST_S = 10**7


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled time.

    Attributes:
        start_ms: As stated.
        title: One line; may be empty.
        end_ms: Later than the start, or None where unknown.
    """

    start_ms: int
    title: str = ""
    end_ms: int | None = None


def chapters_of(document: Document) -> tuple[Chapter, ...]:
    """Return the sections with a stated start as chapters, in the order of time."""
    found = [
        Chapter(section.start_ms, _one_line(section.title), _end(section.start_ms, section.end_ms))
        for section in document.sections
        if section.start_ms is not None
    ]
    return tuple(sorted(found, key=lambda chapter: chapter.start_ms))


def _end(start_ms: int, end_ms: int | None) -> int | None:
    return end_ms if end_ms is not None and end_ms > start_ms else None


def compose_json(chapters: Sequence[Chapter], *, title: str = "", podcast: str = "") -> str:
    """Return Podcasting 2.0 chapters; times in seconds, whole where they are whole."""
    head = {"version": _VERSION, "title": _one_line(title), "podcastName": _one_line(podcast)}
    rows = [
        {
            "startTime": _seconds(chapter.start_ms),
            **({"endTime": _seconds(chapter.end_ms)} if chapter.end_ms is not None else {}),
            **({"title": chapter.title} if chapter.title else {}),
        }
        for chapter in chapters
    ]
    content = {key: value for key, value in head.items() if value} | {"chapters": rows}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def parse_json(text: str, *, name: str = "chapters") -> tuple[Chapter, ...]:
    """Return the chapters of a Podcasting 2.0 file that show in a table of contents.

    Args:
        text: The file.
        name: What to call it in messages.

    Raises:
        InputError: not JSON, no list of chapters, or a chapter without a usable start.
    """
    try:
        content = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise InputError(name, "not JSON", remedy="give a Podcasting 2.0 chapters file") from error
    rows = content.get("chapters") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        raise InputError(name, "there is no list called chapters")
    shown = [
        (number, row)
        for number, row in enumerate(rows, 1)
        if not (isinstance(row, dict) and row.get("toc") is False)
    ]
    return tuple(_chapter(row, number=number, name=name) for number, row in shown)


def compose_text(chapters: Sequence[Chapter]) -> str:
    """Return one line per titled chapter, `MM:SS Title`, for a YouTube description.

    Angle brackets, which a description may not hold, become single quotation marks. Whether
    YouTube will show them as chapters is for `findings` to say.
    """
    return "".join(
        f"{format_mark(chapter.start_ms)} {chapter.title.replace('<', '‹').replace('>', '›')}\n"
        for chapter in chapters
        if chapter.title
    )


def findings(chapters: Sequence[Chapter], *, duration_ms: int | None = None) -> tuple[Finding, ...]:
    """Return why YouTube would not show `compose_text(chapters)` as chapters.

    Its rules: at least three and at most a hundred, the first at 0:00, each ten seconds or
    longer.

    Args:
        chapters: In the order of time.
        duration_ms: Stated length of the episode, if any.
    """
    if not chapters:
        return ()
    faults: list[tuple[str, str]] = []
    if any(not chapter.title for chapter in chapters):
        faults.append(("chapters.txt", "a section without a title is left out"))
    titled = [chapter for chapter in chapters if chapter.title]
    if not _FEWEST <= len(titled) <= _MOST:
        faults.append(("chapters.txt", f"YouTube wants 3 to 100 chapters, there are {len(titled)}"))
    if titled and titled[0].start_ms >= 1_000:
        mark = format_mark(titled[0].start_ms)
        faults.append((f"chapter [{mark}]", "YouTube wants the first chapter at 0:00"))
    ends = [chapter.start_ms for chapter in titled[1:]]
    if duration_ms is not None:
        ends.append(duration_ms)
    faults.extend(
        (f"chapter [{format_mark(chapter.start_ms)}]", "YouTube wants ten seconds or more")
        for chapter, end_ms in zip(titled, ends, strict=False)
        if end_ms - chapter.start_ms < _SHORTEST_MS
    )
    return tuple(Finding("youtube-chapters", Severity.INFO, *fault) for fault in faults)


def _chapter(row: object, *, number: int, name: str) -> Chapter:
    start_ms = _milliseconds(row.get("startTime")) if isinstance(row, dict) else None
    if start_ms is None or not isinstance(row, dict):
        raise InputError(name, f"chapter {number} has no usable startTime")
    title = row.get("title")
    end_ms = _milliseconds(row.get("endTime"))
    return Chapter(
        start_ms, _one_line(title) if isinstance(title, str) else "", _end(start_ms, end_ms)
    )


def _milliseconds(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not (isfinite(value) and 0 <= value <= _LONGEST_S):
        return None
    return round(value * 1_000)


def _seconds(ms: int) -> int | float:
    return ms // 1_000 if ms % 1_000 == 0 else ms / 1_000


def _one_line(text: str) -> str:
    return " ".join(text.split())
