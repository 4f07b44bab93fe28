"""Copies of sentence pairs with the same placeholders on both sides.

The glossary writes ⟦i⟧ where a term stands. A model only keeps such a symbol if it has seen it
stand where something was translated, with everything that can be around it: a plural, a
possessive, a hyphen, quotation marks, another placeholder.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from training.alignment import WORD, Lexicon
from training.tokenizer import SYMBOLS

_SAME = re.compile(
    r"https?://[\w./#?=&%~+-]*\w|[\w.+-]+@\w+(?:\.\w+)+|`[^`]+`"
    r"|[A-Za-z][A-Za-z0-9]*(?:[.+#_][A-Za-z0-9]+)*(?:\+\+|#)?"
    r"|\d+(?:[.,:]\d+)*%?",
    re.ASCII,
)
_LATIN = re.compile(r"[A-Za-z0-9\u00c0-\u024f]")
_SYLLABLES = "ka lo ven tri zor mi dax qui bel nov fy ster ra pon gli hex um yo cal thi".split()
_QUOTES = (("“", "”"), ("‘", "’"), ('"', '"'))


@dataclass(frozen=True, slots=True)
class Spot:
    """A phrase and its translation: where they stand in their sentences."""

    first: tuple[int, int]
    second: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Masked:
    """A pair of sentences with phrases replaced.

    Attributes:
        slots: What stands in the sentences now → what stood there, on either side.
    """

    first: str
    second: str
    slots: Mapping[str, tuple[str, str]]


def spots(
    first: str, second: str, lexicon: Lexicon, terms: Mapping[str, frozenset[str]]
) -> list[Spot]:
    """Return phrases that stand once on both sides and do not overlap, in order of the first.

    Args:
        first: A sentence in English or Dutch.
        second: Its translation.
        lexicon: Words and their translations.
        terms: The same for phrases of glossaries.
    """
    found = [*_terms(first, second, terms), *_identical(first, second)]
    found += _aligned(first, second, lexicon)
    return _merged(_apart(found), first, second)


def mask(first: str, second: str, chosen: Sequence[Spot], rng: random.Random) -> Masked:
    """Return the pair with random symbols over the chosen phrases, in quotes now and then."""
    symbols = rng.sample(SYMBOLS, len(chosen))
    quote = rng.choice(_QUOTES) if rng.random() < 0.08 else ("", "")
    written = [f"{quote[0]}{symbol}{quote[1]}" for symbol in symbols]
    return _written(first, second, chosen, written)


def rename(first: str, second: str, spot: Spot, rng: random.Random) -> Masked:
    """Return the pair with one phrase replaced by a name that nobody has seen before."""
    return _written(first, second, [spot], [invented(rng)])


def invented(rng: random.Random) -> str:
    """Return a name such as `Venzor`, `KaloTrimi` or `DAX-7`."""
    parts = ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 2))) for _ in range(2)]
    kind = rng.random()
    if kind < 0.45:
        return "".join(parts).capitalize()
    if kind < 0.75:
        return "".join(part.capitalize() for part in parts)
    if kind < 0.85:
        return f"{parts[0].upper()}-{rng.randint(1, 99)}"
    return f"{parts[0].capitalize()} {parts[1].capitalize()}"


def choose(found: Sequence[Spot], rng: random.Random) -> list[Spot]:
    """Return one to six of the phrases, few more often than many, in order."""
    count = min(len(found), rng.choices(range(1, 7), weights=(30, 28, 18, 12, 7, 5))[0])
    return sorted(rng.sample(found, count), key=lambda spot: spot.first)


def _written(first: str, second: str, chosen: Sequence[Spot], symbols: Sequence[str]) -> Masked:
    slots = {
        symbol: (first[slice(*spot.first)], second[slice(*spot.second)])
        for symbol, spot in zip(symbols, chosen, strict=True)
    }
    ours = _replace(first, [spot.first for spot in chosen], symbols)
    theirs = _replace(second, [spot.second for spot in chosen], symbols)
    return Masked(ours, theirs, slots)


def _replace(text: str, spans: Sequence[tuple[int, int]], symbols: Sequence[str]) -> str:
    for (start, end), symbol in sorted(zip(spans, symbols, strict=True), reverse=True):
        text = text[:start] + symbol + text[end:]
    return text


def _identical(first: str, second: str) -> Iterator[Spot]:
    """Names, numbers, addresses and code that stand once on both sides."""
    ours, theirs = _once(_SAME, first), _once(_SAME, second)
    for text, span in ours.items():
        plain = text.islower() and text.isalpha()
        if text in theirs and not plain and (len(text) > 1 or text.isdigit()):
            yield Spot(span, theirs[text])


def _once(pattern: re.Pattern[str], text: str) -> dict[str, tuple[int, int]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for match in pattern.finditer(text):
        found.setdefault(match[0], []).append(match.span())
    return {token: spans[0] for token, spans in found.items() if len(spans) == 1}


def _aligned(first: str, second: str, lexicon: Lexicon) -> Iterator[Spot]:
    lowered = second.lower()
    words = {match[0].lower(): match.span() for match in WORD.finditer(first)}
    counted: dict[str, int] = {}
    for match in WORD.finditer(first.lower()):
        counted[match[0]] = counted.get(match[0], 0) + 1
    for word, span in words.items():
        if counted.get(word) == 1 and word in lexicon:
            places = [p for t in lexicon[word] if (p := _only(lowered, t))]
            longest = max(places, key=lambda place: place[1] - place[0], default=None)
            if longest and all(_inside(place, longest) for place in places):
                yield Spot(span, longest)


def _inside(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _only(text: str, phrase: str) -> tuple[int, int] | None:
    """Return where a phrase stands as whole words, if exactly once."""
    at = text.find(phrase)
    if at < 0 or text.find(phrase, at + 1) >= 0:
        return None
    end = at + len(phrase)
    if _LATIN.match(phrase) and any(
        map(_LATIN.match, (text[max(0, at - 1) : at], text[end : end + 1]))
    ):
        return None
    return at, end


def _terms(first: str, second: str, terms: Mapping[str, frozenset[str]]) -> Iterator[Spot]:
    lowered, other = first.lower(), second.lower()
    spans = [match.span() for match in WORD.finditer(lowered)]
    for index, (start, _) in enumerate(spans):
        for _, end in spans[index : index + 4]:
            phrase = lowered[start:end]
            if phrase in terms and _only(lowered, phrase):
                places = [place for form in terms[phrase] if (place := _only(other, form))]
                if places:
                    yield Spot((start, end), max(places, key=lambda place: place[1] - place[0]))


def _apart(found: Iterable[Spot]) -> list[Spot]:
    """Leave out what overlaps something before it on either side."""
    kept: list[Spot] = []
    for spot in found:
        if not any(
            _overlap(spot.first, other.first) or _overlap(spot.second, other.second)
            for other in kept
        ):
            kept.append(spot)
    return sorted(kept, key=lambda spot: spot.first)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _merged(kept: list[Spot], first: str, second: str) -> list[Spot]:
    """Join neighbours that are neighbours in the translation too: a phrase of several words."""
    phrases: list[Spot] = []
    for spot in kept:
        last = phrases[-1] if phrases else None
        if (
            last
            and first[last.first[1] : spot.first[0]] in {" ", ""}
            and last.second[1] <= spot.second[0]
            and second[last.second[1] : spot.second[0]] in {" ", ""}
            and first[slice(*last.first)].count(" ") < 3
        ):
            merged = Spot((last.first[0], spot.first[1]), (last.second[0], spot.second[1]))
            phrases[-1] = merged
        else:
            phrases.append(spot)
    return phrases
