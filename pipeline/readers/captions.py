"""Captions with real times: SubRip, WebVTT, Podcasting 2.0 transcripts in JSON and in HTML."""

from __future__ import annotations

import re

from pipeline.errors import InputError
from pipeline.formats import srt, vtt
from pipeline.formats.subtitles import Problem, SubtitleFile
from pipeline.model import Caption, Document, Finding, Severity, Source
from pipeline.readers.html_transcript import is_html_transcript, read_html_transcript
from pipeline.readers.json_text import fields_left_out, parse_json, rows_at, sniff_json, text_at
from pipeline.readers.marks import first_cue
from pipeline.readers.markup import left_out
from pipeline.readers.naming import language_or_nothing, name_findings, parts_of_name
from pipeline.readers.rolling import rolls, unroll
from pipeline.readers.spans import Piece, captions_from, milliseconds, order_findings

_UNREADABLE = frozenset(
    ("timing-unreadable", "end-before-start", "cue-without-text", "text-outside-cue")
)
_HEADER = re.compile(r"[ \t-]*(title|language|kind)[ \t]*[:=][ \t]*(.+)", re.IGNORECASE)
_SEGMENT = frozenset(("speaker", "startTime", "endTime", "body"))


def recognise(source: Source) -> float:
    """Return how surely the text is captions."""
    if source.text.startswith("WEBVTT") or source.name.lower().endswith((".srt", ".vtt")):
        # A damaged caption file must be called that, not read as notes with odd times.
        return 1.0
    if source.text.lstrip()[:1] == "<":
        return 0.8 if is_html_transcript(source.text) else 0.0
    segments = rows_at(sniff_json(source), "segments")
    if segments:
        return 0.95 if "startTime" in segments[0] and "body" in segments[0] else 0.0
    # Further down it is a page that shows what captions look like.
    at = first_cue(source.text)
    return 0.0 if at < 0 else (0.95 if at < 600 else 0.3)


def read(source: Source) -> tuple[Document, ...]:
    """Return one document with the captions as the file has them, markup taken out.

    Captions that overlap or stand out of order are kept and reported; lines that a rolling
    display repeats are shown once. The title is the file's name, unless a WebVTT note gives one.

    Raises:
        InputError: there is no caption in it.
    """
    text = source.text
    if text.startswith("WEBVTT"):
        return (_subtitles(source, vtt.parse(text)),)
    if text.lstrip()[:1] == "<":
        return (read_html_transcript(source),)
    if rows_at(sniff_json(source), "segments") or text.lstrip()[:1] in {"{", "["}:
        return (_segments(source),)
    return (_subtitles(source, srt.parse(text)),)


def _subtitles(source: Source, file: SubtitleFile) -> Document:
    if not file.blocks:
        raise InputError(
            source.name,
            "there is no caption in it",
            remedy="check that times are written `00:00:01,000 --> 00:00:02,000`",
        )
    captions = file.captions
    findings = [_finding(problem) for problem in file.problems]
    if rolls(captions):
        captions, removed = unroll(captions)
        words = f"the captions roll: {removed} repeated lines are shown once"
        findings.append(Finding("rolling-captions", Severity.INFO, "document", words))
    else:
        findings += order_findings(captions, [f"line {block.line}" for block in file.blocks])
    fields, remarks = _header(file)
    return _document(
        source,
        captions,
        title=fields.get("title", ""),
        language=fields.get("language", ""),
        findings=(*findings, *left_out("note-left-out", "notes", remarks)),
    )


def _header(file: SubtitleFile) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the title and language that a WebVTT head or note states, and the other notes."""
    fields: dict[str, str] = {}
    remarks: list[str] = []
    for text in (*file.header.split("\n"), *(note for note in file.notes)):
        lines = [line for line in text.split("\n") if line.strip()]
        for line in lines:
            match = _HEADER.fullmatch(line)
            if match:
                fields.setdefault(match[1].lower(), match[2].strip())
            else:
                remarks.append(line.strip())
    return fields, tuple(remarks)


def _segments(source: Source) -> Document:
    """Read a Podcasting 2.0 transcript (transcripts.md, JSON)."""
    content = parse_json(source)
    rows = rows_at(content, "segments")
    pieces = [
        Piece(
            milliseconds(row.get("startTime")),
            milliseconds(row.get("endTime")),
            text_at(row, "body", "text"),
            text_at(row, "speaker"),
            f"segment {number}",
        )
        for number, row in enumerate(rows, 1)
    ]
    captions, findings = captions_from(pieces)
    if not captions:
        raise InputError(
            source.name,
            "there are no segments with a startTime and a body",
            remedy="give a Podcasting 2.0 transcript",
        )
    places = [f"caption {number}" for number in range(1, len(captions) + 1)]
    more = (*order_findings(captions, places), *fields_left_out(rows, _SEGMENT))
    return _document(source, captions, findings=(*findings, *more))


def _document(
    source: Source,
    captions: tuple[Caption, ...],
    *,
    title: str = "",
    language: str = "",
    findings: tuple[Finding, ...] = (),
) -> Document:
    named, tag = parts_of_name(source.name)
    return Document(
        title=title or named,
        reader="captions",
        captions=captions,
        language=tag or language_or_nothing(language),
        findings=(*name_findings(source.name, titled=bool(title)), *findings),
    )


def _finding(problem: Problem) -> Finding:
    unreadable = problem.rule in _UNREADABLE
    rule = "unreadable-block" if unreadable else problem.rule
    severity = Severity.WARNING if unreadable else Severity.INFO
    return Finding(rule, severity, f"line {problem.line}", problem.message)
