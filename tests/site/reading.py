"""A page taken apart the way a browser would."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any


class Page(HTMLParser):
    """Elements, text and scripts of a page."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[tuple[dict[str, str | None], str]]] = {"script": [], "style": []}
        self.words: list[str] = []
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(content.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = (tag, dict(attrs)) if tag in self.raw else None

    def handle_data(self, data: str) -> None:
        if self._open:
            name, attributes = self._open
            self.raw[name].append((attributes, data))
            self._open = None
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def policy(self) -> str:
        return next(
            str(a["content"])
            for tag, a in self.elements
            if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"
        )

    def runs(self) -> list[str]:
        """Scripts that a browser would run."""
        return [text for a, text in self.raw["script"] if "json" not in (a.get("type") or "")]

    def json(self, kind: str) -> Any:
        return next(json.loads(t) for a, t in self.raw["script"] if a.get("type") == kind)


def hashes(policy: str, rule: str) -> set[str]:
    found = re.search(rf"{rule} ([^;]*)", policy)
    return set(re.findall(r"'sha256-([^']+)'", found[1])) if found else set()


def hash_of(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
