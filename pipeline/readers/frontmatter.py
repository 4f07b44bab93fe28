"""The head of a Markdown page between two `---` lines: the part of YAML that such heads use.

Mappings, lists, lists of mappings, quoted and plain text over several lines, `|` and `>`.
Everything stays text: `no` is not a truth value and `1:30` not a number. Anchors, tags and
aliases are not followed, so a page cannot make the reader grow something out of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Value = str | list["Value"] | dict[str, "Value"]
"""What stands in a front matter."""

_KEY = re.compile(r"([A-Za-z0-9_][\w .\-]{0,80}?):(?:[ \t]+|$)")
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "/": "/", "0": "\0"}
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|(.))")


@dataclass(slots=True)
class _Lines:
    lines: list[str]
    at: int = 0
    depth: int = field(default=0)

    def peek(self) -> tuple[int, str] | None:
        """Return the indentation and content of the next line that is not blank or a comment."""
        while self.at < len(self.lines):
            line = self.lines[self.at]
            content = line.strip()
            if content and not content.startswith("#"):
                return len(line) - len(line.lstrip(" ")), content
            self.at += 1
        return None


def split_front_matter(text: str) -> tuple[dict[str, Value], str, int]:
    r"""Return the head as a mapping, the rest of the page, and the number of lines of the head.

    A page without a head, or with one that is never closed, comes back whole.

    >>> split_front_matter("---\ntitle: Bees\n---\nHoney")
    ({'title': 'Bees'}, 'Honey', 3)
    """
    if not text.startswith("---\n"):
        return {}, text, 0
    lines = text.split("\n")
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() in {"---", "..."}:
            head = parse_mapping(lines[1:number])
            return head, "\n".join(lines[number + 1 :]), number + 1
    return {}, text, 0


def parse_mapping(lines: list[str]) -> dict[str, Value]:
    """Return what the lines of a head say; a line that is no `key: value` is kept under `""`."""
    source = _Lines(lines)
    result: dict[str, Value] = {}
    strays: list[str] = []
    while (ahead := source.peek()) is not None:
        indent, content = ahead
        if _KEY.match(content):
            for key, value in _mapping(source, indent).items():
                result[key] = value
        else:
            strays.append(content)
            source.at += 1
    if strays:
        result[""] = " ".join(strays)
    return result


def flatten(value: Value, *, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text in a value with its path: `("author.name", "Ada")`."""
    if isinstance(value, str):
        yield prefix, value
    elif isinstance(value, list):
        for item in value:
            yield from flatten(item, prefix=prefix)
    else:
        for key, item in value.items():
            yield from flatten(item, prefix=f"{prefix}.{key}" if prefix else key)


def text_of(value: Value | None) -> str:
    """Return a value as one text; the items of a list are separated by commas."""
    if value is None:
        return ""
    return ", ".join(text for _, text in flatten(value) if text.strip()).strip()


def _mapping(source: _Lines, indent: int) -> dict[str, Value]:
    result: dict[str, Value] = {}
    while (ahead := source.peek()) is not None and ahead[0] == indent:
        match = _KEY.match(ahead[1])
        if match is None:
            break
        source.at += 1
        result[match[1].strip()] = _value(source, ahead[1][match.end() :].strip(), indent)
    return result


def _value(source: _Lines, first: str, indent: int) -> Value:
    """Return what follows a key whose own line stands at `indent`."""
    if first and first[0] in "|>" and len(first) <= 3:
        return _block(source, indent, folded=first[0] == ">")
    if first:
        return _scalar(source, first, indent)
    if source.depth > 30:
        return ""
    source.depth += 1
    value = _below(source, indent)
    source.depth -= 1
    return value


def _below(source: _Lines, indent: int) -> Value:
    """Return what stands on the lines under a key at `indent`; empty where nothing does."""
    ahead = source.peek()
    if ahead is None:
        return ""
    if ahead[1].startswith("- ") or ahead[1] == "-":
        return _sequence(source, ahead[0]) if ahead[0] >= indent else ""
    if ahead[0] <= indent:
        return ""
    if _KEY.match(ahead[1]):
        return _mapping(source, ahead[0])
    source.at += 1
    return _scalar(source, ahead[1], indent)


def _sequence(source: _Lines, indent: int) -> list[Value]:
    items: list[Value] = []
    while (ahead := source.peek()) is not None:
        if ahead[0] != indent or not (ahead[1].startswith("- ") or ahead[1] == "-"):
            break
        content = ahead[1][1:].lstrip()
        inner = indent + len(ahead[1]) - len(content)
        if _KEY.match(content) and not content.startswith(("'", '"')):
            # The first pair of a mapping stands beside the dash; read it as a line of its own.
            source.lines[source.at] = " " * inner + content
            items.append(_mapping(source, inner))
        else:
            source.at += 1
            items.append(_value(source, content, indent))
    return items


def _scalar(source: _Lines, first: str, indent: int) -> Value:
    quote = first[0] if first[0] in "\"'" else ""
    parts = [first]
    if quote:
        while not _closed(parts, quote) and source.at < len(source.lines):
            parts.append(source.lines[source.at].strip())
            source.at += 1
        return _unquote(" ".join(parts), quote)
    while source.at < len(source.lines):
        line = source.lines[source.at]
        if not line.strip() or len(line) - len(line.lstrip(" ")) <= indent:
            break
        parts.append(line.strip())
        source.at += 1
    joined = " ".join(parts)
    if joined[0] == "[" and joined[-1] == "]":
        items = (item.strip().strip("\"'") for item in joined[1:-1].split(","))
        return [item for item in items if item]
    return joined.partition(" #")[0].rstrip()


def _block(source: _Lines, indent: int, *, folded: bool) -> str:
    parts: list[str] = []
    while source.at < len(source.lines):
        line = source.lines[source.at]
        if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
            break
        parts.append(line.strip())
        source.at += 1
    return (" " if folded else "\n").join(parts).strip()


def _closed(parts: list[str], quote: str) -> bool:
    """Whether the last line of a quoted text ends it; earlier lines are known not to."""
    last = parts[-1][1:] if len(parts) == 1 else parts[-1]
    if quote == "'":
        return last.replace("''", "").rstrip().endswith("'")
    return last.replace("\\\\", "").replace('\\"', "").rstrip().endswith('"')


def _unquote(text: str, quote: str) -> str:
    inner = text[1:].rstrip()
    inner = inner[:-1] if inner.endswith(quote) else inner
    return inner.replace("''", "'") if quote == "'" else _ESCAPED.sub(_escaped, inner)


def _escaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    return _ESCAPES.get(match[4], match[4])
