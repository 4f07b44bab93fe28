"""Lay a whole transcript over the words of captions of the same talk.

Groups of words that occur once in both are fixed points; between two fixed points shorter groups
are looked for, down to single words (the patience diff of Bram Cohen). What is left unmatched
was cut, added or misheard. Each level is linear in the words that are still open.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from pipeline.timing.words import Heard, tokens

_GROUPS = (6, 3, 2, 1)
"""Lengths of the groups looked for, level by level."""
ENOUGH = 0.5
"""Share of a sentence's words that must be matched for it to have a time of its own."""
_SCATTERED = 3
"""A sentence that takes so many times its words among the captions is not one place."""


def sentence_places(sentences: Sequence[str], heard: Heard) -> list[tuple[int, int] | None]:
    """Return the words of the captions at which each sentence begins and ends, or None.

    Args:
        sentences: Of a transcript, in order.
        heard: Words of the captions of the same talk.
    """
    spoken = [[token.text for token in tokens(sentence)] for sentence in sentences]
    words = [word for sentence in spoken for word in sentence]
    matched = matched_words(words, heard.words)
    result: list[tuple[int, int] | None] = []
    first = 0
    for sentence in spoken:
        places = matched[first : first + len(sentence)]
        result.append(_place(places, len(heard.words)))
        first += len(sentence)
    return _apart(result)


def _place(places: Sequence[int], most: int) -> tuple[int, int] | None:
    known = [(at, place) for at, place in enumerate(places) if place >= 0]
    if not known or len(known) < ENOUGH * len(places):
        return None
    (before, first), (at, last) = known[0], known[-1]
    if last - first > _SCATTERED * len(places) + 10:
        return None
    return max(0, first - before), min(most, last + len(places) - at)


def _apart(places: Sequence[tuple[int, int] | None]) -> list[tuple[int, int] | None]:
    """Let no sentence begin before the one in front of it has ended."""
    result: list[tuple[int, int] | None] = []
    lowest = 0
    for place in places:
        if place is not None:
            start = max(place[0], lowest)
            place = (start, max(place[1], start + 1))  # noqa: PLW2901
            lowest = place[1]
        result.append(place)
    return result


def matched_words(words: Sequence[str], heard: Sequence[str]) -> list[int]:
    """Return for each word the index of the same word among `heard`, ascending, or -1.

    >>> matched_words("so we train it".split(), "um so we can train it".split())
    [1, 2, 4, 5]
    """
    result = [-1] * len(words)
    open_parts = [(0, len(words), 0, len(heard))]
    for size in _GROUPS:
        left: list[tuple[int, int, int, int]] = []
        for part in open_parts:
            for at, place in _fixed_points(words, heard, part, size):
                result[at : at + size] = range(place, place + size)
            left += _open(result, part)
        open_parts = left
    return result


def _fixed_points(
    words: Sequence[str], heard: Sequence[str], part: tuple[int, int, int, int], size: int
) -> list[tuple[int, int]]:
    """Return the groups that occur once on either side, as many as ascend on both."""
    first, last, low, high = part
    ours, theirs = _once(words, first, last, size), _once(heard, low, high, size)
    pairs = [(at, theirs[group]) for group, at in ours.items() if group in theirs]
    return _without_overlap(_longest_ascent(sorted(pairs)), size)


def _once(words: Sequence[str], first: int, last: int, size: int) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    for at in range(first, last - size + 1):
        group = tuple(words[at : at + size])
        found[group] = -1 if group in found else at
    return {group: at for group, at in found.items() if at >= 0}


def _longest_ascent(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest chain whose second members ascend too."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        rank = bisect_left(tails, place)
        before.append(ends[rank - 1] if rank else -1)
        tails[rank : rank + 1] = [place]
        ends[rank : rank + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _without_overlap(pairs: Sequence[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    """Keep groups that overlap only where they overlap alike on both sides."""
    result: list[tuple[int, int]] = []
    for at, place in pairs:
        if result:
            step, other = at - result[-1][0], place - result[-1][1]
            if step != other and min(step, other) < size:
                continue
        result.append((at, place))
    return result


def _open(
    result: Sequence[int], part: tuple[int, int, int, int]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches of a part that have no match yet, with what they may match."""
    first, last, low, high = part
    start = first
    for at in range(first, last + 1):
        if at < last and result[at] < 0:
            continue
        limit = result[at] if at < last else high
        if at > start and limit > low:
            yield start, at, low, limit
        start, low = at + 1, limit + 1
