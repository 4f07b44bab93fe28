"""Which words translate each other: a lexicon from IBM model 1, both ways.

Brown et al. 1993, "The Mathematics of Statistical Machine Translation". Only pairs that are
probable in both directions stay: they serve to find phrases that a placeholder may replace, and
a wrong one there teaches the model to put terms in the wrong place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pipeline.text.function_words import FUNCTION_WORDS

Lexicon = Mapping[str, frozenset[str]]
"""Lower-case word → its translations, lower-case; Chinese ones as runs of characters."""

WORD = re.compile(r"[^\W\d_]+")
ROUNDS = 4
_FEWEST = 4
_SURE = 0.06


@dataclass(frozen=True, slots=True)
class _Side:
    numbers: list[list[int]]
    words: list[str]


def latin_units(text: str) -> list[str]:
    """Return the different words of a text in Latin script, lower-case, in order."""
    return list(dict.fromkeys(word.lower() for word in WORD.findall(text)))


def learn(
    pairs: Sequence[tuple[str, str]],
    first: Callable[[str], list[str]],
    second: Callable[[str], list[str]],
) -> Lexicon:
    """Return the lexicon of some sentence pairs.

    Args:
        pairs: A sample; fifty thousand are plenty for words that are worth a placeholder.
        first: Cuts a sentence of the first language into words.
        second: The same for the second.
    """
    left, right = (_number([cut(p[i]) for p in pairs]) for i, cut in enumerate((first, second)))
    links = _links(left, right)
    if not len(links):
        return {}
    size = len(right.words)
    together, entry = np.unique(links[:, 1] * size + links[:, 2], return_inverse=True)
    count = np.bincount(entry)
    sources, targets = together // size, together % size
    forward = _model1(links[:, 0], links[:, 2], entry, sources)
    backward = _model1(links[:, 0], links[:, 1], entry, targets)
    sure = (forward * backward > _SURE) & (count >= _FEWEST)
    lexicon: dict[str, set[str]] = {}
    for source, target in zip(sources[sure], targets[sure], strict=True):
        word, translation = left.words[source], right.words[target]
        if _worth(word) and _worth(translation) and not _swallows(word, translation):
            lexicon.setdefault(word, set()).add(translation)
    return {word: frozenset(found) for word, found in sorted(lexicon.items())}


def _worth(word: str) -> bool:
    shortest = 4 if word.isascii() else 2
    return len(word) >= shortest and not any(word in words for words in FUNCTION_WORDS.values())


def _swallows(word: str, translation: str) -> bool:
    """Tell whether a Dutch compound says more than the word: `verkooporder` is no `sales`."""
    short, long = sorted((word, translation), key=len)
    return short.isascii() and long.isascii() and len(long) > 1.7 * len(short) + 2


def _number(sentences: list[list[str]]) -> _Side:
    index: dict[str, int] = {}
    numbers = [[index.setdefault(w, len(index)) for w in words[:40]] for words in sentences]
    return _Side(numbers, list(index))


def _links(left: _Side, right: _Side) -> Any:
    """Return rows (sentence, left word, right word) for all that stand in one sentence pair."""
    parts = []
    for sentence, (ours, theirs) in enumerate(zip(left.numbers, right.numbers, strict=True)):
        if ours and theirs:
            grid = np.empty((len(ours), len(theirs), 3), np.int64)
            grid[:, :, 0] = sentence
            grid[:, :, 1] = np.array(ours)[:, None]
            grid[:, :, 2] = theirs
            parts.append(grid.reshape(-1, 3))
    return np.concatenate(parts) if parts else np.empty((0, 3), np.int64)


def _model1(sentence: Any, explained: Any, entry: Any, given: Any) -> Any:
    """Return t(explained | given) for every entry after a few rounds of expectation."""
    spot = sentence * (int(explained.max()) + 1) + explained
    spot = np.unique(spot, return_inverse=True)[1]
    probability = np.full(int(entry.max()) + 1, 1.0)
    for _ in range(ROUNDS):
        share = probability[entry]
        share = share / np.bincount(spot, share)[spot]
        counts = np.bincount(entry, share)
        probability = counts / np.bincount(given, counts)[given]
    return probability
