"""Markdown's asterisks: gone where they mark emphasis, kept where they are text."""

from __future__ import annotations

import re

_RUN = re.compile(r"\*+")
_LINK = re.compile(
    r"!?\[([^\[\]\n]{1,300})\]\((<?https?://[^()\s]{1,500}>?|mailto:[^()\s]{1,200})\)"
)
_BEFORE_OPENING = frozenset(" \t\n\"'“‘「『«([{—–-/*>")
_AFTER_CLOSING = frozenset(" \t\n\"'”’」』»)]}—–-/.,;:!?…，。；：！？、<")


def can_open(text: str, start: int, end: int) -> bool:
    """Say whether the asterisks `text[start:end]` may begin an emphasis."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(after) and not after.isspace() and (not before or before in _BEFORE_OPENING)


def can_close(text: str, start: int, end: int) -> bool:
    """Say whether the asterisks `text[start:end]` may end an emphasis."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return bool(before) and not before.isspace() and (not after or after in _AFTER_CLOSING)


def plain(text: str) -> str:
    """Return the text without emphasis marks and escapes; every word stays.

    Asterisks that stand alone, or inside a word, or have no partner, are text.

    >>> plain("know *what* to **build**: A * B, 2**8, sh*t")
    'know what to build: A * B, 2**8, sh*t'
    """
    if "*" not in text:
        return text
    opened: list[tuple[int, int]] = []
    gone: list[tuple[int, int]] = []
    for match in _RUN.finditer(text):
        start, end = match.span()
        if can_close(text, start, end) and opened and opened[-1][1] - opened[-1][0] == end - start:
            gone += [opened.pop(), (start, end)]
        elif can_open(text, start, end):
            opened.append((start, end))
    pieces: list[str] = []
    position = 0
    for start, end in sorted(gone):
        pieces.append(text[position:start])
        position = end
    return "".join(pieces) + text[position:]


def without_links(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with Markdown links reduced to their words, and the addresses."""
    if "](" not in text:
        return text, ()
    addresses = tuple(match[2].strip("<>") for match in _LINK.finditer(text))
    return _LINK.sub(r"\1", text), addresses
