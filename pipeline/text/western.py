"""Break places of English and Dutch: between words, dearest inside a phrase.

The order of preference is that of the Netflix guide (general requirements, 215758617): after
punctuation, before a conjunction or preposition, never between an article and its noun, a first
and a last name, a number and its unit, a pronoun and its verb.
"""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass
from functools import lru_cache
from itertools import accumulate, count, repeat
from operator import add

from pipeline.text.breaks import Atoms
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


@dataclass(frozen=True, slots=True, eq=False)
class _Word:
    """All of a word that a break before or after it depends on; like words are one object.

    Attributes:
        ending: Its last sign if it is punctuation, closing marks left out.
        is_name: Whether it is written like a name.
        is_number: In digits or in letters.
        is_article: `de`, which is a particle too.
        tied: Penalty of a break after it whatever follows, or None: titles, clitics.
        before: Penalty of a break after a word that holds on to the next, or None.
        after: Penalty of a break before a word that opens a phrase, or None.
        opens: Whether an opening mark or bracket stands in front.
        closes: Whether a closing one stands behind.
    """

    ending: str
    is_name: bool
    is_number: bool
    is_common: bool
    is_particle: bool
    is_article: bool
    is_conjunction: bool
    counts: bool
    tied: float | None
    before: float | None
    after: float | None
    opens: bool
    brackets: bool
    dashes: bool
    closes: bool


_WORDS: dict[tuple[object, ...], _Word] = {}
"""Every kind of word met so far: some hundreds, whatever the text."""


def atoms(text: str, *, language: str) -> Atoms:
    """Return the words of an English or Dutch text with the penalty of breaking after each."""
    tag = "nl" if language == "nl" else "en"
    starts, stops, written = _apart(text)
    words = list(map(_word, written, repeat(tag)))
    penalties = list(map(_penalty, words, words[1:]))
    if words and words[0].is_name and len(words) > 1:
        penalties[0] = _penalty(words[0], words[1], words[2] if words[2:] else None, first=True)
    for at in [at for at, word in enumerate(words[2:], 1) if words[at].is_particle]:
        left, right, after = words[at - 1 : at + 2]
        penalties[at - 1] = _penalty(left, right, after, first=at == 1)
    if words:
        penalties.append(0.0)
    return Atoms(starts, stops, penalties)


def _apart(text: str) -> tuple[list[int], list[int], list[str]]:
    """Return the start and end of each word, and the word."""
    if "—" in text:
        found = list(_ATOM.finditer(text))
        return [m.start() for m in found], [m.end() for m in found], [m[0] for m in found]
    written = text.split()
    stops = list(map(add, accumulate(map(len, written)), count()))
    return [0, *(stop + 1 for stop in stops[:-1])][: len(stops)], stops, written


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
    word = _Word(
        ending=ending if ending in _SIGNS else "",
        is_name=bool(_CAPITALISED.fullmatch(bare)),
        is_number=bool(_NUMBER.fullmatch(bare)) or lower in known.numbers,
        is_common=lower in known.common,
        is_particle=lower in known.particles,
        is_article=lower == "de",
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
    return _WORDS.setdefault(astuple(word), word)


@lru_cache(maxsize=65_536)
def _penalty(
    left: _Word, right: _Word, after: _Word | None = None, *, first: bool = False
) -> float:
    """Return what breaking between `left` and `right` costs, 0 to about 100."""
    ending = left.ending
    if ending:
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
        return left.is_particle and (right.is_particle or (right.is_name and not left.is_article))
    if left.is_common:
        return False
    if right.is_particle and after is not None:
        return after.is_name or after.is_particle
    return right.is_name and not right.is_common
