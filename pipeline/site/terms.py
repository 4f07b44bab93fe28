"""Glossary terms in the text of a page: where they stand, and what they are elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_ENDINGS = "(?:'s|’s|s|es|en)?"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `term` is the index of the term it is, or None."""

    text: str
    term: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A term that occurs in an episode.

    Attributes:
        word: In the source language.
        expected: Tag → the form that the glossary wants.
        forms: Tag → forms that stand in the text of that language.
        status: Tag → `kept`, `translated`, `repaired` or `missing`, the worst of its uses.
        count: In how many sentences it stands.
    """

    word: str
    expected: dict[str, str] = field(default_factory=dict)
    forms: dict[str, set[str]] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    count: int = 0


_RANK = ("kept", "translated", "repaired", "missing")


def terms_of(uses: Iterable[Mapping[str, Any]], *, source: str) -> tuple[Term, ...]:
    """Return the terms of an episode from `terms` of its `episode.json`, by word."""
    found: dict[str, Term] = {}
    counts: dict[tuple[str, str], int] = {}
    for use in uses:
        word, tag = use["term"], use["language"]
        term = found.setdefault(word, Term(word, forms={source: {word}}))
        term.expected.setdefault(tag, use["expected"])
        term.forms.setdefault(tag, set()).update(
            form for form in (use["expected"], use.get("found", "")) if form
        )
        ranks = [use["status"], term.status.get(tag, "kept")]
        term.status[tag] = max(ranks, key=lambda s: _RANK.index(s) if s in _RANK else 0)
        counts[word, tag] = counts.get((word, tag), 0) + int(use.get("count", 1))
    return tuple(
        Term(t.word, t.expected, t.forms, t.status, max(counts[t.word, tag] for tag in t.expected))
        for t in sorted(found.values(), key=lambda term: term.word.casefold())
    )


class Marker:
    """Finds the terms of an episode in its text.

    Args:
        terms: The terms.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._index: dict[str, dict[str, int]] = {}
        for number, term in enumerate(terms):
            for tag, forms in term.forms.items():
                known = self._index.setdefault(tag, {})
                for form in sorted(forms):
                    known.setdefault(form.casefold(), number)
        self._spelled = {form for term in terms for forms in term.forms.values() for form in forms}
        self._pattern = {tag: word_pattern(known) for tag, known in self._index.items()}

    def pieces(
        self, text: str, *, language: str, seen: set[tuple[str, int]] | None = None
    ) -> tuple[Piece, ...]:
        """Return the text in pieces; together they are the text.

        Args:
            text: Plain text.
            language: Its tag.
            seen: Terms marked before; those are left alone, and the new ones are added. A page
                that marks every mention is hard to read and long to tab through.
        """
        pattern = self._pattern.get(language)
        if pattern is None:
            return (Piece(text),)
        pieces: list[Piece] = []
        end = 0
        for match in pattern.finditer(text):
            number = self._index[language][match[1].casefold()]
            if not self._same_case(match[1]) or (seen is not None and (language, number) in seen):
                continue
            if seen is not None:
                seen.add((language, number))
            pieces += [Piece(text[end : match.start()]), Piece(match[0], number)]
            end = match.end()
        pieces.append(Piece(text[end:]))
        return tuple(piece for piece in pieces if piece.text)

    def found_in(self, text: str, *, language: str) -> set[int]:
        """Return the indexes of the terms that stand in a text."""
        pieces = self.pieces(text, language=language)
        return {piece.term for piece in pieces if piece.term is not None}

    def _same_case(self, word: str) -> bool:
        """A capital may begin a sentence or a heading; `ai` is not `AI`."""
        return any(
            form[1:] == word[1:] and form.casefold() == word.casefold() for form in self._spelled
        )


def word_pattern(known: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of words as they stand in running text, plurals included."""
    longest_first = sorted(known, key=lambda form: (-len(form), form))
    choices = "|".join(re.escape(form) for form in longest_first)
    # Chinese characters are letters to `\w`, yet no word ends at them.
    return re.compile(f"(?<![A-Za-z0-9])({choices}){_ENDINGS}(?![A-Za-z0-9])", re.IGNORECASE)
