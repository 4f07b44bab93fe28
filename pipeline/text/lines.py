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
_SCANTY = 0.3
"""A piece of less than this share of the others' width is to be avoided."""
_UGLY = 60.0
"""A text that fits one cue but only with such a line break may become two."""
_MANY = 50
"""Pieces of one sentence; more come of no language, only of rubbish."""
_DRIFT = 8.0
"""How many pieces an end may be from its place among very many equal ones."""


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
    width = columns(text, language=language)
    if width <= limits.characters_per_line:
        return _punctuated((text,), limits, language)
    # Of what a cue has to hold only the blank at the end of each line is left out.
    if width > (limits.characters_per_line + 1) * limits.lines - 1:
        return None
    ruler = measure(text, language=language, limit=limits.characters_per_line, keep=keep)
    return _laid(ruler, 0, len(ruler), limits, language)


def lay_out(
    text: str, *, limits: Limits, language: str, keep: Sequence[str] = (), pieces: int = 1
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Cut a sentence as `cut` does and break each piece into lines, measuring the text once.

    A piece that fits no cue, because a word in it is longer than a line, stays one line.

    Returns:
        Each piece and its lines.
    """
    text = " ".join(text.split())
    ruler, spans = _cut(text, limits, language, keep, pieces)
    if ruler is None:
        return tuple((text, _punctuated((text,), limits, language)) for _ in spans)
    return tuple(
        (piece, _laid(ruler, first, last, limits, language) or (piece,))
        for piece, first, last in ((ruler.slice(a, b), a, b) for a, b in spans)
    )


def _laid(
    ruler: Ruler, first: int, last: int, limits: Limits, language: str
) -> tuple[str, ...] | None:
    """Return the lines of a run of atoms, or None where they do not fit."""
    cuts = _layout(ruler, first, last, limits.characters_per_line, limits.lines)
    if cuts is None:
        return None
    return _punctuated(tuple(ruler.slice(a, b) for a, b in cuts), limits, language)


def _punctuated(lines: tuple[str, ...], limits: Limits, language: str) -> tuple[str, ...]:
    if not language.startswith("zh"):
        return lines
    from pipeline.text.chinese import punctuate

    return tuple(punctuate(iter(lines), limits.punctuation))


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
    ruler, spans = _cut(text, limits, language, keep, pieces)
    return tuple(ruler.slice(a, b) if ruler else text for a, b in spans)


def _cut(
    text: str, limits: Limits, language: str, keep: Sequence[str], pieces: int
) -> tuple[Ruler | None, list[tuple[int, int]]]:
    """Return a text's ruler and the atoms of each piece; no ruler where one line holds it all."""
    limit, lines = limits.characters_per_line, limits.lines
    if pieces <= 1 and text and columns(text, language=language) <= limit:
        return None, [(0, 1)]
    ruler = measure(text, language=language, limit=limit, keep=keep)
    count = len(ruler)
    if not count:
        return None, []
    reach = ruler.reaches(limit)
    if pieces <= 1:
        if _furthest(reach, 0, lines) == count:
            source = ruler.sources(limit)[count]
            if ruler.width(0, count) <= limit or _line_cost(ruler, 0, reach[0], source) < _UGLY:
                return ruler, [(0, count)]
        return ruler, _best_cut(ruler, reach, limit, lines)
    return ruler, _exact_cut(ruler, reach, lines, max(min(pieces, count), _fewest(reach, lines)))


def _fewest(reach: list[int], lines: int) -> int:
    """Return how many pieces hold all atoms at least."""
    first = number = 0
    while first < len(reach) - 1:
        first, number = _furthest(reach, first, lines), number + 1
    return number


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
    if lines == 2:
        return _two_lines(ruler, first, last, limit)
    best: tuple[float, list[tuple[int, int]]] | None = None
    for middle in range(last - 1, first, -1):
        if ruler.width(middle, last) > limit * (lines - 1):
            break
        top = ruler.width(first, middle)
        rest = _layout(ruler, middle, last, limit, lines - 1) if top <= limit else None
        if rest is None:
            continue
        bottom = ruler.width(*rest[0])
        cost = ruler.penalties[middle - 1] + _imbalance(top, bottom, limit)
        cost += 200.0 * (len(rest) - 1)
        if best is None or cost < best[0]:
            best = cost, [(first, middle), *rest]
    return best[1] if best else None


def _two_lines(ruler: Ruler, first: int, last: int, limit: int) -> list[tuple[int, int]] | None:
    """Return the best two lines of atoms that do not fit one, or None."""
    begins, end, start = ruler.begins, ruler.ends[last], ruler.begins[first]
    best, cheapest = 0, inf
    for middle in range(last - 1, first, -1):
        bottom = end - begins[middle]
        if bottom > limit:
            break
        top = ruler.ends[middle] - start
        penalty = ruler.penalties[middle - 1]
        if top <= limit and penalty < cheapest:
            cost = penalty + _imbalance(top, bottom, limit)
            if cost < cheapest:
                best, cheapest = middle, cost
    return [(first, best), (best, last)] if best else None


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


def _line_cost(ruler: Ruler, first: int, reach: int, source: int) -> float:
    """Return the least penalty at which atoms from `first` on break into two lines.

    Args:
        ruler: The text.
        first: Of the upper line.
        reach: How far the upper line gets.
        source: From where on the lower line gets to its end.
    """
    between = ruler.penalties[max(first, source - 1) : reach]
    if not between:
        return 0.0
    cheapest = min(between)
    return 0.5 * cheapest + max(0.0, cheapest - 50.0)


def _best_cut(ruler: Ruler, reach: list[int], limit: int, lines: int) -> list[tuple[int, int]]:
    """Cut all atoms into pieces that fit, at the least cost.

    Places inside a phrase are looked at only where the others do not do: most are such.
    """
    count = len(ruler)
    fair = [index for index, penalty in enumerate(ruler.penalties, 1) if penalty < _PHRASE]
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
    begins, ends, sources = ruler.begins, ruler.ends, ruler.sources(limit)
    dues = [1.5 * penalty for penalty in ruler.penalties]
    dues[-1] = 0.0
    cost, back = [0.0] + [inf] * count, [0] * (count + 1)
    for at, first in enumerate([0, *places[:-1]]):
        so_far, begin = cost[first], begins[first]
        if so_far == inf:
            continue
        furthest = _furthest(reach, first, lines)
        for last in places[at : bisect_right(places, furthest)]:
            width = ends[last] - begin
            off = (width - ideal) / full
            piece = 22.0 + 60.0 * off**2
            piece = piece + 25.0 if width < _SCANTY * ideal else piece
            new = so_far + piece + dues[last - 1]
            if new < cost[last]:
                if width > limit:
                    new += _line_cost(ruler, first, reach[first], sources[last])
                if new < cost[last]:
                    cost[last], back[last] = new, first
    return _path(back, count) if cost[count] < inf else []


def _path(back: list[int], count: int) -> list[tuple[int, int]]:
    path, last = [], count
    while last:
        path.append((back[last], last))
        last = back[last]
    return path[::-1]


def _exact_cut(ruler: Ruler, reach: list[int], lines: int, pieces: int) -> list[tuple[int, int]]:
    """Cut all atoms into exactly so many pieces of about equal width; there must be enough.

    Of very many pieces none is looked for far from where equal pieces would put it, so that the
    time stays in line with the length of the text.
    """
    near = _cut_within(ruler, reach, lines, pieces, _DRIFT) if pieces > _MANY else []
    return near or _cut_within(ruler, reach, lines, pieces, inf)


def _cut_within(
    ruler: Ruler, reach: list[int], lines: int, pieces: int, drift: float
) -> list[tuple[int, int]]:
    """Do as `_exact_cut`, no end further than `drift` pieces from its place; empty if none is."""
    count = len(ruler)
    ideal = ruler.width(0, count) / pieces
    row: dict[int, float] = {0: 0.0}
    backs: list[dict[int, int]] = []
    for number in range(1, pieces + 1):
        low, high = (number - drift) * ideal, (number + drift) * ideal
        following: dict[int, float] = {}
        back: dict[int, int] = {}
        for first, so_far in row.items():
            if first == count:
                continue
            for last in range(first + 1, _furthest(reach, first, lines) + 1):
                if not low <= ruler.ends[last] <= high:
                    continue
                off = (ruler.width(first, last) - ideal) / max(ideal, 1.0)
                new = so_far + 60.0 * off * off
                new += ruler.penalties[last - 1] if last < count else 0.0
                if new < following.get(last, inf):
                    following[last], back[last] = new, first
        row = following
        backs.append(back)
    if count not in row:
        return []
    path, last = [], count
    for back in reversed(backs):
        path.append((back[last], last))
        last = back[last]
    return path[::-1]
