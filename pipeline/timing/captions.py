"""Sentences out of captions, with the captions' own times."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from pipeline.fields import units
from pipeline.model import Caption, Kind, Sentence, Span, Timing
from pipeline.text.joining import seam

_LONGEST = {"zh-Hans": 90}
_LONGEST_ELSEWHERE = 420
"""Characters after which a text without full stops is cut at a caption's end."""
_PAUSE_MS = 700
"""A silence that ends a sentence where the captions write no full stops."""
_STOPS = ".?!…。？！"


@dataclass(frozen=True, slots=True)
class _Run:
    """Captions of one speaker, their text joined, and where in it each begins."""

    text: str
    offsets: tuple[int, ...]
    captions: tuple[Caption, ...]


def caption_sentences(captions: Sequence[Caption], *, language: str) -> list[Sentence]:
    """Return the sentences that the captions say, joined over captions, in order of time.

    A sentence that begins a caption has its time; one that begins inside a caption lies between
    that caption's ends. Captions that overlap are heard one after the other: each lasts until
    the next begins, and those that begin together share the time by their length.
    """
    heard = _unoverlapped(sorted(captions, key=lambda caption: caption.span))
    result: list[Sentence] = []
    for run in _runs(heard, language=language):
        position = 0
        for text in units(run.text, language=language):
            position = run.text.index(text, position)
            result.append(_sentence(run, position, text))
            position += len(text)
    return _in_order(result)


def _unoverlapped(captions: Sequence[Caption]) -> list[Caption]:
    """Return captions that begin one after the other and end before the next."""
    result: list[Caption] = []
    index = 0
    while index < len(captions):
        start = max(captions[index].span.start_ms, result[-1].span.end_ms if result else 0)
        last = index + 1
        while last < len(captions) and captions[last].span.start_ms <= start:
            last += 1
        together = captions[index:last]
        end = max(caption.span.end_ms for caption in together)
        if last < len(captions):
            end = min(end, captions[last].span.start_ms)
        end = max(end, start + len(together))
        lengths = [len(caption.text) for caption in together]
        cuts = [start + (end - start) * n // sum(lengths) for n in accumulate(lengths, initial=0)]
        cuts = [max(cut, start + i) for i, cut in enumerate(cuts)]
        for caption, (begin, finish) in zip(together, pairwise(cuts), strict=True):
            span = Span(begin, max(finish, begin + 1))
            result.append(Caption(span, caption.text, caption.speaker))
        index = last
    return result


def _runs(captions: Sequence[Caption], *, language: str) -> Iterator[_Run]:
    """Join captions until the speaker changes or, without full stops, until a pause."""
    stopped = sum(_is_stopped(caption.text) for caption in captions)
    punctuated = stopped * 8 >= len(captions)
    longest = _LONGEST.get(language, _LONGEST_ELSEWHERE)
    part: list[Caption] = []
    size = 0
    for caption in captions:
        if part:
            silence = caption.span.start_ms - part[-1].span.end_ms
            pause = not punctuated and silence >= _PAUSE_MS
            if caption.speaker != part[-1].speaker or pause or size + len(caption.text) > longest:
                yield _joined(part, language)
                part, size = [], 0
        part.append(caption)
        size = _unfinished(caption.text, size)
    if part:
        yield _joined(part, language)


def _unfinished(text: str, size: int) -> int:
    """Return how many characters have gone by since the last full stop."""
    tail = len(text) - 1 - max(text.rfind(stop) for stop in _STOPS)
    return size + len(text) if tail == len(text) else tail


def _is_stopped(text: str) -> bool:
    return text.rstrip("\"”'’»)]」』 ")[-1:] in _STOPS


def _joined(captions: Sequence[Caption], language: str) -> _Run:
    text = ""
    offsets: list[int] = []
    for caption in captions:
        piece = _one_line(caption.text, language)
        text += seam(text, piece, language=language) if text else ""
        offsets.append(len(text))
        text += piece
    return _Run(text, tuple(offsets), tuple(captions))


def _one_line(text: str, language: str) -> str:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    joined = lines[0]
    for line in lines[1:]:
        joined += seam(joined, line, language=language) + line
    return joined


def _sentence(run: _Run, position: int, text: str) -> Sentence:
    first = bisect_right(run.offsets, position) - 1
    last = bisect_right(run.offsets, position + len(text) - 1) - 1
    stated = position == run.offsets[first]
    start = _time(run, first, position)
    end = max(start + 1, _time(run, last, position + len(text)))
    home = run.captions[first].span
    error = 0 if stated else max(start - home.start_ms, home.end_ms - start)
    beats = tuple(
        (run.offsets[index] - position, run.captions[index].span.start_ms)
        for index in range(first + 1, last + 1)
    )
    return Sentence(
        text=text,
        span=Span(start, end),
        kind=Kind.SPEECH,
        section=None,
        timing=Timing.STATED if stated else Timing.ANCHORED,
        max_error_ms=error,
        speaker=run.captions[first].speaker,
        between=home,
        beats=beats,
    )


def _time(run: _Run, index: int, position: int) -> int:
    """Return the time at a character, by its share of the caption it stands in."""
    span, start = run.captions[index].span, run.offsets[index]
    length = max(1, len(run.captions[index].text))
    return span.start_ms + span.duration_ms * min(position - start, length) // length


def _in_order(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Push apart what whole milliseconds have made touch."""
    result: list[Sentence] = []
    for sentence in sentences:
        lowest = result[-1].span.end_ms if result else 0
        if sentence.span.start_ms < lowest:
            span = Span(lowest, max(lowest + 1, sentence.span.end_ms))
            error = sentence.max_error_ms + lowest - sentence.span.start_ms
            sentence = replace(  # noqa: PLW2901
                sentence, span=span, timing=Timing.ANCHORED, max_error_ms=error
            )
        result.append(sentence)
    return result


def caption_anchors(
    sentences: Sequence[Sentence], *, duration_ms: int, silence_ms: int
) -> tuple[int, ...]:
    """Return the starts of speech after a silence: no cue is moved across them.

    Between them cues may shift a little, so that a fast sentence can be read while a slow one
    next to it is still being said.
    """
    anchors = [sentences[0].span.start_ms] if sentences else [0]
    for before, after in pairwise(sentences):
        if after.span.start_ms - before.span.end_ms >= silence_ms:
            anchors.append(after.span.start_ms)
    return tuple(dict.fromkeys([*anchors, max(duration_ms, anchors[-1])]))
