"""The names an episode uses, gathered from the episode itself.

A name tells where a heading ends: `Scaling Laws Fan explains` is cut before `Fan` because the
episode lists a Jim Fan.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.readers.digest.grammar import OPENERS

_EDGE = "\"'“”‘’«»„*_()[]{},.;:!?…—–-"
_POSSESSIVE = re.compile(r"['’]s?$")
_HEADING_WORDS = 16
_SENTENCE_END = (".", "!", "?", "…", '."', ".”", ".*", '.*"', ":", '"', "”", "*")


@lru_cache(maxsize=1 << 16)
def bare(word: str) -> str:
    """Return a word without the marks around it and without a possessive ending.

    >>> bare("(Notion’s"), bare("C++,")
    ('Notion', 'C++')
    """
    return _POSSESSIVE.sub("", word.strip(_EDGE)).strip(_EDGE)


def capital(word: str) -> bool:
    """Say whether a word begins, behind its marks, with a capital letter or a digit."""
    first = word.lstrip("\"'“‘«„*_([{")[:1]
    return first.isupper() or first.isdigit() or first.istitle()


@dataclass(frozen=True, slots=True)
class Names:
    """Names as tuples of words.

    Attributes:
        known: Listed by the page, or used as a name often enough.
    """

    known: frozenset[tuple[str, ...]] = frozenset()

    def length_at(self, words: Sequence[str], start: int) -> int:
        """Return how many words the longest name that begins at `start` has, or 0."""
        stripped = [bare(word) for word in words[start : start + 6]]
        lengths = range(len(stripped), 0, -1)
        return next((n for n in lengths if tuple(stripped[:n]) in self.known), 0)

    def begins(self, text: str) -> bool:
        """Say whether a text begins with a name; for scripts without spaces."""
        return any(tuple(text[:end].split(" ")) in self.known for end in range(2, 25))


NO_NAMES = Names()


def collect_names(listed: Iterable[str], people: Iterable[str], texts: Iterable[str]) -> Names:
    """Return the names of an episode.

    Args:
        listed: Names from the list of entities, and speakers of quotes.
        people: Those of them that are persons: their parts are names too.
        texts: Running text. The first words of each are passed over: a heading's capitals
            say nothing.
    """
    known = {words for name in listed if (words := _name_words(name))}
    for person in people:
        known |= {(part,) for part in _name_words(person) if part[:1].isupper()}
    counts: Counter[tuple[str, ...]] = Counter()
    lower: set[str] = set()
    for text in texts:
        _count_names(text.split()[_HEADING_WORDS:], counts, lower)
    for name, count in counts.items():
        also_small = any(part.lower() in lower for part in name)
        if not also_small or (len(name) > 1 and count > 1):
            known.add(name)
    return Names(frozenset(known))


def _name_words(name: str) -> tuple[str, ...]:
    return tuple(word for part in name.split() if (word := bare(part)))


def _count_names(words: list[str], counts: Counter[tuple[str, ...]], lower: set[str]) -> None:
    run: list[str] = []
    inside = False
    for word in words:
        stripped = bare(word)
        is_name = stripped[:1].isupper() and stripped.lower() not in OPENERS
        if is_name and (inside or run):
            run.append(stripped)
        elif stripped[:1].islower():
            lower.add(stripped)
        ended = word.endswith((",", ";", ")")) or _POSSESSIVE.search(word) is not None
        if run and (not is_name or ended or word.endswith(_SENTENCE_END)):
            counts[tuple(run)] += 1
            run = []
        inside = ended if is_name else not word.endswith(_SENTENCE_END)
    if run:
        counts[tuple(run)] += 1
