"""Show notes and digests in Markdown or plain text, with or without times."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.errors import InputError
from pipeline.model import Document, Finding, Section, Severity, Source
from pipeline.readers.frontmatter import Value, flatten, split_front_matter, text_of
from pipeline.readers.json_text import looks_like_json
from pipeline.readers.marks import choose, first_cue, parse_duration
from pipeline.readers.markup import plain_html
from pipeline.readers.naming import language_or_nothing, name_findings, parts_of_name
from pipeline.readers.notes import Notes, marks_of, read_notes, scan
from pipeline.readers.transcript_rows import Rows, read_rows

_DATE = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_TITLES = ("title", "name")
_DATES = ("date", "published", "pubdate", "dateadded", "created")
_TAGS = ("tags", "keywords", "topics", "categories", "category")
_LANGUAGES = ("language", "lang", "locale")
_CHANNELS = ("podcast", "show", "channel", "series", "podcast_name")
_SUMMARIES = ("summary", "intro", "description", "excerpt", "subtitle")
_LENGTHS = ("duration", "length")


def recognise(source: Source) -> float:
    """Return how surely the text is show notes; any prose is, a little, for want of better."""
    text = source.text
    start = text.lstrip()[:200]
    if not start or start[0] == "<" or start.startswith("WEBVTT") or 0 <= first_cue(text) < 600:
        return 0.0
    if looks_like_json(text):
        return 0.0
    head, body, _ = split_front_matter(text)
    lines, _ = scan(body, markdown=True)
    chosen = choose(marks_of(lines))
    if chosen:
        long = sum(len(mark.title) for mark in chosen) > 160 * len(chosen)
        return 0.45 if long else (0.93 if len(chosen) >= 4 else 0.7)
    if head:
        return 0.9 if isinstance(head.get("transcript"), list) else 0.5
    return 0.4 if any(line.level > 0 for line in lines) else 0.2


def read(source: Source) -> tuple[Document, ...]:
    """Return the one episode that the notes describe.

    A line with a time becomes a section; without times the headings do and have none. The title
    comes from the front matter, the first heading or the file's name, in that order.

    Raises:
        InputError: there is no text.
    """
    head, body, offset = split_front_matter(source.text)
    if not body.strip() and not head:
        raise InputError(source.name, "the file is empty", remedy="give it some show notes")
    notes = read_notes(body, markdown=True, first_line=offset + 1)
    named, language = parts_of_name(source.name)
    front = {key.lower(): value for key, value in head.items()}
    used: set[str] = set()
    title = _first(front, _TITLES, used)
    date = _first(front, _DATES, used)
    channel = _first(front, _CHANNELS, used)
    declared = language_or_nothing(_first(front, _LANGUAGES, used)) or language
    duration_ms = parse_duration(_first(front, _LENGTHS, used))
    summary, dateline, findings = _summary(front, notes, used)
    if notes.title and title and notes.title != title:
        summary = f"{notes.title}\n\n{summary}".strip()
    rows = read_rows(front.get("transcript"), until_ms=duration_ms) or Rows()
    if rows.captions or rows.transcript:
        used.add("transcript")
        findings += rows.findings
    return (
        Document(
            title=title or notes.title or named,
            reader="shownotes",
            channel=channel,
            published=date or dateline,
            duration_ms=duration_ms,
            tags=_tags(front, used),
            summary=summary,
            sections=_merged(rows.sections, notes.sections),
            captions=rows.captions,
            transcript=(*rows.transcript, *notes.transcript),
            language=declared,
            findings=(
                *name_findings(source.name, titled=bool(title or notes.title)),
                *notes.findings,
                *findings,
                *_rest(front, used),
            ),
        ),
    )


def _merged(rows: tuple[Section, ...], notes: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return headers of the rows and chapters of the notes, by their marks if all have one."""
    both = (*rows, *notes)
    if not (rows and notes) or any(section.start_ms is None for section in both):
        return both
    return tuple(sorted(both, key=lambda section: section.start_ms or 0))


def _first(front: Mapping[str, Value], keys: tuple[str, ...], used: set[str]) -> str:
    """Return the first of the values that is there, and mark it as used."""
    for key in keys:
        text = " ".join(text_of(front.get(key)).split())
        if text and isinstance(front[key], str):
            used.add(key)
            return text
    return ""


def _tags(front: Mapping[str, Value], used: set[str]) -> tuple[str, ...]:
    tags: dict[str, None] = {}
    for key in _TAGS:
        value = front.get(key)
        if isinstance(value, str):
            value = [*value.split(",")]
        if value:
            used.add(key)
            tags.update({text.strip().lstrip("#"): None for _, text in flatten(value)})
    return tuple(tag for tag in tags if tag)


def _summary(
    front: Mapping[str, Value], notes: Notes, used: set[str]
) -> tuple[str, str, list[Finding]]:
    """Return the summary, a date found over it, and what was left out of it."""
    lines = notes.summary.split("\n")
    findings: list[Finding] = []
    dateline = ""
    if lines and len(lines[0]) <= 80 and (match := _DATE.search(lines[0])):
        dateline = match[1]
        words = f"a line about the page, not about the episode: {lines[0]}"
        findings.append(Finding("dateline", Severity.INFO, "summary", words))
        lines = lines[1:]
    text = "\n".join(lines).strip("\n")
    for key in reversed(_SUMMARIES):
        value = front.get(key)
        if isinstance(value, str) and value.strip():
            used.add(key)
            words = plain_html(value).text
            if " ".join(words.split()) not in " ".join(text.split()):
                text = f"{words}\n\n{text}".strip()
    return text, dateline, findings


def _rest(front: Mapping[str, Value], used: set[str]) -> tuple[Finding, ...]:
    rest = {key: value for key, value in front.items() if key not in used}
    if not rest:
        return ()
    words = "; ".join(f"{key}: {text}" for key, text in flatten(rest) if text)
    message = f"fields of the front matter that have no place in an episode: {words}"
    return (Finding("front-matter-left-out", Severity.INFO, "front matter", message),)
