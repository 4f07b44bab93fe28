"""Transcripts in plain text or Markdown, with marks on lines of their own or with none at all.

    ## [05:13] How it began        a section with a title
    [05:20] Ada: It was raining.   somebody's words at a stated time
    [05:31] The room laughs.       a stretch of text at a stated time
    Ada: It was raining.           somebody's words, no time

A text without any time becomes the document's transcript, paragraph by paragraph, with the
names of its speakers left where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import PurePath

from pipeline.clock import format_mark, parse_clock
from pipeline.errors import InputError
from pipeline.model import Document, Finding, Quote, Section, Severity, Source
from pipeline.readers.digest.emphasis import plain, without_links
from pipeline.readers.frontmatter import Value, split_front_matter, text_of

_CLOCK = r"(?:[0-9]{1,2}:[0-5]?[0-9]|[0-9]{1,3}):[0-5][0-9](?:[.,][0-9]{1,3})?"
_MARKED = re.compile(
    rf"(?P<level>#{{1,6}}[ \t]*)?\**[\[(](?P<time>{_CLOCK})"
    rf"(?:[ \t]*(?:-->|[-–—])[ \t]*{_CLOCK})?[\])]\**[ \t]*(?P<text>.*)"
)
_MACHINE = re.compile(r"\s*(?:[{<]|\[\s*[{\[\"\d])")
_TITLE = re.compile(r"(#{1,6})[ \t]+(\S.*)")
_SPEAKER = re.compile(
    r"(?:\*\*|__)?(?P<name>[^\W\d_][^:：*\n]{0,58}?)(?:\*\*|__)?[:：](?:\*\*|__)?[ \t]+(?=\S)"
)
_NAME = re.compile(r"(?:[^\W_][\w.'’\-]*[ ]?(?:\([^()]{1,30}\))?){1,5}")
_SMALL = frozenset("van de der den het von la le di da del bin al".split())


@dataclass(slots=True)
class _Draft:
    """A section while its lines come in."""

    start_ms: int | None
    title: str
    paragraphs: list[str] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)

    def add(self, text: str, *, speaker: str = "", stated_ms: int | None = None) -> None:
        """Add narrative, or somebody's words."""
        if speaker:
            offset = len("\n\n".join(self.paragraphs))
            self.quotes.append(Quote(text, speaker, stated_ms, offset))
        else:
            self.paragraphs.append(text)

    def extend(self, text: str) -> None:
        """Add text to what was added last."""
        if self.quotes and self.quotes[-1].offset == len("\n\n".join(self.paragraphs)):
            self.quotes[-1] = replace(self.quotes[-1], text=f"{self.quotes[-1].text} {text}")
        elif self.paragraphs:
            self.paragraphs[-1] += f" {text}"
        else:
            self.paragraphs.append(text)


def recognise(source: Source) -> float:
    """Return how sure it is that the text is a transcript; any prose is one, a little."""
    text = source.text
    if "-->" in text[:2_000] or _MACHINE.match(text):
        return 0.0
    body = split_front_matter(text)[1]
    lines = [line.strip() for line in body.split("\n") if line.strip()]
    blocks = _paragraphs(body)
    marked = [match for line in lines if (match := _MARKED.fullmatch(line))]
    spoken = sum(_speaker(block)[0] != "" for block in blocks)
    words = sum(len(match["text"]) for match in marked)
    if marked:
        titles = sum(match["level"] is not None for match in marked)
        prose = len(lines) - len(marked)
        long = titles < len(marked) and words > 60 * len(marked)
        named = sum(_speaker(match["text"])[0] != "" for match in marked)
        said = (titles and prose >= titles) or 2 * named > len(marked) - titles
        # Above what a list of chapters gets: here the words themselves follow the marks.
        return 0.88 if said or (long and words > 160 * len(marked)) else 0.75 if long else 0.5
    if not lines:
        return 0.0
    if spoken > 2 and spoken * 3 > len(blocks):
        return 0.7
    return 0.3


def read(source: Source) -> tuple[Document, ...]:
    """Return the one document that a transcript is.

    Raises:
        InputError: there is no text below its front matter.
    """
    head, body, _ = split_front_matter(source.text)
    body, addresses = without_links(body)
    blocks = _paragraphs(body)
    title = text_of(head.get("title")) or _take_title(blocks) or PurePath(source.name).stem
    if not blocks:
        raise InputError(source.name, "no text found in it", remedy="give a file with a transcript")
    timed = any(_MARKED.fullmatch(line) for block in blocks for line in block.split("\n"))
    drafts = _drafts(blocks) if timed else []
    document = Document(
        title=title.strip() or "untitled",
        reader="transcript",
        published=text_of(head.get("date")) or text_of(head.get("published")),
        language=_declared(head),
        transcript=() if timed else tuple(_flow(block) for block in blocks),
    )
    findings = [*_head_findings(head, document.title), *_link_findings(addresses, document.title)]
    sections, remarks = _sections(drafts)
    return (replace(document, sections=sections, findings=(*findings, *remarks)),)


