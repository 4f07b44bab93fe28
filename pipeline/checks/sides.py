"""Which language each line of a bilingual cue is in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.checks.scripts import count_han
from pipeline.text.function_words import FUNCTION_WORDS

_LOPSIDED = 0.8
"""Evidence it takes to believe that a cue has more lines in one language than in the other."""
_WORD = re.compile(r"[^\W\d_]+")


def line_languages(
    cues: Sequence[Sequence[str]], languages: Sequence[str]
) -> list[tuple[str, ...]]:
    """Return the tag of each line of each cue.

    A bilingual file has one order throughout: which language is on top is told by all its cues
    together, and where the second one begins by each cue.

    Args:
        cues: The lines of each cue.
        languages: One tag, or two.
    """
    if len(languages) == 1:
        return [(languages[0],) * len(lines) for lines in cues]
    first, second = languages[:2]
    leaning = [[_leaning(line, first, second) for line in lines] for lines in cues]
    on_top = sum(scores[0] - scores[-1] for scores in leaning if len(scores) > 1)
    if on_top < 0:
        first, second = second, first
        leaning = [[-score for score in scores] for scores in leaning]
    return [
        (first,) * (cut := _cut(scores)) + (second,) * (len(scores) - cut) for scores in leaning
    ]


def _cut(scores: Sequence[float]) -> int:
    """Return how many lines from the top are in the first language."""
    if len(scores) == 1:
        return int(scores[0] >= 0)
    totals = [sum(scores[:at]) - sum(scores[at:]) for at in range(len(scores) + 1)]
    middle = len(scores) / 2
    return max(range(len(totals)), key=lambda at: totals[at] - _LOPSIDED * abs(at - middle))


def _leaning(line: str, first: str, second: str) -> float:
    """Return more than 0 for the first language, less than 0 for the second."""
    return _evidence(line, first) - _evidence(line, second)


def _evidence(line: str, language: str) -> float:
    words = _WORD.findall(line.lower())
    if language.startswith("zh"):
        return min(1.0, 3 * count_han(line) / max(1, len(line)))
    known = sum(word in FUNCTION_WORDS[language] for word in words)
    latin = sum(word.isascii() for word in words)
    return known / max(1, len(words)) + 0.01 * bool(latin)
