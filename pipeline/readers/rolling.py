"""Captions that roll: each cue shows the line before it again, so every line comes twice.

YouTube's automatic captions are written like that, and so are most captions of live television.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.model import Caption, Span

_FEWEST = 4
_SHARE = 0.4
_LONGEST_GAP_MS = 1_000


def rolls(captions: Sequence[Caption]) -> bool:
    """Return whether so many cues begin with what the last one ended with that it is a habit.

    A refrain or an answer said twice is none: it is rare, and pauses lie between.
    """
    if len(captions) < _FEWEST:
        return False
    repeats = sum(_repeated(before, after) > 0 for before, after in pairwise(captions))
    return repeats >= _SHARE * (len(captions) - 1)


def unroll(captions: Sequence[Caption]) -> tuple[tuple[Caption, ...], int]:
    """Return the captions with each line once, and the number of lines taken out.

    A cue that says nothing new lengthens the one before it; a cue that says more keeps its own
    times, cut where the next new line comes.
    """
    kept: list[Caption] = []
    removed = 0
    before: Caption | None = None
    for caption in captions:
        repeated = _repeated(before, caption) if before is not None else 0
        removed += repeated
        lines = caption.text.split("\n")[repeated:]
        before = caption
        if not lines and kept:
            last = kept[-1]
            end_ms = max(last.span.end_ms, caption.span.end_ms)
            kept[-1] = replace(last, span=Span(last.span.start_ms, end_ms))
        elif lines:
            kept.append(replace(caption, text="\n".join(lines)))
    return tuple(_cut(kept)), removed


def _repeated(before: Caption, after: Caption) -> int:
    """Return how many lines at the head of a cue stood at the foot of the one before it."""
    if not -_LONGEST_GAP_MS * 10 <= after.span.start_ms - before.span.end_ms <= _LONGEST_GAP_MS:
        return 0
    old, new = before.text.split("\n"), after.text.split("\n")
    for count in range(min(len(old), len(new), 4), 0, -1):
        if old[-count:] == new[:count]:
            return count
    return 0


def _cut(captions: Sequence[Caption]) -> list[Caption]:
    cut: list[Caption] = []
    for caption in captions:
        last = cut[-1] if cut else None
        start_ms = caption.span.start_ms
        if last is not None and last.span.start_ms < start_ms < last.span.end_ms:
            cut[-1] = replace(last, span=Span(last.span.start_ms, start_ms))
        cut.append(caption)
    return cut
