"""Whether a file keeps the rules of its format, besides what the parsers report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.checks.chunks import Chunk, Layout
from pipeline.checks.rules import Hit
from pipeline.formats.vtt_text import unescape

_SRT_TIMES = re.compile(r"\d\d+:\d\d:\d\d,\d{3} --> \d\d+:\d\d:\d\d,\d{3}(?:\s.*)?", re.ASCII)
_VTT_TIME = r"(?:\d\d+:)?\d\d:\d\d\.\d{3}"
_VTT_TIMES = re.compile(rf"{_VTT_TIME}[ \t]+-->[ \t]+{_VTT_TIME}(?:[ \t].*)?", re.ASCII)
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)([^<>\n]{0,300})>")
_SRT_TAGS = frozenset("i b u font".split())
_VTT_TAGS = frozenset("i b u c v lang ruby rt".split())
_UNCLOSED = frozenset({"v", "rt"})
_BARE_AND = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)")
_BARE_LESS = re.compile(r"<(?![A-Za-z/\d>])")
_OVERRIDE = re.compile(r"\{\\[^{}\n]{0,200}\}")


def check_conformance(layout: Layout) -> Iterator[Hit]:
    """Yield what breaks the rules of the format, its parser's problems included."""
    for problem in layout.parsed.problems:
        yield Hit(problem.line, problem.rule, problem.message)
    cues = layout.cues
    if layout.format == "srt":
        yield from _numbering(cues)
        yield from _separate(cues)
    else:
        yield from _header(layout)
        yield from _identifiers(cues)
    for number, chunk in enumerate(cues, 1):
        for below, rule, message in _inside(chunk, layout.format):
            at_ms = chunk.block.caption.span.start_ms if chunk.block else -1
            yield Hit(chunk.first + chunk.times + below, rule, message, number, at_ms)


def check_bytes(content: bytes, *, format: str, encoding: str) -> Iterator[Hit]:
    """Yield what only the bytes of a file show.

    Args:
        content: The file.
        format: `srt` or `vtt`.
        encoding: The one it was read in.
    """
    if content.startswith(b"\xef\xbb\xbf") and format == "srt":
        yield Hit(1, "byte-order-mark", "a UTF-8 byte order mark; some players show it as text")
    if encoding.replace("_", "-").lower() not in {"utf-8", "utf8", "utf-8-sig"}:
        yield Hit(0, "encoding", f"saved as {encoding}; players expect UTF-8")
    elif 0 < (carriage := content.count(b"\r\n")) < content.count(b"\n"):
        bare = content.count(b"\n") - carriage
        yield Hit(0, "mixed-line-ends", f"{carriage} lines end in CRLF, {bare} in LF")


def _numbering(cues: tuple[Chunk, ...]) -> Iterator[Hit]:
    expected = 1
    for number, chunk in enumerate(cues, 1):
        found = chunk.block.identifier if chunk.block else ""
        line = chunk.first
        if not found:
            yield Hit(line, "numbering", f"no number; {expected} is due", number)
        elif found != str(expected):
            yield Hit(line, "numbering", f"number {found}; {expected} is due", number)
        digits = found.rstrip(".")
        usable = digits.lstrip("-").isdecimal() and len(digits) < 19
        expected = int(digits) + 1 if usable else expected + 1


def _separate(cues: tuple[Chunk, ...]) -> Iterator[Hit]:
    for number, (before, after) in enumerate(pairwise(cues), 2):
        touching = before.first + len(before.lines) == after.first
        if touching and (not before.lines or before.lines[-1].strip()):
            yield Hit(after.first, "no-blank-line", "no blank line before the cue", number)


def _header(layout: Layout) -> Iterator[Hit]:
    first = layout.chunks[0]
    head = first.lines if first.block is None else ()
    if layout.cues and (len(head) < 2 or head[1].strip()):
        blank = next((n for n, line in enumerate(head[1:], 2) if not line.strip()), 0)
        if not blank or layout.cues[0].first < blank:
            yield Hit(2, "no-blank-after-header", "no blank line between the header and a cue")


def _identifiers(cues: tuple[Chunk, ...]) -> Iterator[Hit]:
    seen: dict[str, int] = {}
    for number, chunk in enumerate(cues, 1):
        name = chunk.block.identifier if chunk.block else ""
        if name and name in seen:
            message = f"{name[:40]!r} is the identifier of cue {seen[name]} too"
            yield Hit(chunk.first, "identifier-repeated", message, number)
        elif name:
            seen[name] = number


def _inside(chunk: Chunk, format_: str) -> Iterator[tuple[int, str, str]]:
    """Yield how many lines below the times, rule and message."""
    times = chunk.lines[chunk.times]
    good = (_SRT_TIMES if format_ == "srt" else _VTT_TIMES).fullmatch(times.strip())
    if good is None:
        wanted = "00:00:00,000" if format_ == "srt" else "00:00:00.000"
        yield 0, "time-format", f"{times.strip()[:60]!r}; times are written {wanted}"
    known = _SRT_TAGS if format_ == "srt" else _VTT_TAGS
    open_tags: list[str] = []
    for below, line in enumerate(chunk.said, 1):
        if "-->" in line:
            yield below, "arrow-in-text", "`-->` in the text"
        if "<" in line or "{" in line:
            yield from _tags(below, line, known, open_tags, format_)
        if format_ == "vtt" and (bare := _BARE_AND.search(line) or _BARE_LESS.search(line)):
            yield below, "escaping", f"`{bare[0]}` is to be written `{_ESCAPES[bare[0]]}`"
    if open_tags:
        yield len(chunk.said), "tag-open", f"<{open_tags[-1]}> is not closed"


_ESCAPES = {"&": "&amp;", "<": "&lt;"}


def _tags(
    below: int, line: str, known: frozenset[str], open_tags: list[str], format_: str
) -> Iterator[tuple[int, str, str]]:
    for match in _TAG.finditer(line):
        name = match[2].lower() if format_ == "srt" else match[2]
        if name not in known:
            yield below, "tag-unknown", f"<{match[1]}{match[2]}> is none of the format's tags"
        elif not match[1]:
            if name not in _UNCLOSED:
                open_tags.append(name)
        elif name in open_tags:
            open_tags.remove(name)
        elif name not in _UNCLOSED:
            yield below, "tag-open", f"</{name}> closes nothing"
    if format_ == "srt" and (override := _OVERRIDE.search(line)):
        yield below, "tag-unknown", f"{override[0][:20]} is not SubRip; few players know it"


def escaped(line: str) -> str:
    """Return a line of WebVTT with its bare `&` and `<` escaped; it says the same as before.

    >>> escaped("R&D < <i>5 &amp; 6</i>")
    'R&amp;D &lt; <i>5 &amp; 6</i>'
    """
    written = _BARE_LESS.sub("&lt;", _BARE_AND.sub("&amp;", line))
    # `&amp` without its semicolon is read as `&` by browsers: such a line is left to a person.
    return written if unescape(written) == unescape(line) else line
