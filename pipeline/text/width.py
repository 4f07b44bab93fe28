"""How wide a text is: graphemes, columns of a subtitle line, units of reading speed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from unicodedata import east_asian_width

# Every character of these ranges is a grapheme of its own: no combining marks, joiners, emoji
# modifiers, flags, Hangul jamo or Indic scripts. They cover nearly all text of our languages.
_ALONE = (
    r"\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff"
    r"\u2000-\u200a\u2010-\u2027\u202f-\u205f\u2070-\u20cf\u2100-\u23ff\u2460-\u25ff"
    r"\u2e80-\u2fdf\u3000-\u3029\u3030-\u3098\u309b-\ua48f"
    r"\uf900-\ufaff\uff01-\uff9d\uffa0-\uffe6\U00020000-\U0003fffd"
)
_ALL_ALONE = re.compile(f"[{_ALONE}]*")
_STREAM = re.compile(f"[{_ALONE}]*[^{_ALONE}]{{0,32}}")
_INVISIBLE = re.compile(r"[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_HALF = re.compile(r"[\x00-\xb6\xb8-\u02ff\u0370-\u052f\u1e00-\u200a\u202f\uff61-\uffdc]")


def graphemes(text: str) -> tuple[str, ...]:
    """Return the user-perceived characters of `text` (UAX #29).

    After 32 characters that join, such as accents piled on one letter, a new one begins
    (UAX #15 allows streams 30); looking further back takes time that grows with its square.

    >>> graphemes("ok 👩‍💻")
    ('o', 'k', ' ', '👩‍💻')
    """
    if _ALL_ALONE.fullmatch(text):
        return tuple(text)
    from uniseg.graphemecluster import grapheme_clusters

    pieces = [text] if len(text) <= 32 else filter(None, _STREAM.findall(text))
    return tuple(sign for piece in pieces for sign in grapheme_clusters(piece))


def offsets(text: str, *, language: str) -> Sequence[float] | None:
    """Return how many columns come before each character and after the last, in one pass.

    None where some grapheme has more than one character: such a text is measured with `columns`.

    >>> offsets("GPT很", language="zh-Hans")
    [0.0, 0.5, 1.0, 1.5, 2.5]
    """
    if not _ALL_ALONE.fullmatch(text):
        return None
    if not language.startswith("zh"):
        return range(len(text) + 1)
    return list(accumulate(map(_CHARACTERS.__getitem__, text), initial=0.0))


class _Characters(dict[str, float]):
    """The width in Chinese of a character that is a grapheme of its own."""

    def __missing__(self, sign: str) -> float:
        self[sign] = width = 0.5 if _HALF.match(sign) else 1.0
        return width


_CHARACTERS = _Characters()


def count_graphemes(text: str) -> int:
    """Return how many visible user-perceived characters `text` has.

    >>> count_graphemes("👩‍💻 en 🇳🇱")
    6
    """
    if (text.isascii() and text.isprintable()) or _ALL_ALONE.fullmatch(text):
        return len(text)
    return sum(not _is_invisible(sign) for sign in graphemes(text))


def _is_invisible(grapheme: str) -> bool:
    """Whether it takes no room: zero-width spaces and marks of direction hide in copied text."""
    return not _INVISIBLE.sub("", grapheme)


def columns(text: str, *, language: str) -> float:
    """Return the width of one line of subtitle.

    In Chinese a full-width character is 1 and a half-width one (Latin, digits, spaces) 0.5;
    punctuation that Chinese and Western fonts share (`“”…—·`) is full-width there. In other
    languages every grapheme is 1. Source: Netflix Simplified Chinese guide (215986007).

    >>> columns("GPT-4o很快", language="zh-Hans"), columns("GPT-4o", language="en")
    (5.0, 6.0)
    """
    if not language.startswith("zh"):
        return float(count_graphemes(text))
    if _ALL_ALONE.fullmatch(text):
        return len(text) - len(_HALF.findall(text)) / 2
    return sum(_grapheme_width(sign) for sign in graphemes(text) if not _is_invisible(sign))


def reading_units(lines: tuple[str, ...] | list[str], *, language: str) -> float:
    """Return how much there is to read in a cue's lines, in the units of reading speed.

    Spaces and punctuation count, the break between lines does not; Chinese counts half-width
    characters as one half (backlothelp 115001352212).
    """
    return sum(columns(line, language=language) for line in lines)


@lru_cache(maxsize=4_096)
def _grapheme_width(grapheme: str) -> float:
    if _HALF.match(grapheme):
        return 0.5
    return 1.0 if any(east_asian_width(sign) in "WFA" for sign in grapheme) else 0.5
