"""Plain text out of HTML and out of a line of Markdown, and a list of what was taken out.

HTML is scanned by hand: `html.parser` needs time in the square of the input for a page full of
unclosed tags (CVE-2025-6069), and feeds carry whatever anybody put there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from pipeline.model import Finding, Severity


@dataclass(frozen=True, slots=True)
class PlainText:
    """Text without markup.

    Attributes:
        text: Lines separated by LF; white space inside a line is single spaces.
        links: Addresses that the text linked to, in order, each once.
        dropped: What is no text at all: contents of scripts and style sheets, comments.
    """

    text: str
    links: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


_BLOCKS = frozenset(
    "address article aside blockquote br center cite dd details dialog div dl dt fieldset "
    "figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 head header hr li main nav ol p pre section summary "
    "table "
    "tbody td tfoot th thead time title tr ul".split()
)
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol blockquote table section article".split())
_RAW = ("script", "style", "template", "noscript", "iframe", "svg")
_TAG_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9:-]*")
_ADDRESS = re.compile(r"\b(?:href|src)\s{0,9}=\s{0,9}[\"']?([^\"'\s>]+)", re.IGNORECASE)
_RUN = re.compile(r"[ \t\r\f\v\n]+")


def tags(html: str) -> Iterator[tuple[str, str, str]]:
    """Yield an HTML text in pieces: `(kind, name, content)`.

    `text` pieces have unescaped content and no name; `open` and `close` pieces a lower-case name
    and the tag's own text; `raw` pieces what stands in a script or style sheet; `comment` pieces
    what stands in a comment or declaration. One pass, each character looked at a bounded number
    of times.
    """
    at, end = 0, len(html)
    closers: dict[str, bool] = {}
    while at < end:
        start = html.find("<", at)
        if start < 0:
            yield "text", "", unescape(html[at:])
            return
        if start > at:
            yield "text", "", unescape(html[at:start])
        if html.startswith("<!--", start):
            at, content = _until(html, "-->", start + 4, closers)
            yield "comment", "", content
            continue
        name = _TAG_NAME.match(html, start + 1)
        if name is None and html[start + 1 : start + 2] not in ("!", "?"):
            yield "text", "", "<"
            at = start + 1
            continue
        at, content = _until(html, ">", start + 1, closers)
        if name is None:
            yield "comment", "", content
            continue
        word = name[0].lower()
        yield ("close" if word[0] == "/" else "open"), word.lstrip("/"), content
        if word in _RAW and not content.endswith("/"):
            at, content = _until_close(html, word, at)
            yield "raw", word, content


def plain_html(html: str) -> PlainText:
    r"""Return what a reader of the page sees.

    >>> plain_html("<p>Bees &amp; honey</p><ul><li>one<li>two</ul>").text
    'Bees & honey\n\none\ntwo'
    """
    parts: list[str] = []
    links: dict[str, None] = {}
    dropped: list[str] = []
    for kind, name, content in tags(html):
        if kind == "text":
            parts.append(_RUN.sub(" ", content))
        elif kind in {"raw", "comment"}:
            dropped.append(f"<{name or '!--'}> {' '.join(content.split())}")
        elif name in _BLOCKS:
            parts.append("\n\n" if name in _PARAGRAPHS else "\n")
        if kind == "open":
            links.update(dict.fromkeys(map(unescape, _ADDRESS.findall(content))))
    lines = [" ".join(line.split()) for line in "".join(parts).split("\n")]
    return PlainText(
        _single_blanks(lines), tuple(links), tuple(d for d in dropped if d.split()[1:])
    )


_IMAGE_OR_LINK = re.compile(
    r"!?\[([^\[\]]*)\](?:\(\s{0,9}<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?"
    r"(?:\s{1,9}\"[^\"]*\"|\s{1,9}'[^']*')?\s{0,9}\)|\[([^\[\]]*)\])"
)
_BARE = re.compile(r"<?((?:https?|ftp)://[^\s<>()\[\]{}\"“”‘’，。；、】）]+|mailto:[^\s<>]+)>?")
_MAILBOX = re.compile(r"<([^\s<>@]{1,64}@[^\s<>@]{1,200})>")
# Only tags that people use in notes: `Arc<Waker>` in the middle of a sentence is none.
_HTML_TAG = re.compile(
    r"</?(?:a|abbr|audio|b|blockquote|br|center|cite|code|del|details|div|em|figcaption|figure|"
    r"font|h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|ol|p|pre|s|small|source|span|strong|sub|summary|sup|"
    r"table|tbody|td|th|thead|time|tr|u|ul|video)(?:\s[^<>\n]{0,500})?\s?/?>|<!--[^<>\n]{0,500}-->"
)
_ATTRIBUTES = re.compile(r"\{:[^{}\n]{0,200}\}")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]+?)(?<=\S)\1")
_STAR = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]+)(?<=\S)\*(?![\w*])")
_UNDERSCORE = re.compile(r"(?<![\w_\\])_(?=[^\s_])([^_\n]+)(?<=\S)_(?![\w_])")
_CODE = re.compile(r"`([^`\n]+)`")


def plain_markdown(line: str) -> PlainText:
    """Return a line of Markdown without its inline markup; its bullet or hashes stay.

    >>> plain_markdown("**[Bees](https://example.org)** and `honey`")
    PlainText(text='Bees and honey', links=('https://example.org',), dropped=())
    """
    links: dict[str, None] = {}

    def label(match: re.Match[str]) -> str:
        links[match[2] or match[3] or match[1]] = None
        # A label that only repeats the address says nothing a reader wants read aloud.
        return "" if match[1] == match[2] else match[1]

    def address(match: re.Match[str]) -> str:
        whole = match[1]
        kept = whole.rstrip(".,:;!?*_'")
        links[kept] = None
        return whole[len(kept) :]

    if "](" in line or "][" in line:
        line = _IMAGE_OR_LINK.sub(label, line)
        if "](" in line:  # An image inside a link leaves the link behind.
            line = _IMAGE_OR_LINK.sub(label, line)
    if "://" in line or "mailto:" in line:
        line = _BARE.sub(address, line)
    dropped: list[str] = []

    def tag(match: re.Match[str]) -> str:
        if match[0].startswith(("<!--", "{:")):
            dropped.append(" ".join(match[0].split()))
        return " " if match[0][1:3].lower() == "br" else ""

    if "<" in line:
        line = _HTML_TAG.sub(tag, _MAILBOX.sub(r"\1", line))
    if "{:" in line:
        line = _ATTRIBUTES.sub(tag, line)
    if "*" in line or "_" in line or "`" in line:
        for pattern in (_CODE, _STAR, _UNDERSCORE):
            line = pattern.sub(r"\1", _STRONG.sub(r"\2", line))
    if "&" in line:
        line = unescape(line)
    return PlainText(line, tuple(link for link in links if link), tuple(dropped))


def left_out(rule: str, what: str, pieces: tuple[str, ...]) -> tuple[Finding, ...]:
    """Return one finding that names all the pieces, or none where there are none."""
    if not pieces:
        return ()
    words = f"{len(pieces)} {what} left out of the text: {' | '.join(pieces)}"
    return (Finding(rule, Severity.INFO, "document", words),)


def _until(html: str, mark: str, start: int, closers: dict[str, bool]) -> tuple[int, str]:
    """Return the place behind the next `mark` and what stands before it; else all the rest.

    Once a search has failed no later one can succeed, so it is not tried again.
    """
    found = -1 if closers.get(mark) else html.find(mark, start)
    if found < 0:
        closers[mark] = True
        return len(html), html[start:]
    return found + len(mark), html[start:found]


def _until_close(html: str, name: str, start: int) -> tuple[int, str]:
    match = re.compile(rf"</{name}[\s>/]", re.IGNORECASE).search(html, start)
    stop = match.start() if match else len(html)
    return stop, html[start:stop]


def _single_blanks(lines: list[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip("\n")
