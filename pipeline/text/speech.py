"""How long a text takes to say: its syllables, words, digits, and the pauses around it.

Weights are milliseconds at an ordinary speaking rate. Those that the real times of talks can tell
were fitted to them by least squares (`python -m tests.bench.fit_speech` prints them): English on
28 lectures by two people, Dutch on six stories read aloud, Chinese on two podcasts. The others are
judgements, and named at `PACES`. `tests/bench/bench_timing.py` measures what they are worth, on
talks that they were not fitted to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import takewhile
from operator import mul
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_\u3400-\u9fff\uf900-\ufaff]+(?:['’][^\W\d_]+)*")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_DIGIT = re.compile(r"\d")
_COMMAS = ",;:—–，；：、"
_COMMA = re.compile(f"[{_COMMAS}]")
_VOWELS = re.compile(r"[aeiouyà-åè-ïò-öù-ü]+")
_STOPS = frozenset(".!?…。！？")
_LETTERS = frozenset("aAIuU")
"""Words of one letter that are no formula: `a`, `I`, and the polite `u` of Dutch."""
_FRESH: Mapping[str, frozenset[str]] = {
    "en": frozenset("so now okay ok alright well right".split()),
}
_ORDINARY, _FILLER = 0.12, 1 / 3
"""Share of sentences that begin so: one lecturer's, whose pauses tell them apart, and another's,
who begins with `So` whatever comes."""
_HABIT = 20
_ONWARD: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "but or because which yet it it's its that that's this these those they they're he she "
        "we we're you you're i i'm i'd i'll".split()
    ),
}


class Pace(NamedTuple):
    """What saying costs in one language, in milliseconds; or how often each of it comes.

    Attributes:
        letter: A letter of a word.
        syllable: A syllable of a word.
        word: A word, beside its letters or syllables.
        single: A word of one letter, as in a formula, beside the rest.
        digit: A digit: `2027` is read out as four words.
        han: A Han character.
        comma: The pause at a comma, colon, semicolon or dash, and after a line that ends open.
        sentence: The pause after a sentence.
        fresh: By how much it is longer where the next one begins a new thought: `So`, `Now`.
        onward: The same where the next one carries the thought on, `But`, `It`: below zero.
    """

    letter: float = 0.0
    syllable: float = 0.0
    word: float = 0.0
    single: float = 0.0
    digit: float = 0.0
    han: float = 0.0
    comma: float = 0.0
    sentence: float = 0.0
    fresh: float = 0.0
    onward: float = 0.0


PACES: Mapping[str, Pace] = {
    "en": Pace(0, 118, 122, 193, 318, 200, 135, 726, 674, -269),
    "nl": Pace(58, 0, 99, 180, 350, 200, 160, 962),
    "zh-Hans": Pace(0, 329, 0, 0, 208, 205, 226, 420),
}
"""Language tag → its pace.

Judgements, since no talk at hand tells them: Han characters in English and Dutch; digits and
single letters in Dutch; the full stop in Chinese, whose captions write none. The stories are read
to children: other Dutch is spoken faster.
"""


def speech_units(text: str, *, language: str) -> float:
    """Return how many milliseconds `text` takes to say, its own commas counted.

    The pause after it is not. Never less than one, so that every sentence gets its share.

    >>> speech_units("No, two.", language="en")
    615.0
    """
    return max(1.0, float(sum(map(mul, speech_counts(text), PACES[language]))))


def pause_units(texts: Sequence[str], *, language: str) -> list[float]:
    """Return how many milliseconds pass after each of some sentences that follow each other."""
    rare = freshness(texts, language=language)
    pace = PACES[language]
    return [
        float(sum(map(mul, pause_counts(text, after, language=language, rare=rare), pace)))
        for text, after in zip(texts, [*texts[1:], ""], strict=True)
    ]


def freshness(texts: Sequence[str], *, language: str) -> float:
    """Return how much a word like `So` at the beginning of a sentence tells, 0 to 1.

    To somebody who begins every third sentence with one, it tells nothing. Few sentences tell
    little of a habit: they are taken as twenty more of an ordinary speaker's.
    """
    fresh = sum(_first(text) in _FRESH.get(language, ()) for text in texts)
    share = (fresh + _ORDINARY * _HABIT) / (len(texts) + _HABIT)
    return min(1.0, max(0.0, (_FILLER - share) / (_FILLER - _ORDINARY)))


def speech_counts(text: str) -> Pace:
    """Return how many of everything that takes time there are in a text."""
    words = _WORD.findall(text)
    return Pace(
        letter=sum(map(len, words)),
        syllable=sum(map(_syllables, words)),
        word=len(words),
        single=sum(len(word) == 1 and word not in _LETTERS for word in words),
        digit=len(_DIGIT.findall(text)),
        han=len(_HAN.findall(text)),
        comma=len(_COMMA.findall(text)),
    )


def pause_counts(text: str, following: str, *, language: str, rare: float = 1.0) -> Pace:
    """Return which pauses there are between a sentence and what comes next.

    Args:
        text: The sentence.
        following: The sentence after it; blank where there is none.
        language: Of both.
        rare: What `freshness` says of the text that they are from.
    """
    closing = set(takewhile(lambda sign: not sign.isalnum(), reversed(text)))
    if closing.isdisjoint(_STOPS):
        return Pace(comma=closing.isdisjoint(_COMMAS))
    word = _first(following)
    return Pace(
        sentence=1,
        fresh=rare * (word in _FRESH.get(language, ())),
        onward=word in _ONWARD.get(language, ()),
    )


def _first(text: str) -> str:
    """Return the first word of a sentence, in lower case."""
    found = _WORD.match(text.lstrip("\"'“‘«„"))
    return found[0].lower().replace("’", "'") if found else ""


@lru_cache(maxsize=50_000)
def _syllables(word: str) -> int:
    """Return how many groups of vowels a word has, a silent `e` at its end left out."""
    word = word.lower()
    groups = len(_VOWELS.findall(word))
    silent = groups > 1 and word.endswith("e") and not word.endswith("le")
    return max(1, groups - silent)
