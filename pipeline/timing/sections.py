"""Timed sentences out of sections: titles at their marks, quotes at their times, text between."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.clock import format_mark
from pipeline.fields import units
from pipeline.model import Document, Finding, Kind, Sentence, Severity, Span, Timing
from pipeline.text.width import columns
from pipeline.timing.anchoring import anchored
from pipeline.timing.marks import APART_MS, EACH_MS, Block, Hearing, Said, blocks, conflict
from pipeline.timing.sharing import Fill, Item, less_sure, natural_ms, share

_READING = {"zh-Hans": 8.0}
_READING_ELSEWHERE = 17.0
"""Characters a second below which a stretch is too short for its text."""
_TITLE_SPEED = {"zh-Hans": 5.0}
_TITLE_SPEED_ELSEWHERE = 12.0
_TITLE_MS = (1_200, 3_000)
_OCCUPIED = 0.6
"""Where text flows around it, a fixed sentence takes at most this share of its slot."""


@dataclass(frozen=True, slots=True)
class Timed:
    """What `section_sentences` returns."""

    sentences: list[Sentence]
    anchors_ms: tuple[int, ...]
    duration_ms: int
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class _Fixed:
    """A title or quote at its time. `moved_ms` tells how far it had to give way."""

    start_ms: int
    items: tuple[Item, ...]
    moved_ms: int = 0
    said: Said | None = None


def section_sentences(
    document: Document, *, language: str, fill: Fill, duration_ms: int | None, pace: float
) -> Timed:
    """Return the sentences of a document's sections, quotes and transcript, with times.

    Args:
        document: With sections, or a transcript, or both.
        language: Of the document.
        fill: What to do where the text is shorter than its time.
        duration_ms: Length of the episode, or None to estimate it.
        pace: Speaking rate against the ordinary one of the language; 2 is twice as fast.
    """
    found, said, findings = blocks(document, language=language, duration_ms=duration_ms)
    if document.transcript:
        found = _with_transcript(document, found, language, findings)
    if document.reference is not None and duration_ms is not None:
        placed = anchored(
            found, said, document.reference, language=language, duration_ms=duration_ms
        )
        said, findings = placed.said, [*findings, *placed.findings]
    length = duration_ms or _estimated(found, said, language, pace)
    fixed = _fixed(found, said, findings)
    least = max((one.start_ms + _least_ms(one.items) for one in fixed), default=0)
    if found:
        least = max(least, found[-1].start_ms + APART_MS + EACH_MS * 3 * len(found[-1].flow))
    if length < least:
        message = f"[{format_mark(length)}] is too short for what stands last"
        findings.append(conflict("duration", f"{message}; taken as [{format_mark(least)}]"))
        length = least
    sentences = _all(found, fixed, length, language, fill, certain=duration_ms is not None)
    stated = {sentence.span.start_ms for sentence in sentences if sentence.timing is Timing.STATED}
    stated |= {one.start_ms for one in fixed if _is_firm(one)}
    marks = {block.start_ms for block in found if block.stated}
    first = min(stated | marks, default=0) if not any(not b.stated for b in found) else 0
    anchors = sorted({first, *stated, *marks, length})
    return Timed(sentences, tuple(anchors), length, findings)


def reference_fit(document: Document, *, language: str) -> float:
    """Return how much of a document its reference captions have, 0 to 1."""
    reference = document.reference
    if reference is None:
        return 0.0
    length = max(document.duration_ms or 0, *(one.span.end_ms for one in reference.captions))
    found, said, _ = blocks(document, language=language, duration_ms=length)
    if document.transcript:
        found = _with_transcript(document, found, language, [])
    return anchored(found, said, reference, language=language, duration_ms=length).fit


def _is_firm(one: _Fixed) -> bool:
    """Whether captions give a time that a digest's text holds on to."""
    heard = one.said is not None and one.said.heard is not None
    return heard and one.items[0].kind is not Kind.SPEECH


def _with_transcript(
    document: Document, found: list[Block], language: str, findings: list[Finding]
) -> list[Block]:
    """Let the transcript flow over the whole episode; titles keep their marks."""
    if any(block.flow for block in found):
        message = "what the sections hold without a mark is not timed: the transcript is"
        findings.append(Finding("narrative-not-timed", Severity.INFO, "sections", message))
    speech = [
        (0, Item(text, Kind.SPEECH, None))
        for paragraph in document.transcript
        for text in units(paragraph, language=language)
    ]
    titles = [block for block in found if block.title]
    for block in titles:
        block.flow = []
    whole = Block(0, stated=False, flow=speech)
    return [whole, *titles]


