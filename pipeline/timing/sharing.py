"""Deal out the time between two anchors among sentences that have none of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.model import Kind, Sentence, Span, Timing
from pipeline.text.speech import PACES, pause_units, speech_units

NEAR_MS = 30_000
"""A start at most this far from both surrounding anchors counts as `anchored`. Inside such a
stretch the measured error is about one second (`tests/bench/bench_timing.py`)."""


class Fill(StrEnum):
    """How a text that is shorter than its time is laid over it."""

    SPREAD = "spread"
    """In proportion: every sentence stands near what it tells of; gaps between cues."""
    LEAD = "lead"
    """At speaking rate from the section's mark on; nothing after that."""
    HOLD = "hold"
    """As `spread`, and every cue stays until the next one begins."""


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence that waits for its time."""

    text: str
    kind: Kind
    section: int | None
    speaker: str = ""
    quote: int | None = None


def item_units(item: Item, *, language: str) -> float:
    """Return the weight of a sentence: what saying it takes, and the pause after it."""
    return speech_units(item.text, language=language) + pause_units(language=language)


def natural_ms(items: Sequence[Item], *, language: str) -> int:
    """Return how long saying `items` takes at an ordinary rate."""
    units = sum(item_units(item, language=language) for item in items)
    return max(len(items), round(units * PACES[language].unit_ms))


def share(
    items: Sequence[Item],
    free: Sequence[Span],
    between: Span,
    *,
    language: str,
    fill: Fill,
    certain: bool = True,
) -> list[Sentence]:
    """Give each item its part of the free time, in order.

    Time is shared by what saying takes. A sentence that would straddle an occupied stretch goes
    to the side where most of it lies.

    Args:
        items: In order of content.
        free: Stretches of time that nothing occupies, ascending, together at least as many
            milliseconds as there are items.
        between: The two anchors that are known to surround all of them.
        language: Decides what saying takes.
        fill: What to do with the time left over.
        certain: Whether both anchors are stated; otherwise all is `estimated`.
    """
    weights = [item_units(item, language=language) for item in items]
    result: list[Sentence] = []
    for stretch, first, last in _assigned(weights, free):
        part = weights[first:last]
        scale = stretch.duration_ms / sum(part)
        if fill is Fill.LEAD:
            scale = min(scale, PACES[language].unit_ms)
        said = 1.0 if fill is Fill.HOLD else 0.0
        spans = _spans(part, stretch, scale, pause_units(language=language) * (1.0 - said))
        for item, span in zip(items[first:last], spans, strict=True):
            result.append(_timed(item, span, between, certain=certain))
    return result


def _assigned(weights: Sequence[float], free: Sequence[Span]) -> list[tuple[Span, int, int]]:
    """Return which items, first to last, fall into which stretch; every item into one."""
    total, room = sum(weights), sum(span.duration_ms for span in free)
    result: list[tuple[Span, int, int]] = []
    first, done, offset = 0, 0.0, 0.0
    for index, stretch in enumerate(free):
        offset += stretch.duration_ms
        last = first
        while last < len(weights) and (
            index == len(free) - 1 or (done + weights[last] / 2) * room <= offset * total
        ):
            done += weights[last]
            last += 1
        last = min(last, first + stretch.duration_ms)
        if last > first:
            result.append((stretch, first, last))
        first = last
    return result


def _spans(weights: Sequence[float], stretch: Span, scale: float, pause: float) -> list[Span]:
    """Return consecutive spans in whole milliseconds, none of them empty."""
    count, at = len(weights), float(stretch.start_ms)
    starts: list[int] = []
    ends: list[float] = []
    for index, weight in enumerate(weights):
        lowest = starts[-1] + 1 if starts else stretch.start_ms
        starts.append(min(max(round(at), lowest), stretch.end_ms - (count - index)))
        ends.append(at + max(0.5, weight - pause) * scale)
        at += weight * scale
    latest = [*starts[1:], stretch.end_ms]
    return [
        Span(start, max(start + 1, min(round(end), limit)))
        for start, end, limit in zip(starts, ends, latest, strict=True)
    ]


def less_sure(sentence: Sentence, error_ms: int) -> Sentence:
    """Return a sentence whose surrounding anchors can be off by so much themselves."""
    if not error_ms:
        return sentence
    error = sentence.max_error_ms + error_ms
    timing = sentence.timing if error <= NEAR_MS else Timing.ESTIMATED
    return replace(sentence, max_error_ms=error, timing=timing)


def _timed(item: Item, span: Span, between: Span, *, certain: bool) -> Sentence:
    error = max(span.start_ms - between.start_ms, between.end_ms - span.start_ms)
    near = certain and error <= NEAR_MS
    return Sentence(
        text=item.text,
        span=span,
        kind=item.kind,
        section=item.section,
        timing=Timing.ANCHORED if near else Timing.ESTIMATED,
        max_error_ms=error,
        speaker=item.speaker,
        between=between,
        quote=item.quote,
    )
