"""Put placeholders where terms stand, find them again in a translation, put the terms in.

No untrained engine keeps every placeholder, so there are several styles; an engine says which
it keeps. Possessives and hyphens stay outside: `⟦0⟧'s`, `⟦0⟧-gebruikers`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.glossary.fold import HAN, LATIN, is_latin, squeezed
from pipeline.glossary.match import Match

SLOTS = 16
"""How many placeholders a sentence may hold; the models know ⟦0⟧ to ⟦15⟧."""

INVENTED = (
    "Xanto", "Zarvik", "Quoltan", "Vondrex", "Brimzo", "Jaxwell", "Klyren", "Drovax",
    "Wexlor", "Plinzar", "Trozik", "Fenquist", "Gorvane", "Mivexa", "Skarzon", "Yulbrek",
)  # fmt: skip
"""Words of the style `name`: they look like names, and no language has them."""


@dataclass(frozen=True, slots=True)
class Style:
    """A way to write placeholders.

    Attributes:
        name: As engines call it.
        write: Slot → placeholder.
        pattern: Finds placeholders, a little mangled too; its groups hold the slot.
        read: A match of `pattern` → slot.
    """

    name: str
    write: Callable[[int], str]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], int]

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Return (slot, start, end) of every placeholder in a text, in order."""
        found = ((self.read(m), m.start(), m.end()) for m in self.pattern.finditer(text))
        return [spot for spot in found if spot[0] < SLOTS]


def _last_group(match: re.Match[str]) -> int:
    return int(match[match.lastindex or 0])


_EDGES = (f"(?<![{LATIN}])", f"(?![{LATIN}])")
_BY_NAME = {word.lower(): slot for slot, word in enumerate(INVENTED)}

STYLES: Mapping[str, Style] = {
    "symbol": Style(
        "symbol",
        lambda slot: f"\u27e6{slot}\u27e7",
        re.compile(r"[⟦〚【]\s{0,2}([0-9０-９]{1,2})\s{0,2}[⟧〛】]"),
        _last_group,
    ),
    "name": Style(
        "name",
        lambda slot: INVENTED[slot],
        re.compile(f"{_EDGES[0]}({'|'.join(INVENTED)}){_EDGES[1]}", re.IGNORECASE),
        lambda match: _BY_NAME[match[1].lower()],
    ),
    "code": Style(
        "code",
        lambda slot: f"QX{slot}",
        re.compile(rf"{_EDGES[0]}[Qq][Xx][ -]?([0-9]{{1,2}}){_EDGES[1]}"),
        _last_group,
    ),
    "number": Style(
        "number",
        lambda slot: f"703{slot:02d}",
        re.compile(r"(?<![0-9.,])70[., ]?3([0-9]{2})(?![0-9]|[.,][0-9])"),
        _last_group,
    ),
}
"""Placeholder styles by the name that engines use for them."""

_BRACKETS = frozenset("⟦⟧〚〛")
_LETTERS = re.compile(f"[{LATIN}]+")
_PLURAL = frozenset(("s", "es", "en"))
_HAN = re.compile(f"[{HAN}]")
_NAME_LIKE = re.compile(f"(?<![{LATIN}])[A-Z][a-z]{{2,}}(?![{LATIN}])")
_LIKENESS = 0.75
_DEBRIS = re.compile("|".join(INVENTED) + r"|QX ?[0-9]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Slot:
    """A placeholder and what stood there."""

    number: int
    match: Match


@dataclass(frozen=True, slots=True)
class Protected:
    """A text with placeholders.

    Attributes:
        text: What the engine gets.
        slots: In the order of the text.
        bare: Matches that got no placeholder because there were more than `SLOTS`.
    """

    text: str
    slots: tuple[Slot, ...]
    style: Style
    bare: tuple[Match, ...] = ()


def protect(text: str, matches: Sequence[Match], style: Style) -> Protected:
    """Write placeholders over the matches.

    A slot whose placeholder the text itself holds is not used.
    """
    taken = {slot for slot, _, _ in style.find(text)}
    free = [slot for slot in range(SLOTS) if slot not in taken]
    pieces: list[str] = []
    slots: list[Slot] = []
    at = 0
    for number, match in zip(free, matches, strict=False):
        pieces += [text[at : match.start], style.write(number)]
        slots.append(Slot(number, match))
        at = match.end
    pieces.append(text[at:])
    return Protected("".join(pieces), tuple(slots), style, tuple(matches[len(slots) :]))


def survived(translation: str, protected: Protected) -> bool:
    """Tell whether every placeholder is there exactly once and no debris of one is left."""
    wanted = Counter(slot for slot, _, _ in protected.style.find(protected.text))
    if Counter(slot for slot, _, _ in protected.style.find(translation)) != wanted:
        return False
    if _stuck(translation, protected.style) > _stuck(protected.text, protected.style):
        return False
    if protected.style.name == "name" and _alike(translation, protected.text):
        return False
    bare = protected.style.pattern.sub("", translation)
    return not leaks(bare, protected.style.pattern.sub("", protected.text))


def invented_names(translation: str, source: str) -> tuple[str, ...]:
    """Return words in Latin letters of a Chinese text that look like names and have no source.

    >>> invented_names("从Cursor到Zorix", "van Cursor naar de rest")
    ('Zorix',)
    """
    low = squeezed(source)
    found = dict.fromkeys(_NAME_LIKE.findall(translation))
    return tuple(word for word in found if word.lower().removesuffix("s") not in low)


def _alike(translation: str, asked: str) -> bool:
    """Tell whether an engine made up a word like the placeholders that it was given.

    Given Xanto, Zarvik and Quoltan, some write of a Zorix too.
    """
    words = invented_names(translation, asked)
    if _HAN.search(translation):
        return bool(words)
    given = [word for word in INVENTED if word in asked]
    return any(
        SequenceMatcher(None, word.lower(), one.lower()).ratio() >= _LIKENESS
        for word in words
        for one in given
    )


def _stuck(text: str, style: Style) -> int:
    """Count placeholders with letters at them that are no plural ending."""
    count = 0
    for _, start, end in style.find(text):
        after = _LETTERS.match(text, end)
        count += is_latin(text[start - 1 : start]) or (
            after is not None and after[0] not in _PLURAL
        )
    return count


def leaks(translation: str, source: str) -> bool:
    """Tell whether a translation holds a placeholder, or part of one, that its source lacks."""
    if (set(translation) & _BRACKETS) - set(source):
        return True
    if _fragments(translation) - _fragments(source):
        return True
    for style in STYLES.values():
        mine = {slot for slot, _, _ in style.find(translation)}
        if mine and mine - {slot for slot, _, _ in style.find(source)}:
            return True
    return False


def _fragments(text: str) -> set[str]:
    return {found.lower() for found in _DEBRIS.findall(text)}
