"""Deal out the time between two anchors among sentences that have none of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate

from pipeline.model import Kind, Sentence, Span, Timing
from pipeline.text.speech import pause_units, speech_units

NEAR_MS = 30_000
"""A start at most this far from both surrounding anchors counts as `anchored`. Inside such a
stretch the measured error is about one second (`tests/bench/bench_timing.py`)."""

_CLOCK_MS = 1_000
"""What clocks count in that people read marks from."""

_COMFORT = 1.5
"""How many times as long as saying it a sentence should stay that is only read."""


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


def natural_ms(items: Sequence[Item], *, language: str) -> int:
    """Return how long saying `items` takes at an ordinary rate, pauses counted."""
    said, pauses = _taken(items, language)
    return max(len(items), round(sum(said) + sum(pauses)))


def _taken(items: Sequence[Item], language: str) -> tuple[list[float], list[float]]:
    """Return how many milliseconds each item takes, and the pause after it."""
    said = [speech_units(item.text, language=language) for item in items]
    return said, pause_units([item.text for item in items], language=language)


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

    Time is shared by what saying takes.

    Args:
        items: In order of content.
        free: Stretches of time that nothing occupies, ascending, together at least as many
            milliseconds as there are items.
        between: The two anchors that are known to surround all of them.
        language: Decides what saying takes.
        fill: What to do with the time left over.
        certain: Whether both anchors are stated; otherwise all is `estimated`.
    """
    said, pauses = _taken(items, language)
    weights = [one + pause for one, pause in zip(said, pauses, strict=True)]
    result: list[Sentence] = []
    for stretch, first, last in _assigned(weights, free, lead=fill is Fill.LEAD):
        part = weights[first:last]
        scale = stretch.duration_ms / sum(part)
        if fill is Fill.LEAD:
            scale = min(scale, 1.0)
        lasting = part if fill is Fill.HOLD else said[first:last]
        spans = _spans(part, lasting, stretch, scale, _behind(stretch, between, last - first))
        for item, span in zip(items[first:last], spans, strict=True):
            result.append(_timed(item, span, between, certain=certain))
    return result


def _behind(stretch: Span, between: Span, count: int) -> tuple[int, int]:
    """Return how far behind its ends a stretch is really begun and ended, on average.

    A mark in whole seconds is what the clock showed: speech begins up to a second later.
    """
    most = min(_CLOCK_MS // 2, stretch.duration_ms // (4 * count))
    begins = stretch.start_ms == between.start_ms and between.start_ms % _CLOCK_MS == 0
    ends = stretch.end_ms == between.end_ms and between.end_ms % _CLOCK_MS == 0
    return (most if begins and between.start_ms else 0), (most if ends else 0)


def _assigned(
    weights: Sequence[float], free: Sequence[Span], *, lead: bool
) -> Iterator[tuple[Span, int, int]]:
    """Yield which items, first to last, share which stretch, or the end of it; every item once.

    An item stands where its share of all the time begins, if it can be read there before the
    stretch ends: a text of two sentences in ten minutes begins right after its heading, not
    behind the quote that comes half a minute later. Else it stands where most of its share lies.

    Args:
        weights: Of the items, in milliseconds at an ordinary rate.
        free: The stretches.
        lead: Whether items follow on from the beginning of a stretch.
    """
    sums = list(accumulate(weights, initial=0.0))
    scale = sum(span.duration_ms for span in free) / sums[-1]
    first, offset = 0, 0.0
    for index, stretch in enumerate(free):
        begin, offset = offset, offset + stretch.duration_ms
        last = first
        while last < len(weights) and (
            index == len(free) - 1
            or (sums[last] + weights[last] / 2) * scale <= offset
            or sums[last] * scale + _COMFORT * weights[last] <= offset
        ):
            last += 1
        last = min(last, first + stretch.duration_ms)
        if last > first:
            spare = stretch.duration_ms - _COMFORT * (sums[last] - sums[first])
            late = 0 if lead else max(0, round(min(sums[first] * scale - begin, spare)))
            yield Span(stretch.start_ms + late, stretch.end_ms), first, last
        first = last


def _spans(
    weights: Sequence[float],
    lasting: Sequence[float],
    stretch: Span,
    scale: float,
    behind: tuple[int, int],
) -> list[Span]:
    """Return consecutive spans in whole milliseconds, none of them empty.

    The first begins with the stretch. The others begin as far behind as the two ends tell.
    """
    count, done, total = len(weights), 0.0, sum(weights)
    starts: list[int] = []
    ends: list[float] = []
    for weight, said in zip(weights, lasting, strict=True):
        late = behind[0] + (behind[1] - behind[0]) * done / total if starts else 0.0
        at = stretch.start_ms + done * scale + late
        lowest = starts[-1] + 1 if starts else stretch.start_ms
        starts.append(min(max(round(at), lowest), stretch.end_ms - (count - len(starts))))
        ends.append(at + said * scale)
        done += weight
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
