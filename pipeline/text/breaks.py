"""Where a text may be broken, and how much each place hurts.

A text is taken apart into atoms, the pieces that no line break may enter. Each atom carries the
penalty of breaking after it: 0 after a full stop, some tens inside a phrase, `TERM` inside a
term that must stay whole. Both layout of lines and cutting into cues choose among these places.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.text.width import columns, graphemes, offsets

TERM = 1_000.0
"""Penalty of a break inside a term: taken only where a term is longer than a line."""
FORCED = 400.0
"""Penalty of a break inside a word: taken only where a word is longer than a line."""


class Atoms(NamedTuple):
    """The pieces of a text that stay whole, in order; one entry of each list per piece.

    Attributes:
        starts: Offset of its first character.
        stops: Offset after its last character; white space up to the next is in neither.
        penalties: What breaking after it costs.
    """

    starts: list[int]
    stops: list[int]
    penalties: list[float]


class Ruler:
    """A text, its atoms, and the width of any run of them in constant time.

    Attributes:
        text: All of it.
        starts: Offset of each atom.
        stops: Offset after each atom.
        penalties: Of breaking after each atom.
        begins: Columns before each atom.
        ends: Columns before the atom and the white space in front of it, one more than atoms;
            `ends[last] - begins[first]` is the width of atoms `first` to `last`, the latter
            excluded.
    """

    def __init__(self, text: str, atoms: Atoms, *, language: str) -> None:
        self.text = text
        self.starts, self.stops, self.penalties = atoms
        self.begins: Sequence[float]
        self.ends: Sequence[float]
        before = offsets(text, language=language)
        if before is None:
            self.begins, self.ends = self._measured(language)
        elif isinstance(before, range):
            self.begins, self.ends = self.starts, [0, *self.stops]
        else:
            self.begins = list(map(before.__getitem__, self.starts))
            self.ends = [0.0, *map(before.__getitem__, self.stops)]

    def _measured(self, language: str) -> tuple[list[float], list[float]]:
        """Return `begins` and `ends` where signs are not as many as characters."""
        begins, ends = [], [0.0]
        at, blank, stop = 0.0, columns(" ", language=language), 0
        for start, after in zip(self.starts, self.stops, strict=True):
            at += blank if start > stop else 0.0
            begins.append(at)
            at += columns(self.text[start:after], language=language)
            ends.append(at)
            stop = after
        return begins, ends

    def __len__(self) -> int:
        return len(self.starts)

    def width(self, first: int, last: int) -> float:
        """Return the columns of atoms `first` to `last`, the latter excluded."""
        return self.ends[last] - self.begins[first]

    def slice(self, first: int, last: int) -> str:
        """Return the text of atoms `first` to `last`, the latter excluded."""
        return self.text[self.starts[first] : self.stops[last - 1]]

    def reach(self, first: int, limit: float) -> int:
        """Return how far a line of `limit` columns gets that starts with atom `first`.

        One atom is always taken, even where it is too wide.
        """
        if first >= len(self.begins):
            return first
        furthest = bisect_right(self.ends, self.begins[first] + limit) - 1
        return furthest if furthest > first else first + 1

    def source(self, last: int, limit: float) -> int:
        """Return the first atom from which a line of `limit` columns gets to the end `last`."""
        return min(bisect_left(self.begins, self.ends[last] - limit), last)


def measure(text: str, *, language: str, limit: int, keep: Sequence[str] = ()) -> Ruler:
    """Return `text` with its break places and widths.

    Args:
        text: Without line breaks, its words one space apart.
        language: BCP 47 tag.
        limit: Columns of a line; words wider than that are taken apart.
        keep: Terms that stay whole.
    """
    if language.startswith("zh"):
        from pipeline.text.chinese import atoms
    else:
        from pipeline.text.western import atoms
    found = atoms(text, language=language)
    if keep:
        _protect(text, found, keep)
    sizes = map(int.__sub__, found.stops, found.starts)
    if max(sizes, default=0) > limit:
        found = _fitted(text, found, language, limit)
    return Ruler(text, found, language=language)


def _protect(text: str, atoms: Atoms, keep: Sequence[str]) -> None:
    """Forbid the breaks inside every occurrence of a term."""
    for term in filter(None, keep):
        at = text.find(term)
        while at >= 0:
            first = bisect_right(atoms.stops, at)
            last = bisect_left(atoms.stops, at + len(term))
            atoms.penalties[first:last] = [TERM] * (last - first)
            at = text.find(term, at + len(term))


_SOFT = frozenset("/.-_?&=#:@,~+")


def _fitted(text: str, atoms: Atoms, language: str, limit: int) -> Atoms:
    """Return the atoms with those cut that no line holds."""
    fitted = Atoms([], [], [])
    for start, stop, penalty in zip(*atoms, strict=True):
        cuts: list[int] = []
        if columns(text[start:stop], language=language) > limit:
            cuts = _cuts(text, start, stop, language, limit)
        fitted.starts.extend([start, *cuts])
        fitted.stops.extend([*cuts, stop])
        fitted.penalties.extend([*[FORCED] * len(cuts), penalty])
    return fitted


def _cuts(text: str, start: int, stop: int, language: str, limit: int) -> list[int]:
    """Return where to cut an atom: after a sign that web addresses break at if possible."""
    cuts: list[int] = []
    position = start
    width, soft = 0.0, 0
    for grapheme in graphemes(text[start:stop]):
        wide = columns(grapheme, language=language)
        if position > start and width + wide > limit:
            start = soft if soft > start + (position - start) // 2 else position
            cuts.append(start)
            width = columns(text[start:position], language=language)
        position, width = position + len(grapheme), width + wide
        if grapheme in _SOFT:
            soft = position
    return cuts
