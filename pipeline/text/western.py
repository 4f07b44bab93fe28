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
_WRITTEN = re.compile(
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty-\w+|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|\w{3,6}(?:en|ën)(?:twin|der|veer|vijf|zes|zeven|tach|negen)tig"
    r"|(?:der|veer|vijf|zes|zeven|acht|negen)tien|(?:twee|drie|vier|vijf|zes|acht|\w{5})honderd"
)
"""Numbers of several parts in letters: `thirty-nine`, `negenendertig`."""
_PARTICIPLE = re.compile(r"\w{0,6}ge\w{2,}(?:d|t|en)|(?:be|ver|ont|her)\w{3,}(?:d|t)")

_SIGNS = {".": 0.0, "?": 0.0, "!": 0.0, "…": 0.0, ";": 3.0, ":": 3.0, "—": 3.0, ",": 6.0}
_DASHES = frozenset("—–-")
_PLAIN = 30.0
_DESCRIBED = 40.0
"""After an article and a word that nothing is known of: `a nightly | job`."""
_CLUSTER = 48.0
"""Between a verb and its auxiliary, its object or its particle: `zoom | in around`."""
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
        is_determiner: `the`, `een`, `my`.
        is_link: A preposition, a conjunction or the `to` of a verb.
        is_preposition: A preposition.
        is_of: `of` holds on to the word before, `out of`; `about twice` is no place.
        is_adverb: English particle of a verb: `up`, `out`.
        is_object: English: an object, or a determiner that stands for a noun: `it`, `those`.
        is_auxiliary: `is`, `would`.
        is_participle: A Dutch word that looks like a participle.
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
    is_determiner: bool
    is_link: bool
    is_preposition: bool
    is_of: bool
    is_adverb: bool
    is_object: bool
    is_auxiliary: bool
    is_participle: bool
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
    penalties = list(map(_penalty, words, words[1:], [*words[2:], None]))
    if words and words[0].is_name and len(words) > 1:
        penalties[0] = _penalty(words[0], words[1], words[2] if words[2:] else None, first=True)
    for at, word in enumerate(words[:-2], 1):
        if word.is_determiner and penalties[at] == _PLAIN:
            penalties[at] = _DESCRIBED
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
        is_number=bool(_NUMBER.fullmatch(bare) or _WRITTEN.fullmatch(lower))
        or lower in known.numbers,
        is_common=lower in known.common,
        is_particle=lower in known.particles,
        is_article=lower == "de",
        is_determiner=lower in known.determiners,
        is_link=lower in known.links,
        is_preposition=lower in known.prepositions,
        is_of=lower in {"of", "about"},
        is_adverb=lower in known.adverbs,
        is_object=lower in known.objects,
        is_auxiliary=lower in known.auxiliaries,
        is_participle=language == "nl" and bool(_PARTICIPLE.fullmatch(lower)),
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


def _bound(  # noqa: PLR0911
    left: _Word, right: _Word, after: _Word | None, *, first: bool
) -> float:
    """Return how tightly two words without punctuation between them hang together."""
    if left.tied is not None:
        return left.tied
    if left.is_number:
        return 85.0 if right.counts else 60.0
    if _is_name_pair(left, right, after, first=first):
        return 75.0
    if left.before is not None:
        # `squishes it | onto a line` is two phrases, `it | squishes` is one.
        ended = (left.is_object and right.is_link) or (left.is_adverb and _leads(right))
        return right.after + 6.0 if ended and right.after is not None else left.before
    if left.closes or right.opens:
        return 10.0
    if right.after is not None or right.is_object or right.is_adverb:
        return _before_little(left, right, after)
    return _NAMED if left.is_name and not right.is_name else _PLAIN


def _before_little(left: _Word, right: _Word, after: _Word | None) -> float:
    """Return what a break before a small word costs, which may belong to the verb before it."""
    ends = after is None or bool(right.ending)
    if right.is_auxiliary:
        tight = left.is_participle
    elif right.is_preposition or right.is_adverb:
        tight = ends or (right.is_adverb and after is not None and _leads(after))
    else:
        tight = right.is_object and (ends or (after is not None and after.is_link))
    loose = _PLAIN if right.after is None else right.after
    return _CLUSTER if tight else loose


def _leads(word: _Word) -> bool:
    """Whether a word opens a phrase of its own after a particle; `out of` is one."""
    return word.is_preposition and not word.is_of


def _is_name_pair(left: _Word, right: _Word, after: _Word | None, *, first: bool) -> bool:
    """Whether a break would part `Konstantine | Buhler` or `Vincent | van der Meer`."""
    if not left.is_name or (first and left.is_common):
        return left.is_particle and (right.is_particle or (right.is_name and not left.is_article))
    if left.is_common:
        return False
    if right.is_particle and after is not None:
        return after.is_name or after.is_particle
    return right.is_name and not right.is_common
