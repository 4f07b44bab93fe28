"""Podcasting 2.0 transcripts in HTML: `<cite>` who, `<time>` when, `<p>` what.

https://github.com/Podcastindex-org/podcast-namespace (transcripts.md, HTML). Without any time
the paragraphs are a transcript.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.clock import parse_clock
from pipeline.errors import InputError
from pipeline.model import Caption, Document, Finding, Source
from pipeline.readers.markup import left_out, plain_html, tags
from pipeline.readers.naming import language_or_nothing, name_findings, parts_of_name
from pipeline.readers.spans import Piece, captions_from, order_findings

_LANGUAGE = re.compile(r"<html\b[^<>]{0,300}?\blang\s?=\s?[\"']?([A-Za-z-]{2,12})", re.IGNORECASE)
_STAMP = re.compile(r"[\[(]?\s{0,9}([\d:.,]{3,15})\s{0,9}[\])]?")
_PLACES = ("cite", "time", "title")


def is_html_transcript(text: str) -> bool:
    """Return whether the text holds paragraphs with speakers or times."""
    start = text[:200_000].lower()
    return "<p" in start and ("<cite" in start or "<time" in start) and "<rss" not in start[:5_000]


def read_html_transcript(source: Source) -> Document:
    """Return the transcript.

    Raises:
        InputError: no words are in it.
    """
    title, pieces, strays = _collect(source.text)
    named, tag = parts_of_name(source.name)
    declared = _LANGUAGE.search(source.text, 0, 5_000)
    page = plain_html(source.text)
    findings: list[Finding] = [
        *name_findings(source.name, titled=bool(title)),
        *left_out("links-left-out", "links", page.links),
        *left_out("markup-left-out", "pieces of markup", page.dropped),
        *left_out("text-outside-transcript", "pieces of text", tuple(strays)),
    ]
    captions: tuple[Caption, ...] = ()
    untimed: tuple[str, ...] = ()
    if any(piece.start_ms is not None for piece in pieces):
        captions, more = captions_from(pieces)
        places = [f"caption {number}" for number in range(1, len(captions) + 1)]
        findings += [*more, *order_findings(captions, places)]
    else:
        untimed = tuple(_spoken(piece) for piece in pieces)
    if not captions and not untimed:
        raise InputError(source.name, "no words in it", remedy="give a transcript with <p>")
    return Document(
        title=title or named,
        reader="captions",
        captions=captions,
        transcript=untimed,
        language=tag or language_or_nothing(declared[1] if declared else ""),
        findings=tuple(findings),
    )


def _collect(html: str) -> tuple[str, list[Piece], list[str]]:
    """Return the title, what each paragraph says, and text that stands in none."""
    found = dict.fromkeys(_PLACES, "")
    pieces: list[Piece] = []
    strays: list[str] = []
    words: list[str] = []
    inside = ""
    start_ms: int | None = None
    for kind, name, content in tags(html):
        if kind == "text":
            words.append(content)
        elif name in {*_PLACES, "p"} or (kind == "open" and name in {"div", "section", "body"}):
            text = " ".join("".join(words).split())
            words = []
            if inside == "p" and text:
                number = len(pieces) + 1
                pieces.append(Piece(start_ms, None, text, found["cite"], f"paragraph {number}"))
                start_ms = None
            elif inside == "time" and text:
                start_ms = _stamp(text)
                strays += [text] if start_ms is None else []
            elif inside in _PLACES and text:
                found[inside] = text.rstrip(" :：")
            elif text:
                strays.append(text)
            inside = name if kind == "open" else ""
        elif name in {"br", "div"}:
            words.append("\n")
    tail = " ".join("".join(words).split())
    if inside == "p" and tail:
        pieces.append(Piece(start_ms, None, tail, found["cite"], f"paragraph {len(pieces) + 1}"))
    elif tail:
        strays.append(tail)
    return found["title"], _with_times(pieces), strays


def _with_times(pieces: list[Piece]) -> list[Piece]:
    """Give a paragraph without a time of its own to the one above it by the same speaker."""
    if all(piece.start_ms is None for piece in pieces):
        return pieces
    joined: list[Piece] = []
    texts: list[list[str]] = []
    for piece in pieces:
        if piece.start_ms is None and joined and joined[-1].speaker == piece.speaker:
            texts[-1].append(piece.text)
        else:
            joined.append(piece)
            texts.append([piece.text])
    return [
        replace(piece, text="\n".join(parts)) for piece, parts in zip(joined, texts, strict=True)
    ]


def _stamp(text: str) -> int | None:
    match = _STAMP.fullmatch(text)
    try:
        return parse_clock(match[1]) if match else None
    except ValueError:
        return None


def _spoken(piece: Piece) -> str:
    return f"{piece.speaker}: {piece.text}" if piece.speaker else piece.text
