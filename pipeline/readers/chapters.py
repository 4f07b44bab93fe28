"""Chapter files: titles and times, nothing else.

Podcasting 2.0 and Podlove JSON, ffprobe's JSON, Podlove Simple Chapters and Matroska XML,
mp4chaps and YouTube lists, FFmpeg metadata, Vorbis comments (`CHAPTER001=`) and Audacity labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.clock import format_mark, parse_clock
from pipeline.errors import InputError
from pipeline.model import Document, Finding, Section, Severity, Source
from pipeline.readers.json_text import fields_left_out, parse_json, rows_at, sniff_json, text_at
from pipeline.readers.marks import Place, find_mark, is_chapter_list
from pipeline.readers.markup import left_out, plain_markdown
from pipeline.readers.naming import name_findings, parts_of_name
from pipeline.readers.spans import milliseconds
from pipeline.readers.xml_text import local, parse_xml, text_in

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_KNOWN = frozenset(
    "start startTime start_time end endTime end_time title tags toc id time_base".split()
)
_VORBIS = re.compile(r"\s*CHAPTER(\d{1,4})(NAME|URL)?\s*=\s*(.*)", re.IGNORECASE)
_LABEL = re.compile(r"(\d{1,6}(?:[.,]\d{1,9})?)\t(\d{1,6}(?:[.,]\d{1,9})?)\t(.*)")
_FFMETADATA = ";FFMETADATA"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter as a file has it.

    Attributes:
        start_ms: Its start, or None where the file gives none that can be used.
        end_ms: Its stated end, or None.
    """

    title: str
    start_ms: int | None
    end_ms: int | None = None


def recognise(source: Source) -> float:
    """Return how surely the text is a chapter file."""
    text = source.text
    start = text.lstrip()[:3_000]
    if start.startswith("<"):
        return (
            0.95
            if re.search(r"<(?:\w{1,20}:)?chapters\b", start, re.IGNORECASE)
            and ("<rss" not in start)
            else 0.0
        )
    if start[:1] in {"{", "["} and (content := sniff_json(source)) is not None:
        rows = _json_rows(content)
        return 0.9 if rows and any(_start(row) is not None for row in rows) else 0.0
    if start.startswith(_FFMETADATA) or _VORBIS.match(start):
        return 0.95
    lines = [line for line in text.split("\n", 2_000)[:2_000] if line.strip()]
    if len(lines) >= 2 and all(_LABEL.fullmatch(line) for line in lines):
        return 0.9
    marks = [find_mark(plain_markdown(line).text, line=i) for i, line in enumerate(lines)]
    found = [mark for mark in marks if mark is not None and mark.place is Place.START]
    short = all(len(line) <= 200 for line in lines)
    return 0.95 if len(found) == len(lines) >= 2 and short and is_chapter_list(found) else 0.0


def read(source: Source) -> tuple[Document, ...]:
    """Return one document whose sections are the chapters, titles and times only.

    A chapter without a usable time keeps its place and has none. The title is the file's own,
    or its name.

    Raises:
        InputError: there are no chapters in it, or it is malformed.
    """
    start = source.text.lstrip()[:200]
    title, channel = "", ""
    findings: tuple[Finding, ...] = ()
    if start.startswith("<"):
        chapters = tuple(xml_chapters(parse_xml(source).iter()))
    elif start[:1] in {"{", "["} and not start.startswith("[CHAPTER]"):
        content = parse_json(source)
        rows = _json_rows(content)
        chapters, findings = json_chapters(rows)
        if isinstance(content, Mapping):
            title, channel = text_at(content, "title"), text_at(content, "podcastName")
    elif start.startswith((_FFMETADATA, "[CHAPTER]")):
        title, chapters = _ffmetadata(source.text)
    else:
        chapters, findings = _lines(source.text)
    if not chapters:
        raise InputError(
            source.name, "there are no chapters in it", remedy="write one `0:00 Title` per line"
        )
    named, language = parts_of_name(source.name)
    return (
        Document(
            title=title or named,
            reader="chapters",
            channel=channel,
            sections=sections_of(chapters),
            language=language,
            findings=(
                *name_findings(source.name, titled=bool(title)),
                *findings,
                *chapter_findings(chapters),
            ),
        ),
    )


