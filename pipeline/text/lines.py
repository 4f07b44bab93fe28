"""Lay a text out in lines, and cut a sentence into pieces that each fit a cue.

Both weigh every legal place against every other (dynamic programming), so a line never ends on
an article because the next word happened not to fit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from math import ceil, inf

from pipeline.style.model import Limits
from pipeline.text.breaks import FORCED, Ruler, measure
from pipeline.text.width import columns

_ORPHAN = 5.0
"""A line of fewer columns (half of that in Chinese) is an orphan."""
_PHRASE = 50.0
"""Penalties from here on are breaks inside a phrase."""
_PIECE = 22.0
"""What each piece costs, however good."""
_SCANTY = 0.3
"""A piece of less than this share of the others' width is to be avoided."""
_SAME = 1e-6
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
    if pieces <= 1:
        fits = _furthest(ruler, 0, limit, lines) == count
        if fits and (ruler.width(0, count) <= limit or _line_cost(ruler, limit) < _UGLY):
            return ruler, [(0, count)]
        return ruler, _best_cut(ruler, limit, lines)
    furthest = [_furthest(ruler, first, limit, lines) for first in range(count)]
    return ruler, _exact_cut(ruler, furthest, max(min(pieces, count), _fewest(furthest)))


def _fewest(furthest: Sequence[int]) -> int:
    """Return how many pieces hold all atoms at least."""
    first = number = 0
    while first < len(furthest):
        first, number = furthest[first], number + 1
    return number


def _furthest(ruler: Ruler, first: int, limit: int, lines: int) -> int:
    for _ in range(lines):
        first = ruler.reach(first, limit)
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
    begins, ends, penalties = ruler.begins, ruler.ends, ruler.penalties
    end, start = ends[last], begins[first]
    best, cheapest = 0, inf
    for middle in range(min(last - 1, ruler.reach(first, limit)), first, -1):
        bottom = end - begins[middle]
        if bottom > limit:
            break
        penalty = penalties[middle - 1]
        top = ends[middle] - start
        if penalty < cheapest and top <= limit:
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


def _line_cost(ruler: Ruler, limit: int) -> float:
    """Return what breaking all atoms into two lines counts for."""
    first = max(0, ruler.source(len(ruler), limit) - 1)
    return _broken(min(ruler.penalties[first : ruler.reach(0, limit)], default=0.0))


def _broken(penalty: float) -> float:
    """Return what a line break counts for where places to cut are weighed."""
    return 0.5 * penalty + max(0.0, penalty - 50.0)


def _best_cut(ruler: Ruler, limit: int, lines: int) -> list[tuple[int, int]]:
    """Cut all atoms into pieces that fit, at the least cost.

    Places inside a phrase are looked at only where the others do not do: most are such. At
    all of them there is a cut, for every atom fits a line.
    """
    count = len(ruler)
    fair = [index for index, penalty in enumerate(ruler.penalties[:-1], 1) if penalty < _PHRASE]
    cost, path = _Cuts(ruler, limit, lines, [*fair, count]).cheapest()
    if cost >= FORCED:
        # Nothing fits, or only with a line break inside a term.
        _, path = _Cuts(ruler, limit, lines, list(range(1, count + 1))).cheapest()
    return path


