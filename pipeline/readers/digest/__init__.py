"""Digest pages: summaries of podcast episodes with marks, quotes and entities, as copied text.

A page holds one episode or many, back to back. Usually each is one huge paragraph of
flattened Markdown; proper Markdown with line breaks is read the same way.
"""

from __future__ import annotations

from pathlib import PurePath

from pipeline.errors import InputError
from pipeline.model import Document, Finding, Severity, Source
from pipeline.readers.digest.page import Sheet, cut_page
from pipeline.readers.digest.remarks import time_findings
from pipeline.readers.digest.sections import Body, count_marks, listed_people, read_body
from pipeline.readers.digest.wording import CLOCK_LINE, LANGUAGE_SWITCH

_FLATTENED = 200


def recognise(source: Source) -> float:
    """Return how sure it is that the text is a digest page, 0 to 1."""
    if "-->" in source.text[:2_000]:
        return 0.0
    lines = source.text.split("\n")
    marks = [(count_marks(line), len(line)) for line in lines if "#" in line]
    if any(count > 1 or (count and length > _FLATTENED) for count, length in marks):
        return 0.95
    timed = sum(count > 0 for count, _ in marks)
    quoted = sum(line.lstrip().startswith((">", "- **")) for line in lines)
    page = any(LANGUAGE_SWITCH.fullmatch(line.strip()) for line in lines)
    page = page and any(CLOCK_LINE.fullmatch(line.strip()) for line in lines)
    if timed:
        return 0.9 if quoted or page else 0.6
    headings = sum(line.lstrip().startswith(("## ", "### ")) for line in lines)
    return 0.8 if page else 0.4 if headings > 1 else 0.0


def read(source: Source) -> tuple[Document, ...]:
    """Return the episodes of a digest page, in its order.

    Raises:
        InputError: there is no episode in it.
    """
    sheets = [sheet for sheet in cut_page(source.text) if sheet.body]
    listed = (name for sheet in sheets for name in listed_people("\n".join(sheet.body)))
    people = tuple(dict.fromkeys(listed))
    documents = tuple(_document(sheet, source, people) for sheet in sheets)
    if not documents:
        raise InputError(
            source.name,
            "no episode found",
            remedy="a digest page has a title, a duration and a text with '## [mm:ss]' headings",
        )
    return documents


def _document(sheet: Sheet, source: Source, people: tuple[str, ...]) -> Document:
    title = sheet.title or PurePath(source.name).stem or "untitled"
    body = read_body(
        "\n".join(sheet.body), title=title, duration_ms=sheet.duration_ms, people=people
    )
    return Document(
        title=title,
        reader="digest",
        channel=sheet.channel,
        published=sheet.published,
        duration_ms=sheet.duration_ms,
        tags=sheet.tags,
        summary=body.summary,
        sections=body.sections,
        entities=body.entities,
        findings=(
            *_page_findings(sheet, body, title),
            *time_findings(body.sections, sheet.duration_ms),
        ),
    )


def _page_findings(sheet: Sheet, body: Body, title: str) -> list[Finding]:
    findings: list[Finding] = []
    if words := [*sheet.furniture, *body.loose]:
        listed = ", ".join(f"“{line}”" for line in words)
        findings.append(
            Finding(
                "page-furniture", Severity.INFO, title, f"belongs to the page, left out: {listed}"
            )
        )
    if body.addresses:
        listed = " ".join(body.addresses)
        findings.append(
            Finding("link-address", Severity.INFO, title, f"links keep their words only: {listed}")
        )
    if body.cut_off and not (sheet.tags and body.cut_off.startswith("it ends in the middle")):
        findings.append(
            Finding(
                "page-truncated", Severity.WARNING, title, f"the text breaks off: {body.cut_off}"
            )
        )
    return findings
