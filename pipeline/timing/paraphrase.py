"""Find the passage of the captions that a sentence tells in other words.

A digest keeps the names, the figures and the technical terms of what it tells. So the rare words
that a sentence shares with a short stretch of the captions say where it belongs, if they are
enough and no other stretch shares nearly as much. Sentences of a section stand in the order of
what they tell: of those that contradict each other the lightest give way, and what is left
narrows down where the others can be.

Captions in another language share names, figures and words of one origin with the sentence. That
is little, so each such word says where the sentence begins: as much earlier as it takes to say
what stands before it; the middle one of these answers is taken.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log2
from statistics import median_low

from pipeline.text.speech import speech_units
from pipeline.timing.cognates import cognate
from pipeline.timing.words import FUNCTION, Heard, Token, stem, tokens

STRETCH = 60
"""Words of the captions that a sentence is compared with at once: about twenty seconds."""
LEAST_SHARED = 3
LEAST_BITS = 16.0
"""What the shared words must weigh together, in bits."""
LEAST_ABROAD = {True: (2, 14.0), False: (3, 18.0)}
"""Least shared words and bits where the languages differ. Chinese (True) shares little with the
others, but none of it by chance; words of one origin can be equal without meaning the same."""
NAME_BITS = 2.0
"""What a name weighs beyond its rarity across languages: names are not alike by chance."""
MARGIN_BITS = 6.0
"""By how much the best stretch must outweigh every other one."""
_BITS_A_WORD = 0.5
"""What a shared word must weigh for each word that it lies away from the others."""
_LEAST_TEXT = 1_500
"""Words over which a word's rarity is measured at least: a short section says little of it."""
_ROUNDS = 2
_HAN_START = "\u3400"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the captions that a sentence tells of.

    Attributes:
        start: Index of the first shared word.
        last: Index of the last shared word.
        bits: What the shared words weigh.
        shared: How many different ones there are.
    """

    start: int
    last: int
    bits: float
    shared: int


@dataclass(frozen=True, slots=True)
class _Keys:
    """What a sentence is found by.

    Attributes:
        words: Its rare words.
        small: Small words that help to place it.
        names: Those of `words` that are names.
        han: Whether it is written in Han characters.
    """

    words: frozenset[str]
    small: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    han: bool = False


class Paraphrases:
    """Looks sentences up by their rare words. Building it is linear in the captions."""

    def __init__(self, heard: Heard, *, foreign: bool = False) -> None:
        """Index the captions.

        Args:
            heard: Words of the captions.
            foreign: Whether they are in another language than the sentences.
        """
        self._heard, self._foreign = heard, foreign
        self._places: dict[str, list[int]] = defaultdict(list)
        self._length = len(heard.words)
        for index, word in enumerate(heard.words):
            if key := cognate(word) if foreign else stem(word):
                self._places[key].append(index)
        for index, (one, other) in enumerate(pairwise(() if foreign else heard.words)):
            if one[0] >= _HAN_START and other[0] >= _HAN_START:
                self._places[one + other].append(index)
        han = sum(word[0] >= _HAN_START for word in heard.words)
        self._far = han * 2 > self._length

    def in_order(
        self, sentences: Sequence[str], *, first: int = 0, last: int | None = None
    ) -> list[Passage | None]:
        """Return where each sentence belongs between two words of the captions, or None.

        Places ascend. None stands wherever no place is clear enough.
        """
        end = self._length if last is None else last
        keys = [self._keys(sentence) for sentence in sentences]
        found: list[Passage | None] = [None] * len(keys)
        for _ in range(_ROUNDS):
            for index, (low, high) in enumerate(_gaps(found, first, end)):
                if found[index] is None:
                    found[index] = self._clear(keys[index], low, high)
            found = _ascending(found)
        return found

    def begins_ms(self, sentence: str, passage: Passage, *, language: str) -> int:
        """Return when a sentence begins whose shared words stand in a passage.

        Every shared word tells it, since what stands before it in the sentence takes its time to
        be said; the middle one of these answers is taken.

        Args:
            sentence: As `in_order` was asked for it.
            passage: What that returned.
            language: Of the sentence.
        """
        offsets: dict[str, int] = {}
        for key, offset in self._found_by(tokens(sentence)):
            offsets.setdefault(key, offset)
        before: dict[int, float] = {}
        answers = []
        for key, offset in offsets.items():
            places = self._places.get(key, ())
            low, high = bisect_left(places, passage.start), bisect_right(places, passage.last)
            if low < high and offset not in before:
                before[offset] = speech_units(sentence[:offset], language=language)
            answers += [self._heard.at(at) - round(before[offset]) for at in places[low:high]]
        return max(0, median_low(answers or [self._heard.at(passage.start)]))

    def _found_by(self, words: Sequence[Token]) -> Iterator[tuple[str, int]]:
        """Yield what a sentence is found by, and where each stands in it."""
        if not self._foreign:
            yield from _stems(words)
            return
        for token in words:
            if key := cognate(token.text):
                yield key, token.start

    def _keys(self, sentence: str) -> _Keys:
        words = tokens(sentence)
        keys = frozenset(key for key, _ in self._found_by(words))
        if self._foreign:
            names = (token.text for token in words if token.named and not token.text.isdecimal())
            han = sum(token.text[0] >= _HAN_START for token in words) * 2 > len(words)
            return _Keys(keys, names=frozenset(map(cognate, names)), han=han)
        return _Keys(keys, frozenset(token.text for token in words if token.text in FUNCTION))

    def _clear(self, keys: _Keys, first: int, last: int) -> Passage | None:
        """Return the stretch that shares the most, if it is enough and no other comes near."""
        hits = sorted(self._hits(keys.words, first, last, keys.names))
        best = max(_stretches(hits), key=lambda one: (one.bits, -one.start), default=None)
        least, bits = LEAST_SHARED, LEAST_BITS
        if self._foreign:
            least, bits = LEAST_ABROAD[self._far or keys.han]
        if best is None or best.shared < least or best.bits < bits:
            return None
        apart = [hit for hit in hits if not best.start - STRETCH < hit[0] <= best.last + STRETCH]
        rival = max((one.bits for one in _stretches(apart)), default=0.0)
        if rival > best.bits - MARGIN_BITS:
            return None
        low, high = max(first, best.start - STRETCH // 4), min(last, best.last + 1)
        every = (*hits, *self._hits(keys.small, first, last))
        return _tight(sorted(hit for hit in every if low <= hit[0] < high), best)

    def _hits(
        self, keys: frozenset[str], first: int, last: int, names: frozenset[str] = frozenset()
    ) -> Iterator[tuple[int, str, float]]:
        for key in keys:
            places = self._places.get(key, ())
            low, high = bisect_left(places, first), bisect_left(places, last)
            if low == high:
                continue
            # How likely one of 60 words is this one by chance.
            chance = 1.0 - (1.0 - (high - low) / max(_LEAST_TEXT, last - first)) ** STRETCH
            bits = -log2(min(1.0, max(chance, 1e-6))) + NAME_BITS * (key in names)
            for place in places[low:high]:
                yield place, key, bits


def _stems(words: Sequence[Token]) -> Iterator[tuple[str, int]]:
    """Yield what is compared, and where it stands: stems of words, pairs of Han characters."""
    for token in words:
        if token.text[0] < _HAN_START and token.text not in FUNCTION:
            yield stem(token.text), token.start
    for one, other in pairwise(words):
        touching = other.start == one.start + 1
        if touching and one.text[0] >= _HAN_START and other.text[0] >= _HAN_START:
            yield one.text + other.text, one.start


def _stretches(hits: Sequence[tuple[int, str, float]]) -> Iterator[Passage]:
    """Yield, for every shared word, the stretch that ends with it."""
    inside: dict[str, int] = defaultdict(int)
    bits, left = 0.0, 0
    for place, key, weight in hits:
        if not inside[key]:
            bits += weight
        inside[key] += 1
        while hits[left][0] <= place - STRETCH or inside[hits[left][1]] > 1:
            dropped = hits[left][1]
            inside[dropped] -= 1
            if not inside[dropped]:
                bits -= hits[left][2]
                del inside[dropped]
            left += 1
        yield Passage(hits[left][0], place, bits, len(inside))


def _tight(hits: Sequence[tuple[int, str, float]], best: Passage) -> Passage:
    """Return the part of a stretch that is densest: a stray word at its ends says nothing."""
    chosen, most = best, float("-inf")
    for first, (start, _, _) in enumerate(hits):
        keys: set[str] = set()
        bits = 0.0
        for place, key, weight in hits[first:]:
            bits += 0.0 if key in keys else weight
            keys.add(key)
            if (dense := bits - _BITS_A_WORD * (place - start)) > most:
                most, chosen = dense, Passage(start, place, bits, len(keys))
    return chosen


def _gaps(found: Sequence[Passage | None], first: int, last: int) -> list[tuple[int, int]]:
    """Return, for each sentence, between which words its neighbours leave room for it."""
    lows: list[int] = []
    for one in found:
        lows.append(first)
        first = one.start if one else first
    highs: list[int] = []
    for one in reversed(found):
        highs.append(last)
        last = one.last + 1 if one else last
    return list(zip(lows, reversed(highs), strict=True))


def _ascending(found: Sequence[Passage | None]) -> list[Passage | None]:
    """Keep the heaviest set of passages whose starts ascend with their sentences."""
    given = [(index, one) for index, one in enumerate(found) if one is not None]
    ranks = sorted({one.start for _, one in given})
    # A Fenwick tree of the heaviest chain that ends at or before a start.
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    before: list[int] = []
    for number, (_, one) in enumerate(given):
        rank = bisect_right(ranks, one.start)
        best, at = (0.0, -1), rank - 1
        while at > 0:
            best, at = max(best, tree[at]), at & (at - 1)
        before.append(best[1])
        entry, at = (best[0] + one.bits, number), rank
        while at < len(tree):
            tree[at] = max(tree[at], entry)
            at += at & -at
    number = max(tree)[1]
    result: list[Passage | None] = [None] * len(found)
    while number >= 0:
        index, one = given[number]
        result[index] = one
        number = before[number]
    return result
