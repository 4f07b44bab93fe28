"""Texts of any length as pieces that a sentence model can take, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.languages import LANGUAGES
from pipeline.text.sentences import split_sentences

LIMIT = 400
"""Longest piece in characters. Models see at most a few hundred tokens well."""
LIMIT_HAN = 150
"""The same for Chinese, where a character says about as much as two and a half Latin ones."""
_BOUNDARIES = (
    re.compile(r"[.!?…]\s+|[。！？；]"),
    re.compile(r"[;:]\s+|[：]|\s[—–-]\s|[—–]"),
    re.compile(r"[,)]\s+|[，、]"),
    re.compile(r"\s+"),
)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text cut for translation.

    Attributes:
        lead: White space before the first piece.
        cores: What is translated, without surrounding white space.
        gaps: What stands behind each core: white space to keep, or None for whatever the
            target language puts between two sentences.
    """

    lead: str
    cores: tuple[str, ...]
    gaps: tuple[str | None, ...]

    def join(self, translations: tuple[str, ...], *, target: str) -> str:
        """Return the translations of the cores as one text in the language `target`."""
        joiner = LANGUAGES[target].joiner
        parts = [self.lead]
        for translation, gap in zip(translations, self.gaps, strict=True):
            parts.append(translation)
            parts.append(joiner if gap is None else gap)
        return "".join(parts)


def cut(text: str, *, language: str) -> Pieces:
    """Return a text as sentences, long ones cut further. A blank text has no pieces.

    Args:
        text: Anything; usually one sentence already.
        language: BCP 47 tag of the text.
    """
    lead = text[: len(text) - len(text.lstrip())]
    limit = LIMIT_HAN if language.startswith("zh") else LIMIT
    whole = [
        piece
        for sentence in split_sentences(text[len(lead) :], language=language)
        for piece in split_long(sentence, limit=limit)
    ]
    cores = tuple(piece.strip() for piece in whole)
    gaps: list[str | None] = []
    for index, piece in enumerate(whole):
        gap = piece[len(piece.rstrip()) :]
        following = whole[index + 1] if index + 1 < len(whole) else ""
        torn = not gap and piece[-1].isascii() and following[:1].isascii()
        gaps.append(gap if "\n" in gap or torn or not following else None)
    return Pieces(lead, cores, tuple(gaps))


def split_long(text: str, *, limit: int = LIMIT) -> tuple[str, ...]:
    """Return `text` in pieces of at most `limit` characters; joined they are `text` again.

    Cuts fall behind a stop, else a clause, a comma, white space; only a run without any of
    these is cut at the limit, and never inside a placeholder.

    >>> split_long("one two, three four", limit=12)
    ('one two, ', 'three four')
    """
    pieces: list[str] = []
    start = 0
    while len(text) - start > limit:
        end = start + _best_cut(text[start : start + limit])
        while end < len(text) and text[end].isspace():
            end += 1
        pieces.append(text[start:end])
        start = end
    if start < len(text):
        pieces.append(text[start:])
    return tuple(pieces)


def _best_cut(window: str) -> int:
    """Return the length of the first piece of a window that is full."""
    earliest = len(window) // 3
    for boundary in _BOUNDARIES:
        ends = [match.end() for match in boundary.finditer(window) if match.end() > earliest]
        if ends:
            return ends[-1]
    opened = window.rfind("⟦")
    return opened if opened > window.rfind("⟧") and opened > 0 else len(window)
