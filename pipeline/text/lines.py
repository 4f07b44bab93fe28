"""Lay a text out in lines, and cut a sentence into pieces that each fit a cue.

Both weigh every legal place against every other (dynamic programming), so a line never ends on
an article because the next word happened not to fit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import ceil, inf

from pipeline.style.model import Limits
from pipeline.text.breaks import Ruler, measure
from pipeline.text.width import columns

_ORPHAN = 5.0
"""A line of fewer columns (half of that in Chinese) is an orphan."""
_PHRASE = 50.0
"""Penalties from here on are breaks inside a phrase."""
_UGLY = 60.0
"""A text that fits one cue but only with such a line break may become two."""


def break_lines(
    text: str, *, limits: Limits, language: str, keep: Sequence[str] = ()
) -> tuple[str, ...] | None:
    """Return the best layout of `text`, or None where it does not fit.

    One line where it fits, else as few as possible: broken after punctuation or before a
    conjunction or preposition, never inside a term, in lines of about equal length with the
    last one the longest. Chinese punctuation follows `limits.punctuation`.

    Args:
        text: One cue's text; line breaks in it count as spaces.
        limits: `characters_per_line`, `lines` and `punctuation` of the language.
        language: BCP 47 tag.
        keep: Terms and names that stay whole.
    """
    text = " ".join(text.split())
    if not text:
        return None
    lines = [text]
    if columns(text, language=language) > limits.characters_per_line:
        ruler = measure(text, language=language, limit=limits.characters_per_line, keep=keep)
        cuts = _layout(ruler, 0, len(ruler), limits.characters_per_line, limits.lines)
        if cuts is None:
            return None
        lines = [ruler.slice(first, last) for first, last in cuts]
    if language.startswith("zh"):
        from pipeline.text.chinese import punctuate

        return tuple(punctuate(iter(lines), limits.punctuation))
    return tuple(lines)


def cut(
    text: str,
    *,
    limits: Limits,
    language: str,
    keep: Sequence[str] = (),
    pieces: int = 1,
) -> tuple[str, ...]:
    """Cut a sentence into as few pieces as fit a cue each, at the best places.

    The pieces are slices of the text: joined by the white space between them they are the
    text. They end at clause ends where possible and are of about equal length.

    Args:
        text: One sentence.
        limits: `characters_per_line` and `lines` of the language.
        language: BCP 47 tag.
        keep: Terms and names that stay whole.
        pieces: At least so many; fewer come back where there are not so many places to cut.
    """
    text = " ".join(text.split())
    limit, lines = limits.characters_per_line, limits.lines
    if pieces <= 1 and text and columns(text, language=language) <= limit:
        return (text,)
    ruler = measure(text, language=language, limit=limit, keep=keep)
    count = len(ruler)
    if not count:
        return ()
    reach = ruler.reaches(limit)
    fits = _furthest(reach, 0, lines) == count
    if fits and pieces <= 1 and _line_cost(ruler, 0, count, limit, reach) < _UGLY:
        return (text,)
    if pieces <= 1:
        return tuple(ruler.slice(a, b) for a, b in _best_cut(ruler, reach, limit, lines))
    wanted = min(pieces, count)
    for number in range(wanted, count + 1):
        found = _exact_cut(ruler, reach, lines, number)
        if found is not None:
            return tuple(ruler.slice(a, b) for a, b in found)
    return tuple(ruler.slice(i, i + 1) for i in range(count))


def _furthest(reach: list[int], first: int, lines: int) -> int:
    for _ in range(lines):
        first = reach[first]
    return first


def _layout(
    ruler: Ruler, first: int, last: int, limit: int, lines: int
) -> list[tuple[int, int]] | None:
    """Return the (first, last) atoms of each line of the best layout, or None."""
    if ruler.width(first, last) <= limit:
        return [(first, last)]
    if lines < 2:
        return None
    best: tuple[float, list[tuple[int, int]]] | None = None
    for middle in range(last - 1, first, -1):
        if ruler.width(middle, last) > limit * (lines - 1):
            break
        top = ruler.width(first, middle)
        if top > limit:
            continue
        rest = _layout(ruler, middle, last, limit, lines - 1)
        if rest is None:
            continue
        bottom = ruler.width(*rest[0])
        cost = ruler.atoms[middle - 1].penalty + _imbalance(top, bottom, limit)
        cost += 200.0 * (len(rest) - 1)
        if best is None or cost < best[0]:
            best = cost, [(first, middle), *rest]
    return best[1] if best else None


def _imbalance(top: float, bottom: float, limit: int) -> float:
    """Return what two lines of unequal length cost; the lower one had better be the longer."""
    shorter, longer = min(top, bottom), max(top, bottom)
    cost = 40.0 * ((longer - shorter) / limit) ** 2
    if top > bottom:
        cost += 8.0 * (top - bottom) / limit
    if shorter < 0.5 * longer:
        cost += 12.0
    if shorter < _ORPHAN * min(1.0, limit / 32):
        cost += 40.0
    return cost


def _line_cost(ruler: Ruler, first: int, last: int, limit: int, reach: list[int]) -> float:
    """Return the least penalty at which atoms `first` to `last` break into two lines."""
    if ruler.width(first, last) <= limit:
        return 0.0
    cheapest = inf
    for middle in range(reach[first], first, -1):
        if ruler.width(middle, last) > limit:
            break
        cheapest = min(cheapest, ruler.atoms[middle - 1].penalty)
    return 0.0 if cheapest is inf else 0.5 * cheapest + max(0.0, cheapest - 50.0)


def _best_cut(ruler: Ruler, reach: list[int], limit: int, lines: int) -> list[tuple[int, int]]:
    """Cut all atoms into pieces that fit, at the least cost.

    Places inside a phrase are looked at only where the others do not do: most are such.
    """
    atoms, count = ruler.atoms, len(ruler)
    fair = [index + 1 for index, atom in enumerate(atoms) if atom.penalty < _PHRASE]
    for places in (sorted({*fair, count}), list(range(1, count + 1))):
        path = _cheapest(ruler, reach, (limit, lines), places)
        if path:
            return path
    raise AssertionError("every atom fits a line")


def _cheapest(
    ruler: Ruler, reach: list[int], room: tuple[int, int], places: Sequence[int]
) -> list[tuple[int, int]]:
    """Return the best cut at some of `places`, empty where none fits."""
    limit, lines = room
    count, full = len(ruler), limit * lines
    total = ruler.width(0, count)
    ideal = total / ceil(total / (0.92 * full))
    cost, back = [0.0] + [inf] * count, [0] * (count + 1)
    for at, first in enumerate([0, *places[:-1]]):
        if cost[first] == inf:
            continue
        furthest = _furthest(reach, first, lines)
        for last in places[at : bisect_right(places, furthest)]:
            width = ruler.width(first, last)
            new = cost[first] + _piece_cost(width, ideal, full)
            new += 1.5 * ruler.atoms[last - 1].penalty if last < count else 0.0
            if new < cost[last]:
                new += _line_cost(ruler, first, last, limit, reach)
                if new < cost[last]:
                    cost[last], back[last] = new, first
    return _path(back, count) if cost[count] < inf else []


def _piece_cost(width: float, ideal: float, room: float) -> float:
    cost = 22.0 + 60.0 * ((width - ideal) / room) ** 2
    return cost + 25.0 if width < 0.3 * ideal else cost


def _path(back: list[int], count: int) -> list[tuple[int, int]]:
    path, last = [], count
    while last:
        path.append((back[last], last))
        last = back[last]
    return path[::-1]


def _exact_cut(
    ruler: Ruler, reach: list[int], lines: int, pieces: int
) -> list[tuple[int, int]] | None:
    """Cut all atoms into exactly so many pieces of about equal width, or return None."""
    count = len(ruler)
    ideal = ruler.width(0, count) / pieces
    row: list[float] = [0.0] + [inf] * count
    backs: list[list[int]] = []
    for number in range(1, pieces + 1):
        following, back = [inf] * (count + 1), [0] * (count + 1)
        for first in range(number - 1, count):
            if row[first] is inf:
                continue
            for last in range(first + 1, _furthest(reach, first, lines) + 1):
                off = (ruler.width(first, last) - ideal) / max(ideal, 1.0)
                new = row[first] + 60.0 * off * off
                new += ruler.atoms[last - 1].penalty if last < count else 0.0
                if new < following[last]:
                    following[last], back[last] = new, first
        row = following
        backs.append(back)
    if row[count] is inf:
        return None
    path, last = [], count
    for back in reversed(backs):
        path.append((back[last], last))
        last = back[last]
    return path[::-1]
