"""A section as its reader meets it: stretches of narrative, and the quotes between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.fields import render_pieces
from pipeline.model import Edition, Kind, Production, Quote, Section, Timing
from pipeline.text.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Place:
    """When something is said, and how that is known."""

    start_ms: int
    timing: Timing
    max_error_ms: int = 0


def pieces(text: str, *, language: str) -> tuple[str, ...]:
    """Return the sentences of a field, each with the white space after it, none blank."""
    return tuple(piece for piece in split_sentences(text, language=language) if piece.strip())


def rendered(sentences: Sequence[str], edition: Edition | None, *, source: str) -> str:
    """Return sentences in the language of an edition, as `pipeline.fields.render` does.

    Args:
        sentences: From `pieces`.
        edition: None for the source's own words.
        source: Tag of the source language.
    """
    if edition is None or edition.language == source:
        return "".join(sentences).strip()
    return render_pieces(sentences, edition)


def passages(section: Section, *, language: str) -> tuple[tuple[str, ...] | Quote, ...]:
    """Return the narrative's sentences, cut where quotes stood, and the quotes.

    A quote from the midst of a sentence comes after it.

    Args:
        section: Any section.
        language: Tag of the source language.
    """
    waiting = sorted(section.quotes, key=lambda quote: quote.offset)
    found: list[tuple[str, ...] | Quote] = []
    stretch: list[str] = []
    position = taken = 0
    for piece in split_sentences(section.narrative, language=language):
        while taken < len(waiting) and waiting[taken].offset <= position:
            if stretch:
                found.append(tuple(stretch))
                stretch = []
            found.append(waiting[taken])
            taken += 1
        position += len(piece)
        if piece.strip():
            stretch.append(piece)
    if stretch:
        found.append(tuple(stretch))
    return (*found, *waiting[taken:])


class Places:
    """Looks up when sections and quotes start: as stated, or where the timeline put them."""

    def __init__(self, production: Production) -> None:
        episode = production.timeline.episode
        self._language = episode.language
        self._quotes: dict[tuple[int | None, str], Place] = {}
        self._sections: dict[int, Place] = {}
        self._ends: dict[int, int] = {}
        for sentence in production.timeline.sentences:
            place = Place(sentence.span.start_ms, sentence.timing, sentence.max_error_ms)
            if sentence.kind is Kind.QUOTE:
                self._quotes.setdefault((sentence.section, sentence.text), place)
            if sentence.section is not None:
                self._sections.setdefault(sentence.section, place)
                self._ends[sentence.section] = sentence.span.end_ms

    def quote(self, quote: Quote, *, section: int) -> Place | None:
        """Return the place of a quote, or None if it is nowhere on the timeline."""
        if quote.stated_ms is not None:
            return Place(quote.stated_ms, Timing.STATED)
        first = next(iter(pieces(quote.text, language=self._language)), "").strip()
        return self._quotes.get((section, first))

    def section(self, section: Section, *, number: int) -> Place | None:
        """Return the place of a section (`number` is its index), or None."""
        if section.start_ms is not None:
            return Place(section.start_ms, Timing.STATED)
        return self._sections.get(number)

    def end_ms(self, section: Section, *, number: int) -> int | None:
        """Return where a section ends: as the document says, or with its last sentence."""
        return section.end_ms if section.end_ms is not None else self._ends.get(number)
