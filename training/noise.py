"""Copies of sentence pairs that look the way real input does.

Only the source is made worse, so that the model learns to write well from whatever comes:
speech without capitals and stops, headings in title case, shouting, fragments, two sentences
taken for one.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

_STOPS = re.compile(r"(?<!\d)[.,;:!?…“”\"()，。；：！？、（）《》]+(?!\d)|[.,;:!?。，！？]+$")
_CLAUSE = {"zh": re.compile(r"(?<=[，；])")}
_LATIN_CLAUSE = re.compile(r"(?<=[,;]) ")
_SMALL = frozenset("a an the and or of in on to for with at by from".split())
SPEECH, TITLE, SHOUT, PIECES = 0.06, 0.04, 0.006, 0.05
"""Shares of the sentences that get such a copy."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A pair made from another one.

    Attributes:
        both: Fit to be learned in both directions; else only from first to second.
    """

    first: str
    second: str
    both: bool = False


def noisy(first: str, second: str, languages: tuple[str, str], rng: random.Random) -> list[Copy]:
    """Return copies of a pair whose first side is the source."""
    copies: list[Copy] = []
    draw = rng.random()
    if draw < SPEECH:
        copies.append(Copy(speech(first), second))
    elif draw < SPEECH + TITLE and languages[0] == "en" and 1 < len(first.split()) <= 12:
        copies.append(Copy(title(first), second.rstrip(".。")))
    elif draw < SPEECH + TITLE + SHOUT and "zh" not in languages:
        copies.append(Copy(first.upper(), second.upper()))
    return [copy for copy in copies if copy.first != first and copy.first]


def clauses(first: str, second: str, languages: tuple[str, str]) -> list[Copy]:
    """Return the parts of a pair between commas, where both sides have equally many.

    Parts that differ too much in length are no translations of each other, and one such part
    makes all of them doubtful.
    """
    ours, theirs = (
        _CLAUSE.get(language, _LATIN_CLAUSE).split(text)
        for text, language in zip((first, second), languages, strict=True)
    )
    if len(ours) != len(theirs) or not 1 < len(ours) <= 3:
        return []
    whole = len(first) / len(second)
    if any(
        not 0.6 < len(a) / max(1, len(b)) / whole < 1.6 for a, b in zip(ours, theirs, strict=True)
    ):
        return []
    return [Copy(a, b, both=True) for a, b in zip(ours, theirs, strict=True) if len(a) > 12]


def joined(
    pair: tuple[str, str], following: tuple[str, str], languages: tuple[str, str]
) -> Copy | None:
    """Return two short pairs as one; None where they are no whole sentences."""
    if len(pair[0]) + len(following[0]) > 260 or pair[0][-1] not in ".!?。！？":
        return None
    first, second = (
        pair[side] + ("" if languages[side] == "zh" else " ") + following[side] for side in (0, 1)
    )
    return Copy(first, second, both=True)


def speech(text: str) -> str:
    """Return a sentence as speech recognition may write it.

    >>> speech("Well, GPT-4 is out; isn't it?")
    "well gpt-4 is out isn't it"
    """
    return " ".join(_STOPS.sub(" ", text).lower().split())


def title(text: str) -> str:
    """Return a sentence as an English heading.

    >>> title("How to train a model.")
    'How to Train a Model'
    """
    words = text.rstrip(".").split(" ")
    return " ".join(
        word if (i and word.lower() in _SMALL) else word[:1].upper() + word[1:]
        for i, word in enumerate(words)
    )
