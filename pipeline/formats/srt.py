"""SubRip: `parse(compose(captions)).captions == captions`, whatever the text.

The format has no specification and no escapes. Files are written by the `srt` package from
captions that cannot break it. They are read here, not by that package: its pattern takes
quadratic time over blank lines, splits a text that holds a number above a time, drops what
does not match without its line, and takes `,5` for 5 ms.

What would be read as markup or times is written with a word joiner (U+2060, invisible) inside
it, behind the `--` of an arrow or the `<` of a tag, and loses it when it is read again.

Rules of the problems: `timing-unreadable`, `end-before-start`, `cue-without-text`,
`blank-line-in-text`, `text-outside-cue`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from pipeline.formats.subtitles import Block, Problem, SubtitleFile, left_out, without_blank_lines
from pipeline.model import Caption, Span

_TIME = r"(?:(\d{1,6})[:：])?(\d{1,6})[:：](\d{1,2})(?:[,.，。：:](\d{1,9}))?"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s(.*))?", re.ASCII)
_LAX_TIMING = re.compile(rf"\s*{_TIME}\s*[-–—]{{1,3}}\s?>\s*{_TIME}(?:\s(.*))?", re.ASCII)
_ATTEMPT = re.compile(r"\s*\d+\s*[:：.,]\s*\d", re.ASCII)
_NUMBER = re.compile(r"\s*-?\d{1,12}\.?\s*", re.ASCII)

# Number, times and their line's end as nearly every file has them, after a blank line: such a
# line begins a cue whatever stands above it, so what lies between two of them is read by itself.
_TIDY = r"(\d{1,6}):(\d\d):(\d\d),(\d\d\d)"
_HEAD = re.compile(rf"\n\n(\d{{1,12}})\n{_TIDY} --> {_TIDY}(?=\n|\Z)", re.ASCII)
_NEEDS_CARE = re.compile("[<>{\u2060]")

_JOINER = "\u2060"
_TAG = r"/?(?:[bcisuv]|em|font|rt|ruby|span|strong)(?=[\s./>])"
_HAZARD = re.compile(rf"--{_JOINER}*(?=>)|<{_JOINER}*(?={_TAG})|\{{{_JOINER}*(?=\\)", re.IGNORECASE)
_MARKUP = re.compile(rf"<{_TAG}[^<>\n]{{0,200}}>|\{{\\[^{{}}\n]{{0,200}}\}}", re.IGNORECASE)
_VOICE = re.compile(r"\s*<v\s([^<>\n]{1,200})>", re.IGNORECASE)
_LATER_VOICE = re.compile(r"<v\s([^<>\n]{1,200})>", re.IGNORECASE)


def compose(captions: Sequence[Caption], *, speakers: bool = False) -> str:
    """Return the file: LF, cues numbered from 1, in the order given.

    SubRip has no place for a speaker. With `speakers` the name and a colon precede the text
    where the speaker changes, as Podcasting 2.0 recommends; that may make a line too long.
    """
    from srt import Subtitle

    blocks: list[str] = []
    previous = ""
    for number, caption in enumerate(captions, 1):
        named = speakers and caption.speaker and caption.speaker != previous
        text = f"{' '.join(caption.speaker.split())}: {caption.text}" if named else caption.text
        previous = caption.speaker
        start = timedelta(milliseconds=caption.span.start_ms)
        end = timedelta(milliseconds=caption.span.end_ms)
        blocks.append(Subtitle(number, start, end, _guarded(text)).to_srt(strict=False))
    return "".join(blocks)[:-1]


def parse(text: str) -> SubtitleFile:
    """Return what the file says; what cannot be read becomes a problem with its line.

    Tolerated: a byte order mark, CRLF and CR, missing or odd numbers, `.` for `,`, no hours,
    a fraction of any length, a missing blank line between cues, blank lines inside a text.
    Formatting tags are taken out; `Name:` stays in the text, for it may be just a word.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    problems: list[Problem] = []
    blocks = list(filter(None, _blocks(f"\n\n{text}", problems)))
    return SubtitleFile(tuple(blocks), tuple(sorted(problems)))


def _blocks(text: str, problems: list[Problem]) -> Iterator[Block | None]:
    """Yield the blocks of a text with two line ends in front, as `_pieces` would find them.

    Between two tidy heads there is nearly always plain text. Where there may be markup or
    another timing line, `_pieces` looks at it line by line.
    """
    heads = list(_HEAD.finditer(text))
    ends = [*(head.start() for head in heads), len(text)]
    for part in _pieces(text[2 : ends[0]].split("\n"), _Piece(), first=1):
        yield _read(part, problems)
    line = text.count("\n", 0, ends[0]) - 1
    for head, end in zip(heads, ends[1:], strict=True):
        line += 3
        h1, m1, s1, f1, h2, m2, s2, f2 = map(int, head.groups()[1:])
        start_ms = ((h1 * 60 + m1) * 60 + s1) * 1_000 + f1
        end_ms = ((h2 * 60 + m2) * 60 + s2) * 1_000 + f2
        body = text[head.end() + 1 : end]
        block = _plain(body, line, (start_ms, end_ms), head[1])
        if block is None:
            piece = _Piece(line, span_ms=(start_ms, end_ms), identifier=head[1])
            for part in _pieces(body.split("\n"), piece, first=line + 1):
                yield _read(part, problems)
        else:
            yield block
        line += text.count("\n", head.end(), end)


def _plain(body: str, line: int, span_ms: tuple[int, int], number: str) -> Block | None:
    """Return the block of a text in which nothing needs care, or None."""
    if span_ms[0] >= span_ms[1] or _NEEDS_CARE.search(body):
        return None
    try:
        return Block(Caption(Span(*span_ms), body.rstrip("\n")), line, number)
    except ValueError:  # a blank line inside, or no text
        return None


