"""Whether every word of an input is somewhere in the documents that were read from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from html import unescape

from pipeline.model import Document

_TIMES = re.compile(r"[\[(（【]?@?\d{1,3}[:：]\d{2}(?:[:：]\d{2})?(?:[.,]\d{1,3})?[\])）】]?")
_WORD = re.compile(r"[^\W_]+")

_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_KEY = re.compile(r"^[ -]*\w+:", re.MULTILINE)


def words_of(text: str) -> set[str]:
    """Return the words of a text, times and markup characters aside."""
    return set(_WORD.findall(_TIMES.sub(" ", unescape(text))))


def lost_words(text: str, documents: Iterable[Document]) -> set[str]:
    """Return the words of an input that stand in no field and no finding of its documents.

    Names of fields in a front matter are no words of it.
    """
    text = re.sub(r"<br ?/?>|\bPT[0-9HMS]+\b", " ", text)
    text = _HEAD.sub(lambda head: _KEY.sub(" ", head[0]), text).replace("`", "").replace("**", "")
    found: set[str] = set()
    for document in documents:
        for value in _texts(document):
            found |= words_of(value)
    return {word for word in words_of(text) - found if not word.isdigit()}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for item in fields(value):
            yield from _texts(getattr(value, item.name))
