"""The part of a file that a request asks for: a player that jumps asks for the rest only."""

from __future__ import annotations

import re

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def byte_range(header: str | None, size: int) -> tuple[int, int, bool] | None:
    """Return the first and the last byte wanted, and whether that is only a part.

    A header that is not one plain range is ignored, as RFC 9110, section 14.2, allows. None
    means that there are no such bytes.

    >>> byte_range(None, 10), byte_range("bytes=2-3", 10), byte_range("bytes=-4", 10)
    ((0, 9, False), (2, 3, True), (6, 9, True))
    >>> byte_range("bytes=10-", 10) is None
    True
    """
    match = _RANGE.fullmatch(header.strip()) if header else None
    if match is None or not (match[1] or match[2]):
        return 0, size - 1, False
    if not match[1]:
        count = min(int(match[2]), size)
        return (size - count, size - 1, True) if count else None
    first = int(match[1])
    last = min(int(match[2]), size - 1) if match[2] else size - 1
    if match[2] and int(match[2]) < first:
        return 0, size - 1, False
    return (first, last, True) if first < size else None
