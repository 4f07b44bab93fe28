"""Cut the sentences of a timeline into drafts: what a cue says, before its time is settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from pipeline.model import Edition, Kind, Sentence, Span, Timeline
from pipeline.style import Limits
from pipeline.text.lines import break_lines, cut, lay_out
from pipeline.text.speech import speech_units
from pipeline.text.width import reading_units

_QUOTES = {"en": "“”", "nl": "‘’", "zh-Hans": "“”"}
_QUOTED = "“”\"„‘'«「『"


class Draft(NamedTuple):
    """A cue without its time.

    Attributes:
        sentence: Index into the timeline's sentences.
        lines: Laid out.
        languages: Tag of each line, for a bilingual cue; else empty.
        text: The piece of the sentence, for merging; empty in a bilingual cue.
        first: Whether it begins its sentence.
        start_ms: Where it would best start.
        until_ms: Where what it says ends.
        between: The known times around its start, inside its sentence.
    """

    sentence: int
    lines: tuple[str, ...]
    text: str
    first: bool
    start_ms: int
    until_ms: int
    between: Span
    languages: tuple[str, ...] = ()


def drafts(timeline: Timeline, edition: Edition, limits: Limits) -> list[Draft]:
    """Return the drafts of one language, in order."""
    language = edition.language
    names = _names(timeline)
    result: list[Draft] = []
    for index, text in _texts(timeline, edition):
        sentence = timeline.sentences[index]
        keep = _kept(edition, sentence, names, text)
        pieces, laid = _laid_out(text, limits, language, keep)
        moments = _moments(sentence, pieces, language=language)
        if not timeline.hold:
            moments = _together(sentence, pieces, moments, language=language, limits=limits)
        for number, (piece, lines) in enumerate(zip(pieces, laid, strict=True)):
            start, until, between = moments[number]
            result.append(Draft(index, lines, piece, number == 0, start, until, between))
    return result


def bilingual_drafts(
    timeline: Timeline, editions: tuple[Edition, Edition], limits: Mapping[str, Limits]
) -> list[Draft]:
    """Return drafts of one line per language, for the sentences that both editions have."""
    names = _names(timeline)
    texts = [dict(_texts(timeline, edition)) for edition in editions]
    single = {tag: replace(limit, lines=1) for tag, limit in limits.items()}
    source = timeline.episode.language
    result: list[Draft] = []
    for index in sorted(texts[0].keys() & texts[1].keys()):
        sentence = timeline.sentences[index]
        sides: list[tuple[str, tuple[str, ...]]] = []
        wanted = 1
        # Twice: the second time both sides are cut into as many pieces as the longer one.
        for _ in range(2):
            sides = []
            for edition, words in zip(editions, texts, strict=True):
                tag, text = edition.language, words[index]
                keep = _kept(edition, sentence, names, text)
                pieces = cut(text, limits=single[tag], language=tag, keep=keep, pieces=wanted)
                sides.append((tag, pieces))
            wanted = max(len(pieces) for _, pieces in sides)
        result += _paired(index, sentence, sides, single, source, hold=timeline.hold)
    return result


def _paired(
    index: int,
    sentence: Sentence,
    sides: Sequence[tuple[str, tuple[str, ...]]],
    limits: Mapping[str, Limits],
    source: str,
    *,
    hold: bool,
) -> Iterator[Draft]:
    """Yield one draft per piece; where one side has run out, the other stands alone."""
    ordered = sorted(sides, key=lambda side: (-len(side[1]), side[0] != source))
    tag, pieces = ordered[0]
    moments = _moments(sentence, pieces, language=tag)
    if not hold:
        moments = _together(sentence, pieces, moments, language=tag, limits=limits[tag])
    for number, (start, until, between) in enumerate(moments):
        lines: list[str] = []
        tags: list[str] = []
        for tag, pieces in sides:
            if number < len(pieces):
                lines += _lines(pieces[number], limits[tag], tag, ())
                tags += [tag] * (len(lines) - len(tags))
        yield Draft(index, tuple(lines), "", number == 0, start, until, between, tuple(tags))


def _texts(timeline: Timeline, edition: Edition) -> Iterator[tuple[int, str]]:
    """Yield the index and words of every sentence that the edition has."""
    language = edition.language
    own = language == timeline.episode.language
    sentences = timeline.sentences
    for index, sentence in enumerate(sentences):
        rendering = edition.renderings.get(sentence.text)
        text = rendering.text if rendering else sentence.text if own else ""
        text = " ".join(text.split())
        if not text:
            continue
        if sentence.kind is Kind.QUOTE:
            before = sentences[index - 1] if index else None
            after = sentences[index + 1] if index + 1 < len(sentences) else None
            text = _quoted(text, _QUOTES[language], _same(before, sentence), _same(sentence, after))
        yield index, text


def _same(one: Sentence | None, other: Sentence | None) -> bool:
    """Whether two sentences belong to one quote."""
    return (
        one is not None
        and other is not None
        and one.kind is other.kind is Kind.QUOTE
        and (one.section, one.quote) == (other.section, other.quote)
    )


def _quoted(text: str, marks: str, continues: bool, goes_on: bool) -> str:  # noqa: FBT001
    """Put the quotation marks back that the reader took off."""
    if not continues and text[0] not in _QUOTED:
        text = marks[0] + text
    if not goes_on and text[-1] not in '”"’»」』':
        text += marks[1]
    return text


def _names(timeline: Timeline) -> tuple[str, ...]:
    return tuple(entity.name for entity in timeline.episode.document.entities if entity.name)


def _kept(edition: Edition, sentence: Sentence, names: Sequence[str], text: str) -> tuple[str, ...]:
    """Return the terms and names in this sentence that no break may enter."""
    rendering = edition.renderings.get(sentence.text)
    terms = [
        form for use in (rendering.terms if rendering else ()) for form in (use.found, use.expected)
    ]
    terms += edition.whole.get(sentence.text, ())
    return tuple(dict.fromkeys(term for term in [*terms, *names] if term and term in text))


def _laid_out(
    text: str, limits: Limits, language: str, keep: Sequence[str]
) -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the pieces of a sentence and the lines of each.

    Where the style wants it a cut without punctuation gets `…` on both sides; each line leaves
    room for that.
    """
    found = lay_out(text, limits=limits, language=language, keep=keep)
    if not limits.ellipsis or len(found) == 1:
        return [piece for piece, _ in found], [lines for _, lines in found]
    room = replace(limits, characters_per_line=max(4, limits.characters_per_line - 2))
    found = lay_out(text, limits=room, language=language, keep=keep)
    laid: list[tuple[str, ...]] = []
    running = False
    for index, (piece, lines) in enumerate(found):
        first = ("…" if running else "") + lines[0]
        dotted = [first, *lines[1:]]
        running = piece[-1].isalnum() and index + 1 < len(found)
        dotted[-1] += "…" if running else ""
        laid.append(tuple(dotted))
    return [piece for piece, _ in found], laid


