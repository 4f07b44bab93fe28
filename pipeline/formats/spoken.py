"""What was said, in paragraphs: a transcript as the input has it, or captions joined up."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from pipeline.formats.passages import Place, pieces
from pipeline.model import Kind, Production, Sentence
from pipeline.text.joining import seam

_PARAGRAPH = 400
"""Captions have no paragraphs: one ends with the sentence that brings it to so many characters."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A paragraph.

    Attributes:
        sentences: Each with the white space after it.
        speaker: Who speaks, or empty.
        place: When it starts; None for what has no time.
    """

    sentences: tuple[str, ...]
    speaker: str = ""
    place: Place | None = None


def spoken(production: Production) -> tuple[Speech, ...]:
    """Return the paragraphs of an episode's captions and transcript; a digest has none."""
    episode = production.timeline.episode
    cut = (pieces(text, language=episode.language) for text in episode.document.transcript)
    untimed = (Speech(sentences) for sentences in cut if sentences)
    return (*(_captions(production) if episode.document.captions else ()), *untimed)


def _captions(production: Production) -> tuple[Speech, ...]:
    episode = production.timeline.episode
    groups: list[list[Sentence]] = []
    length = 0
    for sentence in production.timeline.sentences:
        if sentence.kind is not Kind.SPEECH:
            continue
        last = groups[-1][-1] if groups else None
        together = (sentence.speaker, sentence.section)
        if last and length < _PARAGRAPH and (last.speaker, last.section) == together:
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
            length = 0
        length += len(sentence.text)
    return tuple(_speech(group, episode.language) for group in groups)


def _speech(group: list[Sentence], language: str) -> Speech:
    first = group[0]
    place = Place(first.span.start_ms, first.timing, first.max_error_ms)
    texts = [one.text + seam(one.text, two.text, language=language) for one, two in pairwise(group)]
    return Speech((*texts, group[-1].text), first.speaker, place)