def sections_of(chapters: Sequence[Chapter]) -> tuple[Section, ...]:
    """Return the chapters as sections; each ends as stated, or where the next later one starts."""
    following = dict(pairwise(sorted({c.start_ms for c in chapters if c.start_ms is not None})))
    return tuple(
        Section(
            chapter.title,
            chapter.start_ms,
            end_ms=None
            if chapter.start_ms is None
            else chapter.end_ms or following.get(chapter.start_ms),
        )
        for chapter in chapters
    )


def chapter_findings(chapters: Sequence[Chapter]) -> tuple[Finding, ...]:
    """Return findings for chapters without a time and for times that go back."""
    found: list[Finding] = []
    for number, chapter in enumerate(chapters, 1):
        if chapter.start_ms is None:
            words = f"no usable start; kept without a time: {chapter.title}"
            found.append(
                Finding("chapter-without-time", Severity.WARNING, f"chapter {number}", words)
            )
    timed = [(c.start_ms, i) for i, c in enumerate(chapters, 1) if c.start_ms is not None]
    for (before, _), (after, number) in pairwise(timed):
        if after < before:
            words = (
                f"[{format_mark(after)}] stands after [{format_mark(before)}]; "
                "both are kept as stated"
            )
            found.append(Finding("time-out-of-order", Severity.WARNING, f"chapter {number}", words))
    return tuple(found)


def json_chapters(
    rows: Sequence[Mapping[str, object]],
) -> tuple[tuple[Chapter, ...], tuple[Finding, ...]]:
    """Return the chapters of JSON rows, and what was left out of them.

    Rows with `"toc": false` are no chapters but changes of picture or place (Podcasting 2.0).
    """
    shown = [row for row in rows if row.get("toc") is not False]
    hidden = [
        text_at(row, "title") or format_mark(_start(row) or 0)
        for row in rows
        if row.get("toc") is False
    ]
    chapters = tuple(Chapter(_title(row), _start(row), _end(row)) for row in shown)
    return chapters, (
        *left_out("hidden-chapters", "rows with `toc: false`", tuple(hidden)),
        *left_out("links-left-out", "links", tuple(_links(rows))),
        *fields_left_out(rows, _KNOWN | {"url", "href", "link", "img", "image"}),
    )


def xml_chapters(elements: Iterable[Element]) -> Iterator[Chapter]:
    """Yield the chapters among XML elements: Podlove Simple Chapters or Matroska."""
    for element in elements:
        name = local(element.tag).rpartition(":")[2]
        if name == "chapter":
            title = " ".join((element.get("title") or "").split())
            yield Chapter(title, parse_npt(element.get("start") or ""))
        elif name == "ChapterAtom":
            inside = {local(child.tag): text_in(child) for child in element.iter()}
            times = (inside.get(f"ChapterTime{end}", "") for end in ("Start", "End"))
            start_ms, end_ms = (parse_npt(time[:12]) for time in times)
            yield Chapter(" ".join(inside.get("ChapterString", "").split()), start_ms, end_ms)


def parse_npt(text: str) -> int | None:
    """Return a normal play time, `1:02:03.4`, `02:03` or seconds alone, in milliseconds.

    >>> parse_npt("01:02:03.400"), parse_npt("62.5"), parse_npt("later")
    (3723400, 62500, None)
    """
    text = text.strip()
    if ":" not in text:
        return milliseconds(text.replace(",", ".")) if text[:1].isdigit() else None
    try:
        return parse_clock(text)
    except ValueError:
        return None


def _json_rows(content: object) -> list[Mapping[str, object]]:
    rows = rows_at(content, "chapters") if isinstance(content, Mapping) else rows_at(content)
    return rows if any(_start(row) is not None and _title(row) for row in rows) else []


def _start(row: Mapping[str, object]) -> int | None:
    for key in ("startTime", "start_time", "start"):
        value = row.get(key)
        if isinstance(value, str):
            return parse_npt(value)
        if value is not None:
            return milliseconds(value)
    return None


