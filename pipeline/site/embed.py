"""Putting text from outside, styles and scripts safely into one HTML file.

A page says in its own Content-Security-Policy which scripts and styles may run, by the hash of
their bytes: markup that slipped through the escaping would still not run.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"
_UNSAFE = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}


def script_json(value: object) -> str:
    r"""Return JSON that may stand inside a script element whatever it holds.

    >>> print(script_json("</script><!--"))
    "\u003c/script\u003e\u003c!--"
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.translate(_UNSAFE)


def read_part(name: str) -> str:
    """Return a style sheet or script that came with the package."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def script_of(*names: str) -> str:
    """Return several scripts as one, with a scope of its own."""
    body = "\n".join(read_part(name) for name in names)
    return f'(() => {{\n"use strict";\n{body}}})();\n'


def policy(*, scripts: tuple[str, ...], styles: tuple[str, ...], media: str = "") -> str:
    """Return a Content-Security-Policy that lets just these scripts and styles run.

    Args:
        scripts: Exact contents of the script elements.
        styles: Exact contents of the style elements.
        media: Further sources of audio and video, beside files that a reader opens.
    """
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(_hash(text) for text in scripts),
        "style-src": " ".join(_hash(text) for text in styles),
        "img-src": "data:",
        "media-src": f"blob: 'self' {media}".strip(),
        # Only a page that `tolk serve` hands out asks for anything, and only its own server.
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def render(template: str, values: Mapping[str, Any]) -> bytes:
    """Return a page as UTF-8; a character that cannot be written becomes `?`."""
    # Piece by piece: as one text the catalogue of a large folder would take several times as much.
    page = io.BytesIO()
    for piece in _environment().get_template(template).generate(values):
        page.write(piece.encode("utf-8", "replace"))
    return page.getvalue()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    from pipeline.clock import format_mark

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["mark"] = format_mark
    return environment


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
