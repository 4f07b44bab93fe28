"""Halves of characters: JSON can write them, no file and no database can."""

from __future__ import annotations

import re
from typing import Any

_HALF = re.compile("[\ud800-\udfff]")


def whole_characters(value: Any) -> Any:
    r"""Return a value from JSON with U+FFFD, the sign for damage, for each half of a character.

    >>> whole_characters({"a": ["b\ud800", 1]}) == {"a": ["b\ufffd", 1]}
    True

    Raises:
        RecursionError: it is nested too deeply.
    """
    if isinstance(value, str):
        return _HALF.sub("\ufffd", value)
    if isinstance(value, list):
        return [whole_characters(item) for item in value]
    if isinstance(value, dict):
        return {whole_characters(key): whole_characters(item) for key, item in value.items()}
    return value
