"""Break places of English and Dutch: between words, dearest inside a phrase.

The order of preference is that of the Netflix guide (general requirements, 215758617): after
punctuation, before a conjunction or preposition, never between an article and its noun, a first
and a last name, a number and its unit, a pronoun and its verb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.text.breaks import Atom
from pipeline.text.phrases import PHRASES, Phrases

# A dash between two words without spaces is a place to break, and stays with the first.
_ATOM = re.compile(r"[^\s—]*—+|[^\s—]+")
_OPENING = "([{“‘\"'«¿¡"
_CLOSING = ")]}”’\"'»"
_STRIP = _OPENING + _CLOSING + ",.;:!?…—"
_CAPITALISED = re.compile(r"[^\W\d_a-zà-öø-ÿ][\w’'.-]*")
_NUMBER = re.compile(r"[$€£]?\d[\d.,:]*")

_SIGNS = {".": 0.0, "?": 0.0, "!": 0.0, "…": 0.0, ";": 3.0, ":": 3.0, "—": 3.0, ",": 6.0}
_DASHES = frozenset("—–-")
_PLAIN = 30.0
_NAMED = 42.0
"""Between a name and what is probably its verb."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as written, without its punctuation, and in lower case."""

    written: str
    bare: str
    lower: str

    @property
    def is_name(self) -> bool:
        return bool(_CAPITALISED.fullmatch(self.bare))


def atoms(text: str, *, language: str) -> list[Atom]:
    """Return the words of an English or Dutch text with the penalty of breaking after each."""
    phrases = PHRASES["nl" if language == "nl" else "en"]
    matches = list(_ATOM.finditer(text))
    words = [_word(match[0]) for match in matches]
    result = []
    for index, match in enumerate(matches):
        penalty = 0.0
        if index + 1 < len(words):
            after = words[index + 2] if index + 2 < len(words) else None
            penalty = _penalty(words[index], words[index + 1], after, phrases, first=index == 0)
        result.append(Atom(match.start(), match.end(), penalty))
    return result


def _word(written: str) -> _Word:
    bare = written.strip(_STRIP)
    lower = written.lower().replace("’", "'")
    return _Word(written, bare, lower.lstrip('"“‘(').rstrip(_STRIP) or lower)


def _penalty(
    left: _Word, right: _Word, after: _Word | None, known: Phrases, *, first: bool
) -> float:
    """Return what breaking between `left` and `right` costs, 0 to about 100."""
    ending = left.written.rstrip(_CLOSING)[-1:]
    if ending == "." and (left.lower in known.titles or _is_initial(left)):
        return 95.0
    if ending == "," and left.written[0] in "([":
        return 25.0
    if ending == "," and right.lower in known.conjunctions:
        return 4.0
    if ending in _SIGNS:
        return _SIGNS[ending]
    if right.written[:1] in _DASHES:
        return 5.0
    return _bound(left, right, after, known, first=first)


def _bound(left: _Word, right: _Word, after: _Word | None, known: Phrases, *, first: bool) -> float:
    """Return how tightly two words without punctuation between them hang together."""
    if left.lower in known.titles or left.lower in known.clitics:
        return 95.0
    if _NUMBER.fullmatch(left.bare) or left.lower in known.numbers:
        return 85.0 if right.lower in known.units or right.lower in known.numbers else 60.0
    if _is_name_pair(left, right, after, known, first=first):
        return 75.0
    leaning = next((cost for words, cost in known.before if left.lower in words), None)
    if leaning is not None:
        return leaning
    if left.written[-1:] in _CLOSING or right.written[:1] in _OPENING:
        return 10.0
    plain = _NAMED if left.is_name and not right.is_name else _PLAIN
    return next((cost for words, cost in known.after if right.lower in words), plain)


def _is_initial(word: _Word) -> bool:
    return len(word.bare) == 1 and word.bare.isupper() and word.bare != "I"


def _is_name_pair(
    left: _Word, right: _Word, after: _Word | None, known: Phrases, *, first: bool
) -> bool:
    """Whether a break would part `Konstantine | Buhler` or `Vincent | van der Meer`."""
    if not left.is_name or (first and left.lower in known.common):
        return left.lower in known.particles and (
            right.lower in known.particles or (right.is_name and left.lower != "de")
        )
    if left.lower in known.common:
        return False
    if right.lower in known.particles and after is not None:
        return after.is_name or after.lower in known.particles
    return right.is_name and right.lower not in known.common
