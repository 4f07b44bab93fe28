"""How long a text takes to say: its syllables, words, digits, and the pauses around it.

Weights are milliseconds at an ordinary speaking rate. Those that the real times of talks can tell
were fitted to them by least squares (`python -m tests.bench.fit_speech` prints them): English on
25 lectures, Dutch on six stories read aloud, Chinese on two podcasts. The others are judgements,
and named at `PACES`. `tests/bench/bench_timing.py` measures what they are worth, on talks that
they were not fitted to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from operator import mul
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_\u3400-\u9fff\uf900-\ufaff]+(?:['’][^\W\d_]+)*")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_DIGIT = re.compile(r"\d")
_COMMA = re.compile(r"[,;:—–，；：、]")
_VOWELS = re.compile(r"[aeiouyà-åè-ïò-öù-ü]+")
_STOPPED = re.compile(r"[.!?…。！？]\W*$")
_HALTED = re.compile(r"[,;:—–，；：、]\W*$")
_LETTERS = frozenset("aAIuU")
"""Words of one letter that are no formula: `a`, `I`, and the polite `u` of Dutch."""
_FRESH: Mapping[str, frozenset[str]] = {
    "en": frozenset("so now okay ok alright well right".split()),
}
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
    "en": Pace(0, 137, 97, 182, 350, 200, 63, 781, 481, -330),
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
    531.0
    """
    return max(1.0, float(sum(map(mul, speech_counts(text), PACES[language]))))


def pause_units(text: str, following: str = "", *, language: str) -> float:
    """Return how many milliseconds pass between a sentence and what comes next.

    Args:
        text: The sentence.
        following: The sentence after it, where there is one.
        language: Of both.
    """
    return float(sum(map(mul, pause_counts(text, following, language=language), PACES[language])))


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


def pause_counts(text: str, following: str = "", *, language: str) -> Pace:
    """Return which pauses there are between a sentence and what comes next."""
    if not _STOPPED.search(text):
        return Pace(comma=not _HALTED.search(text))
    first = _WORD.match(following.lstrip("\"'“‘«„"))
    word = first[0].lower().replace("’", "'") if first else ""
    return Pace(
        sentence=1,
        fresh=word in _FRESH.get(language, ()),
        onward=word in _ONWARD.get(language, ()),
    )


@lru_cache(maxsize=50_000)
def _syllables(word: str) -> int:
    """Return how many groups of vowels a word has, a silent `e` at its end left out."""
    word = word.lower()
    groups = len(_VOWELS.findall(word))
    silent = groups > 1 and word.endswith("e") and not word.endswith("le")
    return max(1, groups - silent)
