"""The form of a track: order, gaps, durations, reading speed, lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.checks.rules import Hit
from pipeline.clock import format_clock
from pipeline.model import Cue, Span
from pipeline.style.model import Limits, Punctuation
from pipeline.text.lines import break_lines
from pipeline.text.width import columns

TOLERANCE = 0.05
"""Characters a second that a reading speed may be over: times are rounded."""
_LINE_END = re.compile(r"[，。、；：](?=[”’）》」』]*$)")
_INSIDE = {
    Punctuation.NETFLIX: re.compile(r"[，。；](?=.)"),
    Punctuation.SPACE: re.compile(r"[，。；、：](?=.)"),
}
_SPEAKS = re.compile(r"\s*(?:[-–—‐]|[A-Z][\w .'’-]{0,30}:\s)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A cue as a viewer sees it.

    Attributes:
        number: 1-based, in the order of the file.
        span: When it shows.
        lines: What it says, without markup.
        languages: Tag of each line.
        line: 1-based line of its times in the file, 0 where there is none.
    """

    number: int
    span: Span
    lines: tuple[str, ...]
    languages: tuple[str, ...]
    line: int = 0

    def sides(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each language with its lines."""
        tags = dict.fromkeys(self.languages)
        if len(tags) == 1:
            yield self.languages[0], self.lines
            return
        for tag in tags:
            pairs = zip(self.languages, self.lines, strict=True)
            yield tag, tuple(line for language, line in pairs if language == tag)


def shown(number: int, cue: Cue, *, language: str) -> Shown:
    """Return a cue of a track; `language` is that of a track in one language."""
    tags = cue.languages or (language,) * len(cue.lines)
    return Shown(number, cue.span, cue.lines, tags)


def check_form(
    cues: Sequence[Shown], limits: Mapping[str, Limits], *, advice: bool = True, hold: bool = False
) -> Iterator[Hit]:
    """Yield what breaks the limits, cue by cue.

    Args:
        cues: In the order of the file.
        limits: Of every language in them.
        advice: Look for better line breaks too, which takes longer.
        hold: Cues stay until the next one begins, however long.
    """
    yield from _neighbours(cues, limits)
    for cue in cues:
        widths = [
            columns(line, language=tag) for line, tag in zip(cue.lines, cue.languages, strict=True)
        ]
        yield from _duration(cue, limits, widths, hold=hold)
        yield from _lines(cue, limits, widths)
        if advice and len(cue.lines) == 2:
            yield from _layout(cue, limits)


def _hit(cue: Shown, rule: str, message: str, *, below: int = 0) -> Hit:
    """Place a message at a cue, or at one of its lines."""
    line = cue.line + below if cue.line else 0
    return Hit(line, rule, message, cue.number, cue.span.start_ms)


def _neighbours(cues: Sequence[Shown], limits: Mapping[str, Limits]) -> Iterator[Hit]:
    pace = list(limits.values())
    gap_ms, close_ms = max(one.gap_ms for one in pace), max(one.close_ms for one in pace)
    for before, after in pairwise(cues):
        between = after.span.start_ms - before.span.end_ms
        if after.span.start_ms < before.span.start_ms:
            start = format_clock(before.span.start_ms, separator=".")
            yield _hit(after, "out-of-order", f"starts before the cue above it, at {start}")
        elif between < 0:
            message = f"starts {-between} ms before the cue above it ends"
            yield _hit(after, "overlap", message)
        elif between < gap_ms:
            message = f"{between} ms after the cue above it; {gap_ms} ms is the least"
            yield _hit(after, "gap-short", message)
        elif gap_ms < between < close_ms:
            message = f"{between} ms after the cue above it: {gap_ms} ms, or {close_ms} ms and more"
            yield _hit(after, "gap-odd", message)


def _duration(
    cue: Shown, limits: Mapping[str, Limits], widths: Sequence[float], *, hold: bool
) -> Iterator[Hit]:
    # What there is to read of each language (`pipeline.text.width.reading_units`).
    units: dict[str, float] = {}
    for tag, width in zip(cue.languages, widths, strict=True):
        units[tag] = units.get(tag, 0.0) + width
    shown_ms = cue.span.duration_ms
    least = max(limits[tag].min_ms for tag in units)
    most = max(limits[tag].max_ms for tag in units)
    if shown_ms < least:
        yield _hit(cue, "too-short", f"{shown_ms} ms; {least} ms is the least")
    if shown_ms > most and not hold:
        yield _hit(cue, "too-long", f"{shown_ms / 1_000:.1f} s; {most / 1_000:g} s is the most")
    needed = 0.0
    for tag, read in units.items():
        speed = limits[tag].characters_per_second
        needed += read / speed
        if read * 1_000 > (speed + TOLERANCE) * shown_ms:
            fast = read * 1_000 / shown_ms
            message = f"{fast:.1f} characters a second; {speed:g} is the most in {tag}"
            yield _hit(cue, "reading-speed", message)
    if len(units) > 1 and needed * 1_000 > 1.05 * shown_ms:
        message = f"both languages take {needed:.1f} s to read, {shown_ms / 1_000:.1f} s it shows"
        yield _hit(cue, "reading-both", message)


def _lines(cue: Shown, limits: Mapping[str, Limits], widths: Sequence[float]) -> Iterator[Hit]:
    most = max(limits[tag].lines for tag in cue.languages)
    if len(cue.lines) > most:
        yield _hit(cue, "line-count", f"{len(cue.lines)} lines; {most} is the most")
    for below, (line, tag, width) in enumerate(
        zip(cue.lines, cue.languages, widths, strict=True), 1
    ):
        limit, bare = limits[tag], line.strip()
        wide = width if bare == line else columns(bare, language=tag)
        if wide > limit.characters_per_line:
            message = f"{wide:g} columns; {limit.characters_per_line} is the most in {tag}"
            yield _hit(cue, "line-length", message, below=below)
        if line != bare:
            yield _hit(cue, "trailing-space", "white space at an end of the line", below=below)
        if tag.startswith("zh") and limit.punctuation is not Punctuation.KEEP:
            found = _LINE_END.search(line.rstrip()) or _INSIDE[limit.punctuation].search(line)
            if found is not None:
                message = f"“{found[0]}”; the style leaves it out"
                yield _hit(cue, "line-end-punctuation", message, below=below)


def _layout(cue: Shown, limits: Mapping[str, Limits]) -> Iterator[Hit]:
    """Yield what another layout of two lines would do better, only where there is one."""
    tag = cue.languages[0]
    if tag.startswith("zh") or tag != cue.languages[1] or any(map(_SPEAKS.match, cue.lines)):
        return
    widths = [columns(line.strip(), language=tag) for line in cue.lines]
    limit = limits[tag].characters_per_line
    if sum(widths) + 1 <= limit:
        yield _hit(cue, "needless-break", f"{sum(widths) + 1:g} columns fit one line")
        return
    shorter, longer = min(widths), max(widths)
    if 2 * shorter >= longer:
        return
    better = break_lines(" ".join(cue.lines), limits=limits[tag], language=tag)
    if better is None or len(better) != 2 or 2 * _shorter(better, tag) < _longer(better, tag):
        return
    rule = "orphan" if shorter <= 4 or " " not in min(cue.lines, key=len).strip() else "balance"
    message = f"{shorter:g} and {longer:g} columns; better: {' / '.join(better)}"
    yield _hit(cue, rule, message)


def _shorter(lines: Sequence[str], tag: str) -> float:
    return min(columns(line, language=tag) for line in lines)


def _longer(lines: Sequence[str], tag: str) -> float:
    return max(columns(line, language=tag) for line in lines)