@dataclass(slots=True)
class _Piece:
    """A timing line and the lines after it.

    `span_ms` is None where the timing line is broken, and before the first one; `line` is 0
    there.
    """

    line: int = 0
    timing: str = ""
    span_ms: tuple[int, int] | None = None
    settings: str = ""
    identifier: str = ""
    lines: list[str] = field(default_factory=list)


def _pieces(lines: Sequence[str], piece: _Piece, *, first: int) -> Iterator[_Piece]:
    """Cut lines at their timing lines.

    A line is one if it holds `-->` between two times; after a number that stands alone, where
    a timing line has to come, near misses count too.

    Args:
        lines: Those after the timing line of `piece`.
        piece: The one that they begin with.
        first: Number of the first of them in the file.
    """
    alone, after_blank = False, not piece.line
    for number, line in enumerate(lines, first):
        match = _timing(line, lax=alone)
        if match is not None or _is_attempt(line, lax=alone):
            identifier = _take_number(piece)
            yield piece
            piece = _Piece(number, line, identifier=identifier)
            if match is not None:
                groups = match.groups()
                piece.span_ms = _milliseconds(groups[:4]), _milliseconds(groups[4:8])
                piece.settings = (groups[8] or "").strip()
            alone = after_blank = False
            continue
        piece.lines.append(line)
        blank = not line.strip()
        alone = alone if blank else after_blank and _NUMBER.fullmatch(line) is not None
        after_blank = blank
    yield piece


def _timing(line: str, *, lax: bool) -> re.Match[str] | None:
    match = _TIMING.fullmatch(line) if "-->" in line else None
    if match is None and lax:
        match = _LAX_TIMING.fullmatch(line)
    # "5:30 --> 6:00" inside a text may be somebody's words: hours or a fraction tell.
    return match if match and (lax or _is_precise(match)) else None


def _is_precise(match: re.Match[str]) -> bool:
    return all(match[hours] or match[hours + 3] for hours in (1, 5))


def _is_attempt(line: str, *, lax: bool) -> bool:
    """Tell whether a line that is not one was meant to be a timing line."""
    if lax:
        return ">" in line and _ATTEMPT.match(line) is not None
    return "-->" in line and _ATTEMPT.match(line) is not None and not _TIMING.fullmatch(line)


def _take_number(piece: _Piece) -> str:
    """Take the number of the next cue off the end of this piece and return it."""
    last = len(piece.lines) - 1
    while last >= 0 and not piece.lines[last].strip():
        last -= 1
    if last < 0 or not _NUMBER.fullmatch(piece.lines[last]):
        return ""
    touches = last == len(piece.lines) - 1
    stands_alone = not piece.lines[last - 1].strip() if last else piece.line == 0
    if not (touches or stands_alone):
        return ""
    number = piece.lines[last].strip()
    del piece.lines[last:]
    return number


def _read(piece: _Piece, problems: list[Problem]) -> Block | None:
    """Return the piece as a block, or None and say why."""
    lines = _trimmed(piece.lines)
    raw = "\n".join(lines)
    bare = _without_markup(raw)
    text = _HAZARD.sub(_remove_joiner, without_blank_lines(bare))
    fault = _fault(piece, raw=raw, text=text)
    if fault is not None:
        problems.append(fault)
    if piece.span_ms is None or fault is not None:
        return None
    if not all(map(str.strip, lines)):
        message = "a blank line inside the text, which would end the cue, was taken out"
        problems.append(Problem(piece.line, "blank-line-in-text", message))
    voice = _VOICE.match(raw)
    caption = Caption(Span(*piece.span_ms), text, " ".join(voice[1].split()) if voice else "")
    return Block(caption, piece.line, piece.identifier, piece.settings, marked=bare != raw)


def _fault(piece: _Piece, *, raw: str, text: str) -> Problem | None:
    words = " ".join(raw.split())[:60]
    if not piece.line:
        first = next((n for n, line in enumerate(piece.lines, 1) if line.strip()), 0)
        message = f"text before the first cue: {words!r}"
        return Problem(first, "text-outside-cue", message) if words else None
    if piece.span_ms is None:
        message = f"not a timing line: {piece.timing.strip()[:60]!r}{left_out(words)}"
        return Problem(piece.line, "timing-unreadable", message)
    if piece.span_ms[1] <= piece.span_ms[0]:
        message = f"the cue does not end after it starts{left_out(words)}"
        return Problem(piece.line, "end-before-start", message)
    return None if text else Problem(piece.line, "cue-without-text", "the cue has no text")


def _trimmed(lines: list[str]) -> list[str]:
    filled = [position for position, line in enumerate(lines) if line.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _milliseconds(groups: Sequence[str | None]) -> int:
    """`,5` is half a second: a fraction is a decimal fraction."""
    hours, minutes, seconds = (int(group or 0) for group in groups[:3])
    fraction = (groups[3] or "").ljust(3, "0")[:3]
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + int(fraction)


def _without_markup(raw: str) -> str:
    """Take out formatting; a voice after the first becomes `Name: `."""
    rest = _VOICE.sub("", raw, count=1) if _VOICE.match(raw) else raw
    named = _LATER_VOICE.sub(lambda match: f"{match[1].strip()}: ", rest)
    return _MARKUP.sub("", named)


def _guarded(text: str) -> str:
    return _HAZARD.sub(_add_joiner, text) if _NEEDS_CARE.search(text) else text


def _add_joiner(match: re.Match[str]) -> str:
    return match[0] + _JOINER


def _remove_joiner(match: re.Match[str]) -> str:
    return match[0].removesuffix(_JOINER)
