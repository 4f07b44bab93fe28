"""The body of show notes: which lines are chapters, what belongs to them, what stands around them.

With time marks, each marked line is a section and the text outside of the list is the summary.
Without them the headings make the sections, untimed; nothing gets a time that the notes do not
give.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.clock import format_mark
from pipeline.model import Finding, Section, Severity
from pipeline.readers.marks import (
    Mark,
    Place,
    choose,
    find_mark,
    looks_like_a_timetable,
    split_flattened,
)
from pipeline.readers.markup import left_out, plain_markdown

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=[^\s#!]))(.*)$")
_RULE = re.compile(r" {0,3}([-*_=])(?:[ \t]*\1){2,}[ \t]*$")
_BULLET = re.compile(r"^[ \t>]*(?:[-*+•·▪●][ \t]+|>[ \t]*)+")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]]+\]:[ \t]+\S+")
_TEMPLATE = re.compile(r"[ \t]*(?:\{%|\{\{|\{:)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
_SPEAKER = re.compile(
    r"[ \t]*(?:\*\*|__)[^*_\n]{1,60}(?:\*\*|__)[ \t]*:|[ \t]*(?:\*\*|__)[^*_\n]{1,60}:(?:\*\*|__)"
)
_ENDS_SENTENCE = re.compile(r"[.!。！;；,，][\"'”’」)）]?$")
_LABEL = re.compile(r"[【\[].{1,30}[】\]][:：]?$|.{1,30}[:：]$")

_PAGE_LABELS = frozenset(("shownotes", "show notes", "notes", "节目简介"))
"""Headings that name the page, not what is said below them."""

_LONGEST_SUMMARY = 3_000
"""Characters; longer prose without any heading or time is what was said, not what it was about."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the notes.

    Attributes:
        number: 1-based, as in the file.
        text: Without inline markup, bullet and hashes.
        level: 1 to 6 for a Markdown heading, else 0.
        raw: As it was.
        linked: Whether it is an entry of a list of links rather than a sentence.
    """

    number: int
    text: str
    level: int
    raw: str
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Notes:
    """What the body of show notes says.

    Attributes:
        title: The heading at the very top, or empty.
        summary: The text that belongs to no section, lines separated by LF.
        sections: In the order of the notes.
        transcript: Paragraphs, where the notes are a transcript with speakers and no times.
    """

    title: str
    summary: str
    sections: tuple[Section, ...]
    transcript: tuple[str, ...]
    findings: tuple[Finding, ...]


def read_notes(text: str, *, markdown: bool, first_line: int = 1) -> Notes:
    """Return what the notes say.

    Args:
        text: The notes, lines separated by LF.
        markdown: Whether inline Markdown and headings are markup; False for text from HTML.
        first_line: Number of the first line in the file.
    """
    lines, findings = scan(text, markdown=markdown, first_line=first_line)
    title, lines = _take_title(lines)
    marks = marks_of(lines)
    chosen = choose(marks)
    if chosen:
        sections, outside, more = _timed(lines, chosen)
        transcript: tuple[str, ...] = ()
    else:
        sections, outside, transcript, left = _untimed(lines)
        more = [*left, *_clock_times(lines, marks)]
    return Notes(title, paragraphs(outside), sections, transcript, (*findings, *more))


def scan(text: str, *, markdown: bool, first_line: int = 1) -> tuple[list[Line], list[Finding]]:
    """Return the lines with their markup taken out, and findings that name what was taken."""
    lines: list[Line] = []
    links: dict[str, None] = {}
    dropped: list[str] = []
    fenced = False
    for number, raw in enumerate(text.split("\n"), start=first_line):
        if markdown and raw.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
            dropped.extend(raw.strip("`~ \t").split())
        elif fenced:
            lines.append(Line(number, raw.strip(), -1, raw))
        elif markdown and (_DEFINITION.match(raw) or _TEMPLATE.match(raw)):
            if raw.strip() == "{:toc}" and lines:  # Kramdown puts the contents in place of a line.
                dropped.append(lines.pop().raw.strip())
            dropped.append(raw.strip())
        elif markdown and _RULE.match(raw):
            lines.append(Line(number, "", 0, raw))
        else:
            for piece in split_flattened(raw):
                lines.append(_line(number, piece, markdown=markdown, links=links, dropped=dropped))
    findings = [
        *left_out("links-left-out", "links", tuple(links)),
        *left_out("markup-left-out", "pieces of markup", tuple(dropped)),
    ]
    return lines, findings


def marks_of(lines: Sequence[Line]) -> list[Mark]:
    """Return every line that could be a chapter; code in fences never is."""
    found = (find_mark(line.text, line=i) for i, line in enumerate(lines) if line.level >= 0)
    return [mark for mark in found if mark is not None]


def paragraphs(lines: Sequence[Line]) -> str:
    """Return running text: hard-wrapped lines joined, at most one blank line between others."""
    wrapped = _is_hard_wrapped(lines)
    out: list[list[str]] = []
    joinable = False
    for line in lines:
        if not line.text:
            if out and out[-1]:
                out.append([])
            joinable = False
            continue
        opens = line.level or _BULLET.match(line.raw) or line.raw.startswith("    ")
        if wrapped and joinable and not opens:
            out[-1].append(line.text)
        else:
            out.append([line.text])
        joinable = not line.level and not line.raw.endswith("  ")
    return "\n".join(" ".join(parts) for parts in out).strip("\n")


def _line(
    number: int, raw: str, *, markdown: bool, links: dict[str, None], dropped: list[str]
) -> Line:
    if not raw or raw.isspace():
        return Line(number, "", 0, raw)
    heading = _HEADING.match(raw) if markdown else None
    closed = heading[2].rstrip(" \t").rstrip("#").rstrip(" \t") if heading else ""
    content = closed if heading else _BULLET.sub("", raw, count=1)
    plain = plain_markdown(content)
    links.update(dict.fromkeys(plain.links))
    dropped.extend(plain.dropped)
    words = _ESCAPE.sub(r"\1", plain.text) if markdown and "\\" in raw else plain.text
    text = " ".join(words.split())
    if plain.links:  # A dash or bar that led up to the address leads nowhere now.
        text = text.strip(" -–—|:：") if text.strip(" -–—|:：.,") else ""
    linked = bool(plain.links) and not _ENDS_SENTENCE.search(text) and len(text) <= 160
    return Line(number, text, len(heading[1]) if heading else 0, raw, linked)


def _take_title(lines: list[Line]) -> tuple[str, list[Line]]:
    """Take a title off the top: a first-level heading, or one line with a blank one below it."""
    at = next((i for i, line in enumerate(lines) if line.text), None)
    if at is None or find_mark(lines[at].text, line=at):
        return "", lines
    line = lines[at]
    alone = at + 1 < len(lines) and not lines[at + 1].text and not lines[at + 1].raw.strip()
    if line.level == 1 or (
        line.level == 0
        and alone
        and len(line.text) <= 150
        and not _ENDS_SENTENCE.search(line.text)
        and not _LABEL.match(line.text)
        and not _BULLET.match(line.raw)
        and not _SPEAKER.match(line.raw)
        and any(other.text for other in lines[at + 1 :])
    ):
        return line.text, lines[at + 1 :]
    return "", lines


# ── with times ───────────────────────────────────────────────────────────────────────────


def _timed(
    lines: Sequence[Line], marks: Sequence[Mark]
) -> tuple[tuple[Section, ...], list[Line], list[Finding]]:
    findings = _order(lines, marks)
    outside = list(lines[: marks[0].line])
    findings += _take_list_heading(outside)
    titles, used = _titles(lines, marks)
    outside = [line for line in outside if line.number not in used or line.level]
    bounds = [mark.line for mark in marks] + [len(lines)]
    gaps = [[*lines[a + 1 : b]] for a, b in pairwise(bounds)]
    gaps = [[line for line in gap if line.number not in used] for gap in gaps]
    told = sum(_tells(gap) for gap in gaps[:-1])
    narrated = told * 2 >= max(1, len(gaps) - 1)
    starts = sorted({mark.start_ms for mark in marks})
    following = dict(pairwise(starts))
    sections: list[Section] = []
    for mark, title, gap in zip(marks, titles, gaps, strict=True):
        last = mark is marks[-1]
        own, rest = _share_last(gap, narrated=narrated) if last else _share(gap, narrated=narrated)
        outside += rest
        end_ms = mark.end_ms or following.get(mark.start_ms)
        sections.append(Section(title, mark.start_ms, paragraphs(own), end_ms=end_ms))
    outside, left = _without_link_lists(outside)
    return tuple(sections), outside, [*findings, *left]


def _without_link_lists(lines: Sequence[Line]) -> tuple[list[Line], list[Finding]]:
    """Part entries of link lists, and headings with nothing else below them, from the text."""
    kept: list[Line] = []
    left: list[Line] = [line for line in lines if line.linked and line.text]
    below = 0  # Lines of text since the last heading that was kept, read from the end.
    led = False  # Whether the line below is an entry of a list.
    for line in reversed(lines):
        if line.linked or (led and line.text.endswith((":", "："))):
            left += [] if line.linked else [line]
            led = line.linked
            continue
        led = led and not line.text
        if line.level > 0:
            if not below or line.text.lower() in _PAGE_LABELS:
                left.append(line)
                continue
            below = 0 if line.level > 1 else below
        elif line.text:
            below += 1
        kept.append(line)
    left.sort(key=lambda line: line.number)
    words = tuple(line.text for line in left)
    return kept[::-1], list(left_out("link-list-left-out", "lines of link lists", words))


def _titles(lines: Sequence[Line], marks: Sequence[Mark]) -> tuple[list[str], set[int]]:
    """Return the titles; a time alone on its line takes the line below or above as its title."""
    used: set[int] = set()
    titles: list[str] = []
    lone = [mark for mark in marks if not mark.title]
    after_last = lines[marks[-1].line + 1 :][:1]
    above = len(lone) == len(marks) and not any(line.text for line in after_last)
    for mark in marks:
        title = mark.title
        near = mark.line - 1 if above else mark.line + 1
        if not title and 0 <= near < len(lines) and find_mark(lines[near].text, line=near) is None:
            title = lines[near].text
            used.add(lines[near].number)
        titles.append(title)
    return titles, used


def _share(gap: list[Line], *, narrated: bool) -> tuple[list[Line], list[Line]]:
    """Part the lines between two marks: what the first is about, and a heading over the second."""
    cut = next((i for i, line in enumerate(gap) if line.level > 0), len(gap))
    own, rest = gap[:cut], gap[cut:]
    spoken = [line for line in own if line.text]
    if not narrated and len(spoken) == 1 and _is_heading_like(spoken[0]):
        return [], [*own, *rest]
    return own, rest


def _share_last(gap: list[Line], *, narrated: bool) -> tuple[list[Line], list[Line]]:
    """Part the lines behind the last mark: its own paragraph, where the others have one too."""
    if not narrated:
        return [], gap
    begin = next((i for i, line in enumerate(gap) if line.text), len(gap))
    cut = begin
    while (
        cut < len(gap) and gap[cut].text and not gap[cut].level and not _LABEL.match(gap[cut].text)
    ):
        cut += 1
    return gap[:cut], gap[cut:]


def _tells(gap: Sequence[Line]) -> bool:
    """Whether lines between two marks say something about the first, not just head the second."""
    spoken = [line for line in gap if line.text]
    return len(spoken) > 1 or (len(spoken) == 1 and not _is_heading_like(spoken[0]))


def _is_heading_like(line: Line) -> bool:
    indented = line.raw.startswith((" ", "\t"))
    return len(line.text) <= 60 and not indented and not _ENDS_SENTENCE.search(line.text)


def _take_list_heading(before: list[Line]) -> list[Finding]:
    """Take the word over the list (`Chapters:`) out of the summary, and name it."""
    at = next((i for i in range(len(before) - 1, -1, -1) if before[i].text), None)
    if at is None or not (before[at].level > 0 or _LABEL.match(before[at].text)):
        return []
    line = before.pop(at)
    words = f"the heading of the list is left out of the summary: {line.text}"
    return [Finding("list-heading", Severity.INFO, f"line {line.number}", words)]


def _order(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Finding]:
    return [
        Finding(
            "time-out-of-order",
            Severity.WARNING,
            f"line {lines[after.line].number}",
            f"[{format_mark(after.start_ms)}] stands after [{format_mark(before.start_ms)}]; "
            "both are kept as stated",
        )
        for before, after in pairwise(marks)
        if after.start_ms < before.start_ms
    ]


# ── without times ────────────────────────────────────────────────────────────────────────


def _untimed(
    lines: Sequence[Line],
) -> tuple[tuple[Section, ...], list[Line], tuple[str, ...], list[Finding]]:
    heads = [i for i, line in enumerate(lines) if line.level > 0 and line.text]
    if heads:
        bounds = [*heads, len(lines)]
        sections = tuple(
            Section(lines[a].text, None, paragraphs(lines[a + 1 : b])) for a, b in pairwise(bounds)
        )
        return sections, list(lines[: heads[0]]), (), []
    spoken = sum(_SPEAKER.match(line.raw) is not None for line in lines)
    if spoken >= 3 or sum(len(line.text) for line in lines) > _LONGEST_SUMMARY:
        blocks = paragraphs(lines).split("\n\n")
        spoken_text = tuple(" ".join(block.split()) for block in blocks if block.strip())
        return (), [], spoken_text, []
    kept, left = _without_link_lists(lines)
    return (), kept, (), left


def _clock_times(lines: Sequence[Line], marks: Iterable[Mark]) -> list[Finding]:
    starts = [mark for mark in marks if mark.place is Place.START]
    if not starts or not looks_like_a_timetable([mark.start_ms for mark in starts]):
        return []
    where = f"line {lines[starts[0].line].number}"
    words = "a list of times of the day is not taken for chapters"
    return [Finding("clock-times", Severity.INFO, where, words)]


def _is_hard_wrapped(lines: Sequence[Line]) -> bool:
    """Whether line ends are only where the column ran out: most of one length, none much longer."""
    inner = [
        len(a.raw) for a, b in pairwise(lines) if a.text and b.text and a.level == b.level == 0
    ]
    if len(inner) < 3:
        return False
    return max(inner) <= 110 and sum(length >= 50 for length in inner) * 10 >= len(inner) * 7
