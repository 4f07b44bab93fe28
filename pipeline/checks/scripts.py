"""Whether a text is written as its language writes: characters, punctuation, function words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.glossary.fold import HAN
from pipeline.text.function_words import FUNCTION_WORDS

_HAN = re.compile(f"[{HAN}]")
_LETTERS = re.compile(r"[^\W\d_]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][A-Za-zÀ-ÿ]+)?")
_HALF_WIDTH = re.compile(rf"(?<=[{HAN}])[,;:?!](?=[{HAN}\s]|$)")
_FULL_STOP = re.compile(rf"[{HAN}]\.[\"”’）)]?\s*$|[{HAN}]\.(?=[{HAN}])")
_FULL_WIDTH = re.compile("[，。、；：？！（）【】《》「」]")
_IN_NAMES = frozenset("昇喆堃珮淼祐峯溫瑋")
"""Characters beyond GB 2312 that Simplified names and brands keep (昇腾)."""


def count_han(text: str) -> int:
    """Return how many Han characters a text has."""
    return 0 if text.isascii() else len(_HAN.findall(text))


def traditional_in(text: str) -> str:
    """Return the Traditional characters of a text, each once, in order.

    >>> traditional_in("這个模型"), traditional_in("这个模型")
    ('這', '')
    """
    known = _traditional()
    return "".join(dict.fromkeys(sign for sign in text if sign in known))


@cache
def _traditional() -> frozenset[str]:
    """Return the frequent characters of Big5 that GB 2312 does not have."""
    found = set()
    for lead in range(0xA4, 0xC7):
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            try:
                sign = bytes((lead, trail)).decode("big5")
                sign.encode("gb2312")
            except UnicodeDecodeError:
                continue
            except UnicodeEncodeError:
                found.add(sign)
    return frozenset(found) - _IN_NAMES


def script_faults(text: str, *, language: str) -> Iterator[tuple[str, str]]:
    """Yield the rule and a message for each way in which a text is not written as it should be.

    Args:
        text: A sentence or a cue.
        language: BCP 47 tag of what it should be.
    """
    if language.startswith("zh"):
        yield from _chinese(text)
    else:
        yield from _western(text, language)


def _chinese(text: str) -> Iterator[tuple[str, str]]:
    if signs := traditional_in(text):
        yield "traditional", f"Traditional {signs[:12]}"
    if match := _FULL_STOP.search(text):
        yield "full-stop", f"“{match[0].strip()}” has a Western full stop"
    if match := _HALF_WIDTH.search(text):
        yield (
            "half-width",
            f"“{match[0]}” after “{text[max(0, match.start() - 6) : match.start()]}”",
        )
    if not _HAN.search(text) and is_prose(text):
        yield "wrong-script", "no Chinese characters"


def _western(text: str, language: str) -> Iterator[tuple[str, str]]:
    han = count_han(text)
    if han and 3 * han > len(_LETTERS.findall(text)):
        yield "wrong-script", "Chinese characters"
    elif match := _FULL_WIDTH.search(text):
        yield "full-width", f"“{match[0]}” in a Western text"
    other = {"en": "nl", "nl": "en"}.get(language)
    if other and speaks(text, other, over=language):
        yield "untranslated-text", f"reads as {other}"


def is_prose(text: str) -> bool:
    """Tell whether a Latin text says something: several words, function words among them."""
    words = [word.lower() for word in _LATIN_WORD.findall(text)]
    known = FUNCTION_WORDS["en"] | FUNCTION_WORDS["nl"]
    return len(words) >= 4 and sum(word in known for word in words) >= 2


def speaks(text: str, language: str, *, over: str) -> bool:
    """Tell whether a text is clearly in `language` and not in `over`, by its function words."""
    words = list(map(str.lower, _LATIN_WORD.findall(text)))
    mine = sum(map(FUNCTION_WORDS[language].__contains__, words))
    if mine < 3 or 4 * mine < len(words):
        return False
    return mine > 3 * sum(map(FUNCTION_WORDS[over].__contains__, words))
