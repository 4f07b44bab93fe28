"""Quotes in the running text of a section.

They come as `> *"…"*`, `> *… [00:52]*`, `> *…* > *[1, 26]*` (minutes, seconds),
`> "…"` and `> *"…"* — Speaker`, one after the other, with narrative in between.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.model import Quote
from pipeline.readers.digest.emphasis import can_close, can_open, plain
from pipeline.readers.digest.headings import split_heading
from pipeline.readers.digest.names import NO_NAMES, Names, bare, capital

_MARK = re.compile(
    r"(?:(?<=\n)|(?<=^)|(?<=[\s*]))>[ \t]*(?=[*_\"“”„'‘「『«\[])"
    r"|^[ \t]*>[ \t]*|(?<=[.!?”\"*)…。！？」] )>[ \t]+(?=\S)",
    re.MULTILINE,
)
_STATED = r"[\[(](\d{1,3})\s{0,9}[:,]\s{0,9}(\d{1,2})(?:\s{0,9}[:,]\s{0,9}(\d{1,2}))?[\])]"
_TIME_ALONE = re.compile(rf"\*{{0,2}}{_STATED}\*{{0,2}}(?=\s|$)\s*")
_TIME_AT_END = re.compile(rf"{_STATED}$")
_TIME_NEXT = re.compile(rf"\s*{_STATED}(?=[\s.]|$)")
_DASH = re.compile(r"\s*(?:—|–|--|―)\s*(?=\S)")
_PAIRS = dict(zip("\"“”„'‘「『«", ('"', "”", "”", "”“", "'", "’", "」", "』", "»"), strict=True))
_STARS = re.compile(r"\*+")


@dataclass(frozen=True, slots=True)
class Passage:
    """Narrative and quotes of one section.

    Attributes:
        narrative: With the quotes taken out.
        quotes: In the order of the text.
        closed: False where the last quote has no end: the page was cut off.
    """

    narrative: str
    quotes: tuple[Quote, ...]
    closed: bool = True


def first_quote(text: str) -> int:
    """Return where the first quote's mark stands, or the length of the text."""
    match = _MARK.search(text)
    return match.start() if match else len(text)


def stated_ms(first: str, second: str, third: str | None) -> int:
    """Return milliseconds for the numbers of a mark: minutes, seconds, or hours before them."""
    numbers = [int(number) for number in (first, second, third) if number]
    hours, minutes, seconds = ([0, *numbers])[-3:]
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000


def read_passage(text: str, *, names: Names = NO_NAMES) -> Passage:
    """Take the quotes out of a section's text.

    Args:
        text: What follows the heading.
        names: Known names: they tell a speaker from the sentence behind him.
    """
    marks = [(match.start(), match.end()) for match in _MARK.finditer(text)]
    ends = [start for start, _ in marks[1:]] + [len(text)] * bool(marks)
    narrative = _tidy(text[: marks[0][0]] if marks else text)
    quotes: list[Quote] = []
    closed = True
    for (_, start), end in zip(marks, ends, strict=True):
        block = text[start:end].strip()
        time = _TIME_ALONE.match(block)
        if time and quotes and quotes[-1].stated_ms is None:
            last = quotes[-1]
            quotes[-1] = Quote(last.text, last.speaker, stated_ms(*time.groups()), last.offset)
            rest, closed = block[time.end() :], True
        else:
            alone = text[max(0, start - 20) : start].rstrip("> \t")[-1:] == "\n"
            quote, rest, closed = _read_quote(block, names, len(narrative), alone=alone)
            quotes += [quote] if quote else []
        narrative = " ".join(part for part in (narrative, _tidy(rest)) if part)
    return Passage(narrative, tuple(quotes), closed)


