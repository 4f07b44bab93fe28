"""Which of the times that a document states can hold, and what becomes of the others.

A stated time is kept wherever the episode holds it: sections are put in the order of their
marks, a quote stands at its own time even outside its section. A time gives way only where two
things cannot be shown at once or the episode is over; each such case is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.clock import format_mark
from pipeline.fields import units
from pipeline.model import Document, Finding, Kind, Section, Severity, Span
from pipeline.timing.sharing import Item

APART_MS = 1_000
"""Marks closer than this cannot both hold: no cue is read in less."""
EACH_MS = 100
"""A section needs at least so much time for each of its sentences to be a section at all."""


@dataclass(slots=True)
class Block:
    """A section with its mark, and what flows on from it.

    Attributes:
        start_ms: Where it starts.
        stated: Whether the input states that.
        flow: What waits for its time, in order of content, with the offset of each into the
            narrative of its section.
    """

    start_ms: int
    stated: bool
    title: list[Item] = field(default_factory=list)
    flow: list[tuple[int, Item]] = field(default_factory=list)
    sections: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Hearing:
    """How a time was found in captions of the episode.

    Attributes:
        end_ms: Where the captions end what is said.
        error_ms: How far the start can be from the true one.
        between: The stretch of the captions that holds the true start.
        ordered: Whether the text around it comes before and after it in time as well.
        followed: Whether text without a time comes right after it.
    """

    end_ms: int
    error_ms: int
    between: Span
    ordered: bool = False
    followed: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences with a time: a quote, or whatever captions of the episode place.

    Attributes:
        section: Of the sentences, or None for a transcript.
        offset: How much of the section comes before them, measured as its flow measures.
        heard: Where the time comes from, unless the input states it.
    """

    start_ms: int
    items: tuple[Item, ...]
    section: int | None
    offset: int
    heard: Hearing | None = None


def conflict(where: str, message: str, *, severity: Severity = Severity.WARNING) -> Finding:
    """Return the finding for a time that had to give way."""
    return Finding("anchor-conflict", severity, where, message)


def blocks(
    document: Document, *, language: str, duration_ms: int | None
) -> tuple[list[Block], list[Said], list[Finding]]:
    """Return the sections in the order of their marks, the quotes with a time, and findings."""
    findings: list[Finding] = []
    found: list[Block] = []
    said: list[Said] = []
    for index, section in enumerate(document.sections):
        start = section.start_ms
        if start is not None and duration_ms is not None and start >= duration_ms:
            findings.append(_beyond(f"section {index + 1}", start, duration_ms))
            start = None
        if start is not None or not found:
            found.append(Block(start or 0, start is not None))
        said += _fill(found[-1], section, index, language)
    said = [one for one in said if _inside(one, found, duration_ms, findings)]
    ordered = sorted(found, key=lambda block: block.start_ms)
    if ordered != found:
        message = "sections were put in the order of their marks"
        findings.append(conflict("sections", message, severity=Severity.INFO))
    return _apart(ordered, findings), sorted(said, key=lambda one: one.start_ms), findings


def _fill(block: Block, section: Section, index: int, language: str) -> Iterator[Said]:
    """Put a section's title, text and untimed quotes into its block; yield the timed quotes."""
    titles = [Item(text, Kind.TITLE, index) for text in units(section.title, language=language)]
    if not block.sections and block.stated:
        block.title = titles
    else:
        block.flow += [(0, item) for item in titles]
    block.sections.append(index)
    parts: list[tuple[int, int, Item]] = []
    position = 0
    for text in units(section.narrative, language=language):
        position = section.narrative.index(text, position)
        parts.append((position, 0, Item(text, Kind.NARRATIVE, index)))
        position += len(text)
    for number, quote in enumerate(section.quotes):
        items = tuple(
            Item(text, Kind.QUOTE, index, quote.speaker, number)
            for text in units(quote.text, language=language)
        )
        if quote.stated_ms is None:
            # A sentence counts as before the quote when it starts before it.
            parts += [(quote.offset, -1, item) for item in items]
        elif items:
            yield Said(quote.stated_ms, items, index, quote.offset)
    parts.sort(key=lambda part: part[:2])
    block.flow += [(offset, item) for offset, _, item in parts]


def _inside(
    one: Said, found: Sequence[Block], duration_ms: int | None, findings: list[Finding]
) -> bool:
    """Whether the episode holds a quote's time; else the quote flows on in its section."""
    if duration_ms is None or one.start_ms < duration_ms:
        return True
    findings.append(_beyond(f"quote [{format_mark(one.start_ms)}]", one.start_ms, duration_ms))
    block = next(block for block in found if one.section in block.sections)
    index = sum(
        (item.section or 0, offset) < (one.section or 0, one.offset) for offset, item in block.flow
    )
    block.flow[index:index] = [(one.offset, item) for item in one.items]
    return False


def _apart(ordered: Sequence[Block], findings: list[Finding]) -> list[Block]:
    """Let a section that begins where the one before has no time yet flow on from it."""
    result: list[Block] = []
    for block in ordered:
        if result:
            last = result[-1]
            needed = max(APART_MS, EACH_MS * (len(last.flow) + 2 * len(last.title)))
            if block.start_ms - last.start_ms < needed:
                if last.sections and last.stated:
                    where = f"section {block.sections[0] + 1}"
                    mark, other = format_mark(block.start_ms), format_mark(last.start_ms)
                    message = f"[{mark}] leaves no time for the section at [{other}]; it follows on"
                    findings.append(conflict(where, message))
                last.flow += [(0, item) for item in block.title] + block.flow
                last.sections += block.sections
                continue
        result.append(block)
    return result


def _beyond(where: str, start_ms: int, duration_ms: int) -> Finding:
    mark, end = format_mark(start_ms), format_mark(duration_ms)
    return conflict(where, f"[{mark}] is after the end of the episode [{end}]; it follows on")
