"""The words of captions with their times, and what they are compared by."""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import Caption, Span
from pipeline.text.function_words import FUNCTION_WORDS

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+(?:['’][^\W\d_{_HAN}]+)*")
_ONE_HAN = re.compile(f"[{_HAN}]")
_APOSTROPHES = str.maketrans("", "", "'’")
_FIGURES = {
    word: str(figure)
    for names in (
        "zero one two three four five six seven eight nine ten eleven twelve",
        "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf",
    )
    for figure, word in enumerate(names.split())
    # `een` is the article of Dutch far more often than the number.
    if word not in {"een", "one"}
}
_ENDINGS = ("ingen", "ings", "ing", "ies", "ed", "es", "en", "ly", "s", "e", "y")
_STEM = 4
FUNCTION: frozenset[str] = frozenset().union(*FUNCTION_WORDS.values())
"""Small words of all languages, which say nothing of what a text is about."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is compared.

    Attributes:
        text: Lower-case, without apostrophes; a Han character stands alone.
        start: Offset of the word in its text.
        named: Whether it could be a name, an abbreviation or a number: the words that are the
            same in every language.
    """

    text: str
    start: int
    named: bool


def tokens(text: str) -> list[Token]:
    """Return the words of a text, small numbers as figures.

    >>> [token.text for token in tokens("We don't need two GPUs, 两个。")]
    ['we', 'dont', 'need', '2', 'gpus', '两', '个']
    """
    found: list[Token] = []
    for match in _WORD.finditer(text):
        word = match[0]
        plain = word if word.isascii() else unicodedata.normalize("NFKC", word)
        plain = plain.translate(_APOSTROPHES).casefold()
        figure = plain[:1].isdecimal() or (word[1:] != "" and not word[1:].islower())
        named = not _ONE_HAN.match(word) and (
            figure or (word[0].isupper() and len(word) > 1 and plain not in FUNCTION)
        )
        found.append(Token(_FIGURES.get(plain, plain), match.start(), named))
    return found


def stem(word: str) -> str:
    """Return a word without the ending that paraphrase changes first.

    >>> stem("training"), stem("trained"), stem("trains"), stem("the")
    ('train', 'train', 'train', 'the')
    """
    for ending in _ENDINGS:
        if len(word) - len(ending) >= _STEM and word.endswith(ending):
            return word[: -len(ending)]
    return word


@dataclass(frozen=True, slots=True)
class Heard:
    """Every word that captions say, in order, with its time.

    Attributes:
        words: As `tokens` has them.
        starts_ms: When each is said: the caption's time, shared out by characters inside it.
        homes: When the caption of each shows.
        counts: Word → how often it is said.
        end_ms: Where the last caption ends.
    """

    words: tuple[str, ...]
    starts_ms: tuple[int, ...]
    homes: tuple[Span, ...]
    counts: Mapping[str, int]
    end_ms: int

    def rarity(self, word: str) -> float:
        """Return how much it says that this word is found: bits, 0 for the commonest."""
        total = max(2, len(self.words))
        return math.log2(total / max(1, self.counts.get(word, 0)))

    def at(self, index: int) -> int:
        """Return the time of a word; past the last word the end of the captions."""
        return self.starts_ms[index] if index < len(self.words) else self.end_ms

    def home(self, index: int) -> Span:
        """Return when the caption of a word shows: the word is said in it."""
        return self.homes[min(index, len(self.homes) - 1)]

    def index_at(self, time_ms: int) -> int:
        """Return the first word that starts at or after a time."""
        return bisect_left(self.starts_ms, time_ms)


def heard_words(captions: Sequence[Caption]) -> Heard:
    """Return the words of captions in order of time, never going back in time."""
    ordered = sorted(captions, key=lambda caption: caption.span)
    words: list[str] = []
    starts: list[int] = []
    homes: list[Span] = []
    latest = 0
    for index, caption in enumerate(ordered):
        begin, end = caption.span.start_ms, caption.span.end_ms
        if index + 1 < len(ordered):
            following = ordered[index + 1].span.start_ms
            end = following if begin < following < end else end
        for token in tokens(caption.text):
            time = begin + (end - begin) * token.start // len(caption.text)
            latest = max(latest, time)
            words.append(token.text)
            starts.append(latest)
            homes.append(Span(begin, end))
    end_ms = max((caption.span.end_ms for caption in captions), default=0)
    return Heard(tuple(words), tuple(starts), tuple(homes), Counter(words), max(end_ms, latest))
