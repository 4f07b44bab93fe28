"""JSON from outside, read once and refused clearly."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pipeline.errors import InputError
from pipeline.model import Finding, Severity, Source
from pipeline.text.surrogates import whole_characters

_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def looks_like_json(text: str) -> bool:
    """Return whether the text begins the way a JSON object or list of something does."""
    start = text[:2_000].lstrip()
    return start[:1] in {"{", "["} and start[1:].lstrip()[:1] in set('"{[}]') | {""}


def parse_json(source: Source) -> object:
    """Return the value of a JSON text.

    Raises:
        InputError: it is not JSON; the line says where.
    """
    try:
        return _load(source.text)
    except json.JSONDecodeError as error:
        raise InputError(
            source.name,
            f"not JSON: {error.msg[0].lower()}{error.msg[1:]}",
            remedy="export the file again",
            line=error.lineno,
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError(
            source.name, "JSON with a number or a nesting that is too long", remedy="mend the file"
        ) from error


def sniff_json(source: Source) -> object:
    """Return the value of a JSON text, None where it is none; never raises."""
    if not looks_like_json(source.text):
        return None
    try:
        return parse_json(source)
    except InputError:
        return None


def text_at(row: Mapping[str, object], *keys: str) -> str:
    """Return the first of the keys that holds text or a number, as text without outer space."""
    for key in keys:
        value = row.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
    return ""


def rows_at(value: object, key: str = "") -> list[Mapping[str, object]]:
    """Return the objects in a list, or in the list under a key; anything else is left out."""
    rows = value.get(key) if key and isinstance(value, Mapping) else value
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def fields_left_out(
    rows: Iterable[Mapping[str, object]], known: frozenset[str]
) -> tuple[Finding, ...]:
    """Return one finding that counts the fields nobody reads, or none."""
    counts: dict[str, int] = {}
    for row in rows:
        for key, value in row.items():
            if key not in known and value not in (None, "", [], {}):
                counts[key] = counts.get(key, 0) + 1
    if not counts:
        return ()
    words = ", ".join(f"{key} ({count}×)" for key, count in counts.items())
    message = f"fields that have no place in an episode: {words}"
    return (Finding("fields-left-out", Severity.INFO, "document", message),)


@lru_cache(maxsize=1)
def _load(text: str) -> object:
    content: object = json.loads(text)
    return whole_characters(content) if _HALF.search(text) else content
