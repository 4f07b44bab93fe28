"""The safe repairs: how a file is written, never what it says.

A repair changes the notation, the line breaks, and the ends of cues by a few frames. It never
moves a start, never cuts or adds a word, and makes no time that reading would need. What
cannot be mended so is left as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.checks.chunks import Chunk, Layout, lay_out
from pipeline.checks.conformance import escaped
from pipeline.checks.file import shown_cues
from pipeline.checks.form import TOLERANCE, Shown
from pipeline.clock import format_clock
from pipeline.style.model import Limits, Punctuation, Style
from pipeline.text.lines import break_lines
from pipeline.text.width import columns, reading_units

OVERLAP_MS = 250
"""Six frames of 24 in a second: an overlap of so much is closed, a longer one is somebody's."""
_MARKUP = re.compile(r"[<{&]")
_SPEAKS = re.compile(r"\s*(?:[-–—‐♪]|[^\s:：]{1,30}[:：])")
_PASSES = 4
_FINE = re.compile(r"(?:\d\d+:)?\d\d:\d\d\.\d{3} --> (?:\d\d+:)?\d\d:\d\d\.\d{3}(?: .*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Mended:
    """A file with its repairs.

    Attributes:
        text: What to write, LF between lines.
        changes: What was changed, in words with a count.
    """

    text: str
    changes: tuple[str, ...]


def mend(text: str, *, languages: Sequence[str], style: Style) -> Mended:
    """Return a file with everything mended that is safe to mend; mending it again changes nothing.

    Args:
        text: LF between lines, no byte order mark.
        languages: Tag of its language; two tags for a bilingual file.
        style: The limits.

    Raises:
        UsageError: the style says nothing about a language.
    """
    limits = {tag: style.of(tag) for tag in languages}
    done: Counter[str] = Counter()
    for _ in range(_PASSES):
        before = text
        text = _Pass(lay_out(text), tuple(languages), limits, done).text()
        if text == before:
            break
    found = sorted((what, count) for what, count in done.items() if count)
    return Mended(text, tuple(f"{what}: {count}" for what, count in found))


@dataclass(slots=True)
class _Pass:
    """One walk through a file.

    Attributes:
        done: Counts what is changed.
        names: Identifiers so far.
    """

    layout: Layout
    languages: tuple[str, ...]
    limits: Mapping[str, Limits]
    done: Counter[str]
    names: set[str] = field(default_factory=set)

    def text(self) -> str:
        """Return the file as it is to be."""
        self.layout = _in_order(self.layout, self.done)
        cues = shown_cues(self.layout, self.languages)
        following = iter([*cues[1:], None])
        shown = iter(cues)
        written: list[str] = []
        for place, chunk in enumerate(self.layout.chunks):
            if chunk.block is None:
                written += chunk.lines
                if place == 0 and self._lacks_blank(chunk):
                    self.done["blank lines between cues set right"] += 1
                    written.append("")
                continue
            cue = next(shown)
            end_ms = self._end(cue, next(following))
            if self.layout.format == "srt":
                written += self._subrip(chunk, cue, end_ms)
            else:
                written += self._webvtt(chunk, cue, end_ms)
        return "\n".join(written)

    def _lacks_blank(self, head: Chunk) -> bool:
        """Tell whether the header of a WebVTT file runs into its first cue."""
        vtt = self.layout.format == "vtt" and len(self.layout.chunks) > 1
        return vtt and bool(head.lines) and bool(head.lines[-1])

    def _end(self, cue: Shown, after: Shown | None) -> int:
        """Return when the cue is to end: a little earlier or later where that mends a gap."""
        end_ms = cue.span.end_ms
        if after is None or after.span.start_ms <= cue.span.start_ms:
            return end_ms
        pace = list(self.limits.values())
        gap_ms, close_ms = max(one.gap_ms for one in pace), max(one.close_ms for one in pace)
        between = after.span.start_ms - end_ms
        target = after.span.start_ms - gap_ms
        longest = max(self.limits[tag].max_ms for tag in cue.languages)
        shorten = -OVERLAP_MS <= between < gap_ms and self._may_shorten(cue, target)
        lengthen = gap_ms < between < close_ms and target - cue.span.start_ms <= longest
        if shorten or lengthen:
            self.done["gaps and overlaps of a few frames closed"] += 1
            return target
        return end_ms

    def _may_shorten(self, cue: Shown, end_ms: int) -> bool:
        """Tell whether a cue that ends there breaks no limit that it keeps now."""
        shown_ms = end_ms - cue.span.start_ms
        if shown_ms < max(self.limits[tag].min_ms for tag in cue.languages):
            return False
        for tag, lines in cue.sides():
            units = reading_units(lines, language=tag) * 1_000
            speed = self.limits[tag].characters_per_second + TOLERANCE
            if speed * shown_ms < units <= speed * cue.span.duration_ms:
                return False
        return True

    def _subrip(self, chunk: Chunk, cue: Shown, end_ms: int) -> Iterator[str]:
        if chunk.times == 0 or chunk.lines[0] != str(cue.number):
            self.done["cues numbered"] += 1
        yield str(cue.number)
        yield self._times(chunk, cue, end_ms)
        said = [line for line in chunk.said if line.strip()]
        self.done["blank lines inside cues taken out"] += len(chunk.said) - len(said)
        yield from self._text(said, chunk, cue)
        if chunk.lines[chunk.end :] != ("",):
            self.done["blank lines between cues set right"] += 1
        yield ""

    def _webvtt(self, chunk: Chunk, cue: Shown, end_ms: int) -> Iterator[str]:
        name = chunk.block.identifier if chunk.block else ""
        if name and name in self.names:
            self.done["repeated identifiers taken out"] += 1
        else:
            yield from chunk.lines[: chunk.times]
        self.names.add(name)
        yield self._times(chunk, cue, end_ms)
        said = [escaped(line) for line in chunk.said]
        self.done["lines escaped"] += sum(map(str.__ne__, said, chunk.said))
        yield from self._text(said, chunk, cue)
        yield from chunk.lines[chunk.end :] or ("",)

    def _times(self, chunk: Chunk, cue: Shown, end_ms: int) -> str:
        old = chunk.lines[chunk.times]
        same = end_ms == cue.span.end_ms
        if same and self.layout.format == "vtt" and _FINE.fullmatch(old.rstrip()):
            return old.rstrip()
        separator = "," if self.layout.format == "srt" else "."
        start, end = (format_clock(ms, separator=separator) for ms in (cue.span.start_ms, end_ms))
        settings = f" {chunk.block.settings}" if chunk.block and chunk.block.settings else ""
        line = f"{start} --> {end}{settings}"
        self.done["times written as the format has them"] += same and line != old
        return line

    def _text(self, said: Sequence[str], chunk: Chunk, cue: Shown) -> list[str]:
        """Return the lines of a cue: trimmed, punctuated and broken as the style has them."""
        trimmed = [line.strip() for line in said]
        self.done["lines trimmed"] += sum(map(str.__ne__, trimmed, said))
        marked = chunk.block is None or chunk.block.marked
        if len(trimmed) != len(cue.lines) or any(map(_MARKUP.search, trimmed)) or marked:
            return trimmed
        lines = [
            _punctuated(line, self.limits[tag]) if tag.startswith("zh") else line
            for line, tag in zip(trimmed, cue.languages, strict=True)
        ]
        self.done["Chinese lines punctuated as the style has it"] += lines != trimmed
        broken = _broken(lines, cue, self.limits)
        self.done["cues broken into better lines"] += broken != lines
        return broken


def _in_order(layout: Layout, done: Counter[str]) -> Layout:
    """Return the chunks in the order of time; text between cues keeps a file as it is."""
    cues = layout.cues
    starts = [chunk.block.caption.span.start_ms for chunk in cues if chunk.block]
    first = next((n for n, chunk in enumerate(layout.chunks) if chunk.block), 0)
    rest = layout.chunks[first:]
    last = [chunk for chunk in rest if chunk.block is None]
    strays = [chunk for chunk in last if any(map(str.strip, chunk.lines))]
    if starts == sorted(starts) or strays:
        return layout
    ordered = sorted(cues, key=lambda c: c.block.caption.span.start_ms if c.block else 0)
    done["cues put in the order of time"] += sum(
        a is not b for a, b in zip(ordered, cues, strict=True)
    )
    ordered = [_separated(chunk) for chunk in ordered]
    return replace(layout, chunks=(*layout.chunks[:first], *ordered))


def _separated(chunk: Chunk) -> Chunk:
    """Return a cue that a blank line follows, as one at the end of a file may lack."""
    if chunk.lines and not chunk.lines[-1].strip():
        return chunk
    return replace(chunk, lines=(*chunk.lines, ""))


def _punctuated(line: str, limits: Limits) -> str:
    if limits.punctuation is Punctuation.KEEP:
        return line
    from pipeline.text.chinese import punctuate

    return next(iter(punctuate(iter([line]), limits.punctuation)))


def _broken(lines: list[str], cue: Shown, limits: Mapping[str, Limits]) -> list[str]:
    """Break lines anew where one is too long or there are too many, if that makes them fit."""
    tags = set(cue.languages)
    if len(tags) != 1 or (len(lines) > 1 and any(map(_SPEAKS.match, lines))):
        return lines
    tag = tags.pop()
    limit = limits[tag]
    fits = all(columns(line, language=tag) <= limit.characters_per_line for line in lines)
    if fits and len(lines) <= limit.lines:
        return lines
    # Between two Chinese lines there may have been a comma or nothing: they are not joined.
    if tag.startswith("zh") and len(lines) > 1:
        return lines
    found = break_lines(" ".join(lines), limits=limit, language=tag)
    return list(found) if found else lines
