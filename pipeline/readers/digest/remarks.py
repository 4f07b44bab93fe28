"""What is odd about the times that a page states. The times are kept; a person is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from pipeline.clock import format_mark
from pipeline.model import Finding, Quote, Section, Severity

_HOUR_MS = 3_600_000


def time_findings(sections: Sequence[Section], duration_ms: int | None) -> list[Finding]:
    """Return a finding for each stated time that does not fit, in the order of the sections."""
    remarks = (_quote_remarks(section, duration_ms) for section in sections)
    return [*_section_remarks(sections, duration_ms), *chain.from_iterable(remarks)]


def _section_remarks(sections: Sequence[Section], duration_ms: int | None) -> Iterator[Finding]:
    latest = -1
    for section in sections:
        start_ms = section.start_ms
        if start_ms is None:
            continue
        where = f"section [{format_mark(start_ms)}] {section.title}".rstrip()
        if start_ms < latest:
            message = f"starts before the section at {format_mark(latest)} that precedes it"
            yield Finding("section-out-of-order", Severity.WARNING, where, message)
        if duration_ms is not None and start_ms >= duration_ms:
            message = f"starts after the episode's end at {format_mark(duration_ms)}"
            yield Finding("section-beyond-duration", Severity.WARNING, where, message)
        if not section.title:
            message = "nothing tells its heading from its text; it has no title"
            yield Finding("heading-unclear", Severity.INFO, where, message)
        latest = max(latest, start_ms)


def _quote_remarks(section: Section, duration_ms: int | None) -> Iterator[Finding]:
    latest = -1
    for quote in section.quotes:
        if quote.stated_ms is None:
            continue
        yield from _quote_remark(quote, quote.stated_ms, section, latest, duration_ms)
        latest = max(latest, quote.stated_ms)


def _quote_remark(
    quote: Quote, at_ms: int, section: Section, latest: int, duration_ms: int | None
) -> Iterator[Finding]:
    where = f"quote [{at_ms // 60_000:02d}:{at_ms // 1_000 % 60:02d}]"
    if duration_ms is not None and at_ms >= duration_ms:
        message = f"stated after the episode's end at {format_mark(duration_ms)}"
        yield Finding("quote-beyond-duration", Severity.WARNING, where, message)
    start_ms, end_ms = section.start_ms, section.end_ms
    early = start_ms is not None and at_ms < start_ms
    late = end_ms is not None and at_ms >= end_ms
    if start_ms is not None and (early or late):
        span = f"{format_mark(start_ms)} to {format_mark(end_ms)}" if end_ms else "which is later"
        message = f"stated outside its section {section.title!r}, {span}; the stated time is kept"
        yield Finding("quote-outside-section", Severity.WARNING, where, message)
    if at_ms < latest:
        message = f"comes after the quote at {format_mark(latest)} but is stated earlier"
        yield Finding("quote-out-of-order", Severity.INFO, where, message)
    if at_ms >= _HOUR_MS:
        message = f"read as {format_mark(at_ms)}; check it if the page writes hours elsewhere"
        yield Finding("quote-past-the-hour", Severity.INFO, where, message)
