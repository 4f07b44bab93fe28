"""Text from outside, made safe to stand in Markdown, and still good to read as plain text."""

from __future__ import annotations

import re

# Always: code, emphasis, brackets of links, tags, cells, strikethrough. A dollar sign before
# a digit is money; before anything else GitHub may take it for a formula.
_ANYWHERE = re.compile(r"[\\`*\[\]<|~]|_(?![^\W_])|(?<![^\W_])_|\$(?!\d)|&(?=#?\w{1,32};)")
# What GitHub makes a link of without being asked.
_LINK = re.compile(r"(?i)(https?|ftp|mailto|xmpp)(?=:)|\b(www)(?=\.)|(?<=[\w.+-])(?=@\w)")
# What makes a heading, a list, a quote or a rule at the start of a line.
_START = re.compile(r"[#>+=:-]|\d{1,9}(?=[.)])")
_SPACE = re.compile(r"[\s\0-\x1f\x7f-\x9f\u2028\u2029]+")


def inline(text: str) -> str:
    r"""Return the text on one line, without any power to be markup.

    >>> inline("# <b>[x](javascript:y)</b> | C++ costs $5."), inline("snake_case ok")
    ('\\# \\<b>\\[x\\](javascript:y)\\</b> \\| C++ costs $5.', 'snake_case ok')
    """
    line = _SPACE.sub(" ", text).strip()
    safe = _LINK.sub(_without_link, _ANYWHERE.sub(r"\\\g<0>", line))
    if safe.endswith("#"):
        # Number signs at the end of a heading would vanish.
        safe = f"{safe[:-1]}\\#"
    start = _START.match(safe)
    if start is None:
        return safe
    end = start.end()
    return f"{safe[:end]}\\{safe[end:]}" if start[0].isdigit() else f"\\{safe}"


def _without_link(match: re.Match[str]) -> str:
    return match[0] + "\\"


def paragraphs(text: str) -> list[str]:
    """Return each line of the text as a paragraph of its own; blank ones left out."""
    lines = text.replace("\r", "\n").split("\n")
    return list(filter(None, map(inline, lines)))


def cell(text: str) -> str:
    """Return the text as a table cell: lines become `<br>`."""
    return "<br>".join(paragraphs(text))
