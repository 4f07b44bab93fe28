"""What stands between two pieces of text that are put together."""

from __future__ import annotations

from pipeline.languages import LANGUAGES

_CJK_FROM = "\u2e80"
"""Where the scripts begin that write no spaces; Latin, Greek and Cyrillic lie before."""


def seam(before: str, after: str, *, language: str) -> str:
    """Return what to write between two pieces of a text: in Chinese nothing, mostly.

    Two words in Latin letters stay two words in Chinese too.

    >>> seam("打开 Cursor", "Composer 很快", language="zh-Hans")
    ' '
    >>> seam("打开", "Composer 很快", language="zh-Hans"), seam("One.", "Two.", language="en")
    ('', ' ')
    """
    joiner = LANGUAGES[language].joiner
    if joiner or not (before and after):
        return joiner
    return " " if _is_western(before[-1]) and _is_western(after[0]) else ""


def _is_western(character: str) -> bool:
    # Curly quotes and dashes lie there too, but Chinese uses them without spaces.
    return character < _CJK_FROM and (character.isalnum() or character.isascii())
