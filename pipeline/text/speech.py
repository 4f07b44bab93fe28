"""How long a text takes to say, from its letters, words, digits and pauses.

The weights are relative to a letter (in Chinese to a Han character). For English they are the
rounded mean of two fits, each on one half of 25 lectures with real times, so those lectures are
not unseen material for the result. For Dutch they were chosen on six read stories. For Chinese
only the rate was measured, on two podcasts; its weights are a judgement.
`tests/bench/bench_timing.py` measures what they are worth.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_\u3400-\u9fff\uf900-\ufaff]+(?:['’][^\W\d_]+)*")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_DIGIT = re.compile(r"\d")
_COMMA = re.compile(r"[,;:—–，；：、]")
_ARTICLES = frozenset("aAI")


@dataclass(frozen=True, slots=True)
class Pace:
    """What saying costs in one language, in units of one letter.

    Attributes:
        letter: A letter of a word.
        word: A word, beside its letters.
        single: A word of one letter, as in a formula, beside the rest.
        digit: A digit: `2027` is read out as four words.
        han: A Han character.
        comma: The pause at a comma, colon, semicolon or dash.
        sentence: The pause after a sentence.
        unit_ms: Milliseconds of one unit at an ordinary speaking rate.
    """

    letter: float
    word: float
    single: float
    digit: float
    han: float
    comma: float
    sentence: float
    unit_ms: float


PACES: Mapping[str, Pace] = {
    "en": Pace(1.0, 2.0, 9.0, 9.0, 4.0, 3.0, 16.0, 45.0),
    "nl": Pace(1.0, 1.0, 4.0, 3.0, 4.0, 3.0, 10.0, 60.0),
    "zh-Hans": Pace(0.25, 0.5, 0.5, 1.0, 1.0, 0.7, 2.0, 210.0),
}
"""Language tag → its pace. English 45 ms a unit is about 16 characters a second, Dutch 60 ms
about 12.5, Chinese 210 ms about 4.5 Han characters, pauses counted."""


def speech_units(text: str, *, language: str) -> float:
    """Return how long `text` takes to say, its own commas counted, the pause after it not.

    Never less than one unit, so that every sentence gets its share of the time.

    >>> speech_units("No, two.", language="en")
    12.0
    """
    pace = PACES[language]
    words = _WORD.findall(text)
    total = pace.word * len(words) + pace.letter * sum(map(len, words))
    total += pace.single * sum(len(word) == 1 and word not in _ARTICLES for word in words)
    total += pace.digit * len(_DIGIT.findall(text)) + pace.han * len(_HAN.findall(text))
    return max(1.0, total + pace.comma * len(_COMMA.findall(text)))


def pause_units(*, language: str) -> float:
    """Return the pause after a sentence, in the same units."""
    return PACES[language].sentence