def _estimated(found: Sequence[Block], said: Sequence[Said], language: str, pace: float) -> int:
    """Return a length: the last time stated, and what saying the rest takes.

    Sections with two marks tell how much time a digest gives its text; the last one gets as
    much.
    """
    rates = sorted(
        (after.start_ms - before.start_ms) / natural_ms(_items(before), language=language)
        for before, after in pairwise(found)
        if before.flow and before.stated
    )
    rate = rates[len(rates) // 2] if rates else 1.0 / pace
    end = 0
    whole = [block for block in found if any(item.kind is Kind.SPEECH for item in _items(block))]
    for block in whole + list(found[-1:]):
        items = _items(block)
        spoken = natural_ms(items, language=language) if items else 0
        end = max(end, block.start_ms + max(2 * APART_MS, round(spoken * rate)))
    for one in said[-1:]:
        end = max(end, one.start_ms + natural_ms(one.items, language=language))
    return end


def _items(block: Block) -> list[Item]:
    return [item for _, item in block.flow]


def _fixed(found: Sequence[Block], said: Sequence[Said], findings: list[Finding]) -> list[_Fixed]:
    """Return titles and timed quotes in order, far enough apart to be read one by one."""
    wanted = [_Fixed(block.start_ms, tuple(block.title)) for block in found if block.title]
    wanted += [_Fixed(quote.start_ms, quote.items, said=quote) for quote in said]
    wanted.sort(key=lambda one: (one.start_ms, one.said is not None))
    marks = [block.start_ms for block in found]
    result: list[_Fixed] = []
    for one in wanted:
        start = _past_mark(one.start_ms, one.items, marks)
        if result:
            least = _apart_ms(result[-1], one)
            lowest = result[-1].start_ms + max(least, EACH_MS * len(result[-1].items))
            start = _past_mark(max(start, lowest), one.items, marks)
        if start > one.start_ms and not (one.said and one.said.heard):
            _report_move(one, result, findings)
        result.append(replace(one, start_ms=start, moved_ms=start - one.start_ms))
    return result


def _apart_ms(before: _Fixed, after: _Fixed) -> int:
    """Return how long the first of two fixed sentences stays at least."""
    if before.said is None:
        return _TITLE_MS[0]
    speech = before.items[0].kind is Kind.SPEECH and after.items[0].kind is Kind.SPEECH
    return 0 if speech else APART_MS


def _past_mark(start_ms: int, items: Sequence[Item], marks: Sequence[int]) -> int:
    """Return where a sentence can stand: behind the mark that follows, if that is too near."""
    index = bisect_right(marks, start_ms)
    least = _least_ms(items)
    close = index < len(marks) and marks[index] - start_ms < least
    return marks[index] if close else start_ms


def _least_ms(items: Sequence[Item]) -> int:
    return max(APART_MS // 2, EACH_MS * len(items))


def _report_move(one: _Fixed, before: Sequence[_Fixed], findings: list[Finding]) -> None:
    name = "quote" if one.said else f"section {(one.items[0].section or 0) + 1}"
    behind_quote = bool(before and before[-1].said)
    other = "another quote" if behind_quote else "a section's mark or title"
    severity = Severity.WARNING if behind_quote else Severity.INFO
    message = f"stands right behind {other} of the same time"
    where = f"{name} [{format_mark(one.start_ms)}]"
    findings.append(conflict(where, message, severity=severity))


def _all(
    found: Sequence[Block],
    fixed: Sequence[_Fixed],
    length: int,
    language: str,
    fill: Fill,
    *,
    certain: bool,
) -> list[Sentence]:
    ends = [*(block.start_ms for block in found[1:]), length]
    if found and any(item.kind is Kind.SPEECH for _, item in found[0].flow):
        ends[0] = length
        flows = [found[0]]
    else:
        flows = list(found)
    windows = [
        (block, Span(block.start_ms, end))
        for block, end in zip(flows, ends, strict=False)
        if end > block.start_ms and block.flow
    ]
    marks = [block.start_ms for block in found]
    taken = _occupied(fixed, [window for _, window in windows], [*marks, length], language)
    sentences = [
        s for one, span in zip(fixed, taken, strict=True) for s in _at(one, span, language)
    ]
    position = 0
    for block, window in windows:
        sure = (certain or window.end_ms < length) and (block.stated or window.start_ms == 0)
        while position < len(taken) and taken[position].end_ms <= window.start_ms:
            position += 1
        last = position
        while last < len(taken) and taken[last].start_ms < window.end_ms:
            last += 1
        inside = list(zip(fixed[position:last], taken[position:last], strict=True))
        for items, part, unsure in _split(block, window, inside, language):
            free = _free(part, [span for _, span in inside])
            shared = share(items, free, part, language=language, fill=fill, certain=sure)
            sentences += [less_sure(sentence, unsure) for sentence in shared]
    return sorted(sentences, key=lambda sentence: sentence.span.start_ms)


def _occupied(
    fixed: Sequence[_Fixed], windows: Sequence[Span], marks: Sequence[int], language: str
) -> list[Span]:
    """Return how long each fixed sentence stays: as long as saying it takes, if there is time."""
    result: list[Span] = []
    at = 0
    for index, one in enumerate(fixed):
        slot = marks[min(bisect_right(marks, one.start_ms), len(marks) - 1)]
        if index + 1 < len(fixed):
            slot = min(slot, fixed[index + 1].start_ms)
        while at < len(windows) and windows[at].end_ms <= one.start_ms:
            at += 1
        free = slot - one.start_ms
        heard = one.said.heard if one.said else None
        shared = heard is None or heard.followed or not heard.ordered
        if shared and at < len(windows) and windows[at].start_ms <= one.start_ms:
            free = round(_OCCUPIED * (min(slot, windows[at].end_ms) - one.start_ms))
        wanted = natural_ms(one.items, language=language)
        if heard is not None and one.items[0].kind is not Kind.NARRATIVE:
            wanted = max(1, heard.end_ms - one.start_ms)
        if one.said is None:
            reading = sum(columns(item.text, language=language) for item in one.items) * 1_000
            wanted = round(reading / _TITLE_SPEED.get(language, _TITLE_SPEED_ELSEWHERE))
            wanted = min(max(wanted, _TITLE_MS[0]), _TITLE_MS[1])
        least = max(1, min(len(one.items), slot - one.start_ms))
        result.append(Span(one.start_ms, one.start_ms + max(least, min(wanted, free))))
    return result


def _at(one: _Fixed, span: Span, language: str) -> Iterator[Sentence]:
    """Yield the sentences of a title or quote; the first has the stated time."""
    timed = share(one.items, [span], span, language=language, fill=Fill.HOLD)
    for index, sentence in enumerate(timed):
        error = sentence.span.start_ms - one.start_ms + one.moved_ms
        stated = index == 0 and not one.moved_ms
        error = 0 if stated else max(error, one.moved_ms, span.end_ms - sentence.span.start_ms)
        heard = one.said.heard if one.said else None
        if heard is not None:
            yield _as_heard(sentence, one, heard)
            continue
        timing = Timing.STATED if stated else Timing.ANCHORED
        yield replace(sentence, timing=timing, max_error_ms=error)


def _as_heard(sentence: Sentence, one: _Fixed, heard: Hearing) -> Sentence:
    """Return a sentence that captions place with what they say of its time."""
    start = sentence.span.start_ms
    low, high = heard.between.start_ms, max(heard.between.end_ms, start + 1)
    error = heard.error_ms + one.moved_ms
    if start > one.start_ms:
        high = max(high, heard.end_ms, sentence.span.end_ms)
        error = max(start - low, high - start)
    return replace(
        sentence,
        timing=Timing.ANCHORED,
        max_error_ms=error,
        between=Span(min(low, start), high),
    )


def _split(
    block: Block, window: Span, inside: Sequence[tuple[_Fixed, Span]], language: str
) -> Iterator[tuple[list[Item], Span, int]]:
    """Yield parts of a section's text, the anchors around each, and how far these can be off.

    A timed quote with text of its section before and after it is an anchor of that text too,
    if both sides have time to be read, and of the text after it alone where what stands before
    it has a time already. A quote at either end of its section says nothing about where the
    text belongs, and the text flows around it.
    """
    flow, start, unsure, passed = block.flow, window.start_ms, 0, False
    for one, _ in inside:
        heard = one.said.heard if one.said else None
        if one.said is not None and heard is not None and heard.ordered:
            offset, time = one.said.offset, one.start_ms
            before = [item for at, item in flow if at < offset]
            if before and time - start >= len(before):
                yield before, Span(start, time), max(unsure, heard.error_ms)
            elif before:
                continue
            flow = [(at, item) for at, item in flow if at >= offset]
            start, unsure, passed = max(start, time), heard.error_ms, True
            continue
        if one.said is None or one.moved_ms or block.sections != [one.said.section]:
            continue
        offset, time = one.said.offset, one.start_ms
        before = [item for at, item in flow if at < offset]
        after = [item for at, item in flow if at >= offset]
        if not after or not (before or passed):
            continue
        if _readable(before, time - start, language) and _readable(
            after, window.end_ms - time, language
        ):
            known = heard.error_ms if heard else 0
            if before:
                yield before, Span(start, time), max(unsure, known)
            flow, start = [(at, item) for at, item in flow if at >= offset], time
            unsure, passed = known, True
    if flow:
        yield [item for _, item in flow], Span(start, window.end_ms), unsure


def _readable(items: Sequence[Item], room_ms: int, language: str) -> bool:
    units = sum(columns(item.text, language=language) for item in items)
    speed = _READING.get(language, _READING_ELSEWHERE)
    return units * 1_000 <= speed * (1 - _OCCUPIED) * room_ms


def _free(part: Span, taken: Sequence[Span]) -> list[Span]:
    """Return the stretches of `part` that nothing occupies, the shortest ones left out."""
    result: list[Span] = []
    start = part.start_ms
    for span in taken:
        if span.end_ms <= part.start_ms or span.start_ms >= part.end_ms:
            continue
        if span.start_ms > start:
            result.append(Span(start, span.start_ms))
        start = max(start, span.end_ms)
    if start < part.end_ms:
        result.append(Span(start, part.end_ms))
    long = [span for span in result if span.duration_ms >= APART_MS]
    return long if sum(s.duration_ms for s in long) * 2 > part.duration_ms else result
