"""Break places of English and Dutch: between words, dearest inside a phrase.

The order of preference is that of the Netflix guide (general requirements, 215758617): after
punctuation, before a conjunction or preposition, never between an article and its noun, a first
and a last name, a number and its unit, a pronoun and its verb.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.text.breaks import Atom
from pipeline.text.phrases import PHRASES

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
    """A word as written, and all that a break before or after it depends on.

    Attributes:
        lower: Lower case, without its punctuation where anything remains.
        ending: Its last sign, closing marks left out.
        is_name: Whether it is written like a name.
        is_number: In digits or in letters.
        tied: Penalty of a break after it whatever follows, or None: titles, clitics.
        before: Penalty of a break after a word that holds on to the next, or None.
        after: Penalty of a break before a word that opens a phrase, or None.
        opens: Whether an opening mark or bracket stands in front.
        closes: Whether a closing one stands behind.
    """

    lower: str
    ending: str
    is_name: bool
    is_number: bool
    is_common: bool
    is_particle: bool
    is_conjunction: bool
    counts: bool
    tied: float | None
    before: float | None
    after: float | None
    opens: bool
    brackets: bool
    dashes: bool
    closes: bool


def atoms(text: str, *, language: str) -> list[Atom]:
    """Return the words of an English or Dutch text with the penalty of breaking after each."""
    tag = "nl" if language == "nl" else "en"
    matches = list(_ATOM.finditer(text))
    words = [_word(match[0], tag) for match in matches]
    penalties = [
        _penalty(left, right, after, first=index == 0)
        for index, (left, right, after) in enumerate(
            zip(words, words[1:], [*words[2:], None], strict=False)
        )
    ]
    return [
        Atom(match.start(), match.end(), penalty)
        for match, penalty in zip(matches, [*penalties, 0.0], strict=False)
    ]


@lru_cache(maxsize=16_384)
def _word(written: str, language: str) -> _Word:
    known = PHRASES[language]
    bare = written.strip(_STRIP)
    lower = written.lower().replace("’", "'")
    lower = lower.lstrip('"“‘(').rstrip(_STRIP) or lower
    ending = written.rstrip(_CLOSING)[-1:]
    initial = len(bare) == 1 and bare.isupper() and bare != "I"
    tied = 95.0 if lower in known.titles or (initial and ending == ".") else None
    if tied is None and lower in known.clitics and ending not in _SIGNS:
        tied = 95.0
    return _Word(
        lower=lower,
        ending=ending,
        is_name=bool(_CAPITALISED.fullmatch(bare)),
        is_number=bool(_NUMBER.fullmatch(bare)) or lower in known.numbers,
        is_common=lower in known.common,
        is_particle=lower in known.particles,
        is_conjunction=lower in known.conjunctions,
        counts=lower in known.units or lower in known.numbers,
        tied=tied,
        before=next((cost for words, cost in known.before if lower in words), None),
        after=next((cost for words, cost in known.after if lower in words), None),
        opens=written[0] in _OPENING,
        brackets=written[0] in "([",
        dashes=written[0] in _DASHES,
        closes=written[-1] in _CLOSING,
    )


def _penalty(left: _Word, right: _Word, after: _Word | None, *, first: bool) -> float:
    """Return what breaking between `left` and `right` costs, 0 to about 100."""
    ending = left.ending
    if ending in _SIGNS:
        if ending == "." and left.tied is not None:
            return left.tied
        if ending == "," and left.brackets:
            return 25.0
        if ending == "," and right.is_conjunction:
            return 4.0
        return _SIGNS[ending]
    if right.dashes:
        return 5.0
    return _bound(left, right, after, first=first)


def _bound(left: _Word, right: _Word, after: _Word | None, *, first: bool) -> float:
    """Return how tightly two words without punctuation between them hang together."""
    if left.tied is not None:
        return left.tied
    if left.is_number:
        return 85.0 if right.counts else 60.0
    if _is_name_pair(left, right, after, first=first):
        return 75.0
    if left.before is not None:
        return left.before
    if left.closes or right.opens:
        return 10.0
    plain = _NAMED if left.is_name and not right.is_name else _PLAIN
    return plain if right.after is None else right.after


def _is_name_pair(left: _Word, right: _Word, after: _Word | None, *, first: bool) -> bool:
    """Whether a break would part `Konstantine | Buhler` or `Vincent | van der Meer`."""
    if not left.is_name or (first and left.is_common):
        return left.is_particle and (right.is_particle or (right.is_name and left.lower != "de"))
    if left.is_common:
        return False
    if right.is_particle and after is not None:
        return after.is_name or after.is_particle
    return right.is_name and not right.is_common
