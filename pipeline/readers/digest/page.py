"""A page as copied text, cut into episodes: heads, bodies, hashtags, and what belongs to none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.clock import parse_clock
from pipeline.readers.digest.sections import count_marks
from pipeline.readers.digest.wording import CLOCK_LINE, LANGUAGE_SWITCH, split_age

_TAG_LINE = re.compile(r"#[^\s#]+(?:\s*#[^\s#]+)*")
_TAGS_AT_END = re.compile(r"\s((?:#[^\s#]+){2,})\s*$")
_HEADING_LINE = re.compile(r"[ \t]*#{2,6}[ \t]*\S")
_SENTENCE = re.compile(r"[.!?…]['\"”’*)]*(?:\s|$)|[。！？]")
_TITLE_LINE = re.compile(r"#[ \t]+(\S.*)")
_LONG = 120
_FLATTENED = 200
_SHORT_WORDS = 5
_SHORT_CJK = 12


@dataclass(slots=True)
class Sheet:
    """The lines of one episode, sorted by what they are.

    Attributes:
        furniture: Lines that belong to the page and not to the episode.
    """

    title: str = ""
    duration_ms: int | None = None
    channel: str = ""
    published: str = ""
    body: list[str] = field(default_factory=list)
    tags: tuple[str, ...] = ()
    furniture: list[str] = field(default_factory=list)


def cut_page(text: str) -> list[Sheet]:
    """Return the episodes of a page, in its order.

    A new episode begins at a line that a duration follows, and at the first line behind the
    hashtags of the one before.
    """
    lines = [line.strip() for line in text.split("\n")]
    starts = _starts(lines)
    before = [line for line in lines[: starts[0] if starts else 0] if line]
    ends = [*starts[1:], len(lines)][: len(starts)]
    sheets = [_sheet(lines[start:end]) for start, end in zip(starts, ends, strict=True)]
    if sheets:
        sheets[0].furniture[:0] = before
    return [sheet for sheet in sheets if sheet.body or sheet.title]


def split_tags(text: str) -> tuple[str, ...]:
    """Return hashtags that run together.

    >>> split_tags("#edge-computing#5g #农业")
    ('edge-computing', '5g', '农业')
    """
    return tuple(tag.strip() for tag in text.split("#") if tag.strip())


def _is_body(line: str) -> bool:
    if count_marks(line) or _HEADING_LINE.match(line) or len(line) > _LONG:
        return True
    long_enough = len(line.split()) > _SHORT_WORDS or (
        len(line) > _SHORT_CJK and not line.isascii()
    )
    return long_enough and _SENTENCE.search(line) is not None


def _starts(lines: Sequence[str]) -> list[int]:
    """Indices of the lines at which episodes begin."""
    filled = [index for index, line in enumerate(lines) if line]
    untimed = not any(CLOCK_LINE.fullmatch(lines[index]) for index in filled)
    starts: list[int] = []
    # Of the episode at hand: its text has begun, its hashtags are past, its start is a guess.
    told = ended = guessed = False
    for position, index in enumerate(filled):
        line, body = lines[index], _is_body(lines[index])
        after = lines[filled[position + 1]] if position + 1 < len(filled) else ""
        if CLOCK_LINE.fullmatch(after) and not CLOCK_LINE.fullmatch(line):
            if guessed and not told:
                starts.pop()
            starts.append(index)
            told = ended = guessed = False
        elif _TAG_LINE.fullmatch(line):
            ended = told
        elif ended or (untimed and told and not body and _is_flattened(after)):
            starts.append(index)
            told, ended, guessed = body, False, True
        elif not starts and (count_marks(line) or (untimed and (body or _TITLE_LINE.match(line)))):
            starts.append(filled[position - 1] if body and position else index)
            told = body
        else:
            told = told or (bool(starts) and body)
    return starts[:-1] if guessed and not told else starts


def _is_flattened(line: str) -> bool:
    return len(line) > _FLATTENED and count_marks(line) > 0


def _sheet(lines: Sequence[str]) -> Sheet:
    sheet = Sheet()
    index = next((i for i, line in enumerate(lines) if line), len(lines))
    if index < len(lines) and not _is_title_missing(lines[index]):
        marked = _TITLE_LINE.fullmatch(lines[index])
        sheet.title = marked[1].strip() if marked else lines[index]
        index += 1
    head: list[str] = []
    while index < len(lines) and not _begins_body(lines[index], sheet):
        if lines[index]:
            head.append(lines[index])
        index += 1
    _read_head(sheet, head)
    _read_rest(sheet, lines[index:])
    return sheet


def _is_title_missing(line: str) -> bool:
    return bool(count_marks(line)) or _HEADING_LINE.match(line) is not None


def _begins_body(line: str, sheet: Sheet) -> bool:
    return bool(line) and line != sheet.title and _is_body(line)


def _read_head(sheet: Sheet, head: Sequence[str]) -> None:
    others: list[str] = []
    for line in head:
        channel, published = split_age(line)
        if sheet.duration_ms is None and CLOCK_LINE.fullmatch(line):
            sheet.duration_ms = parse_clock(line)
        elif _TAG_LINE.fullmatch(line) and not sheet.tags:
            sheet.tags = split_tags(line)
        elif published and not sheet.published and line != sheet.title:
            sheet.published = published
            sheet.channel = channel or _channel_above(others, sheet.title)
        else:
            others.append(line)
    sheet.furniture += others


def _channel_above(others: list[str], title: str) -> str:
    """Take the line above an age that stands alone: the channel."""
    if others and others[-1] != title and not LANGUAGE_SWITCH.fullmatch(others[-1]):
        return others.pop()
    return ""


def _read_rest(sheet: Sheet, lines: Sequence[str]) -> None:
    closed = False
    for line in lines:
        if _TAG_LINE.fullmatch(line) and not sheet.tags:
            sheet.tags, closed = split_tags(line), True
        elif closed and line:
            sheet.furniture.append(line)
        else:
            sheet.body.append(line)
    body = "\n".join(sheet.body).strip()
    glued = None if sheet.tags else _TAGS_AT_END.search(body[-400:])
    if glued:
        sheet.tags = split_tags(glued[1])
        body = body[: len(body) - len(body[-400:]) + glued.start()]
    sheet.body = body.split("\n") if body else []
