"""The blocks of a WebVTT file, by the parser algorithm of the W3C.

https://www.w3.org/TR/webvtt1/#file-parsing (sections 6.1 to 6.3). Everything that a browser
would keep is kept, even cues that end before they start; everything that it would drop
becomes a problem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

from pipeline.formats.subtitles import Problem, left_out

_SPACE = " \t\n\f\r"
_TIMESTAMP = r"(\d{1,12}):(\d\d)(?::(\d\d))?\.(\d{3})(?!\d)"
_TIMINGS = re.compile(
    rf"[ \t\f]*{_TIMESTAMP}[ \t\f]*-->[ \t\f]*{_TIMESTAMP}(.*)", re.ASCII | re.DOTALL
)
_TIMESTAMP_ONLY = re.compile(_TIMESTAMP, re.ASCII)
_PERCENTAGE = re.compile(r"(\d+(?:\.\d+)?)%", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_LINE = re.compile(r"(-?\d+(?:\.\d+)?|\d+(?:\.\d+)?%)(?:,(?:start|center|end))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class RawCue:
    """A cue before its text is understood.

    Attributes:
        line: 1-based line of its times.
        identifier: The line above the times, or empty.
        start_ms: May be past `end_ms`.
        text: Markup and all.
        stated: What follows the times, as written.
        settings: The valid settings among them, by name.
    """

    line: int
    identifier: str
    start_ms: int
    end_ms: int
    text: str
    stated: str
    settings: Mapping[str, str]


@dataclass(slots=True)
class Scan:
    """All blocks of a file, in the order of the file."""

    header: str = ""
    cues: list[RawCue] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    regions: list[Mapping[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    region_names: set[str] = field(default_factory=set)

    def report(self, line: int, rule: str, message: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(line, rule, message))


@dataclass(slots=True)
class _Block:
    """The lines of one block so far.

    Attributes:
        line: 1-based line of its times, or of its first line where it has none.
        kind: `STYLE`, `REGION` or empty.
        times: Start, end and settings, once a timing line was read.
        arrow: The timing line, readable or not.
    """

    line: int
    kind: str = ""
    buffer: list[str] = field(default_factory=list)
    times: tuple[int, int, str] | None = None
    arrow: str | None = None
    identifier: str = ""


def scan(text: str) -> Scan:
    """Return the blocks; without the signature `WEBVTT` none, and a problem."""
    result = Scan()
    text = text.removeprefix("\ufeff").replace("\0", "\ufffd")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    signature, rest = lines[0][:6], lines[0][6:]
    if signature != "WEBVTT" or (rest and rest[0] not in " \t"):
        result.report(1, "signature", "the file does not start with WEBVTT")
        return result
    block, position = _collect(lines, 1, in_header=True, styles=False)
    result.header = "\n".join([rest.strip(_SPACE), *block.buffer]).strip("\n")
    while position < len(lines):
        if lines[position]:
            block, position = _collect(lines, position, in_header=False, styles=not result.cues)
            _file(block, result)
        else:
            position += 1
    return result


def _collect(
    lines: Sequence[str], position: int, *, in_header: bool, styles: bool
) -> tuple[_Block, int]:
    """Collect one block ("collect a WebVTT block"); return it and where the next one starts."""
    block = _Block(position + 1)
    first = position
    while position < len(lines) and lines[position]:
        line, count = lines[position], position - first + 1
        if "-->" in line:
            if in_header or count > 2 or block.arrow is not None:
                break
            block.line, block.arrow, block.times = position + 1, line, parse_timings(line)
            if block.times is not None:
                block.identifier = "\n".join(block.buffer)
                block.buffer.clear()
        else:
            if count == 2 and styles and block.arrow is None:
                _open(block)
            block.buffer.append(line)
        position += 1
    return block, position


def _open(block: _Block) -> None:
    """Make the block a style sheet or region if its first line says so."""
    name = block.buffer[0].rstrip(_SPACE)
    if name in {"STYLE", "REGION"}:
        block.kind = name
        block.buffer.clear()


def _file(block: _Block, result: Scan) -> None:
    """Put a finished block where it belongs."""
    text = "\n".join(block.buffer)
    if block.times is not None:
        start_ms, end_ms, stated = block.times
        settings = cue_settings(stated, regions=result.region_names)
        result.cues.append(
            RawCue(
                block.line, block.identifier, start_ms, end_ms, text, stated.strip(_SPACE), settings
            )
        )
    elif block.arrow is not None:
        message = f"not a timing line: {block.arrow.strip()[:60]!r}{left_out(text)}"
        result.report(block.line, "timing-unreadable", message)
    elif block.kind == "STYLE":
        result.styles.append(text)
    elif block.kind == "REGION":
        settings = region_settings(text)
        result.regions.append(settings)
        result.region_names.add(settings.get("id", ""))
    elif text[:4] == "NOTE" and text[4:5] in {"", " ", "\t", "\n"}:
        result.notes.append(text[5:].strip(_SPACE))
    elif block.buffer and block.buffer[0].rstrip(_SPACE) in {"STYLE", "REGION"}:
        result.report(block.line, "style-after-cue", "STYLE and REGION count before the first cue")
    elif text.strip():
        message = f"neither cue nor comment: {' '.join(text.split())[:60]!r}"
        result.report(block.line, "text-outside-cue", message)


def parse_timings(line: str) -> tuple[int, int, str] | None:
    """Return start, end and settings of a timing line, or None (section 6.3)."""
    match = _TIMINGS.fullmatch(line)
    if match is None:
        return None
    start_ms, end_ms = _milliseconds(match.groups()[:4]), _milliseconds(match.groups()[4:8])
    return None if start_ms is None or end_ms is None else (start_ms, end_ms, match[9])


def parse_timestamp(text: str) -> int | None:
    """Return the milliseconds of a timestamp inside a cue, or None."""
    match = _TIMESTAMP_ONLY.fullmatch(text)
    return _milliseconds(match.groups()) if match else None


def _milliseconds(groups: Sequence[str | None]) -> int | None:
    """A first number that is not of two digits, or over 59, counts hours."""
    first, second, third, fraction = groups
    if third is None:
        if len(first or "") != 2 or int(first or 0) > 59:
            return None
        first, second, third = "0", first, second
    hours, minutes, seconds = int(first or 0), int(second or 0), int(third or 0)
    if minutes > 59 or seconds > 59:
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000 + int(fraction or 0)


def cue_settings(text: str, *, regions: Container[str] = ()) -> dict[str, str]:
    """Return the valid settings of a cue; a later one replaces an earlier (section 6.3).

    Args:
        text: What follows the times.
        regions: Names of the regions that the file has.
    """
    found: dict[str, str] = {}
    for name, value in _pairs(text):
        if _CUE_SETTINGS.get(name, _never)(value) or (name == "region" and value in regions):
            found[name] = value
    if "vertical" in found or "line" in found or found.get("size", "100%") != "100%":
        found.pop("region", None)
    return found


def region_settings(text: str) -> dict[str, str]:
    """Return the valid settings of a region (section 6.2)."""
    return {
        name: value for name, value in _pairs(text) if _REGION_SETTINGS.get(name, _never)(value)
    }


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for token in re.split(r"[ \t\n\f\r]+", text):
        name, colon, value = token.partition(":")
        if name and colon and value:
            yield name, value


def _never(_: str) -> bool:
    return False


def _is_percentage(text: str) -> bool:
    match = _PERCENTAGE.fullmatch(text)
    return match is not None and float(match[1]) <= 100


def _is_line(text: str) -> bool:
    match = _LINE.fullmatch(text)
    if match is None:
        return False
    return _is_percentage(match[1]) if match[1].endswith("%") else isfinite(float(match[1]))


def _is_position(text: str) -> bool:
    number, comma, side = text.partition(",")
    return _is_percentage(number) and (not comma or side in {"line-left", "center", "line-right"})


def _is_anchor(text: str) -> bool:
    across, comma, down = text.partition(",")
    return bool(comma) and _is_percentage(across) and _is_percentage(down)


def _is_digits(text: str) -> bool:
    return _DIGITS.fullmatch(text) is not None


_CUE_SETTINGS: Mapping[str, Callable[[str], bool]] = {
    "vertical": {"rl", "lr"}.__contains__,
    "line": _is_line,
    "position": _is_position,
    "size": _is_percentage,
    "align": {"start", "center", "end", "left", "right"}.__contains__,
}
_REGION_SETTINGS: Mapping[str, Callable[[str], bool]] = {
    "id": lambda value: True,
    "width": _is_percentage,
    "lines": _is_digits,
    "regionanchor": _is_anchor,
    "viewportanchor": _is_anchor,
    "scroll": {"up"}.__contains__,
}
