"""Where BudouX ends a Chinese phrase: its model, read in a third of the time its parser takes.

The model gives points for single signs, pairs and triples around a place. Most pairs and triples
have none, so one look-up for each of them, instead of one for each place that they can stand at,
does most of the work. `tests/text/test_lines.py` compares with the parser itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from operator import add
from typing import Any

_PLACES = {
    1: {"UW1": 3, "UW2": 2, "UW3": 1, "UW4": 0, "UW5": -1, "UW6": -2},
    2: {"BW1": 2, "BW2": 1, "BW3": 0},
    3: {"TW1": 3, "TW2": 2, "TW3": 1, "TW4": 0},
}
"""Signs of a feature → its name → how far behind its first sign the place is."""
_PAD = 2

_Points = Mapping[str, tuple[tuple[int, int], ...]]


def phrase_ends(text: str) -> set[int]:
    """Return the offsets at which a phrase ends, the end of `text` included.

    >>> sorted(phrase_ends("今天天气很好。"))
    [2, 4, 5, 7]
    """
    base, tables = _model()
    scores = [base] * (len(text) + _PAD + 4)
    pairs = list(map(add, text, text[1:]))
    for groups, table in zip((text, pairs, map(add, pairs, text[2:])), tables, strict=True):
        for at, points in enumerate(map(table.get, groups)):
            if points:
                for place, score in points:
                    scores[at + place] += score
    ends = {at for at, score in enumerate(scores[_PAD : len(text) + _PAD]) if score > 0}
    return (ends - {0}) | {len(text)}


@lru_cache(maxsize=1)
def _model() -> tuple[float, tuple[_Points, ...]]:
    """Return the points of every place, and for one to three signs where they count how much."""
    import budoux

    parser: Any = budoux.load_default_simplified_chinese_parser()
    model: Mapping[str, Mapping[str, int]] = parser.model
    base = -0.5 * sum(sum(points.values()) for points in model.values())
    tables: list[_Points] = []
    for places in _PLACES.values():
        table: dict[str, tuple[tuple[int, int], ...]] = {}
        for name, place in places.items():
            for signs, score in model.get(name, {}).items():
                table[signs] = (*table.get(signs, ()), (place + _PAD, score))
        tables.append(table)
    return base, tuple(tables)
