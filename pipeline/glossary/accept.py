"""What is no translation: empty, still in the source language, or in the wrong script."""

from __future__ import annotations

import re

from pipeline.glossary.fold import HAN
from pipeline.glossary.protect import leaks
from pipeline.model import Rendering

_HAN = re.compile(f"[{HAN}]")
_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[^\W\d_]+")
_LONG = 4


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
    words = len(_WORDS.findall(rest_source)) + len(_HAN.findall(rest_source)) // 2
    if words >= _LONG and _WORDS.findall(said.lower()) == _WORDS.findall(text.lower()):
        return f"left in the source language ({source})"
    rest = _without_terms(said, rendering, ours=False)
    letters, han = len(_LETTERS.findall(rest)), len(_HAN.findall(rest))
    if target.startswith("zh"):
        if words >= _LONG and not _HAN.search(said):
            return "no Chinese characters"
    elif han and 3 * han > letters:
        return "in Chinese characters"
    return ""


def _without_terms(text: str, rendering: Rendering, *, ours: bool) -> str:
    for use in rendering.terms:
        word = use.term if ours else use.found or use.expected
        text = text.replace(word, " ")
    return text
