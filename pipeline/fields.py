"""The translatable fields of an episode, and how a field is put together in another language.

A field (summary, narrative, quote …) is cut into sentences; sentences are what is translated,
remembered and timed. `units` and `render` are the only two ways from one to the other, so the
narrative in a page and the cues of a track always say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.model import Document, Edition
from pipeline.text.joining import seam
from pipeline.text.sentences import split_sentences


def fields(document: Document) -> Iterator[str]:
    """Yield every text of a document that is to be translated, in reading order.

    Names of entities and vocabulary words are terms, not sentences; they are yielded too.
    """
    yield document.title
    yield document.summary
    for section in document.sections:
        yield section.title
        yield section.narrative
        for quote in section.quotes:
            yield quote.text
    yield from document.transcript
    yield from document.takeaways
    for entity in document.entities:
        yield entity.description
    for word in document.vocabulary:
        yield word.definition
        yield word.context


def units(text: str, *, language: str) -> tuple[str, ...]:
    """Return the sentences of a field, without surrounding white space, blank ones left out."""
    pieces = (piece.strip() for piece in split_sentences(text, language=language))
    return tuple(piece for piece in pieces if piece)


def render(text: str, edition: Edition, *, source: str) -> str:
    """Return a field in the language of `edition`.

    A sentence without a rendering stands in the source language, so that no word is lost.
    White space between sentences is kept, but for Chinese, which has none.

    Args:
        text: The field in the source language.
        edition: The renderings.
        source: Tag of the source language.
    """
    if edition.language == source:
        return text
    return render_pieces(split_sentences(text, language=source), edition)


def render_pieces(pieces: Iterable[str], edition: Edition) -> str:
    """Return sentences, each with the white space behind it, in the language of `edition`."""
    parts: list[str] = []
    broken = False
    for piece in pieces:
        bare = piece.strip()
        if not bare:
            continue
        rendering = edition.renderings.get(bare)
        text = rendering.text if rendering else bare
        if parts:
            parts.append("\n" if broken else seam(parts[-1], text, language=edition.language))
        parts.append(text)
        broken = "\n" in piece[len(piece.rstrip()) :]
    return "".join(parts)
