"""A subtitle file as it stands: its lines, and which of them belong to which cue.

The parsers of `formats` say what a file means; this keeps how it was written, so that a check
can point at a line and a repair can leave everything else alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.formats import srt, vtt
from pipeline.formats.subtitles import Block, SubtitleFile


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of lines: one cue, or what stands between cues.

    Attributes:
        first: 1-based line that it starts at.
        lines: All of them, blank ones too.
        block: What the parser made of it, or None.
        times: Index of the timing line in `lines`, -1 where there is none.
        text: Index of the first line of text.
        end: Index after the last line of text.
    """

    first: int
    lines: tuple[str, ...]
    block: Block | None = None
    times: int = -1
    text: int = 0
    end: int = 0

    @property
    def said(self) -> tuple[str, ...]:
        """The lines of text with their markup; blank ones inside are kept."""
        return self.lines[self.text : self.end]


@dataclass(frozen=True, slots=True)
class Layout:
    """A file with its chunks: put together their lines are the file's.

    Attributes:
        format: `srt` or `vtt`.
        parsed: What the parser of the format made of it.
        chunks: In the order of the file.
    """

    format: str
    parsed: SubtitleFile
    chunks: tuple[Chunk, ...]

    @property
    def cues(self) -> tuple[Chunk, ...]:
        """The chunks that are cues."""
        return tuple(chunk for chunk in self.chunks if chunk.block is not None)


def lay_out(text: str) -> Layout:
    """Return the layout of a file; WebVTT says so in its first line.

    Args:
        text: LF between lines, no byte order mark.
    """
    format_ = "vtt" if text.startswith("WEBVTT") else "srt"
    parsed = vtt.parse(text) if format_ == "vtt" else srt.parse(text)
    lines = text.split("\n")
    return Layout(format_, parsed, tuple(_chunks(lines, parsed, format_)))


def _chunks(lines: list[str], parsed: SubtitleFile, format_: str) -> Iterator[Chunk]:
    blocks = {block.line: block for block in parsed.blocks}
    marks = set(blocks)
    if format_ == "srt":
        marks |= {p.line for p in parsed.problems if p.rule in _TIMED}
    ordered = sorted(marks)
    starts = [_start(lines, mark, blocks.get(mark), format_) for mark in ordered]
    at = 1
    for mark, start, stop in zip(ordered, starts, [*starts[1:], len(lines) + 1], strict=False):
        if start > at:
            yield Chunk(at, tuple(lines[at - 1 : start - 1]))
        at = stop
        block = blocks.get(mark)
        if block is None:
            yield Chunk(start, tuple(lines[start - 1 : stop - 1]))
            continue
        end = _end(lines, mark, stop, format_)
        if format_ == "vtt":
            at = _after_blank(lines, end, stop)
        inside = tuple(lines[start - 1 : at - 1])
        yield Chunk(start, inside, block, mark - start, mark - start + 1, end - start + 1)
    if at <= len(lines):
        yield Chunk(at, tuple(lines[at - 1 :]))


_NUMBER = re.compile(r"\s*-?\d{1,12}\.?\s*", re.ASCII)
_TIMED = frozenset({"timing-unreadable", "end-before-start", "cue-without-text"})


def _start(lines: list[str], mark: int, block: Block | None, format_: str) -> int:
    """Return the line of the cue's number or identifier, or of its times."""
    if format_ == "vtt":
        return mark - (block.identifier.count("\n") + 1 if block and block.identifier else 0)
    above = mark - 1
    while above > 0 and not lines[above - 1].strip():
        above -= 1
    if block is not None:
        return above if above > 0 and block.identifier else mark
    if above < 1 or not _NUMBER.fullmatch(lines[above - 1]):
        return mark
    # As the parser has it: a number right above the times, or after a blank line.
    return above if above in {1, mark - 1} or not lines[above - 2].strip() else mark


def _end(lines: list[str], mark: int, stop: int, format_: str) -> int:
    """Return the last line of the cue's text."""
    if format_ == "vtt":
        line = mark
        while line + 1 < stop and lines[line] and "-->" not in lines[line]:
            line += 1
        return line
    line = stop - 1
    while line > mark and not lines[line - 1].strip():
        line -= 1
    return line


def _after_blank(lines: list[str], end: int, stop: int) -> int:
    line = end + 1
    while line < stop and not lines[line - 1]:
        line += 1
    return line
