"""Podcast feeds, RSS 2.0 and Atom, and single episodes as the JSON of podcast apps.

One document per episode. Chapters come from `psc:chapters`, else from the times in the show
notes. What a feed only points to, such as `podcast:transcript`, is named in a finding: nothing
is fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.model import Document, Entity, Finding, Section, Severity, Source
from pipeline.readers.chapters import (
    Chapter,
    chapter_findings,
    json_chapters,
    sections_of,
    xml_chapters,
)
from pipeline.readers.json_text import parse_json, rows_at, sniff_json, text_at
from pipeline.readers.marks import parse_duration
from pipeline.readers.markup import left_out, plain_html
from pipeline.readers.naming import language_or_nothing
from pipeline.readers.notes import read_notes
from pipeline.readers.xml_text import local, parse_xml, text_in

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NOTES = ("content:encoded", "content", "description", "itunes:summary", "summary")
_SHOWNOTES = ("shownotes", "show_notes", "content", "description_html", "description", "summary")
_CHANNELS = ("channel", "podcast_title", "podcastName", "show", "uploader")
_LINKED = ("podcast:transcript", "podcast:chapters")
_EPISODE_KEYS = frozenset(
    "title episodes chapters duration duration_ms total_time pubDate published upload_date tags "
    "language podcast pub_date chapters_json_url transcript_url".split()
) | {*_SHOWNOTES, *_CHANNELS}


@dataclass(slots=True)
class _Item:
    """An episode on its way from a feed."""

    where: str
    title: str
    channel: str = ""
    published: str = ""
    duration_ms: int | None = None
    language: str = ""
    tags: Sequence[str] = ()
    notes: Sequence[str] = ()
    chapters: Sequence[Chapter] = ()
    entities: Sequence[Entity] = ()
    findings: list[Finding] = field(default_factory=list)


def recognise(source: Source) -> float:
    """Return how surely the text is a feed or an episode of one."""
    start = source.text.lstrip()[:3_000]
    if start.startswith("<"):
        return 1.0 if any(root in start for root in ("<rss", "<feed", "<rdf:RDF")) else 0.0
    content = sniff_json(source)
    if not isinstance(content, Mapping) or not text_at(content, "title"):
        return 0.0
    if any("title" in row for row in rows_at(content, "episodes")):
        return 0.9
    return 0.92 if text_at(content, *_SHOWNOTES) else 0.0


def read(source: Source) -> tuple[Document, ...]:
    """Return one document per episode, in the order of the feed.

    Raises:
        InputError: not well-formed, with entities, or without an episode.
    """
    items = _xml(source) if source.text.lstrip().startswith("<") else _json(source)
    documents = tuple(_document(item) for item in items)
    if not documents:
        raise InputError(source.name, "the feed has no episodes", remedy="give a podcast feed")
    return documents


def _document(item: _Item) -> Document:
    sections: tuple[Section, ...] = sections_of(item.chapters)
    findings = [*item.findings, *chapter_findings(item.chapters)]
    summary: list[str] = []
    for html in _distinct(item.notes):
        page = plain_html(html) if "<" in html or "&" in html else None
        notes = read_notes(page.text if page else html, markdown=False)
        findings += notes.findings
        if page:
            findings += left_out("links-left-out", "links", page.links)
            findings += left_out("markup-left-out", "pieces of markup", page.dropped)
        if notes.sections and not sections:
            sections = notes.sections
        elif notes.sections:
            marks = tuple(section.title for section in notes.sections)
            findings += left_out("second-chapter-list", "chapters of a second list", marks)
        summary += [part for part in (notes.title, notes.summary, *notes.transcript) if part]
    if not item.title:
        words = "no title in it; it is called by its place in the feed"
        findings.append(Finding("title-missing", Severity.WARNING, item.where, words))
    return Document(
        title=item.title or item.where,
        reader="feed",
        channel=item.channel,
        published=item.published,
        duration_ms=item.duration_ms,
        tags=tuple(dict.fromkeys(tag for tag in item.tags if tag)),
        summary="\n\n".join(summary),
        sections=sections,
        entities=tuple(item.entities),
        language=item.language,
        findings=tuple(dict.fromkeys(findings)),
    )


def _distinct(notes: Iterable[str]) -> list[str]:
    """Return the texts, each without the lines that stand in one before it."""
    kept: list[str] = []
    seen: set[str] = set()
    whole = ""
    for text in notes:
        if not kept:
            kept.append(text)
            plain = plain_html(text).text
        else:
            lines = plain_html(text).text.split("\n")
            plain = "\n".join(line for line in lines if not (_bare(line) and _bare(line) in seen))
            if not _bare(plain) or _bare(plain) in whole:
                continue
            kept.append(escape(plain).replace("\n", "<br>"))
        seen.update(map(_bare, plain.split("\n")))
        whole += _bare(plain)
    return kept


def _bare(text: str) -> str:
    """Return the letters and digits alone, to compare texts that differ in markup."""
    return "".join(filter(str.isalnum, text))


# ── XML ──────────────────────────────────────────────────────────────────────────────────


def _xml(source: Source) -> Iterator[_Item]:
    root = parse_xml(source)
    channel = next((child for child in root if local(child.tag) == "channel"), root)
    named = _texts(channel)
    items = [element for element in root.iter() if local(element.tag) in {"item", "entry"}]
    for number, element in enumerate(items, 1):
        yield _item(element, named, f"episode {number}")


def _item(element: Element, channel: Mapping[str, str], where: str) -> _Item:
    texts = _texts(element)
    chapters = [child for child in element if local(child.tag) == "psc:chapters"]
    people = [child for child in element if local(child.tag) == "podcast:person"]
    keywords = texts.get("itunes:keywords", "").split(",")
    categories = [
        (child.get("term") or child.get("text") or child.text or "")
        for child in element
        if local(child.tag) in {"category", "itunes:category"}
    ]
    name = " ".join(texts.get("title", "").split())
    item = _Item(
        where=where,
        title=plain_html(name).text if name else "",
        channel=" ".join(channel.get("title", "").split()),
        published=texts.get("pubDate") or texts.get("published") or texts.get("updated", ""),
        duration_ms=parse_duration(texts.get("itunes:duration", "")),
        language=language_or_nothing(channel.get("language", "")),
        tags=[tag.strip() for tag in (*keywords, *categories)],
        notes=[texts[key] for key in (*_NOTES, "itunes:subtitle") if texts.get(key)],
        chapters=[chapter for part in chapters for chapter in xml_chapters(part.iter())],
        entities=[
            Entity(" ".join(text_in(person).split()), "person", person.get("role") or "")
            for person in people
            if text_in(person)
        ],
    )
    item.findings += _linked(element)
    item.findings += _rest(element)
    return item


def _texts(element: Element) -> dict[str, str]:
    """Return the text of each child by its name; the first of several counts."""
    texts: dict[str, str] = {}
    for child in element:
        text = text_in(child)
        if text:
            texts.setdefault(local(child.tag), text)
    return texts


def _linked(element: Element) -> Iterator[Finding]:
    for child in element:
        name = local(child.tag)
        address = child.get("url") or child.get("href") or ""
        if name in _LINKED and address:
            what = name.partition(":")[2]
            kind = child.get("type") or "no type stated"
            words = f"the feed points to {what}, which are not fetched: {address} ({kind})"
            if what == "transcript":
                words = words.replace("which are", "which is").replace("to t", "to a t")
            yield Finding("linked-transcript", Severity.INFO, what, words)


def _rest(element: Element) -> tuple[Finding, ...]:
    """Name the other fields with words in them: author, guid, episode number …."""
    read_here = {
        *_NOTES, *_LINKED, "itunes:subtitle", "title", "pubDate", "published", "updated",
        "itunes:duration", "itunes:keywords", "category", "itunes:category", "psc:chapters",
        "podcast:person",
    }  # fmt: skip
    rest = (
        f"{local(child.tag)}: {' '.join(text.split())}"
        for child in element
        if local(child.tag) not in read_here and (text := text_in(child))
    )
    return left_out("fields-left-out", "fields", tuple(rest))


# ── JSON ─────────────────────────────────────────────────────────────────────────────────


def _json(source: Source) -> Iterator[_Item]:
    content = parse_json(source)
    if not isinstance(content, Mapping):
        raise InputError(source.name, "no episode in it", remedy="give the JSON of an episode")
    episodes = rows_at(content, "episodes")
    channel = text_at(content, "title") if episodes else ""
    for number, row in enumerate(episodes or [content], 1):
        yield _episode(row, channel, f"episode {number}")


def _episode(row: Mapping[str, object], channel: str, where: str) -> _Item:
    chapters, findings = json_chapters(rows_at(row, "chapters"))
    podcast = row.get("podcast")
    show = text_at(podcast, "title") if isinstance(podcast, Mapping) else ""
    tags = row.get("tags")
    item = _Item(
        where=where,
        title=" ".join(text_at(row, "title").split()),
        channel=channel or show or text_at(row, *_CHANNELS),
        published=_date(text_at(row, "pubDate", "published", "upload_date", "pub_date")),
        duration_ms=parse_duration(text_at(row, "duration", "total_time").partition(".")[0]),
        language=language_or_nothing(text_at(row, "language")),
        tags=[tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else (),
        notes=[text for key in _SHOWNOTES if (text := text_at(row, key))],
        chapters=chapters,
        findings=[*findings, *left_out("fields-left-out", "fields", tuple(_others(row)))],
    )
    for key in ("transcript_url", "chapters_json_url"):
        if text_at(row, key):
            words = f"the episode points to {text_at(row, key)}, which is not fetched"
            item.findings.append(Finding("linked-transcript", Severity.INFO, key, words))
    return item


def _others(row: Mapping[str, object]) -> Iterator[str]:
    """Yield the fields that have no place in an episode, with their values where plain."""
    for key, value in row.items():
        if key in _EPISODE_KEYS or value in (None, "", [], {}):
            continue
        yield f"{key}: {' '.join(str(value).split())}" if isinstance(value, str | int) else key


def _date(text: str) -> str:
    """Return a date as it is worded; seconds since 1970 are no wording and become one."""
    digits = text.removesuffix(".0")
    if digits.isascii() and digits.isdigit() and len(digits) in {9, 10}:
        return datetime.fromtimestamp(int(digits), UTC).date().isoformat()
    return text if text != "0" else ""
