"""What stands between two pieces of text that are put together."""

from __future__ import annotations

from pipeline.languages import LANGUAGES

_UNSPACED = (
    ("\u2e80", "\u9fff"),
    ("\uf900", "\ufaff"),
    ("\ufe30", "\ufe4f"),
    ("\uff00", "\uffef"),
    ("\U00020000", "\U0003ffff"),
)
"""First and last character of the blocks that Chinese is written with."""


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
    if any(first <= character <= last for first, last in _UNSPACED):
        return False
    # Curly quotes and dashes are no Chinese signs, but Chinese uses them without spaces.
    return character.isalnum() or character.isascii()
