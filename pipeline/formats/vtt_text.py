"""The text of a WebVTT cue: its tags and entities, read and written.

Tokens and tree follow https://www.w3.org/TR/webvtt1/#cue-text-parsing (section 6.4).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.formats.subtitles import without_blank_lines
from pipeline.formats.vtt_scan import parse_timestamp

_SPACES = re.compile(r"[ \t\n\f\r]+")
_TOKEN = re.compile(r"<([^>]*)(?:>|\Z)|[^<]+")
_NAME_END = re.compile(r"[ \t\n\f\r]")
_ELEMENTS = frozenset({"c", "i", "b", "u", "ruby", "v", "lang"})


@dataclass(slots=True)
class Node:
    """An element of a cue's tree.

    Attributes:
        name: `c`, `i`, `b`, `u`, `ruby`, `rt`, `v`, `lang`, or empty for the root.
        classes: In the order written.
        annotation: Speaker of a voice, tag of a language, as written.
        children: Elements, texts, and timestamps as milliseconds.
    """

    name: str
    classes: tuple[str, ...] = ()
    annotation: str = ""
    children: list[Node | str | int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Words:
    """What a cue's text says.

    Attributes:
        text: Plain, LF between lines, no blank ones; may be empty.
        speaker: The one voice that says all of it, or empty.
        marked: Whether there was any markup but that voice.
    """

    text: str
    speaker: str
    marked: bool


def tree(text: str) -> Node:
    """Return the tree that a browser builds from a cue's text."""
    root = Node("")
    stack = [root]
    for token in _TOKEN.finditer(text):
        if token[1] is None:
            stack[-1].children.append(unescape(token[0]))
        elif token[1].startswith("/"):
            _close(stack, token[1][1:])
        elif token[1] and token[1][0] in "0123456789":
            milliseconds = parse_timestamp(token[1])
            if milliseconds is not None:
                stack[-1].children.append(milliseconds)
        else:
            _start(stack, token[1])
    return root


def _start(stack: list[Node], tag: str) -> None:
    head = _NAME_END.split(tag, maxsplit=1)
    name, *classes = head[0].split(".")
    if name not in _ELEMENTS and not (name == "rt" and stack[-1].name == "ruby"):
        return
    annotation = unescape(_SPACES.sub(" ", head[1]).strip(" ")) if head[1:] else ""
    node = Node(name, tuple(filter(None, classes)), annotation if name in {"v", "lang"} else "")
    stack[-1].children.append(node)
    stack.append(node)


def _close(stack: list[Node], name: str) -> None:
    if len(stack) > 1 and stack[-1].name == name:
        stack.pop()
    elif name == "ruby" and stack[-1].name == "rt":
        del stack[-2:]


def words(text: str) -> Words:
    """Return plain text and speaker. Where several speak, each text starts with `Name: `."""
    root = tree(text)
    voices = [child for child in root.children if isinstance(child, Node) and child.name == "v"]
    alone = len(voices) == 1 and not any(
        isinstance(child, Node) or (isinstance(child, str) and child.strip())
        for child in root.children
        if child is not voices[0]
    )
    top = voices[0] if alone else root
    plain = without_blank_lines("".join(_plain(top)))
    marked = any(not isinstance(child, str) for child in top.children)
    return Words(plain, top.annotation if alone else "", marked)


def _plain(node: Node) -> Iterator[str]:
    """Yield the texts under a node. Goes by a stack: markup may nest deeper than Python calls."""
    waiting: list[Node | str | int] = list(reversed(node.children))
    while waiting:
        child = waiting.pop()
        if isinstance(child, str):
            yield child
        elif isinstance(child, Node):
            if child.name == "v" and child.annotation:
                yield f"{child.annotation}: "
            waiting.extend(reversed(child.children))


def unescape(text: str) -> str:
    """Replace character references as HTML does; an absurd number stays as written."""
    try:
        return html.unescape(text)
    except ValueError:
        return text


def escape(text: str) -> str:
    """Return the text so that it is read back as it is; NUL becomes U+FFFD, as in any reader.

    >>> escape("a --> <b> & c")
    'a --&gt; &lt;b&gt; &amp; c'
    """
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\0", "\ufffd")


def voice(text: str, speaker: str) -> str:
    """Return escaped cue text inside a voice tag, or as it is without a speaker."""
    name = " ".join(speaker.split())
    return f"<v {escape(name)}>{text}" if name else text
