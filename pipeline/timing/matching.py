"""Find where words that a text quotes are said.

A quote is nearly what was said: fillers are dropped, words are mended, a recogniser misheard.
Pairs of neighbouring words that both have, rare pairs first, vote for a place; around the best
places a local alignment of words (Smith and Waterman, 1981) tells how much of the quote is
there and at which word it begins. A place is taken only if enough of the quote is there and no
other place has nearly as much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.model import Span
from pipeline.timing.words import Heard, tokens

ENOUGH = 0.5
"""Share of a quote's words that must be found in one place, weighted by how rare they are; a
short quote needs more, see `enough`."""
SURE = 0.75
"""Share above which a quote may lie outside the stretch where it is expected."""
LEAST_WORDS = 4
LEAST_BITS = 24.0
"""Less than that is found by chance: a pair of rare words, or a turn of phrase."""
MARGIN = 0.12
"""By how much the best place must have more of the quote than any other."""
PLACES = 4
"""Places looked at closely."""
_COMMONEST_SEED = 64
_EXTRA = -0.12
_OTHER = -0.2
"""Costs of a word more on one side, and of another word; finding one earns up to 1."""
_LONGEST = 160
"""Words of a quote that are looked at; that many are always enough."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a text is said.

    Attributes:
        start: Index of the word of the captions at which it begins.
        end: Index behind the last word.
        share: How much of the text was found there, 0 to 1.
        pairs: Words of the text found, and where: both indices ascend.
        ambiguous: Whether another place has nearly as much of it.
    """

    start: int
    end: int
    share: float
    pairs: tuple[tuple[int, int], ...]
    ambiguous: bool = False


def enough(length: int) -> float:
    """Return the share that a quote of so many words needs: with few, chance has it easier.

    >>> enough(5), enough(30)
    (0.8, 0.55)
    """
    return ENOUGH + 1.5 / max(length, 3)


class Finder:
    """Looks texts up in captions. Building it takes time linear in their length."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self._pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._words: dict[str, list[int]] = defaultdict(list)
        for index, pair in enumerate(pairwise(heard.words)):
            self._pairs[pair].append(index)
        for index, word in enumerate(heard.words):
            if heard.counts[word] <= _COMMONEST_SEED // 8:
                self._words[word].append(index)
        self._most = heard.rarity("")

    def find(self, text: str, *, within: Span | None = None) -> Match | None:
        """Return the place where `text` is said, or None where too little of it is.

        Args:
            text: A quote, or a sentence of a transcript.
            within: Where it is expected: of several places that say it as well, the one in
                here is taken; a place outside needs to have more of it.
        """
        words = [token.text for token in tokens(text)][:_LONGEST]
        found = sorted(self._places(words), key=lambda match: -match.share)
        if within is not None:
            inside = [match for match in found if self._inside(match, within)]
            outside = [match for match in found if match not in inside and match.share >= SURE]
            tied = inside and (not outside or inside[0].share > outside[0].share - MARGIN)
            found = inside if tied else [*outside, *inside]
        if not found or found[0].share < enough(len(words)):
            return None
        best = found[0]
        rivals = (match for match in found[1:] if not _overlap(match, best))
        if any(match.share > best.share - MARGIN for match in rivals):
            return Match(best.start, best.end, best.share, best.pairs, ambiguous=True)
        return best

    def places(self, text: str) -> list[Match]:
        """Return every place that says enough of `text`, the best first."""
        words = [token.text for token in tokens(text)][:_LONGEST]
        found = sorted(self._places(words), key=lambda match: -match.share)
        return [match for match in found if match.share >= enough(len(words))]

    def _inside(self, match: Match, within: Span) -> bool:
        return within.start_ms <= self.heard.at(match.start) < within.end_ms

    def _places(self, words: Sequence[str]) -> Iterator[Match]:
        weights = {word: self._weight(word) for word in words}
        for start in self._candidates(words):
            room = 6 + len(words) // 3
            first = max(0, start - room)
            last = min(len(self.heard.words), start + len(words) + room)
            pairs = align_words(words, self.heard.words[first:last], weights)
            if match := self._match(words, pairs, first, weights):
                yield match

    def _weight(self, word: str) -> float:
        return max(0.2, self.heard.rarity(word) / self._most)

    def _candidates(self, words: Sequence[str]) -> list[int]:
        """Return where the quote may begin, the likeliest first, no two close together."""
        votes: dict[int, float] = defaultdict(float)
        width = 4 + len(words) // 4
        for start, weight in self._seeds(words):
            votes[start // width] += weight
        # A quote that lies across two buckets gets the votes of both.
        joint = {at: votes[at] + votes.get(at + 1, 0.0) for at in list(votes)}
        chosen: list[int] = []
        for at in sorted(joint, key=lambda bucket: (-joint[bucket], bucket)):
            if len(chosen) == PLACES:
                break
            if all(abs(at - other) > 1 for other in chosen):
                chosen.append(at)
        return [max(0, at * width + width // 2) for at in chosen]

    def _seeds(self, words: Sequence[str]) -> Iterator[tuple[int, float]]:
        for offset, pair in enumerate(pairwise(words)):
            places = self._pairs.get(pair, ())
            if len(places) <= _COMMONEST_SEED:
                weight = 1.0 / (1 + len(places))
                yield from ((place - offset, 1.0 + weight) for place in places)
        for offset, word in enumerate(words):
            yield from ((place - offset, 1.0) for place in self._words.get(word, ()))

    def _match(
        self,
        words: Sequence[str],
        pairs: Sequence[tuple[int, int]],
        first: int,
        weights: Mapping[str, float],
    ) -> Match | None:
        if len(pairs) < min(LEAST_WORDS, len(words)) or not pairs:
            return None
        if sum(self.heard.rarity(words[at]) for at, _ in pairs) < LEAST_BITS:
            return None
        share = sum(weights[words[at]] for at, _ in pairs) / sum(map(weights.__getitem__, words))
        placed = tuple((at, place + first) for at, place in pairs)
        # Words before the first one found were altered: they take as long as they would have.
        start = max(0, placed[0][1] - placed[0][0])
        end = min(len(self.heard.words), placed[-1][1] + len(words) - placed[-1][0])
        return Match(start, end, share, placed)


def _overlap(one: Match, other: Match) -> bool:
    return one.start < other.end and other.start < one.end


def align_words(
    quote: Sequence[str], heard: Sequence[str], weights: Mapping[str, float]
) -> list[tuple[int, int]]:
    """Return the words that the best local alignment pairs, by index, both ascending.

    >>> align_words("a b x d".split(), "q a b c d q".split(), dict.fromkeys("abxd", 1.0))
    [(0, 1), (1, 2), (3, 4)]
    """
    width = len(heard) + 1
    above = [0.0] * width
    steps: list[bytearray] = []
    best, corner = 0.0, (0, 0)
    for row, word in enumerate(quote, 1):
        weight = weights[word]
        current, step = [0.0] * width, bytearray(width)
        left = 0.0
        for column in range(1, width):
            score, move = above[column - 1], 1
            if heard[column - 1] == word:
                score += weight
                move = 4
            else:
                score += _OTHER
            if (other := above[column] + _EXTRA) > score:
                score, move = other, 2
            if left + _EXTRA > score:
                score, move = left + _EXTRA, 3
            if score > 0.0:
                current[column] = left = score
                step[column] = move
                if score > best:
                    best, corner = score, (row, column)
            else:
                left = 0.0
        steps.append(step)
        above = current
    return _traced(steps, *corner)


def _traced(steps: Sequence[bytearray], row: int, column: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    while row and column and (move := steps[row - 1][column]):
        if move == 4:
            pairs.append((row - 1, column - 1))
        row -= move != 3
        column -= move != 2
    return pairs[::-1]