def dots(draft: Draft) -> tuple[str, str]:
    """Return the ellipses that the style put in front of a draft's text and behind it."""
    before = "…" * (draft.lines[0].startswith("…") and not draft.text.startswith("…"))
    return before, "…" * (draft.lines[-1].endswith("…") and not draft.text.endswith("…"))


def _lines(piece: str, limits: Limits, language: str, keep: Sequence[str]) -> tuple[str, ...]:
    lines = break_lines(piece, limits=limits, language=language, keep=keep)
    return lines or (piece,)


def _moments(
    sentence: Sentence, pieces: Sequence[str], *, language: str
) -> list[tuple[int, int, Span]]:
    """Return where each piece would best start and end, and the known times around its start."""
    shares = _shares(sentence, pieces, language=language)
    length = max(1, len(sentence.text))
    known = [(0.0, sentence.span.start_ms)]
    for offset, time in sentence.beats:
        if offset / length > known[-1][0] and known[-1][1] < time < sentence.span.end_ms:
            known.append((offset / length, time))
    known.append((1.0, sentence.span.end_ms))
    at = 0
    starts: list[tuple[int, Span]] = []
    for share in shares:
        while at + 2 < len(known) and known[at + 1][0] <= share + _SAME:
            at += 1
        (low, start), (high, end) = known[at], known[at + 1]
        part = min(1.0, max(0.0, (share - low) / (high - low)))
        starts.append((start + round((end - start) * part), Span(start, end)))
    ends = [*(start for start, _ in starts[1:]), sentence.span.end_ms]
    return [(start, end, around) for (start, around), end in zip(starts, ends, strict=True)]


_SAME = 1e-6
_LEISURE = 1.25
"""How much longer than comfortable reading a cue stays where there is all the time."""


def _together(
    sentence: Sentence,
    pieces: Sequence[str],
    moments: list[tuple[int, int, Span]],
    *,
    language: str,
    limits: Limits,
) -> list[tuple[int, int, Span]]:
    """Bring the pieces of a digest's sentence together.

    A digest says in a sentence what takes a minute to say. Its pieces are read one after the
    other; spread over that minute they would be half-sentences with silence between.
    """
    if sentence.kind is Kind.SPEECH or sentence.beats or len(pieces) == 1:
        return moments
    reading = [
        min(
            limits.max_ms,
            round(1_000 * _LEISURE * units / limits.comfortable_speed),
        )
        + limits.gap_ms
        for units in (reading_units((piece,), language=language) for piece in pieces)
    ]
    factor = min(1.0, sentence.span.duration_ms / sum(reading))
    before = accumulate(reading[:-1], initial=0)
    starts = [sentence.span.start_ms + round(done * factor) for done in before]
    ends = [*starts[1:], moments[-1][1]]
    return [(start, end, old[2]) for start, end, old in zip(starts, ends, moments, strict=True)]


def _shares(sentence: Sentence, pieces: Sequence[str], *, language: str) -> list[float]:
    """Return which share of its sentence comes before each piece.

    In the sentence's own words times known inside it are looked up by character; otherwise a
    piece weighs what saying it takes.
    """
    if len(pieces) == 1:
        return [0.0]
    offsets: list[int] = []
    position = 0
    for piece in pieces if sentence.beats else ():
        position = sentence.text.find(piece, position)
        if position < 0:
            break
        offsets.append(position)
        position += len(piece)
    if len(offsets) == len(pieces):
        return [offset / len(sentence.text) for offset in offsets]
    weights = [speech_units(piece, language=language) for piece in pieces]
    return [done / sum(weights) for done in accumulate(weights[:-1], initial=0.0)]