class _Cuts:
    """The ways to cut a text at some places.

    Attributes:
        places: After how many atoms a piece may end, the last of them after all.
        ends: Columns before each place.
        sources: From where on a second line gets to the place, less one.
        dues: What ending a piece there costs.
        rests: How many pieces more it takes at the least.
        later: What they cost at the least.
        room: Columns that a piece has.
        ideal: Width of pieces of equal length.
    """

    def __init__(self, ruler: Ruler, limit: int, lines: int, places: list[int]) -> None:
        self.ruler, self.limit, self.lines, self.places = ruler, limit, lines, places
        self.room, total = limit * lines, ruler.width(0, len(ruler))
        self.ideal = total / ceil(total / (0.92 * self.room))
        self.ends = [ruler.ends[last] for last in places]
        self.sources = [ruler.source(last, limit) - 1 for last in places]
        penalties, begins, most = ruler.penalties, ruler.begins, self.room + lines - 1
        self.dues = [1.5 * penalties[last - 1] for last in places[:-1]] + [0.0]
        self.rests = [-((begins[last] - total) // most) for last in places[:-1]] + [0]
        least = min(self.dues[:-1], default=0.0)
        self.later = [(_PIECE + least) * rest - least for rest in self.rests[:-1]] + [0.0]

    def cheapest(self) -> tuple[float, list[tuple[int, int]]]:
        """Return the least cost and the atoms of each piece; infinite where no cut fits."""
        dues, later, ends, sources = self.dues, self.later, self.ends, self.sources
        ideal, room, limit = self.ideal, self.room, self.limit
        begins, penalties = self.ruler.begins, self.ruler.penalties
        bound = self._bound() + _SAME
        cost, back = [inf] * len(dues), [0] * len(dues)
        for at, first in enumerate([0, *self.places[:-1]]):
            so_far = cost[at - 1] if at else 0.0
            if so_far == inf:
                continue
            begin = begins[first]
            upper, options = self._options(at)
            for index in options:
                due, least = dues[index], cost[index]
                if so_far + _PIECE + due >= least or so_far + _PIECE + due + later[index] > bound:
                    continue
                # As `_piece` has it, without a call for each of so many.
                width = ends[index] - begin
                piece = _PIECE + 60.0 * ((width - ideal) / room) ** 2
                if width < _SCANTY * ideal:
                    piece += 25.0
                elif width > limit:
                    start = sources[index]
                    between = penalties[start if start > first else first : upper]
                    piece += _broken(min(between)) if between else 0.0
                new = so_far + piece + due
                if new < least and new + later[index] <= bound:
                    cost[index], back[index] = new, at
        return cost[-1], _path(back, self.places) if cost[-1] < inf else []

    def _bound(self) -> float:
        """Return the cost of a good cut, that of the cheapest or more.

        Each piece ends at the nicest place from where as few more as possible do.
        """
        ends, dues, rests = self.ends, self.dues, self.rests
        cost, at = 0.0, 0
        while at < len(dues):
            upper, options = self._options(at)
            if not options:
                return inf
            few = min(map(rests.__getitem__, options))
            aim = self.ruler.begins[self.places[at - 1] if at else 0] + self.ideal
            _, nicest = min(
                (dues[index] + 60.0 * ((ends[index] - aim) / self.room) ** 2, index)
                for index in options
                if rests[index] == few
            )
            cost += self._piece(at, nicest, upper) + dues[nicest]
            at = nicest + 1
        return cost

    def _options(self, at: int) -> tuple[int, range]:
        """Return how far the first line gets of a piece after place `at`, and where it may end."""
        upper = self.ruler.reach(self.places[at - 1] if at else 0, self.limit)
        furthest = _furthest(self.ruler, upper, self.limit, self.lines - 1)
        return upper, range(at, bisect_right(self.places, furthest, at))

    def _piece(self, at: int, index: int, upper: int) -> float:
        """Return what a piece costs from one place to another."""
        first = self.places[at - 1] if at else 0
        width = self.ends[index] - self.ruler.begins[first]
        cost = _PIECE + 60.0 * ((width - self.ideal) / self.room) ** 2
        if width < _SCANTY * self.ideal:
            cost += 25.0
        if width > self.limit:
            between = self.ruler.penalties[max(first, self.sources[index]) : upper]
            cost += _broken(min(between, default=0.0))
        return cost


def _path(back: Sequence[int], places: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last atom of each piece of a cut, followed from its end."""
    path: list[tuple[int, int]] = []
    at = len(places)
    while at:
        index, at = at - 1, back[at - 1]
        path.append((places[at - 1] if at else 0, places[index]))
    return path[::-1]


def _exact_cut(ruler: Ruler, furthest: Sequence[int], pieces: int) -> list[tuple[int, int]]:
    """Cut all atoms into exactly so many pieces of about equal width; there must be enough.

    Of very many pieces none is looked for far from where equal pieces would put it, so that the
    time stays in line with the length of the text.
    """
    near = _cut_within(ruler, furthest, pieces, _DRIFT) if pieces > _MANY else []
    return near or _cut_within(ruler, furthest, pieces, inf)


def _cut_within(
    ruler: Ruler, furthest: Sequence[int], pieces: int, drift: float
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
            for last in range(first + 1, furthest[first] + 1):
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