def _read_quote(
    block: str, names: Names, offset: int, *, alone: bool
) -> tuple[Quote | None, str, bool]:
    """Return the quote at the start of a block, what follows it, and whether it has an end.

    A block quote that stands `alone`, on lines of its own, is the quote as a whole.
    """
    inside, rest, closed = _close(block)
    line, newline, below = rest.partition("\n")
    if alone and line.strip() and not _DASH.match(line) and not _TIME_NEXT.match(line):
        whole = block[: len(block) - len(newline + below)]
        said, dash, speaker = whole.rpartition(" — ")
        inside, rest = (said, f"{dash}{speaker}{newline}{below}") if dash else (whole, below)
    words = plain(inside).strip()
    time = _TIME_AT_END.search(words)
    if time:
        words = words[: time.start()]
    words = _unquoted(words)
    if not time and (time := _TIME_NEXT.match(rest)):
        rest = rest[time.end() :]
    speaker, rest = _speaker(rest, names)
    if not time and (time := _TIME_NEXT.match(rest)):
        rest = rest[time.end() :]
    at = stated_ms(*time.groups()) if time else None
    if not words:
        return None, block, closed
    return Quote(words, speaker, at, offset), rest, closed


def _close(block: str) -> tuple[str, str, bool]:
    """Split a quote's text from what follows it; say whether its end was found."""
    stars = _STARS.match(block)
    start = stars.end() if stars else 0
    opening = block[start : start + 1]
    if stars:
        end = _quoted_end(block, start, "*") if opening in _PAIRS else -1
        end = end if end >= 0 else _emphasis_end(block, start)
        if end < 0:
            return block[start:], "", False
        after = end
        while block[after : after + 1] == "*":
            after += 1
        return block[start:end], block[after:], True
    if opening in _PAIRS:
        end = _quoted_end(block, start, "")
        return (block[:end], block[end:], True) if end >= 0 else (block, "", False)
    line, _, rest = block.partition("\n\n")
    return " ".join(line.split()), rest, True


def _quoted_end(block: str, start: int, after: str) -> int:
    closing = _PAIRS[block[start]]
    for index in range(start + 1, len(block)):
        if block[index] in closing:
            follows = block[index + 1 : index + 2]
            if after and follows == after:
                return index + 1
            if not after and (not follows or follows.isspace() or follows in ".,;"):
                return index + 1
    return -1


def _emphasis_end(block: str, start: int) -> int:
    depth = 1
    for match in _STARS.finditer(block, start):
        if can_close(block, *match.span()):
            depth -= 1
            if depth == 0:
                return match.start()
        elif can_open(block, *match.span()):
            depth += 1
    last = block.rfind("*", start)
    return last if last > start and not block[last - 1].isspace() else -1


def _unquoted(words: str) -> str:
    """Return a quote without the marks around the whole of it."""
    words = words.strip()
    closing = _PAIRS.get(words[:1], "")
    if closing and words[-1:] in closing and len(words) > 1:
        inner = words[1:-1]
        # `"No," she said, "never"` opens and closes twice; it keeps its marks.
        if not (words[0] == '"' and inner.count('"') == 2 and inner.find('"') < inner.rfind(' "')):
            return inner.strip()
    if closing and not any(mark in words[1:] for mark in closing):
        return words[1:].strip()
    return words


def _speaker(rest: str, names: Names) -> tuple[str, str]:
    dash = _DASH.match(rest)
    if dash is None:
        return "", rest
    line, newline, below = rest[dash.end() :].partition("\n")
    words = line.split()
    known = names.length_at(words, 0)
    if known:
        return _cut_words(line, known, newline + below)
    if len(words) <= 6 and words and capital(words[0]):
        return line.strip().rstrip(".,"), below
    who, after = split_heading(line, names=names)
    if who and len(who.split()) <= 5 and capital(bare(who)):
        return who, after + newline + below
    return "", rest


def _cut_words(line: str, count: int, below: str) -> tuple[str, str]:
    end = 0
    for match in list(re.finditer(r"\S+", line[:300]))[:count]:
        end = match.end()
    return line[:end].strip().rstrip(".,:"), line[end:] + below


def _tidy(text: str) -> str:
    """Return narrative with its emphasis marks gone and its white space even."""
    paragraphs = re.split(r"\n[ \t]*\n", text.strip())
    return "\n\n".join(" ".join(plain(part).split()) for part in paragraphs if part.strip())
