"""Which cues of a translation say what which cues of its source say, by their times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model import Caption

_NEAR_MS = 400
"""Cues of two languages that begin so close to each other begin together."""


def stretches(
    source: Sequence[Caption], target: Sequence[Caption]
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield indexes of source and target for each stretch that both begin together.

    Each caption is in one stretch; a stretch that only one side speaks in has an empty tuple.

    Args:
        source: In any order.
        target: In any order.
    """
    ours = sorted(range(len(source)), key=lambda i: source[i].span)
    theirs = sorted(range(len(target)), key=lambda i: target[i].span)
    mine: list[int] = []
    other: list[int] = []
    i = j = 0
    while i < len(ours) or j < len(theirs):
        a = source[ours[i]].span.start_ms if i < len(ours) else None
        b = target[theirs[j]].span.start_ms if j < len(theirs) else None
        together = a is not None and b is not None and abs(a - b) <= _NEAR_MS
        if together and (mine or other):
            yield tuple(mine), tuple(other)
            mine, other = [], []
        if together or (a is not None and (b is None or a <= b)):
            mine.append(ours[i])
            i += 1
        if together or (b is not None and (a is None or b < a)):
            other.append(theirs[j])
            j += 1
    if mine or other:
        yield tuple(mine), tuple(other)
