"""Where a text may be broken, and how much each place hurts.

A text is taken apart into atoms, the pieces that no line break may enter. Each atom carries the
penalty of breaking after it: 0 after a full stop, some tens inside a phrase, `TERM` inside a
term that must stay whole. Both layout of lines and cutting into cues choose among these places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.text.width import columns, graphemes, offsets

TERM = 1_000.0
"""Penalty of a break inside a term: taken only where a term is longer than a line."""
FORCED = 400.0
"""Penalty of a break inside a word: taken only where a word is longer than a line."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of text that stays whole.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character; white space up to the next atom is in neither.
        penalty: What breaking after it costs.
    """

    start: int
    end: int
    penalty: float


class Ruler:
    """A text, its atoms, and the width of any run of them in constant time.

    Attributes:
        text: All of it.
        atoms: In order.
        penalties: Of breaking after each atom.
        begins: Columns before each atom.
        ends: Columns before the atom and the white space in front of it, one more than atoms;
            `ends[last] - begins[first]` is the width of atoms `first` to `last`, the latter
            excluded.
    """

    def __init__(self, text: str, atoms: Sequence[Atom], *, language: str) -> None:
        self.text = text
        self.atoms = tuple(atoms)
        self.penalties = [atom.penalty for atom in atoms]
        spaces = [after.start > before.end for before, after in pairwise(atoms)]
        blank = columns(" ", language=language)
        before = offsets(text, language=language)
        if before is None:
            widths = [columns(text[atom.start : atom.end], language=language) for atom in atoms]
        else:
            widths = [before[atom.end] - before[atom.start] for atom in atoms]
        self.begins, self.ends = [], [0.0]
        at = 0.0
        for width, space in zip(widths, [False, *spaces], strict=bool(atoms)):
            at += blank if space else 0.0
            self.begins.append(at)
            at += width
            self.ends.append(at)

    def __len__(self) -> int:
        return len(self.atoms)

    def width(self, first: int, last: int) -> float:
        """Return the columns of atoms `first` to `last`, the latter excluded."""
        return self.ends[last] - self.begins[first]

    def slice(self, first: int, last: int) -> str:
        """Return the text of atoms `first` to `last`, the latter excluded."""
        return self.text[self.atoms[first].start : self.atoms[last - 1].end]

    def reaches(self, limit: float) -> list[int]:
        """Return for each atom how far a line of `limit` columns gets that starts with it.

        One atom is always taken, even where it is too wide.
        """
        reach, last, count, ends = [], 0, len(self), self.ends
        for first, begin in enumerate(self.begins):
            last = max(last, first + 1)
            while last < count and ends[last + 1] - begin <= limit:
                last += 1
            reach.append(last)
        return [*reach, count]

    def sources(self, limit: float) -> list[int]:
        """Return for each end the first atom from which a line of `limit` columns gets there."""
        found, first, begins = [0], 0, self.begins
        for last in range(1, len(self) + 1):
            while first < last and self.ends[last] - begins[first] > limit:
                first += 1
            found.append(first)
        return found


def measure(text: str, *, language: str, limit: int, keep: Sequence[str] = ()) -> Ruler:
    """Return `text` with its break places and widths.

    Args:
        text: Without line breaks; white space at the ends is left out.
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
        found = _protected(text, found, keep)
    if any(atom.end - atom.start > limit for atom in found):
        found = [part for atom in found for part in _fitted(text, atom, language, limit)]
    return Ruler(text, found, language=language)


def _protected(text: str, atoms: list[Atom], keep: Sequence[str]) -> list[Atom]:
    """Forbid the breaks inside every occurrence of a term."""
    inside = bytearray(len(text) + 1)
    for term in filter(None, keep):
        at = text.find(term)
        while at >= 0:
            inside[at + 1 : at + len(term)] = b"\1" * (len(term) - 1)
            at = text.find(term, at + len(term))
    return [Atom(atom.start, atom.end, TERM) if inside[atom.end] else atom for atom in atoms]


_SOFT = frozenset("/.-_?&=#:@,~+")


def _fitted(text: str, atom: Atom, language: str, limit: int) -> Iterator[Atom]:
    """Cut an atom that no line holds, after a sign that web addresses break at if possible."""
    if columns(text[atom.start : atom.end], language=language) <= limit:
        yield atom
        return
    start = position = atom.start
    width, soft = 0.0, 0
    for grapheme in graphemes(text[atom.start : atom.end]):
        wide = columns(grapheme, language=language)
        if position > start and width + wide > limit:
            cut = soft if soft > start + (position - start) // 2 else position
            yield Atom(start, cut, FORCED)
            start, width = cut, columns(text[cut:position], language=language)
        position, width = position + len(grapheme), width + wide
        if grapheme in _SOFT:
            soft = position
    yield Atom(start, atom.end, atom.penalty)
