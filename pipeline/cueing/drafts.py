"""Cut the sentences of a timeline into drafts: what a cue says, before its time is settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.model import Edition, Kind, Sentence, Timeline
from pipeline.style import Limits
from pipeline.text.lines import break_lines, cut
from pipeline.text.speech import speech_units

_QUOTES = {"en": "“”", "nl": "‘’", "zh-Hans": "“”"}
_QUOTED = "“”\"„‘'«「『"


@dataclass(frozen=True, slots=True)
class Draft:
    """A cue without its time.

    Attributes:
        sentence: Index into the timeline's sentences.
        lines: Laid out.
        languages: Tag of each line, for a bilingual cue; else empty.
        text: The piece of the sentence, for merging; empty in a bilingual cue.
        first: Whether it begins its sentence.
        start_ms: Where it would best start.
        until_ms: Where what it says ends.
    """

    sentence: int
    lines: tuple[str, ...]
    text: str
    first: bool
    start_ms: int
    until_ms: int
    languages: tuple[str, ...] = ()


def drafts(timeline: Timeline, edition: Edition, limits: Limits) -> list[Draft]:
    """Return the drafts of one language, in order."""
    language = edition.language
    names = _names(timeline)
    result: list[Draft] = []
    for index, text in _texts(timeline, edition):
        sentence = timeline.sentences[index]
        keep = _kept(edition, sentence, names, text)
        pieces = cut(text, limits=_roomy(limits), language=language, keep=keep)
        laid = [_lines(piece, limits, language, keep) for piece in _dotted(pieces, limits)]
        moments = _moments(sentence, pieces, language=language)
        for number, (piece, lines) in enumerate(zip(pieces, laid, strict=True)):
            start, until = moments[number]
            result.append(Draft(index, lines, piece, number == 0, start, until))
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
        for edition, text in zip(editions, (texts[0][index], texts[1][index]), strict=True):
            keep = _kept(edition, sentence, names, text)
            tag = edition.language
            sides.append((tag, _cut_evenly(text, single[tag], tag, keep)))
        wanted = max(len(pieces) for _, pieces in sides)
        for position, edition in enumerate(editions):
            tag, pieces = sides[position]
            if len(pieces) < wanted:
                text = texts[position][index]
                keep = _kept(edition, sentence, names, text)
                again = cut(text, limits=single[tag], language=tag, keep=keep, pieces=wanted)
                sides[position] = tag, again
        result += _paired(index, sentence, sides, single, source)
    return result


def _cut_evenly(text: str, limits: Limits, tag: str, keep: Sequence[str]) -> tuple[str, ...]:
    return cut(text, limits=limits, language=tag, keep=keep)


def _paired(
    index: int,
    sentence: Sentence,
    sides: Sequence[tuple[str, tuple[str, ...]]],
    limits: Mapping[str, Limits],
    source: str,
) -> Iterator[Draft]:
    """Yield one draft per piece; where one side has run out, the other stands alone."""
    ordered = sorted(sides, key=lambda side: (-len(side[1]), side[0] != source))
    leading = ordered[0]
    moments = _moments(sentence, leading[1], language=leading[0])
    for number, (start, until) in enumerate(moments):
        lines: list[str] = []
        tags: list[str] = []
        for tag, pieces in sides:
            if number < len(pieces):
                lines += _lines(pieces[number], limits[tag], tag, ())
                tags += [tag] * (len(lines) - len(tags))
        yield Draft(index, tuple(lines), "", number == 0, start, until, tuple(tags))


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
    return tuple(dict.fromkeys(term for term in [*terms, *names] if term and term in text))


def _roomy(limits: Limits) -> Limits:
    """Leave room in each line for the ellipsis that a cut will bring."""
    if not limits.ellipsis:
        return limits
    return replace(limits, characters_per_line=max(4, limits.characters_per_line - 2))


def _dotted(pieces: Sequence[str], limits: Limits) -> list[str]:
    """Return the pieces with `…` on both sides of a cut that has no punctuation, if so wanted."""
    if not limits.ellipsis:
        return list(pieces)
    last = len(pieces) - 1
    open_ends = [piece[-1].isalnum() and index < last for index, piece in enumerate(pieces)]
    return [
        ("…" if index and open_ends[index - 1] else "") + piece + ("…" if open_ends[index] else "")
        for index, piece in enumerate(pieces)
    ]


def _lines(piece: str, limits: Limits, language: str, keep: Sequence[str]) -> tuple[str, ...]:
    lines = break_lines(piece, limits=limits, language=language, keep=keep)
    return lines or (piece,)


def _moments(sentence: Sentence, pieces: Sequence[str], *, language: str) -> list[tuple[int, int]]:
    """Return where each piece would best start and end, by what saying takes.

    Times known inside the sentence are used: a share of the text is looked up between them.
    """
    weights = [speech_units(piece, language=language) for piece in pieces]
    total = sum(weights)
    length = max(1, len(sentence.text))
    known = [(0.0, sentence.span.start_ms)]
    for offset, time in sentence.beats:
        if offset / length > known[-1][0] and known[-1][1] < time < sentence.span.end_ms:
            known.append((offset / length, time))
    known.append((1.0, sentence.span.end_ms))
    done, at, times = 0.0, 0, []
    for weight in weights:
        share = done / total
        while at + 2 < len(known) and known[at + 1][0] <= share:
            at += 1
        (low, start), (high, end) = known[at], known[at + 1]
        times.append(start + round((end - start) * (share - low) / max(high - low, 1e-9)))
        done += weight
    return list(zip(times, [*times[1:], sentence.span.end_ms], strict=True))