def _end(row: Mapping[str, object]) -> int | None:
    for key in ("endTime", "end_time"):
        value = row.get(key)
        end_ms = parse_npt(value) if isinstance(value, str) else milliseconds(value)
        if end_ms is not None and end_ms > (_start(row) or 0):
            return end_ms
    return None


def _title(row: Mapping[str, object]) -> str:
    tags = row.get("tags")
    inner = text_at(tags, "title") if isinstance(tags, Mapping) else ""
    return " ".join((text_at(row, "title") or inner).split())


def _links(rows: Sequence[Mapping[str, object]]) -> dict[str, None]:
    keys = ("url", "href", "link", "img", "image")
    return {link: None for row in rows for key in keys if (link := text_at(row, key))}


def _ffmetadata(text: str) -> tuple[str, tuple[Chapter, ...]]:
    """Read FFmpeg's metadata; its times are whole numbers of the stated fraction of a second."""
    title, chapters = "", []
    for number, block in enumerate(re.split(r"^\[CHAPTER\][ \t]*$", text, flags=re.MULTILINE)):
        own = re.split(r"^\[\w+\][ \t]*$", block, maxsplit=1, flags=re.MULTILINE)[0]
        pairs = (line.partition("=") for line in own.split("\n") if line[:1] not in {";", "#"})
        fields = {
            key.strip().lower(): re.sub(r"\\(.)", r"\1", value.strip()) for key, _, value in pairs
        }
        if number == 0:
            title = fields.get("title", "")
            continue
        above, _, below = fields.get("timebase", "1/1000000000").partition("/")
        times = [_scaled(fields.get(key, ""), above, below) for key in ("start", "end")]
        end_ms = times[1] if times[0] is not None and (times[1] or 0) > times[0] else None
        chapters.append(Chapter(fields.get("title", ""), times[0], end_ms))
    return title, tuple(chapters)


def _scaled(count: str, above: str, below: str) -> int | None:
    parts = (count, above, below)
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return None
    return milliseconds(int(count) * int(above) / int(below)) if int(below) else None


def _lines(text: str) -> tuple[tuple[Chapter, ...], tuple[Finding, ...]]:
    lines = [line for line in text.split("\n") if line.strip()]
    if lines and _VORBIS.match(lines[0]):
        return _vorbis(lines)
    labels = [_LABEL.fullmatch(line) for line in lines]
    if labels and all(labels):
        return tuple(
            Chapter(label[3].strip(), parse_npt(label[1]), _later(label[2], label[1]))
            for label in labels
            if label is not None
        ), ()
    chapters: list[Chapter] = []
    links: dict[str, None] = {}
    strays: list[str] = []
    for number, line in enumerate(lines):
        plain = plain_markdown(line)
        links.update(dict.fromkeys(plain.links))
        mark = find_mark(plain.text, line=number)
        if mark is None:
            strays.append(line.strip())
        else:
            chapters.append(Chapter(" ".join(mark.title.split()), mark.start_ms, mark.end_ms))
    return tuple(chapters), (
        *left_out("links-left-out", "links", tuple(links)),
        *left_out("text-outside-chapters", "lines without a time", tuple(strays)),
    )


def _later(end: str, start: str) -> int | None:
    end_ms, start_ms = parse_npt(end), parse_npt(start)
    return end_ms if end_ms is not None and start_ms is not None and end_ms > start_ms else None


def _vorbis(lines: Sequence[str]) -> tuple[tuple[Chapter, ...], tuple[Finding, ...]]:
    """Read Vorbis comments: `CHAPTER001=00:00:00.000` and `CHAPTER001NAME=Intro`."""
    fields: dict[str, dict[str, str]] = {}
    strays: list[str] = []
    for line in lines:
        match = _VORBIS.match(line)
        if match is None:
            strays.append(line.strip())
            continue
        fields.setdefault(match[1], {})[(match[2] or "").upper()] = match[3].strip()
    chapters = tuple(Chapter(c.get("NAME", ""), parse_npt(c.get("", ""))) for c in fields.values())
    links = tuple(c["URL"] for c in fields.values() if c.get("URL"))
    return chapters, (
        *left_out("links-left-out", "links", links),
        *left_out("text-outside-chapters", "lines without a time", tuple(strays)),
    )