def _declared(head: dict[str, Value]) -> str:
    return text_of(head.get("lang")) or text_of(head.get("language"))


def _head_findings(head: dict[str, Value], where: str) -> list[Finding]:
    known = {"title", "date", "published", "lang", "language"}
    rest = [f"{key}: {text_of(value)}" for key, value in head.items() if key not in known]
    if not rest:
        return []
    message = "front matter that is not used: " + "; ".join(rest)
    return [Finding("front-matter-unused", Severity.INFO, where, message)]


def _link_findings(addresses: Sequence[str], where: str) -> list[Finding]:
    if not addresses:
        return []
    message = "links keep their words only: " + " ".join(addresses)
    return [Finding("link-address", Severity.INFO, where, message)]


def _paragraphs(body: str) -> list[str]:
    blocks = re.split(r"\n[ \t]*\n", body)
    return [stripped for block in blocks if (stripped := block.strip())]


def _take_title(blocks: list[str]) -> str:
    """Take the top heading off the first paragraph."""
    if not blocks:
        return ""
    first, _, rest = blocks[0].partition("\n")
    match = _TITLE.fullmatch(first.strip())
    if match is None or _MARKED.fullmatch(first.strip()) or len(match[1]) > 1:
        return ""
    if rest.strip():
        blocks[0] = rest.strip()
    else:
        del blocks[0]
    return plain(match[2]).strip()


def _drafts(blocks: Sequence[str]) -> list[_Draft]:
    drafts: list[_Draft] = []
    for block in blocks:
        run: list[str] = []
        wrapped = False
        for line in [*map(str.strip, block.split("\n")), ""]:
            match = _MARKED.fullmatch(line)
            heading = None if match else _TITLE.fullmatch(line)
            if line and match is None and heading is None and _speaker(line)[0] == "":
                run.append(line)
                continue
            _add_prose(drafts, run, wrapped=wrapped)
            run, wrapped = [], bool(match and match["text"] and not match["level"])
            if match is not None:
                _add_marked(drafts, match)
            elif heading is not None:
                drafts.append(_Draft(None, plain(heading[2]).strip()))
            elif line:
                run = [line]
    return drafts


def _add_prose(drafts: list[_Draft], lines: Sequence[str], *, wrapped: bool) -> None:
    """Add lines of a paragraph; `wrapped` ones go on with the line that has the mark."""
    if not lines:
        return
    speaker, text = _speaker(" ".join(lines))
    if not drafts:
        drafts.append(_Draft(None, ""))
    if wrapped and not speaker:
        drafts[-1].extend(_flow(text))
    else:
        drafts[-1].add(_flow(text), speaker=speaker)


def _add_marked(drafts: list[_Draft], match: re.Match[str]) -> None:
    start_ms, text = parse_clock(match["time"]), match["text"].strip()
    if match["level"] is not None:
        drafts.append(_Draft(start_ms, plain(text)))
        return
    speaker, words = _speaker(text)
    if speaker and drafts and drafts[-1].start_ms is not None and drafts[-1].title:
        drafts[-1].add(_flow(words), speaker=speaker, stated_ms=start_ms)
        return
    if not speaker and drafts and drafts[-1].start_ms == start_ms and not drafts[-1].paragraphs:
        drafts[-1].add(_flow(words)) if words else None
        return
    drafts.append(_Draft(start_ms, ""))
    if words:
        drafts[-1].add(_flow(words), speaker=speaker, stated_ms=start_ms if speaker else None)


def _speaker(line: str) -> tuple[str, str]:
    """Split the name of a speaker from his words; the name is empty where there is none."""
    match = _SPEAKER.match(line)
    if match is None:
        return "", line
    name = match["name"].strip()
    parts = [part for part in name.split() if part.lower() not in _SMALL]
    named = all(
        part[:1].isupper() or not part.isascii() or part[:1] in "(0123456789" for part in parts
    )
    if not named or not _NAME.fullmatch(name) or len(parts) > 4 or len(name) > 40:
        return "", line
    return name, line[match.end() :]


def _flow(text: str) -> str:
    return " ".join(plain(text).split())


def _sections(drafts: Sequence[_Draft]) -> tuple[tuple[Section, ...], list[Finding]]:
    starts = sorted({draft.start_ms for draft in drafts if draft.start_ms is not None})
    following = dict(pairwise(starts))
    sections = tuple(
        Section(
            draft.title,
            draft.start_ms,
            "\n\n".join(draft.paragraphs),
            tuple(quote for quote in draft.quotes if quote.text),
            following.get(draft.start_ms) if draft.start_ms is not None else None,
        )
        for draft in drafts
    )
    timed = [section.start_ms for section in sections if section.start_ms is not None]
    findings = [
        Finding(
            "section-out-of-order",
            Severity.WARNING,
            f"section [{format_mark(after)}]",
            f"starts before the section at {format_mark(before)} that precedes it",
        )
        for before, after in pairwise(timed)
        if after < before
    ]
    return sections, findings
