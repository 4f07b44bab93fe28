"""What is no translation: empty, still in the source language, or in the wrong script."""

from __future__ import annotations

import re

from pipeline.glossary.fold import HAN, words_of
from pipeline.glossary.protect import leaks
from pipeline.model import Rendering

_HAN = re.compile(f"[{HAN}]")
_LETTERS = re.compile(r"[^\W\d_]")
LONG = 4
"""Words that a sentence has to have besides its terms for the same words to be no translation."""


def objection(text: str, rendering: Rendering, *, source: str, target: str) -> str:
    """Return why a rendering cannot pass for a translation, or nothing if it can.

    >>> from pipeline.model import Origin
    >>> objection("We zien dit nu vaak.", Rendering("", Origin.ENGINE), source="nl", target="en")
    'the engine said nothing'
    """
    said = rendering.text.strip()
    if not said:
        return "the engine said nothing"
    if leaks(said, text):
        return "a placeholder stayed behind"
    rest_source = _without_terms(text, rendering, ours=True)
    words = len(words_of(rest_source)) + len(_HAN.findall(rest_source)) // 2
    if words >= LONG and words_of(said) == words_of(text):
        return f"left in the source language ({source})"
    rest = _without_terms(said, rendering, ours=False)
    letters, han = len(_LETTERS.findall(rest)), len(_HAN.findall(rest))
    if target.startswith("zh"):
        if words >= LONG and not _HAN.search(said):
            return "no Chinese characters"
    elif han and 3 * han > letters:
        return "in Chinese characters"
    return ""


def _without_terms(text: str, rendering: Rendering, *, ours: bool) -> str:
    for use in rendering.terms:
        word = use.term if ours else use.found or use.expected
        text = text.replace(word, " ")
    return text
