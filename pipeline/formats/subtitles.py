"""What a subtitle file is once it is read, whatever its format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.model import Caption, Track


@dataclass(frozen=True, slots=True)
class Block:
    r"""One cue of a file, and where it stood.

    Attributes:
        caption: Times, plain text and speaker.
        line: 1-based line of its times; for JSON the 1-based number of the segment.
        identifier: The number or name above the times, or empty.
        settings: What follows the times on their line, without surrounding white space.
        marked: Whether formatting was taken out of the text (`<i>`, `{\an8}`, classes).
    """

    caption: Caption
    line: int
    identifier: str = ""
    settings: str = ""
    marked: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A part of a file that breaks the rules of its format.

    Attributes:
        line: 1-based line.
        rule: Short name in `kebab-case`; see the format's module.
        message: What is the matter, one sentence.
    """

    line: int
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class SubtitleFile:
    """All that a subtitle file says.

    Attributes:
        blocks: In the order of the file.
        problems: What could not be read or was mended, by line.
        header: WebVTT: what follows the signature, its lines separated by LF.
        notes: WebVTT: the comments, without the word NOTE.
        styles: WebVTT: the style sheets.
        regions: WebVTT: the valid settings of each region.
    """

    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()
    header: str = ""
    notes: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    regions: tuple[Mapping[str, str], ...] = ()

    @property
    def captions(self) -> tuple[Caption, ...]:
        """The captions alone."""
        return tuple(block.caption for block in self.blocks)


def captions_of(track: Track) -> tuple[Caption, ...]:
    """Return what a track shows, without what tolk knows about it."""
    return tuple(Caption(cue.span, cue.text, cue.speaker) for cue in track.cues)


def left_out(text: str) -> str:
    """Return the end of a message that says which words a problem costs; empty for none.

    >>> left_out("so  much"), left_out("")
    ("; left out: 'so much'", '')
    """
    words = " ".join(text.split())[:60]
    return f"; left out: {words!r}" if words else ""


def without_blank_lines(text: str) -> str:
    r"""Return the text as a caption may hold it: LF between lines, no blank ones.

    >>> without_blank_lines("one\r\n \r\ntwo\n")
    'one\ntwo'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line for line in lines if line.strip())
