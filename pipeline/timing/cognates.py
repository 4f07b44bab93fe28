"""Words that two languages share: names, figures, abbreviations, and words of one origin.

English `coordinates` and Dutch `coördinaten`, `physics` and `fysica`, `matrix` and `matrix` begin
alike once spelling is evened out. Chinese shares only what it writes in Latin letters or figures.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pipeline.timing.words import FUNCTION

_SPELLINGS = (
    ("ph", "f"),
    ("th", "t"),
    ("c", "k"),
    ("x", "ks"),
    ("y", "i"),
    ("z", "s"),
    ("v", "f"),
)
"""English and Dutch spellings of one sound, brought to one of the two."""
_TWICE = re.compile(r"(.)\1")
_ALIKE = 5
"""Letters at the beginning that words of one origin have in common; less is chance."""


@lru_cache(maxsize=100_000)
def cognate(word: str) -> str:
    """Return what words of one origin have in common, or nothing for a word that tells nothing.

    Args:
        word: As `tokens` has it: lower-case, a Han character alone.

    >>> cognate("coordinates") == cognate("coördinaten"), cognate("photo"), cognate("the")
    (True, 'foto', '')
    """
    if word in FUNCTION:
        return ""
    if word[0].isdecimal():
        return word
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", word) if sign.isascii() and sign.isalnum()
    )
    if len(plain) < _ALIKE:
        return plain if len(plain) > 1 else ""
    for theirs, ours in _SPELLINGS:
        plain = plain.replace(theirs, ours)
    return _TWICE.sub(r"\1", plain)[:_ALIKE]
